/* SPDX-License-Identifier: MIT */
#include "cli/waiting.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/words.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "text/when.h"

#include <stdlib.h>
#include <unistd.h>

enum { TICK = 250 /* ms; what takes less says nothing */ };

struct waiting {
    struct loop *loop;
    const struct source *source;
    const struct store *store;
    unsigned timer;
    int64_t begun; /* ms */
    bool is_terminal, is_shown, has_failed;
};

static void show(struct waiting *waiting)
{
    int64_t seconds = (clock_ms() - waiting->begun) / 1000;
    size_t n = store_n_chats(waiting->store);
    struct str state = {0}, line = {0};

    source_add_state(waiting->source, &state);
    str_addf(&line, "%s: %s", source_name(waiting->source), str_text(&state));
    if (n)
        str_addf(&line, ngettext(" · %zu chat", " · %zu chats", n), n);
    if (seconds) {
        str_add_text(&line, _(" · so far "));
        when_add_span(&line, seconds);
    }
    if (state.size)
        progress_show(&line);
    waiting->is_shown |= state.size != 0;
    str_release(&state);
    str_release(&line);
}

static void say_failure(struct waiting *waiting)
{
    struct str sentence = {0};

    if (!waiting->has_failed)
        source_add_trouble(waiting->source, &sentence);
    if (sentence.size)
        say("%s", str_text(&sentence));
    waiting->has_failed |= sentence.size != 0;
    str_release(&sentence);
}

static void tick(void *self)
{
    struct waiting *waiting = self;

    waiting->timer = loop_after(waiting->loop, TICK, tick, waiting);
    if (waiting->is_terminal)
        show(waiting);
    else
        say_failure(waiting);
}

struct waiting *waiting_new(struct loop *loop, const struct source *source,
                            const struct store *store)
{
    struct waiting *waiting = mem_zero(1, sizeof *waiting);

    *waiting = (struct waiting){.loop = loop,
                                .source = source,
                                .store = store,
                                .begun = clock_ms(),
                                .is_terminal = isatty(STDERR_FILENO) != 0};
    waiting->timer = loop_after(loop, TICK, tick, waiting);
    return waiting;
}

void waiting_hide(struct waiting *waiting)
{
    if (waiting->is_shown)
        progress_hide();
    waiting->is_shown = false;
}

void waiting_free(struct waiting *waiting)
{
    if (!waiting)
        return;
    waiting_hide(waiting);
    loop_cancel(waiting->loop, waiting->timer);
    free(waiting);
}
