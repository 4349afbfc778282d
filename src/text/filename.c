/* SPDX-License-Identifier: MIT */
#include "text/filename.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <uninorm.h>

#include "text/utf8.h"

static const char without_name[] = "file";

/* --- characters ------------------------------------------------------------------------------ */

/* What the gate would not show as it is has no place in a name; bytes that mean nothing do. */
static void add_characters(struct str *out, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t code;
        char bytes[4];

        at += utf8_decode(text + at, size - at, &code);
        if (!utf8_stand_in(code, UTF8_NAME))
            str_add(out, bytes, utf8_encode(code, bytes));
    }
}

static void compose(struct str *name)
{
    size_t size;
    uint8_t *text = u8_normalize(UNINORM_NFC, (const uint8_t *)str_text(name), name->size, NULL,
                                 &size);

    if (!text)
        return; /* it is what it was */
    str_clear(name);
    str_add(name, (const char *)text, size);
    free(text);
}

/* --- the name as a whole --------------------------------------------------------------------- */

static const char *last_part(const char *name, size_t *size)
{
    size_t at = *size;

    while (at > 0 && name[at - 1] != '/' && name[at - 1] != '\\')
        at--;
    *size -= at;
    return name + at;
}

static void drop_start(struct str *name)
{
    size_t n = strspn(str_text(name), ".- ");

    if (n == 0)
        return;
    memmove(name->text, name->text + n, name->size - n);
    str_cut(name, name->size - n);
}

static void drop_end(struct str *name)
{
    while (name->size && strchr(". ", name->text[name->size - 1]))
        str_cut(name, name->size - 1);
}

const char *filename_extension(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && dot != name && strlen(dot) <= FILENAME_EXTENSION ? dot : name + strlen(name);
}

/* The start of the name, at most max bytes, of whole characters. */
static size_t fitting(const struct str *name, size_t max)
{
    while (max && (name->text[max] & 0xC0) == 0x80)
        max--;
    return max;
}

static void cut(struct str *name)
{
    struct str extension = {0};

    if (name->size <= FILENAME_BYTES)
        return;
    str_add_text(&extension, filename_extension(name->text));
    str_cut(name, fitting(name, FILENAME_BYTES - extension.size));
    str_add(name, str_text(&extension), extension.size);
    drop_end(name);
    str_release(&extension);
}

/* --- devices of Windows ---------------------------------------------------------------------- */

static bool is_device(const char *name)
{
    static const char *const words[] = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"};
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5",  "6",
                                         "7", "8", "9", "¹", "²", "³"};
    size_t size = strcspn(name, ".");

    while (size && name[size - 1] == ' ')
        size--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (size == strlen(words[i]) && strncasecmp(name, words[i], size) == 0)
            return true;
    if (size < 4 || (strncasecmp(name, "COM", 3) != 0 && strncasecmp(name, "LPT", 3) != 0))
        return false;
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        if (size - 3 == strlen(digits[i]) && memcmp(name + 3, digits[i], size - 3) == 0)
            return true;
    return false;
}

/* --- any ------------------------------------------------------------------------------------- */

void filename_add(struct str *out, const char *name, size_t size)
{
    struct str safe = {0}, whole = {0};

    name = last_part(name, &size);
    add_characters(&safe, name, size);
    compose(&safe);
    drop_start(&safe);
    drop_end(&safe);
    if (safe.size == 0)
        str_add_text(&safe, without_name);
    cut(&safe);
    str_addf(&whole, "%s%s", is_device(safe.text) ? "_" : "", safe.text);
    cut(&whole);
    str_add(out, whole.text, whole.size);
    str_release(&safe);
    str_release(&whole);
}
