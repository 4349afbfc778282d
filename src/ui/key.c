/* SPDX-License-Identifier: MIT */
#include "ui/key.h"
#include "base/words.h"
#include "text/utf8.h"
#include "ui/term.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int key;
} names[] = {
    {"Up", TERM_UP},           {"Down", TERM_DOWN},        {"Left", TERM_LEFT},
    {"Right", TERM_RIGHT},     {"Home", TERM_HOME},        {"End", TERM_END},
    {"PgUp", TERM_PAGE_UP},    {"PgDn", TERM_PAGE_DOWN},   {"Shift-Tab", TERM_BACKTAB},
    {"Enter", TERM_ENTER},     {"Backspace", TERM_BACKSPACE}, {"Delete", TERM_DELETE},
    {"Space", ' '},            {"Tab", '\t'},              {"Esc", 27},
};

enum { N_NAMES = sizeof names / sizeof *names, REPLACEMENT = 0xFFFD };

/* The character after "Ctrl-", a small letter as a capital; 0: no name of this kind. */
static int ctrl_letter(const char *name, size_t size)
{
    int letter = size == 6 && memcmp(name, "Ctrl-", 5) == 0 ? toupper((unsigned char)name[5]) : 0;

    return letter >= '@' && letter <= '_' ? letter : 0;
}

static int function_key(const char *name, size_t size)
{
    int number = 0;

    if (size < 2 || size > 3 || name[0] != 'F')
        return -1;
    for (size_t i = 1; i < size; i++) {
        if (!isdigit((unsigned char)name[i]))
            return -1;
        number = number * 10 + name[i] - '0';
    }
    return number >= 1 && number <= 12 ? TERM_F1 + number - 1 : -1;
}

int key_parse(const char *name, size_t size)
{
    uint32_t code;

    for (int i = 0; i < N_NAMES; i++)
        if (strlen(names[i].name) == size && memcmp(names[i].name, name, size) == 0)
            return names[i].key;
    if (size > 4 && memcmp(name, "Alt-", 4) == 0) {
        int key = key_parse(name + 4, size - 4);

        return key < 0 || key & TERM_ALT ? -1 : key | TERM_ALT;
    }
    if (ctrl_letter(name, size))
        return ctrl_letter(name, size) & 31;
    if (function_key(name, size) >= 0)
        return function_key(name, size);
    if (size == 0 || utf8_decode(name, size, &code) != size || code == REPLACEMENT ||
        utf8_stand_in(code, UTF8_NAME))
        return -1;
    return (int)code;
}

const char *key_trouble(const char *name)
{
    static const struct {
        char letter;
        const char *why;
    } troubles[] = {
        {'S', N_("kept by the terminal for flow control")},
        {'Q', N_("kept by the terminal for flow control")},
        {'M', N_("the same key as Enter to a terminal")},
        {'J', N_("the same key as Enter to a terminal")},
        {'I', N_("the same key as Tab to a terminal")},
        {'H', N_("the same key as Backspace to many terminals")},
        {'[', N_("the same key as Esc to a terminal")},
        {'C', N_("the signal that stops what runs, then the program")},
        {'Z', N_("the signal that stops the program")},
        {'\\', N_("the signal that kills the program")},
    };
    bool is_alt = strncmp(name, "Alt-", 4) == 0 && name[4];
    const char *plain = is_alt ? name + 4 : name;
    int letter = ctrl_letter(plain, strlen(plain));

    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (troubles[i].letter == letter)
            return _(troubles[i].why);
    if (is_alt && strchr("[]OPX^_\\", *plain) && !plain[1])
        return _("how a terminal begins what it sends for other keys");
    if (!is_alt && *plain >= '0' && *plain <= '9' && !plain[1])
        return _("part of the number before a command");
    return NULL;
}

void key_name(int key, char *name, size_t size)
{
    char bytes[4];

    if (key & TERM_ALT) {
        int n = snprintf(name, size, "Alt-");

        if (n >= 0 && (size_t)n < size)
            key_name(key & ~TERM_ALT, name + n, size - (size_t)n);
        return;
    }
    for (int i = 0; i < N_NAMES; i++)
        if (names[i].key == key) {
            snprintf(name, size, "%s", names[i].name);
            return;
        }
    if (key >= TERM_F1 && key <= TERM_F12)
        snprintf(name, size, "F%d", key - TERM_F1 + 1);
    else if (key < ' ')
        snprintf(name, size, "Ctrl-%c", key + '@');
    else
        snprintf(name, size, "%.*s", (int)utf8_encode((uint32_t)key, bytes), bytes);
}
