/* SPDX-License-Identifier: MIT */
/*
 * Properties: slices lie in the text; a result excludes an error; the words for people are one
 * line of at most 200 characters that pass the gate; the same text is read the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "source/envelope.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int is_true)
{
    if (!is_true)
        abort();
}

static const char *text;
static size_t text_size;

static void check_slice(struct json_slice slice)
{
    expect(slice.size == 0 || (slice.at >= text && slice.at + slice.size <= text + text_size));
}

static void check_words(const struct envelope *envelope)
{
    struct str words = {0}, again = {0};
    uint32_t code;
    size_t n = 0;
    envelope_words(envelope, &words);
    utf8_clean(&again, str_text(&words), words.size, UTF8_NAME);
    expect(words.size == again.size);
    for (size_t at = 0; at < words.size; n++)
        at += utf8_decode(words.text + at, words.size - at, &code);
    expect(n <= 200 * 8); /* one may be shown as several: ‹RLO› */
    expect(memchr(str_text(&words), '\n', words.size) == NULL);
    str_release(&words);
    str_release(&again);
}

static void check(const struct envelope *envelope)
{
    check_slice(envelope->result);
    check_slice(envelope->code);
    check_slice(envelope->words);
    expect((envelope->kind == ENVELOPE_RESULT) == (envelope->result.size != 0));
    expect(fault_find(envelope->code.at, envelope->code.size, 400) != NULL);
    check_words(envelope);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct envelope envelope, part;
    struct envelope_batch batch;
    text = size != 0 ? (const char *)data : "";
    text_size = size;
    envelope_read(&envelope, text, size);
    check(&envelope);
    if (envelope.kind != ENVELOPE_RESULT || !envelope_batch(envelope.result, &batch))
        return 0;
    struct json_slice results[4], errors[4], times[4];
    envelope_parts(batch.result, results, 4);
    envelope_parts(batch.error, errors, 4);
    envelope_parts(batch.time, times, 4);
    for (int i = 0; i < 4; i++) {
        envelope_read_part(&part, results[i], errors[i], times[i]);
        check(&part);
    }
    return 0;
}
