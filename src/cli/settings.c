/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/words.h"
#include "cli/call.h"
#include "cli/say.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int write_out(const struct str *text)
{
    struct str clean = {0};
    bool done;

    utf8_clean(&clean, str_text(text), text->size, UTF8_BODY);
    done = fwrite(str_text(&clean), 1, clean.size, stdout) == clean.size && fflush(stdout) == 0;
    str_release(&clean);
    if (!done)
        say(_("standard output cannot be written: %s"), strerror(errno));
    return done ? ERROR_NONE : ERROR_FAILED;
}

/* The mistakes themselves are in the log. */
static int check(const struct config *config)
{
    struct str out = {0};
    size_t n = config_n_mistakes(config);
    int code;

    if (!config_file(config, 0))
        str_add_text(&out, _("no configuration is there\n"));
    for (size_t i = 0; config_file(config, i); i++)
        str_addf(&out, _("%s was read\n"), config_file(config, i));
    if (n == 0)
        str_add_text(&out, _("no mistakes\n"));
    else
        str_addf(&out, ngettext("%zu mistake\n", "%zu mistakes\n", n), n);
    code = write_out(&out);
    str_release(&out);
    return n > 0 ? ERROR_USAGE : code;
}

bool settings_wanted(const struct options *options)
{
    return options->check_config || options->dump_config || options->dump_keys;
}

int settings_run(const struct call *call)
{
    const struct options *options = &call->options;
    struct str out = {0};
    int code;

    if (options->check_config)
        return check(call->config);
    if (options->dump_config)
        config_dump(call->config, options, &out);
    else
        config_dump_keys(call->config, &out);
    code = write_out(&out);
    str_release(&out);
    return code;
}
