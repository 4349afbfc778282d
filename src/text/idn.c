/* SPDX-License-Identifier: MIT */
#include "text/idn.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>
#include <unictype.h>

enum { LABEL_MAX = 63, HOST_MAX = 253, IDEOGRAPHIC_STOP = 0x3002 };

/* Of RFC 3492, 5. */
enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128 };

static uint32_t adapt(uint32_t delta, uint32_t n_points, bool is_first)
{
    uint32_t k = 0;

    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / n_points;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
    return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static void add_number(struct str *out, uint32_t number, uint32_t bias)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = threshold(k, bias);

        if (number < t)
            break;
        str_add_char(out, digits[t + (number - t) % (BASE - t)]);
        number = (number - t) / (BASE - t);
    }
    str_add_char(out, digits[number]);
}

/* The smallest code point of the label that is not below least. */
static uint32_t next_code(const uint32_t *label, size_t n, uint32_t least)
{
    uint32_t found = UINT32_MAX;

    for (size_t i = 0; i < n; i++)
        if (label[i] >= least && label[i] < found)
            found = label[i];
    return found;
}

/* n is at most LABEL_MAX: no product can overflow. */
static void add_punycode(struct str *out, const uint32_t *label, size_t n)
{
    uint32_t code = FIRST, delta = 0, bias = BIAS, done = 0, n_ascii;

    for (size_t i = 0; i < n; i++)
        if (label[i] < FIRST) {
            str_add_char(out, (char)label[i]);
            done++;
        }
    n_ascii = done;
    if (n_ascii)
        str_add_char(out, '-');
    for (; done < n; code++, delta++) {
        uint32_t next = next_code(label, n, code);

        delta += (next - code) * (done + 1);
        code = next;
        for (size_t i = 0; i < n; i++) {
            delta += label[i] < code;
            if (label[i] != code)
                continue;
            add_number(out, delta, bias);
            bias = adapt(delta, done + 1, done == n_ascii);
            delta = 0;
            done++;
        }
    }
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0' + 26;
    return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* Gives the bytes read, 0 when this is no number. */
static size_t take_number(const char *text, size_t size, uint32_t bias, uint32_t *number)
{
    uint64_t weight = 1, sum = 0;

    for (size_t i = 0; i < size; i++) {
        uint32_t t = threshold((uint32_t)(i + 1) * BASE, bias);
        int digit = digit_of(text[i]);

        if (digit < 0)
            return 0;
        sum += (uint64_t)digit * weight;
        weight *= BASE - t;
        if (sum > 0x7fffffff || weight > UINT64_MAX / BASE / BASE)
            return 0;
        *number = (uint32_t)sum;
        if ((uint32_t)digit < t)
            return i + 1;
    }
    return 0;
}

static bool insert(uint32_t *label, size_t *n, size_t at, uint32_t code)
{
    if (*n == LABEL_MAX || code > 0x10ffff)
        return false;
    memmove(label + at + 1, label + at, (*n - at) * sizeof *label);
    label[at] = code;
    ++*n;
    return true;
}

static bool decode(const char *text, size_t size, uint32_t label[LABEL_MAX], size_t *n)
{
    uint32_t code = FIRST, at = 0, bias = BIAS, delta;
    size_t ascii = size;

    *n = 0;
    if (size > LABEL_MAX)
        return false;
    while (ascii > 0 && text[ascii - 1] != '-')
        ascii--;
    for (size_t i = 0; i + 1 < ascii; i++)
        label[(*n)++] = (unsigned char)text[i];
    for (size_t i = ascii; i < size;) {
        size_t used = take_number(text + i, size - i, bias, &delta);
        uint32_t places = (uint32_t)*n + 1;

        if (used == 0)
            return false;
        i += used;
        bias = adapt(delta, places, i == ascii + used);
        code += (at + delta) / places;
        at = (at + delta) % places;
        if (!insert(label, n, at++, code))
            return false;
    }
    return true;
}

/* --- host names ------------------------------------------------------------------------------ */

static bool is_allowed(uint32_t code)
{
    if (code < FIRST)
        return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '-' ||
               code == '_';
    return !utf8_stand_in(code, UTF8_NAME) && !uc_is_property_default_ignorable_code_point(code) &&
           uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                      UC_CATEGORY_MASK_Nd);
}

static bool add_label(struct str *out, const uint32_t *label, size_t n)
{
    size_t start = out->size;
    bool is_ascii = true;

    for (size_t i = 0; i < n; i++) {
        if (!is_allowed(label[i]))
            return false;
        is_ascii = is_ascii && label[i] < FIRST;
    }
    if (n == 0 || n > LABEL_MAX)
        return false;
    if (!is_ascii)
        str_add_text(out, "xn--");
    for (size_t i = 0; is_ascii && i < n; i++)
        str_add_char(out, (char)label[i]);
    if (!is_ascii)
        add_punycode(out, label, n);
    return out->size - start <= LABEL_MAX;
}

/* The form in which names are compared; n is 0 for what is not UTF-8. Free it. */
static uint8_t *fold(const char *host, size_t size, size_t *n)
{
    const uint8_t *bytes = (const uint8_t *)host;
    uint8_t *wide, *folded = NULL;

    *n = 0;
    if (size == 0 || u8_check(bytes, size))
        return NULL;
    wide = u8_normalize(UNINORM_NFKC, bytes, size, NULL, n);
    if (wide)
        folded = u8_tolower(wide, *n, "", UNINORM_NFKC, NULL, n);
    free(wide);
    return folded;
}

/* Label by label; a dot at the end is kept. */
static bool add_labels(struct str *out, const uint8_t *folded, size_t size)
{
    uint32_t label[LABEL_MAX + 1];
    size_t n = 0;

    for (size_t at = 0; at < size;) {
        uint32_t code;

        at += utf8_decode((const char *)folded + at, size - at, &code);
        if (code != '.' && code != IDEOGRAPHIC_STOP) {
            if (n > LABEL_MAX)
                return false;
            label[n++] = code;
            continue;
        }
        if (!add_label(out, label, n))
            return false;
        str_add_char(out, '.');
        n = 0;
    }
    return (n == 0 && out->size > 0) || add_label(out, label, n);
}

bool idn_to_ascii(struct str *out, const char *host, size_t size)
{
    struct str made = {0};
    uint8_t *folded;
    size_t n;
    bool done;

    if (size > 4 * HOST_MAX)
        return false;
    folded = fold(host, size, &n);
    done = folded && add_labels(&made, folded, n) && made.size <= HOST_MAX;
    if (done)
        str_add(out, made.text, made.size);
    free(folded);
    str_release(&made);
    return done;
}

static void add_label_for_people(struct str *out, const char *label, size_t size)
{
    uint32_t codes[LABEL_MAX];
    struct str shown = {0}, back = {0};
    size_t n;

    if (size > 4 && memcmp(label, "xn--", 4) == 0 && decode(label + 4, size - 4, codes, &n)) {
        for (size_t i = 0; i < n; i++) {
            char bytes[4];

            str_add(&shown, bytes, utf8_encode(codes[i], bytes));
        }
        if (!idn_to_ascii(&back, str_text(&shown), shown.size) || back.size != size ||
            memcmp(back.text, label, size) != 0)
            str_clear(&shown);
    }
    str_add(out, shown.size ? shown.text : label, shown.size ? shown.size : size);
    str_release(&shown);
    str_release(&back);
}

void idn_to_unicode(struct str *out, const char *host, size_t size)
{
    size_t start = 0;

    for (size_t at = 0; at <= size; at++) {
        if (at < size && host[at] != '.')
            continue;
        add_label_for_people(out, host + start, at - start);
        if (at < size)
            str_add_char(out, '.');
        start = at + 1;
    }
}
