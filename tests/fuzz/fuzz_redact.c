/* SPDX-License-Identifier: MIT */
#include "text/redact.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Any text with a phone, a mail and a name planted anywhere in it: none survives, as text or as
 * JSON; what was valid UTF-8 stays so; what is redacted is not redacted further. The first three
 * bytes say where they are planted.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CANARIES = 3 };

static const char *const canaries[CANARIES] = {
    " +7 912 345-67-89 ", " canary@secret.example ", " Kanareika Zheltaya "};
static const char *const signs[] = {"912 345-67-89", "345-67", "canary", "secret", "anareika",
                                    "heltaya", NULL};

static void require(int truth)
{
    if (!truth)
        abort();
}

static int holds(const char *text, size_t size, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= size; i++)
        if (memcmp(text + i, word, n) == 0)
            return 1;
    return 0;
}

static struct redact *new_redact(void)
{
    struct redact *redact = redact_new(REDACT_ALL);

    redact_know_user(redact, 1, REDACT_NAMES, "Kanareika Zheltaya");
    redact_know_user(redact, 2, REDACT_OPERATORS, "Ольга Седова");
    redact_know_user(redact, 3, REDACT_KINDS, "Bot");
    redact_know_file(redact, "Договор аренды.pdf");
    return redact;
}

/* Valid UTF-8, so that whatever of the input resembles a canary is seen as well. */
static void plant(struct str *text, const uint8_t *data, size_t size)
{
    size_t at = 0;

    for (int i = 0; i < CANARIES; i++) {
        size_t to = at + (size - at) * data[i] / 256;

        utf8_clean(text, (const char *)data + at, to - at, UTF8_BODY);
        str_add_text(text, canaries[i]);
        at = to;
    }
    utf8_clean(text, (const char *)data + at, size - at, UTF8_BODY);
}

static void require_clean(const struct str *text)
{
    for (const char *const *sign = signs; *sign; sign++)
        require(!holds(str_text(text), text->size, *sign));
}

static void require_valid(const struct str *text)
{
    uint32_t code;

    for (size_t at = 0, n; at < text->size; at += n) {
        char bytes[4];

        n = utf8_decode(text->text + at, text->size - at, &code);
        require(utf8_encode(code, bytes) == n && memcmp(bytes, text->text + at, n) == 0);
    }
}

static void redact_planted(const uint8_t *data, size_t size)
{
    struct redact *redact = new_redact();
    struct str text = {0}, out = {0}, again = {0}, json = {0};

    plant(&text, data, size);
    redact_text(redact, str_text(&text), text.size, &out);
    require_clean(&out);
    require_valid(&out);
    redact_text(redact, str_text(&out), out.size, &again);
    require(again.size == out.size && memcmp(str_text(&again), str_text(&out), out.size) == 0);
    str_clear(&out);
    str_add_text(&json, "{\"a\":\"");
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("\"\\", text.text[i]) && text.text[i])
            str_add_char(&json, '\\');
        if ((unsigned char)text.text[i] < 0x20)
            str_addf(&json, "\\u%04x", text.text[i]);
        else
            str_add_char(&json, text.text[i]);
    }
    str_add_text(&json, "\"}");
    redact_json(redact, json.text, json.size, &out);
    require_clean(&out);
    require_valid(&out);
    str_release(&text);
    str_release(&out);
    str_release(&again);
    str_release(&json);
    redact_free(redact);
}

static void redact_raw(const uint8_t *data, size_t size)
{
    struct redact *redact = new_redact();
    struct str out = {0};

    redact_text(redact, (const char *)data, size, &out);
    redact_json(redact, (const char *)data, size, &out);
    str_release(&out);
    redact_free(redact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char nothing[] = "";

    redact_raw(size ? data : (const uint8_t *)nothing, size);
    if (size < CANARIES)
        return 0;
    for (const char *const *sign = signs; *sign; sign++)
        if (holds((const char *)data, size, *sign))
            return 0;
    redact_planted(data, size);
    return 0;
}
