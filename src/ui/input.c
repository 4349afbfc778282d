/* SPDX-License-Identifier: MIT */
#include "ui/input.h"
#include "base/clock.h"
#include "ui/reply.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termkey.h>
#include <unistd.h>

enum {
    ESCAPE_MS = 20,       /* with ESCDELAY unset: Esc acts within 25 */
    SEQUENCE_MS = 100,    /* the rest of a sequence that has begun */
    ASKED_MS = 10000,     /* a terminal silent so long answers nothing more */
    BUFFER = 4096, PIECE = 512, /* of libtermkey; fed at once */
};

static struct {
    TermKey *keys;
    struct reply reply;
    char bytes[4096]; /* read, and from at on not yet fed */
    size_t at, n;
    int fd, escape_ms;
    int64_t since, asked;  /* when bytes came, when questions were asked; ms */
    int32_t background;    /* last told to the program */
    bool partial;          /* libtermkey waits for the rest of a key */
    bool gone;
    struct term_mouse mouse;
} input;

static int escape_ms(void)
{
    const char *text = getenv("ESCDELAY");
    char *end;
    long ms = text ? strtol(text, &end, 10) : ESCAPE_MS;

    return text && (end == text || *end || ms < 0 || ms > 10000) ? ESCAPE_MS : (int)ms;
}

/* Newer descriptions say kmous=\E[<, which libtermkey takes for the oldest form of reports. */
static const char *fix_mouse(const char *name, const char *value, void *data)
{
    (void)data;
    return strcmp(name, "key_mouse") == 0 ? NULL : value;
}

bool input_start(int fd, const char *terminal)
{
    input.keys = termkey_new_abstract(terminal, TERMKEY_FLAG_UTF8 | TERMKEY_FLAG_NOTERMIOS |
                                                    TERMKEY_FLAG_CONVERTKP | TERMKEY_FLAG_NOSTART);
    if (!input.keys)
        return false;
    termkey_hook_terminfo_getstr(input.keys, fix_mouse, NULL);
    if (!termkey_start(input.keys)) {
        input_stop();
        return false;
    }
    termkey_set_buffer_size(input.keys, BUFFER);
    reply_init(&input.reply);
    input.background = input.reply.background;
    input.at = input.n = 0;
    input.gone = input.partial = false;
    input.fd = fd;
    input.escape_ms = escape_ms();
    return true;
}

void input_stop(void)
{
    if (input.keys)
        termkey_destroy(input.keys);
    input.keys = NULL;
    reply_release(&input.reply);
}

void input_await(void)
{
    input.reply.awaits = true;
    input.asked = clock_ms();
}

int32_t input_background(void)
{
    return input.reply.background;
}

bool input_has_margins(void)
{
    return input.reply.has_margins;
}

/* --- what libtermkey calls it, and what we do ------------------------------------------------- */

static int code_point(const TermKeyKey *key)
{
    int code = (int)key->code.codepoint;

    if (key->modifiers & TERMKEY_KEYMOD_CTRL && code < 128)
        code &= 31;
    return code == '\r' || code == '\n' ? TERM_ENTER : code;
}

static int named_key(TermKeySym sym)
{
    static const struct {
        TermKeySym sym;
        int key;
    } names[] = {
        {TERMKEY_SYM_UP, TERM_UP},           {TERMKEY_SYM_DOWN, TERM_DOWN},
        {TERMKEY_SYM_LEFT, TERM_LEFT},       {TERMKEY_SYM_RIGHT, TERM_RIGHT},
        {TERMKEY_SYM_HOME, TERM_HOME},       {TERMKEY_SYM_END, TERM_END},
        {TERMKEY_SYM_FIND, TERM_HOME},       {TERMKEY_SYM_SELECT, TERM_END},
        {TERMKEY_SYM_PAGEUP, TERM_PAGE_UP},  {TERMKEY_SYM_PAGEDOWN, TERM_PAGE_DOWN},
        {TERMKEY_SYM_ENTER, TERM_ENTER},     {TERMKEY_SYM_KPENTER, TERM_ENTER},
        {TERMKEY_SYM_DEL, TERM_BACKSPACE},   {TERMKEY_SYM_BACKSPACE, TERM_BACKSPACE},
        {TERMKEY_SYM_DELETE, TERM_DELETE},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].sym == sym)
            return names[i].key;
    return TERM_OTHER;
}

static int symbol(const TermKeyKey *key)
{
    bool shift = key->modifiers & TERMKEY_KEYMOD_SHIFT, ctrl = key->modifiers & TERMKEY_KEYMOD_CTRL;

    switch (key->code.sym) {
    case TERMKEY_SYM_TAB:
        return shift ? TERM_BACKTAB : '\t';
    case TERMKEY_SYM_ESCAPE:
        return 27;
    case TERMKEY_SYM_SPACE:
        return ctrl ? 0 : ' ';
    default:
        return shift || ctrl ? TERM_OTHER : named_key(key->code.sym);
    }
}

static int mouse(const TermKeyKey *key)
{
    static const int events[] = {[TERMKEY_MOUSE_PRESS] = TERM_MOUSE_PRESS,
                                 [TERMKEY_MOUSE_DRAG] = TERM_MOUSE_DRAG,
                                 [TERMKEY_MOUSE_RELEASE] = TERM_MOUSE_RELEASE};
    TermKeyMouseEvent event;
    int button, row, column;

    if (termkey_interpret_mouse(input.keys, key, &event, &button, &row, &column) !=
            TERMKEY_RES_KEY ||
        event == TERMKEY_MOUSE_UNKNOWN || button > 5)
        return TERM_OTHER;
    input.mouse = (struct term_mouse){events[event], button, row - 1, column - 1};
    if (button > 3)
        input.mouse.what = button == 4 ? TERM_MOUSE_WHEEL_UP : TERM_MOUSE_WHEEL_DOWN;
    return TERM_MOUSE;
}

static int key_of(const TermKeyKey *key)
{
    int alt = key->modifiers & TERMKEY_KEYMOD_ALT ? TERM_ALT : 0, code = TERM_OTHER;

    if (key->type == TERMKEY_TYPE_MOUSE)
        return mouse(key);
    if (key->type == TERMKEY_TYPE_UNICODE)
        code = code_point(key);
    else if (key->type == TERMKEY_TYPE_KEYSYM)
        code = symbol(key);
    else if (key->type == TERMKEY_TYPE_FUNCTION && key->code.number <= 12 && !(key->modifiers & 5))
        code = TERM_F1 + key->code.number - 1;
    /* see reply.h; and Esc typed twice is no Alt */
    return alt && (code == 0xFFFD || code == 27) ? 27 : alt | code;
}

/* --- bytes through both ----------------------------------------------------------------------- */

static int next_key(bool force)
{
    TermKeyKey key;
    TermKeyResult result = force ? termkey_getkey_force(input.keys, &key)
                                 : termkey_getkey(input.keys, &key);

    input.partial = result == TERMKEY_RES_AGAIN;
    return result == TERMKEY_RES_KEY ? key_of(&key) : TERM_NONE;
}

static void push(struct str *keys)
{
    termkey_push_bytes(input.keys, str_text(keys), keys->size);
    str_release(keys);
}

static bool read_bytes(void)
{
    struct pollfd fd = {input.fd, POLLIN, 0};
    ssize_t n;

    if (input.gone || poll(&fd, 1, 0) <= 0)
        return false;
    n = read(input.fd, input.bytes, sizeof input.bytes);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    input.gone = n <= 0;
    input.at = 0;
    input.n = n > 0 ? (size_t)n : 0;
    input.since = clock_ms();
    return n > 0;
}

static bool feed(void)
{
    struct str keys = {0};
    size_t size;

    if (input.at == input.n && !read_bytes())
        return false;
    size = input.n - input.at < PIECE ? input.n - input.at : PIECE;
    input.at += reply_feed(&input.reply, input.bytes + input.at, size, &keys);
    push(&keys);
    return true;
}

static int patience(void)
{
    int held = reply_patience(&input.reply, input.escape_ms);

    return held >= 0 ? held : input.partial ? SEQUENCE_MS : -1;
}

int term_wait(void)
{
    int ms = patience();
    int64_t left = input.since + ms - clock_ms();

    return ms < 0 ? -1 : left < 0 ? 0 : (int)left;
}

static int after_silence(void)
{
    struct str keys = {0};

    if (reply_patience(&input.reply, input.escape_ms) >= 0) {
        reply_expire(&input.reply, &keys);
        push(&keys);
    }
    return next_key(true);
}

/* What is not a key and came after the keys that were given. */
static int event(void)
{
    if (input.reply.pasted) {
        input.reply.pasted = false;
        return TERM_PASTE;
    }
    if (input.reply.background != input.background) {
        input.background = input.reply.background;
        return TERM_TOLD;
    }
    return TERM_NONE;
}

int term_key(void)
{
    int key;

    if (!input.reply.pasting && !input.reply.pasted)
        str_release(&input.reply.paste);
    if (input.reply.awaits && clock_ms() - input.asked > ASKED_MS)
        input.reply.awaits = false;
    do {
        key = next_key(termkey_get_buffer_remaining(input.keys) < 4 * PIECE);
        if (key == TERM_NONE)
            key = event();
    } while (key == TERM_NONE && feed());
    if (key == TERM_NONE && term_wait() == 0)
        key = after_silence();
    return key == TERM_NONE && input.gone ? TERM_GONE : key;
}

struct term_mouse term_mouse(void)
{
    return input.mouse;
}

void term_paste(struct str *text)
{
    str_add(text, str_text(&input.reply.paste), input.reply.paste.size);
    str_release(&input.reply.paste);
}
