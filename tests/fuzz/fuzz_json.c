/* SPDX-License-Identifier: MIT */
/*
 * Properties: what json_strict gives is parsed by cJSON to its last byte and is strict by
 * json_is_strict; walking member by member and skipping end at the same place with the same
 * count of damage; slices lie inside the text.
 */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>

#include "source/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int is_true)
{
    if (!is_true)
        abort();
}

static void check_strict(struct json_slice value)
{
    struct str strict = {0}, again = {0};
    const char *end = NULL;
    size_t n_repairs = json_strict(value, &strict);
    struct json_slice slice = {str_text(&strict), strict.size};
    expect(json_is_strict(slice));
    expect(json_strict(slice, &again) == 0 && again.size == strict.size);
    cJSON *tree = cJSON_ParseWithLengthOpts(strict.text, strict.size, &end, 0);
    expect(tree != NULL && end == strict.text + strict.size);
    expect(n_repairs != 0 || !json_is_strict(value) || strict.size == value.size);
    cJSON_Delete(tree);
    str_release(&strict);
    str_release(&again);
}

/* Member by member, the levels by the reader's own stack. */
static void walk(struct json_reader *reader)
{
    struct json_slice key, value;
    do {
        enum json_kind kind = json_peek(reader);
        if ((kind != JSON_OBJECT && kind != JSON_ARRAY) || !json_enter(reader)) {
            json_skip(reader, &value);
            expect(value.at >= reader->text);
            expect(value.at + value.size <= reader->text + reader->size);
        }
        while (reader->depth > 0) {
            char open = reader->open[reader->depth - 1];
            if (open == '{' || open == 'o' ? json_key(reader, &key) : json_item(reader))
                break;
        }
    } while (reader->depth > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size != 0 ? (const char *)data : "";
    struct json_reader walked, skipped;
    struct json_slice value;
    json_open(&walked, text, size);
    json_open(&skipped, text, size);
    json_skip(&skipped, &value);
    expect(value.at >= text && value.at + value.size <= text + size);
    walk(&walked);
    expect(walked.at == skipped.at && walked.cut == skipped.cut);
    expect(walked.n_damaged == skipped.n_damaged && walked.n_broken == skipped.n_broken);
    check_strict((struct json_slice){text, size});
    check_strict(value);
    json_slice_id(value, 0);
    return 0;
}
