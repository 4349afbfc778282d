/* SPDX-License-Identifier: MIT */
#include "ui/reply.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { ESCAPE = 27, BELL = 7, PARAMETERS = 8 };

static const char stand_in[] = "\xEF\xBF\xBD";
static const char paste_begin[] = "\033[200~", paste_end[] = "\033[201~";

void reply_init(struct reply *reply)
{
    *reply = (struct reply){.background = -1};
}

void reply_release(struct reply *reply)
{
    str_release(&reply->paste);
}

/* --- what was said ---------------------------------------------------------------------------- */

/* One to four hexadecimal digits as 0–255; -1: none. */
static int read_channel(const char **at)
{
    int value = 0, most = 0;

    for (; isxdigit((unsigned char)**at) && most < 0xffff; (*at)++) {
        int digit = isdigit((unsigned char)**at) ? **at - '0' : tolower(**at) - 'a' + 10;

        value = value * 16 + digit;
        most = most * 16 + 15;
    }
    return most ? (value * 255 + most / 2) / most : -1;
}

/* As XParseColor: rgb:R/G/B with one to four digits each; rgba is met too. */
static int32_t read_color(const char *text)
{
    int rgb[3];

    if (strncmp(text, "rgb:", 4) != 0 && strncmp(text, "rgba:", 5) != 0)
        return -1;
    text = strchr(text, ':') + 1;
    for (int i = 0; i < 3; i++) {
        rgb[i] = read_channel(&text);
        if (rgb[i] < 0 || (i < 2 && *text++ != '/'))
            return -1;
    }
    return rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}

static void note_string(struct reply *reply, const char *text)
{
    int32_t color = strncmp(text, "\033]11;", 5) == 0 ? read_color(text + 5) : -1;

    reply->begun = reply->begun || reply->awaits;
    if (color >= 0)
        reply->background = color;
}

static void note_report(struct reply *reply, const char *text, size_t size)
{
    int mode, state;

    reply->begun = reply->begun || reply->awaits;
    if (text[size - 1] == 'c')
        reply->awaits = false;
    else if (sscanf(text, "\033[?%5d;%1d$y", &mode, &state) == 2 && mode == 69)
        reply->has_margins = state == 1 || state == 2;
}

/* --- what is what ----------------------------------------------------------------------------- */

enum kind {
    KIND_MORE,   /* not known yet */
    KIND_KEYS,
    KIND_DROP,
    KIND_BROKEN, /* drop all but the last byte, which begins something else */
    KIND_STRING,
    KIND_REPORT,
    KIND_PASTE,
};

static enum kind kind_of_string(const char *held, size_t n)
{
    unsigned char last = (unsigned char)held[n - 1];

    if (n == 2)
        return KIND_MORE;
    if (n == 3)
        return isdigit(last) ? KIND_MORE : KIND_KEYS;
    if (last == BELL || (last == '\\' && held[n - 2] == ESCAPE))
        return KIND_STRING;
    if (held[n - 2] == ESCAPE || (last < ' ' && last != ESCAPE))
        return KIND_BROKEN;
    return KIND_MORE;
}

static bool is_long(const char *held, size_t n)
{
    int parameters = 1;

    for (size_t i = 0; i < n; i++)
        parameters += held[i] == ';' || held[i] == ':';
    return n == REPLY_HELD || parameters > PARAMETERS;
}

static enum kind kind_of_sequence(const char *held, size_t n)
{
    unsigned char last = (unsigned char)held[n - 1];

    if (n == 2 || (last >= 0x20 && last < 0x40))
        return KIND_MORE;
    if (last < 0x20 || last > 0x7e)
        return KIND_BROKEN;
    if (held[2] == '?')
        return KIND_REPORT;
    if (n == sizeof paste_begin - 1 && memcmp(held, paste_begin, n) == 0)
        return KIND_PASTE;
    return is_long(held, n) ? KIND_DROP : KIND_KEYS;
}

static enum kind kind_of(const struct reply *reply)
{
    const char *held = reply->held;
    size_t n = reply->n_held;

    if (n == 1)
        return KIND_MORE;
    if (reply->is_late && n == 3 && held[1] == '[' && held[2] != '?')
        return KIND_KEYS;
    if (held[1] == ']')
        return kind_of_string(held, n);
    return held[1] == '[' ? kind_of_sequence(held, n) : KIND_KEYS;
}

/* --- bytes in --------------------------------------------------------------------------------- */

/* A key's byte; U+FFFD for one that would begin a C1 control or a character from its middle. */
static void pass(struct reply *reply, char c, struct str *keys)
{
    unsigned char byte = (unsigned char)c;

    if (byte >= 0x80 && byte < 0xc0 && reply->utf8_left == 0) {
        str_add_text(keys, stand_in);
        reply->is_alt = false;
        return;
    }
    if (byte >= 0x80 && byte < 0xc0)
        reply->utf8_left--;
    else if (byte < 0xc0 || byte >= 0xf8)
        reply->utf8_left = 0;
    else
        reply->utf8_left = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    reply->is_alt = c == ESCAPE;
    str_add_char(keys, c);
}

static void pass_held(struct reply *reply, size_t n, struct str *keys)
{
    for (size_t i = reply->is_late; i < n; i++)
        pass(reply, reply->held[i], keys);
    reply->is_late = false;
    reply->n_held = 0;
}

/* A string longer than what is kept is still followed to its end. */
static void hold(struct reply *reply, char byte)
{
    if (reply->n_held == REPLY_HELD) {
        reply->held[REPLY_HELD - 2] = reply->held[REPLY_HELD - 1];
        reply->n_held--;
    }
    reply->held[reply->n_held++] = byte;
}

static void take_whole(struct reply *reply, enum kind kind, struct str *keys)
{
    char text[REPLY_HELD + 1];

    if (reply->is_alt) {
        str_add_text(keys, stand_in);
        reply->is_alt = false;
    }
    memcpy(text, reply->held, reply->n_held);
    text[reply->n_held] = '\0';
    if (kind == KIND_STRING)
        note_string(reply, text);
    else if (kind == KIND_REPORT)
        note_report(reply, text, reply->n_held);
    reply->pasting = kind == KIND_PASTE;
    reply->is_late = false;
    reply->n_held = 0;
}

static void take_byte(struct reply *reply, char byte, struct str *keys);

/* Esc twice: the first may be a key, or the Alt of what begins with the second. */
static void take_keys(struct reply *reply, char last, struct str *keys)
{
    bool again = last == ESCAPE && reply->n_held > 1;

    pass_held(reply, reply->n_held - again, keys);
    if (again)
        take_byte(reply, last, keys);
}

static void take_broken(struct reply *reply, char last, struct str *keys)
{
    bool escaped = reply->held[reply->n_held - 2] == ESCAPE;

    take_whole(reply, KIND_DROP, keys);
    if (escaped)
        take_byte(reply, ESCAPE, keys);
    take_byte(reply, last, keys);
}

static void take_byte(struct reply *reply, char byte, struct str *keys)
{
    enum kind kind;

    if (reply->n_held == 0) {
        bool goes_on = reply->is_late && (byte == ']' || byte == '[');

        if (byte == ESCAPE || !goes_on)
            reply->is_late = false;
        if (byte != ESCAPE && !goes_on) {
            pass(reply, byte, keys);
            return;
        }
        if (goes_on)
            hold(reply, ESCAPE);
    }
    hold(reply, byte);
    kind = kind_of(reply);
    if (kind == KIND_KEYS)
        take_keys(reply, byte, keys);
    else if (kind == KIND_BROKEN)
        take_broken(reply, byte, keys);
    else if (kind != KIND_MORE)
        take_whole(reply, kind, keys);
}

static void add_paste(struct reply *reply, const char *bytes, size_t size)
{
    size_t room = REPLY_PASTE - reply->paste.size;

    str_add(&reply->paste, bytes, size < room ? size : room);
}

static void take_pasted(struct reply *reply, char byte)
{
    if (byte == paste_end[reply->paste_end]) {
        if (paste_end[++reply->paste_end] == '\0') {
            reply->pasting = false;
            reply->pasted = true;
            reply->paste_end = 0;
        }
        return;
    }
    add_paste(reply, paste_end, reply->paste_end);
    reply->paste_end = byte == ESCAPE;
    if (byte != ESCAPE)
        add_paste(reply, &byte, 1);
}

size_t reply_feed(struct reply *reply, const char *bytes, size_t size, struct str *keys)
{
    size_t i = 0;

    while (i < size && !reply->pasted) {
        if (reply->pasting)
            take_pasted(reply, bytes[i++]);
        else
            take_byte(reply, bytes[i++], keys);
    }
    return i;
}

/* --- silence ---------------------------------------------------------------------------------- */

int reply_patience(const struct reply *reply, int escape)
{
    enum { PREFIX = 100, AWAITED = 500, SEQUENCE = 1000, PASTE = 5000 };

    if (reply->pasting)
        return PASTE;
    if (reply->n_held == 0)
        return -1;
    if (reply->n_held == 1) /* answers come in one go: after the first more are likely */
        return reply->awaits && reply->begun && escape < PREFIX ? PREFIX : escape;
    if (reply->n_held == 2)
        return reply->awaits ? AWAITED : PREFIX;
    return SEQUENCE;
}

void reply_expire(struct reply *reply, struct str *keys)
{
    bool was_escape = reply->n_held == 1;

    if (reply->pasting) {
        reply->pasting = false;
        reply->pasted = true;
        reply->paste_end = 0;
    } else if (reply->n_held > 2) {
        take_whole(reply, KIND_DROP, keys);
    } else {
        pass_held(reply, reply->n_held, keys);
        reply->is_alt = false;
        reply->is_late = was_escape && reply->awaits;
    }
}
