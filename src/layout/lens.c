/* SPDX-License-Identifier: MIT */
#include "layout/lens.h"

#include <stdlib.h>

/* A single service line says more than "1 service line". */
enum { RUN_LEAST = 2 };

bool lens_is_service(const struct entry *entry)
{
    return entry->class == CLASS_SERVICE && !(entry->flags & MESSAGE_MISSING);
}

/* What of a session is shown, as [from, to) of its entries. */
struct maker {
    struct lens *lens;
    const struct lens_rule *rule;
    size_t found; /* next one of the filter */
};

static bool is_found(struct maker *maker, size_t item)
{
    const struct lens_rule *rule = maker->rule;

    if (!rule->found)
        return true;
    while (maker->found < rule->n_found && rule->found[maker->found] < item)
        maker->found++;
    return maker->found < rule->n_found && rule->found[maker->found] == item;
}

static void add(struct maker *maker, size_t item, size_t n, enum piece_kind kind)
{
    vec_push(&maker->lens->pieces, (struct piece){(uint32_t)item, (uint32_t)n, (uint8_t)kind});
}

static size_t run_size(const struct session *session, size_t at)
{
    size_t n = 0;

    while (at + n < session->entries.n && lens_is_service(&session->entries.at[at + n]))
        n++;
    return n;
}

static bool is_open(const struct lens_rule *rule, const struct session *session, size_t at)
{
    return rule->is_open && rule->is_open(rule->self, &session->entries.at[at]);
}

/* The entry at, and those that go with it; gives how many were passed. */
static size_t pass(struct maker *maker, const struct session *session, size_t start, size_t at)
{
    size_t run = maker->rule->service == SERVICE_ALL ? 0 : run_size(session, at);

    if (run && maker->rule->service == SERVICE_GONE)
        return run;
    if (run >= RUN_LEAST && !maker->rule->found) {
        bool open = is_open(maker->rule, session, at);

        for (size_t i = 0; open && i < run; i++)
            add(maker, start + at + i, 1, PIECE_ITEM);
        if (!open)
            add(maker, start + at, run, PIECE_RUN);
        return run;
    }
    if (is_found(maker, start + at))
        add(maker, start + at, 1, PIECE_ITEM);
    return 1;
}

static void add_session(struct maker *maker, const struct session *session, size_t start)
{
    const struct lens_rule *rule = maker->rule;

    if (rule->is_folded && session->entries.n && rule->is_folded(rule->self, session)) {
        add(maker, start, session->entries.n, PIECE_FOLD);
        return;
    }
    for (size_t at = 0; at < session->entries.n;)
        at += pass(maker, session, start, at);
}

void lens_set(struct lens *lens, const struct chat *chat, const struct lens_rule *rule)
{
    struct maker maker = {lens, rule, 0};

    lens->chat = chat;
    lens->pieces.n = 0;
    lens->is_whole = rule->service == SERVICE_ALL && !rule->found && !rule->is_folded;
    for (size_t s = 0; chat && !lens->is_whole && s < chat->sessions.n; s++)
        add_session(&maker, chat->sessions.at[s], chat->starts.at[s]);
}

void lens_release(struct lens *lens)
{
    vec_release(&lens->pieces);
}

size_t lens_size(const struct lens *lens)
{
    if (!lens->is_whole)
        return lens->pieces.n;
    return lens->chat ? lens->chat->n_items : 0;
}

struct piece lens_piece(const struct lens *lens, size_t i)
{
    return lens->is_whole ? (struct piece){(uint32_t)i, 1, PIECE_ITEM} : lens->pieces.at[i];
}

size_t lens_find(const struct lens *lens, size_t item)
{
    size_t low = 0, high = lens->pieces.n;

    if (lens->is_whole)
        return item < lens->chat->n_items ? item : lens->chat->n_items - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lens->pieces.at[middle].item <= item)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : 0;
}

bool lens_shows(const struct lens *lens, size_t item)
{
    struct piece piece = {0};

    if (lens_size(lens))
        piece = lens_piece(lens, lens_find(lens, item));
    return item >= piece.item && item < piece.item + piece.n;
}
