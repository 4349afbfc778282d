/* SPDX-License-Identifier: MIT */
#include "ui/goto.h"
#include "ui/commands.h"

#include <stdlib.h>
#include <string.h>

enum { SPAN_MAX = 1000000000 };

/* The first item at or after a moment of the clock as shown. */
static size_t item_at(struct ui *ui, struct when wanted, bool is_date)
{
    const struct chat *chat = ui_chat(ui);
    struct when_parts to, at;
    struct zone utc = {ZONE_UTC};

    when_split(wanted, &utc, &to);
    for (size_t i = 0; i < chat->n_items; i++) {
        const struct entry *entry = chat_item(chat, i, NULL);

        if (entry->time == WHEN_NONE)
            continue;
        when_split((struct when){entry->time, entry->offset}, &ui->start.look.zone, &at);
        if (at.day_number > to.day_number ||
            (at.day_number == to.day_number &&
             (is_date || at.hour * 60 + at.minute >= to.hour * 60 + to.minute)))
            return i;
    }
    return chat->n_items - 1;
}

/* "13:00": on the day of the selected message. */
static bool clock_here(struct ui *ui, const char *text, struct when *when)
{
    const struct entry *entry = chat_item(ui_chat(ui), ui_item(ui), NULL);
    struct when_parts parts;
    struct str full = {0};
    bool done;

    when_split((struct when){entry->time, entry->offset}, &ui->start.look.zone, &parts);
    str_addf(&full, "%04d-%02d-%02dT%s:00", parts.year, parts.month, parts.day, text);
    done = strlen(text) == 5 && text[2] == ':' && when_parse(str_text(&full), full.size, when);
    str_release(&full);
    return done;
}

static bool go_to_moment(struct ui *ui, const char *text)
{
    struct when when;

    if (!clock_here(ui, text, &when) && !when_parse(text, strlen(text), &when))
        return false;
    places_keep(ui);
    ui_go(ui, item_at(ui, when, strlen(text) == 10), 0);
    return true;
}

/* "5m", "1h30m": seconds; 0 for anything else. */
static int64_t read_span(const char *text)
{
    static const char units[] = "smhd";
    static const int seconds[] = {1, 60, 3600, 86400};
    int64_t span = 0;

    while (*text) {
        char *end;
        long number = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : -1;
        const char *unit = number >= 0 && *end ? strchr(units, *end) : NULL;

        if (!unit || number > SPAN_MAX / 86400 || span > SPAN_MAX)
            return 0;
        span += (int64_t)number * seconds[unit - units];
        text = end + 1;
    }
    return span;
}

/* The first item at or after the time, the last one at or before it; WHEN_NONE lies nowhere. */
static size_t item_from(const struct chat *chat, int64_t time)
{
    size_t i = 0;

    while (i + 1 < chat->n_items && chat_item(chat, i, NULL)->time < time)
        i++;
    return i;
}

static size_t item_until(const struct chat *chat, int64_t time)
{
    size_t found = 0;

    for (size_t i = 0; i < chat->n_items; i++) {
        int64_t at = chat_item(chat, i, NULL)->time;

        if (at != WHEN_NONE && at <= time)
            found = i;
    }
    return found;
}

/* "+5m": the first message so much later than the selected one, "-1h": the last so much earlier. */
static bool go_by_span(struct ui *ui, const char *text)
{
    const struct chat *chat = ui_chat(ui);
    int64_t here = chat_item(chat, ui_item(ui), NULL)->time;
    bool is_later = *text == '+';
    int64_t span = is_later || *text == '-' ? read_span(text + 1) : 0;

    if (span == 0 || here == WHEN_NONE)
        return false;
    places_keep(ui);
    ui_go(ui, is_later ? item_from(chat, here + span) : item_until(chat, here - span), 0);
    return true;
}

bool goto_number(struct ui *ui, const char *text)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    size_t n = ui->messages.n;

    if (end == text || (*end && strcmp(end, "%") != 0) || n == 0 || *text == '+' || *text == '-')
        return false;
    if (*end != '%' && number > n)
        return false; /* then it is an id */
    places_keep(ui);
    if (*end == '%')
        number = (n - 1) * (number < 100 ? number : 100) / 100 + 1;
    view_select(&ui->messages, number ? number - 1 : 0, -1);
    ui->focus = PANE_MESSAGES;
    return true;
}

void line_goto(struct ui *ui, const char *text)
{
    bool has_any = ui_item(ui) != NO_ITEM;

    if (!(has_any && (goto_number(ui, text) || go_by_span(ui, text) || go_to_moment(ui, text))) &&
        !places_go_text(ui, text))
        ui_tell(ui,
                _("%s is no place; give a number, 50%%, 13:00, +5m, a date, an id or a permalink"),
                text);
}
