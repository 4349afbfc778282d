/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "base/clock.h"
#include "ui/grep_inside.h"
#include "ui/loading.h"
#include "ui/offers.h"
#include "ui/probe.h"
#include "ui/prompt.h"
#include "ui/search.h"
#include "ui/term.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PAGE = 100,              /* hits */
    SLICE_NS = 6 * 1000000,  /* of a turn */
};

struct grep *grep_new(void)
{
    return mem_zero(1, sizeof(struct grep));
}

void grep_free(struct grep *grep)
{
    if (!grep)
        return;
    finding_free(grep->finding);
    query_release(&grep->query);
    free(grep->text);
    str_release(&grep->note);
    str_release(&grep->title);
    vec_release(&grep->hits);
    edit_history_release(&grep->history);
    free(grep);
}

/* --- turns ----------------------------------------------------------------------------------- */

struct turn {
    struct grep *grep;
    int64_t end; /* ns */
};

static bool is_over(void *self)
{
    const struct turn *turn = self;

    return clock_ns() > turn->end;
}

/* A key waits, or an Esc that may begin one. */
static bool is_awaited(void *self)
{
    struct pollfd keys = {STDIN_FILENO, POLLIN, 0};

    return is_over(self) && (term_wait() >= 0 || poll(&keys, 1, 0) > 0);
}

static void take_hit(void *self, const struct find_hit *hit)
{
    vec_push(&((struct turn *)self)->grep->hits, *hit);
}

static int newest_first(const void *a, const void *b)
{
    const struct entry *x = &((const struct find_hit *)a)->entry;
    const struct entry *y = &((const struct find_hit *)b)->entry;

    if (x->time != y->time)
        return x->time < y->time ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static int best_first(const void *a, const void *b)
{
    double x = ((const struct find_hit *)a)->rank, y = ((const struct find_hit *)b)->rank;

    return x != y ? (x > y) - (x < y) : newest_first(a, b);
}

/* The hit that is selected stays so, except the first, which is whatever is first. */
static void sort(struct grep *grep)
{
    int64_t id = grep->at && grep->at < grep->hits.n ? grep->hits.at[grep->at].entry.id : 0;

    qsort(grep->hits.at, grep->hits.n, sizeof *grep->hits.at,
          grep->order == FIND_BEST ? best_first : newest_first);
    for (size_t i = 0; id && i < grep->hits.n; i++)
        if (grep->hits.at[i].entry.id == id)
            grep->at = i;
}

static void stop(struct ui *ui)
{
    loop_cancel(ui->loop, ui->grep->timer);
    ui->grep->timer = 0;
}

static void step_on(struct ui *ui)
{
    int pending = ui->grep->pending;

    ui->grep->pending = 0;
    if (pending)
        grep_step(ui, pending < 0 ? -1 : 1, abs(pending));
}

static void tell_end(struct ui *ui)
{
    size_t n_gave_up = finding_n_gave_up(ui->grep->finding);

    if (n_gave_up)
        ui_tell(ui, ngettext("the regular expression takes too long on %zu message",
                             "the regular expression takes too long on %zu messages", n_gave_up),
                n_gave_up);
    else if (ui->grep->hits.n == 0 && ui->notice.size == 0)
        ui_tell(ui, _("nothing found"));
}

static void end(struct ui *ui, enum find_state state, const struct error *error)
{
    struct grep *grep = ui->grep;

    grep->has_all = state != FIND_MORE;
    ui->dirty = true;
    if (state == FIND_FAILED)
        ui_tell(ui, "%s", error->text);
    else if (state == FIND_ALL)
        tell_end(ui);
    step_on(ui);
}

/* Few hits of many are drawn anew for each turn that brings none. */
static void show(struct ui *ui, size_t n_before)
{
    struct grep *grep = ui->grep;
    size_t told = (size_t)(finding_part(grep->finding) * 100);

    if (grep->hits.n == n_before && grep->told == told)
        return;
    if (grep->hits.n != n_before && !finding_is_in_order(grep->finding))
        sort(grep);
    grep->told = told;
    grep_list_settle(ui);
    ui->dirty = true;
}

static void take_turn(void *self)
{
    struct ui *ui = self;
    struct grep *grep = ui->grep;
    struct turn turn = {.grep = grep, .end = clock_ns() + SLICE_NS};
    struct find_turn wanted = {.most = grep->wanted - grep->hits.n,
                               .hit = take_hit,
                               .is_over = is_over,
                               .is_awaited = is_awaited,
                               .self = &turn};
    size_t n_before = grep->hits.n;
    struct error error;
    enum find_state state;

    state = finding_turn(grep->finding, &wanted, &error);
    grep->timer = state == FIND_MORE && grep->hits.n < grep->wanted
                      ? loop_after(ui->loop, 0, take_turn, ui)
                      : 0;
    show(ui, n_before);
    if (!grep->timer)
        end(ui, state, &error);
}

/* What is to be sorted is known when all is found. */
static void want(struct ui *ui, size_t wanted)
{
    struct grep *grep = ui->grep;

    if (!grep->finding || grep->has_all || grep->timer || grep->hits.n >= wanted)
        return;
    grep->wanted = finding_is_in_order(grep->finding) ? wanted : SIZE_MAX;
    grep->timer = loop_after(ui->loop, 0, take_turn, ui);
}

bool grep_read(struct ui *ui, size_t *n)
{
    struct grep *grep = ui->grep;
    bool reads = grep->finding && !grep->has_all;

    stop(ui);
    if (reads) {
        grep->wanted = SIZE_MAX;
        take_turn(ui);
        stop(ui);
    }
    *n = grep->hits.n;
    return reads && !grep->has_all;
}

void grep_again(struct ui *ui)
{
    struct grep *grep = ui->grep;

    stop(ui);
    finding_free(grep->finding);
    grep->finding = finding_new(ui->start.source, &grep->query, grep->order,
                                &ui->start.look.zone);
    grep->hits.n = grep->at = grep->told = 0;
    grep->has_all = grep->is_stale = grep->is_stopped = false;
    grep->pending = 0;
    grep_list_settle(ui);
    want(ui, PAGE);
}

void grep_settle(struct ui *ui)
{
    const struct grep *grep = ui->grep;

    if (!grep_list_is_open(ui))
        return;
    ui->grep->at = ui->overlay->view.selected;
    if (!grep->is_stopped && ui->overlay->view.top + (size_t)ui->overlay->view.height >=
                                 grep->hits.n)
        want(ui, grep->hits.n + PAGE);
}

bool grep_hit(const struct ui *ui, size_t i, int64_t *chat, int64_t *message)
{
    if (i >= ui->grep->hits.n)
        return false;
    *chat = ui->grep->hits.at[i].chat;
    *message = ui->grep->hits.at[i].entry.id;
    return true;
}

bool grep_interrupt(struct ui *ui)
{
    bool runs = ui->grep->timer != 0;

    stop(ui);
    ui->grep->pending = 0;
    ui->grep->is_stopped |= runs;
    if (runs)
        ui_tell(ui, _("stopped; r searches anew"));
    return runs;
}

void grep_forget(struct ui *ui)
{
    stop(ui);
    ui->grep->is_stale = true;
    if (grep_list_is_open(ui))
        grep_again(ui);
}

/* --- what is looked for ---------------------------------------------------------------------- */

static void search_for(struct ui *ui, const char *text)
{
    struct grep *grep = ui->grep;
    char *copy = mem_copy_text(text);

    grep_rest(ui);
    free(grep->text);
    grep->text = copy;
    query_release(&grep->query);
    str_clear(&grep->note);
    query_parse(&grep->query, copy, strlen(copy), &grep->note);
    grep_again(ui);
    if (grep->note.size)
        ui_tell(ui, "%.*s", (int)strcspn(grep->note.text, "\n"), grep->note.text);
}

void grep_open(struct ui *ui, const char *text)
{
    struct grep *grep = ui->grep;

    if (*text) {
        search_for(ui, text);
    } else if (!grep->text) {
        ui_tell(ui, _("search for something first: grep QUERY"));
        return;
    } else if (grep->is_stale) {
        grep_again(ui);
    }
    grep_list_open(ui);
}

void cmd_grep(struct ui *ui, int count)
{
    static struct prompt_kind kind = {.sign = "grep ", .name = "grep", .accept = grep_open,
                                      .complete = offer_query_line};

    (void)count;
    kind.history = &ui->grep->history;
    prompt_open(ui, &kind, grep_list_is_open(ui) ? ui->grep->text : "");
}

/* --- walking --------------------------------------------------------------------------------- */

static void highlight(struct ui *ui, const struct query *query)
{
    ui->start.look.query = query;
    ui_settle(ui);
}

void grep_go(struct ui *ui, size_t hit)
{
    struct grep *grep = ui->grep;
    const struct find_hit *to = &grep->hits.at[hit];
    bool found;

    search_forget(ui);
    grep->at = hit;
    grep->walks = true;
    highlight(ui, &grep->query);
    if (!loading_go(ui, (struct jump){to->chat, to->entry.id, 0}, ui->messages.height / 3,
                    &found) ||
        !found)
        ui_tell(ui, _("this message is no longer there"));
    else if (search_hides(ui, chat_find(ui_chat(ui), to->entry.id)))
        ui_tell(ui, _("the filter hides this message; & and Enter shows all"));
}

void grep_rest(struct ui *ui)
{
    ui->grep->walks = false;
    ui->grep->pending = 0;
    if (ui->start.look.query)
        highlight(ui, NULL);
}

bool grep_step(struct ui *ui, int direction, int count)
{
    struct grep *grep = ui->grep;
    size_t n = (size_t)times(count), to;

    if (!grep->walks)
        return false;
    if (grep->is_stale)
        grep_again(ui);
    to = direction > 0 ? grep->at + n : grep->at < n ? 0 : grep->at - n;
    if (to >= grep->hits.n && !grep->has_all) {
        grep->pending = direction * (int)n;
        want(ui, to + PAGE);
        return true;
    }
    if (to >= grep->hits.n)
        to = grep->hits.n ? grep->hits.n - 1 : 0;
    if (to == grep->at)
        ui_tell(ui, direction > 0 ? _("this is the last hit") : _("this is the first hit"));
    else
        grep_go(ui, to);
    return true;
}

void grep_add_count(const struct grep *grep, struct str *out)
{
    str_addf(out, "%zu%s", grep->hits.n, grep->has_all ? "" : "+");
}

void grep_add_state(const struct ui *ui, struct str *out)
{
    const struct grep *grep = ui->grep;

    if (!grep->walks || grep->hits.n == 0)
        return;
    str_addf(out, out->size ? _(" · hit %zu of ") : _("hit %zu of "), grep->at + 1);
    grep_add_count(grep, out);
    if (grep->timer)
        str_add_text(out, "…");
}
