/* SPDX-License-Identifier: MIT */
#include "text/normal.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Whatever bytes: words are valid UTF-8 between single blanks, their own normal form, and no
 * more than three times as long. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void require_valid(const struct str *words)
{
    uint32_t code;
    size_t n;

    for (size_t at = 0; at < words->size; at += n) {
        n = utf8_decode(words->text + at, words->size - at, &code);
        require(code != 0xFFFD && (code == ' ' || code > 0x2F));
        require(code != ' ' || (at > 0 && at + 1 < words->size && words->text[at + 1] != ' '));
    }
}

/* As many ranges as words, inside the text, one after the other. */
static void require_ranges(const uint8_t *data, size_t size, const struct str *words)
{
    struct normal_ranges ranges = {0};
    struct str again = {0};
    size_t at = 0, n = words->size > 0;

    normal_add_ranges(&again, (const char *)data, size, &ranges);
    require(again.size == words->size &&
            memcmp(str_text(&again), str_text(words), words->size) == 0);
    for (size_t i = 0; i < words->size; i++)
        n += words->text[i] == ' ';
    require(ranges.list.n == n);
    for (size_t i = 0; i < n; i++) {
        require(ranges.list.at[i].start >= at && ranges.list.at[i].end > ranges.list.at[i].start);
        at = ranges.list.at[i].end;
    }
    require(at <= size);
    vec_release(&ranges.list);
    str_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str words = {0}, again = {0};

    normal_add(&words, (const char *)data, size);
    require(words.size <= 3 * size);
    require_valid(&words);
    require_ranges(data, size, &words);
    normal_add(&again, str_text(&words), words.size);
    require(again.size == words.size &&
            memcmp(str_text(&again), str_text(&words), words.size) == 0);
    require(normal_has(words.text, words.size, again.text, again.size, false));
    str_release(&words);
    str_release(&again);
    return 0;
}
