/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/path.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/call.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "source/keep.h"

#include <string.h>

/* What came in, in all. */
struct sum {
    struct kept kept;
    size_t n_failed;
};

static void add(struct sum *sum, const struct kept *kept)
{
    sum->kept.n_chats += kept->n_chats;
    sum->kept.n_sessions += kept->n_sessions;
    sum->kept.n_messages += kept->n_messages;
    sum->kept.n_damaged += kept->n_damaged;
}

/* --- saved answers --------------------------------------------------------------------------- */

static void keep_file(struct archive *archive, const char *path, struct sum *sum)
{
    const char *name = strcmp(path, "-") == 0 ? _("standard input") : path;
    struct error error;
    struct kept kept;
    struct str text = {0};

    if (path_read(path, &text, &error) &&
        keep_text(archive, name, str_text(&text), text.size, surroundings_now(), &kept, &error)) {
        add(sum, &kept);
    } else {
        say_error(&error);
        sum->n_failed++;
    }
    str_release(&text);
}

static void tell(void *self, const char *sentence)
{
    (void)self;
    say("%s", sentence);
}

static int result(const struct sum *sum, const char *path, size_t n)
{
    say(_("%s: %zu sessions, %zu messages read"), path, sum->kept.n_sessions,
        sum->kept.n_messages);
    if (sum->kept.n_damaged)
        say(ngettext("%zu record was damaged, missing or incomplete",
                     "%zu records were damaged, missing or incomplete", sum->kept.n_damaged),
            sum->kept.n_damaged);
    if (sum->n_failed == n)
        return ERROR_SOURCE;
    return sum->n_failed + sum->kept.n_damaged ? ERROR_DAMAGED : ERROR_NONE;
}

static int sync_files(const struct call *call)
{
    struct sum sum = {0};
    struct str path = {0};
    struct archive *archive = NULL;
    struct error error;
    int code;

    if (archives_place(&call->options, "saved", &path, &error))
        archive = archive_open(str_text(&path), ARCHIVE_WRITE, &error);
    for (size_t i = 0; archive && i < call->n_sources; i++)
        keep_file(archive, call->sources[i], &sum);
    log_drain(tell, NULL);
    code = archive ? result(&sum, str_text(&path), call->n_sources) : say_error(&error);
    archive_close(archive);
    str_release(&path);
    return code;
}

int sync_run(const struct call *call)
{
    return sync_files(call);
}
