/* SPDX-License-Identifier: MIT */
#include "ui/anchors.h"
#include "layout/plain.h"
#include "text/address.h"
#include "ui/option.h"
#include "ui/osc8.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

enum { ANCHORS_MAX = 1024 }; /* kept; then they are made anew, with other numbers */

struct anchor {
    int64_t message;
    uint32_t link; /* of its laid-out rows */
    char *target;
    unsigned number;
    struct str sequence; /* that begins it; empty: it is not to be a link */
};

struct anchors {
    VEC(struct anchor) kept;
    unsigned last;    /* numbers are not used twice */
    unsigned version; /* of the chat: a message may be another now */
};

static void forget(struct anchors *anchors)
{
    for (size_t i = 0; i < anchors->kept.n; i++) {
        free(anchors->kept.at[i].target);
        str_release(&anchors->kept.at[i].sequence);
    }
    anchors->kept.n = 0;
}

void anchors_free(struct anchors *anchors)
{
    if (!anchors)
        return;
    forget(anchors);
    vec_release(&anchors->kept);
    free(anchors);
}

void anchors_apply(struct ui *ui)
{
    int wanted = ui->start.options->hyperlinks;

    if (!ui->anchors)
        ui->anchors = mem_zero(1, sizeof *ui->anchors);
    term_links_on(wanted == HYPERLINKS_ON || (wanted == HYPERLINKS_AUTO && osc8_is_known()));
}

/* --- what a link is shown as ------------------------------------------------------------------ */

struct question {
    const struct address *address;
    const char *target;
    bool is_there, misleads;
};

static void ask(void *self, const char *label, const struct link *link)
{
    struct question *question = self;

    if (link->kind != LINK_URL || strcmp(link->target, question->target) != 0)
        return;
    question->is_there = true;
    question->misleads |= address_misleads(question->address, label, strlen(label));
}

static bool is_honest(struct ui *ui, size_t item, const struct address *address, const char *target)
{
    struct question question = {.address = address, .target = target};

    plain_links(&ui->start.look, ui_message_at(ui, item), ask, &question);
    return question.is_there && !question.misleads;
}

static void make(struct ui *ui, struct anchor *anchor, size_t item)
{
    struct address address = {0};
    struct error error;

    if (address_parse(&address, anchor->target, strlen(anchor->target), NULL, &error) &&
        is_honest(ui, item, &address, anchor->target))
        address_osc8(&anchor->sequence, &address, anchor->number);
    address_release(&address);
}

/* --- cells ------------------------------------------------------------------------------------ */

static bool is_it(const struct anchor *anchor, int64_t message, uint32_t link, const char *target)
{
    return anchor->message == message && anchor->link == link &&
           strcmp(anchor->target, target) == 0;
}

static const struct anchor *take(struct ui *ui, size_t item, uint32_t link, const char *target)
{
    struct anchors *anchors = ui->anchors;
    int64_t message = chat_item(ui_chat(ui), item, NULL)->id;
    struct anchor anchor = {.message = message, .link = link};

    for (size_t i = anchors->kept.n; i-- > 0;)
        if (is_it(&anchors->kept.at[i], message, link, target))
            return &anchors->kept.at[i];
    anchor.target = mem_copy_text(target);
    anchor.number = ++anchors->last;
    make(ui, &anchor, item);
    vec_push(&anchors->kept, anchor);
    return &anchors->kept.at[anchors->kept.n - 1];
}

void anchors_begin(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    struct anchors *anchors = ui->anchors;

    if (anchors->kept.n > ANCHORS_MAX || (chat && chat->version != anchors->version))
        forget(anchors);
    anchors->version = chat ? chat->version : 0;
}

void anchors_draw(struct ui *ui, const struct rows *rows, size_t row, size_t item, int at_row,
                  int at_column)
{
    const struct row *drawn = &rows->rows.at[row];

    for (uint32_t i = drawn->first; term_has_links() && i < drawn->first + drawn->n; i++) {
        const struct run *run = &rows->runs.at[i];
        const struct link *link = run->link ? &rows->links.at[run->link - 1] : NULL;
        const struct anchor *anchor;

        if (!link || link->kind != LINK_URL)
            continue;
        anchor = take(ui, item, run->link, link->target);
        if (anchor->sequence.size)
            term_link(at_row, at_column + run->column, run->columns, anchor->number,
                      str_text(&anchor->sequence));
    }
}
