/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "cli/load.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "ui/ui.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Keys come from the terminal, also when standard input held the dialogs. */
static bool take_terminal(struct error *error)
{
    int fd;

    if (isatty(STDIN_FILENO))
        return true;
    fd = open("/dev/tty", O_RDWR);
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
        return error_set(error, ERROR_FAILED,
                         _("there is no terminal to take keys from (%s); use `imolog print`"),
                         strerror(errno));
    if (fd != STDIN_FILENO)
        close(fd);
    return true;
}

static bool show(const struct load *load, const struct call *call, const struct theme *theme,
                 struct error *error)
{
    const struct options *options = &call->options;
    struct options changed = *options;
    struct filter filter = load_filter(options);
    struct ui_start start = {
        .look = load_look(load, options),
        .theme = theme,
        .config = call->config,
        .options = &changed,
        .keymap = config_keymap(call->config),
        .source = load->source,
        .loop = load->loop,
        .n_damaged = load->n_damaged + source_n_failed(load->source),
        .color = surroundings_want_color(options, true),
    };
    struct found found = {0};
    struct str name = {0};
    bool done;

    if (load_has(load, &filter, error) || error->kind == ERROR_NONE) {
        error->kind = ERROR_NONE;
    } else if (store_is_at_hand(load->store)) {
        return false;
    } else {
        start.place = load_place(options);
        load_add_place(options, &name);
        start.place_name = str_text(&name);
    }
    if (filter_is_by_message(&filter) || filter.chat || filter.session || filter.code ||
        filter.crm_id)
        found = load_find(load, &filter, &options->zone);
    if (found.chat)
        start.chat = found.chat->id;
    if (found.session && (filter.session || filter_is_by_message(&filter)))
        start.session = found.session->id;
    if (found.entry && filter_is_by_message(&filter))
        start.message = found.entry->id;
    done = take_terminal(error) && ui_run(&start, error);
    str_release(&name);
    return done;
}

int browse_run(const struct call *call)
{
    struct error error = {0};
    struct theme *theme;
    struct load load;
    int code = ERROR_NONE;

    if (!isatty(STDOUT_FILENO) || call->options.output)
        return print_run(call);
    if (surroundings_no_panes() && load_has_source(call)) {
        say(_("%s; use `imolog print`"), surroundings_no_panes());
        return ERROR_FAILED;
    }
    theme = theme_open(call->options.theme, &error);
    if (!theme)
        return say_error(&error);
    config_paint(call->config, theme);
    if (load_open(&load, call, &code)) {
        code = show(&load, call, theme, &error) ? ERROR_NONE : say_error(&error);
        code = load_close(&load, code);
    }
    theme_free(theme);
    return code;
}
