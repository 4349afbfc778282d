/* SPDX-License-Identifier: MIT */
#include "archive/room.h"

#include <string.h>

/* FNV-1a, 128 bits: no secret is kept by it, it only tells an edited message from the same one. */
__extension__ typedef unsigned __int128 wide;

static wide mix(wide hash, const void *bytes, size_t size)
{
    static const wide prime = ((wide)1 << 88) + 0x13b;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * prime;
    return hash;
}

/* The size first, so that no text runs into the next; NULL is another than "". */
static wide mix_text(wide hash, const char *text)
{
    uint64_t size = text ? strlen(text) : UINT64_MAX;

    hash = mix(hash, &size, sizeof size);
    return text ? mix(hash, text, (size_t)size) : hash;
}

void message_hash(const struct message_facts *facts, unsigned char hash[HASH_SIZE])
{
    int64_t numbers[] = {facts->sender, facts->time, facts->offset};
    wide sum = ((wide)UINT64_C(0x6c62272e07bb0142) << 64) + UINT64_C(0x62b821756295c58d);

    sum = mix(sum, numbers, sizeof numbers);
    sum = mix_text(sum, facts->date);
    sum = mix_text(sum, facts->text);
    sum = mix_text(sum, facts->params);
    sum = mix_text(sum, facts->files);
    for (int i = 0; i < HASH_SIZE; i++)
        hash[i] = (unsigned char)(sum >> (8 * i));
}

struct message_facts message_facts_of(sqlite3_stmt *row)
{
    return (struct message_facts){sql_int(row, 1),
                                  sql_is_null(row, 2) ? WHEN_NONE : sql_int(row, 2),
                                  sql_int(row, 3), sql_text(row, 4), sql_text(row, 5),
                                  sql_text(row, 6), sql_text(row, 7)};
}

bool message_is_whole(sqlite3_stmt *row)
{
    struct message_facts facts = message_facts_of(row);
    unsigned char hash[HASH_SIZE];

    message_hash(&facts, hash);
    return sqlite3_column_bytes(row, 8) == HASH_SIZE &&
           memcmp(sqlite3_column_blob(row, 8), hash, HASH_SIZE) == 0;
}

/* --- dates --------------------------------------------------------------------------------- */

static char *put_digits(char *to, int number, int n)
{
    for (int i = n; i-- > 0; number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + n;
}

static char *put_after(char *to, char mark, int number)
{
    *to++ = mark;
    return put_digits(to, number, 2);
}

/* Every message that is put comes by here: without printf. */
static void add_usual(struct str *out, const struct when_parts *parts, int offset)
{
    int east = offset < 0 ? -offset : offset;
    char text[32], *to = put_digits(text, parts->year, 4);

    to = put_after(to, '-', parts->month);
    to = put_after(to, '-', parts->day);
    to = put_after(to, 'T', parts->hour);
    to = put_after(to, ':', parts->minute);
    to = put_after(to, ':', parts->second);
    to = put_after(to, offset < 0 ? '-' : '+', east / 60);
    to = put_after(to, ':', east % 60);
    str_add(out, text, (size_t)(to - text));
}

/* What no four digits tell is not what was received either. */
void message_add_date(struct str *out, struct when when)
{
    static const struct zone portal = {ZONE_PORTAL};
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, &portal, &parts);
    if (parts.year >= 0 && parts.year <= 9999)
        add_usual(out, &parts, when.offset);
}
