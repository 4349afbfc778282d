/* SPDX-License-Identifier: MIT */
#ifndef TESTS_ARCHIVE_ROWS_H
#define TESTS_ARCHIVE_ROWS_H

#include "archive/archive.h"

#include <stdio.h>

/*
 * Made-up dialogs, the same in every run: 20 messages a session, four in five Russian, one in
 * twenty Chinese, the rest English, words as uneven as people's. Sessions run side by side, so
 * that their ids interleave.
 */
enum { ROWS_SIZE = 20, ROWS_BESIDE = 10, ROWS_CHATS = 4, ROWS_FROM = 1600000000 };

static inline uint64_t rows_mix(uint64_t number)
{
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return number ^ (number >> 31);
}

static inline void rows_add_word(struct str *out, int language, uint64_t random)
{
    static const char *const parts[2][16] = {
        {"за", "ка", "до", "ста", "ви", "ло", "пре", "на", "сту", "ро", "ми", "че", "гу", "то",
         "шка", "ни"},
        {"or", "der", "ship", "re", "con", "ta", "mi", "la", "pro", "ver", "sti", "no", "que",
         "fo", "ble", "ing"},
    };
    /* Of 30,000 words the first are said most. */
    double uneven = (double)(random >> 40) / (1 << 24);
    uint32_t word = (uint32_t)(uneven * uneven * uneven * 30000);

    if (language == 2) {
        word = 0x4e00 + word % 3000;
        str_addf(out, "%c%c%c", (int)(0xe0 | word >> 12), (int)(0x80 | (word >> 6 & 63)),
                 (int)(0x80 | (word & 63)));
        return;
    }
    for (uint32_t rest = word + 16; rest; rest /= 16)
        str_add_text(out, parts[language][rest % 16]);
}

static inline void rows_add_text(struct str *out, int64_t id)
{
    uint64_t random = rows_mix((uint64_t)id);
    int language = random % 20 < 16 ? 0 : random % 20 < 19 ? 1 : 2;
    size_t n = 3 + random / 20 % 16;

    for (size_t i = 0; i < n; i++) {
        if (i && language != 2)
            str_add_char(out, ' ');
        rows_add_word(out, language, random = rows_mix(random + i + 1));
    }
}

/* Message k of session s, both from 0. */
static inline int64_t rows_id(int64_t session, int64_t k)
{
    return session / ROWS_BESIDE * ROWS_BESIDE * ROWS_SIZE + k * ROWS_BESIDE +
           session % ROWS_BESIDE + 1;
}

static inline struct archive_session rows_session(int64_t session)
{
    return (struct archive_session){.id = session + 1,
                                    .chat = session / ROWS_CHATS + 1,
                                    .line = 58,
                                    .can_join = true,
                                    .is_closed = true,
                                    .speaker = session / ROWS_CHATS + 1000};
}

/* Texts live in text and date until the next. */
static inline struct archive_message rows_message(int64_t session, int64_t k, struct str *text,
                                                  struct str *date)
{
    static const struct zone portal = {ZONE_PORTAL};
    struct archive_message row = {.id = rows_id(session, k),
                                  .session = session + 1,
                                  .chat = session / ROWS_CHATS + 1,
                                  .sender = k % 2 ? 7 + session % 5 : session / ROWS_CHATS + 1000,
                                  .class = CLASS_MESSAGE,
                                  .listed = (uint32_t)(ROWS_SIZE - 1 - k)};
    struct when_parts parts;

    str_clear(text);
    str_clear(date);
    rows_add_text(text, row.id);
    row.when = (struct when){ROWS_FROM + row.id * 30, 180};
    when_split(row.when, &portal, &parts);
    str_addf(date, "%04d-%02d-%02dT%02d:%02d:%02d+03:00", parts.year, parts.month, parts.day,
             parts.hour, parts.minute, parts.second);
    row.text = str_text(text);
    row.date = str_text(date);
    row.params = row.id % 8 ? NULL : "{\"CLASS\":\"bx-messenger-content-item-ol-output\"}";
    return row;
}

/* One session as its answer brings it; edition 1 has another text in every tenth message. */
static inline bool rows_put(struct archive *archive, int64_t session, int edition, int64_t now,
                            struct error *error)
{
    struct archive_session head = rows_session(session);
    struct str text = {0}, date = {0};
    bool done = archive_put_session(archive, &head, error);

    for (int64_t k = 0; done && k < ROWS_SIZE; k++) {
        struct archive_message row = rows_message(session, k, &text, &date);

        if (edition && row.id % 10 == 0) {
            str_add_text(&text, " edited");
            row.text = str_text(&text);
        }
        done = archive_put_message(archive, &row, now, error);
    }
    str_release(&text);
    str_release(&date);
    return done && archive_end_session(archive, head.chat, head.id, true, now, error) &&
           archive_settle(archive, head.id, ARCHIVE_READ, NULL, now, error);
}

#endif
