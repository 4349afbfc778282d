/* SPDX-License-Identifier: MIT */
#include "ui/osc52.h"

static void add_base64(struct str *out, const char *text, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)text;

    for (size_t i = 0; i < size; i += 3) {
        size_t n = size - i < 3 ? size - i : 3;
        unsigned long group = (unsigned long)bytes[i] << 16;

        group |= n > 1 ? (unsigned long)bytes[i + 1] << 8 : 0;
        group |= n > 2 ? bytes[i + 2] : 0;
        for (size_t k = 0; k < 4; k++)
            str_add_char(out, k <= n ? digits[group >> (18 - 6 * k) & 63] : '=');
    }
}

/* screen hands the inside of a device control string to its own terminal. */
static void wrap_for_screen(struct str *out, const struct str *sequence)
{
    enum { INSIDE = OSC52_PIECE - 4 };

    for (size_t i = 0; i < sequence->size; i += INSIDE) {
        size_t left = sequence->size - i;

        str_add_text(out, "\033P");
        str_add(out, sequence->text + i, left < INSIDE ? left : INSIDE);
        str_add_text(out, "\033\\");
    }
}

bool osc52_add(struct str *out, const char *text, size_t size, bool in_screen)
{
    struct str sequence = {0};

    if (size > OSC52_MAX / 4 * 3)
        return false;
    str_add_text(&sequence, "\033]52;c;");
    add_base64(&sequence, text, size);
    str_add_char(&sequence, '\a');
    if (in_screen)
        wrap_for_screen(out, &sequence);
    else
        str_add(out, sequence.text, sequence.size);
    str_release(&sequence);
    return true;
}
