/* SPDX-License-Identifier: MIT */
#include "ui/key.h"
#include "text/utf8.h"
#include "ui/term.h"

#include <ctype.h>
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

enum { N_NAMES = sizeof names / sizeof *names };

int key_parse(const char *name, size_t size)
{
    uint32_t code;

    for (int i = 0; i < N_NAMES; i++)
        if (strlen(names[i].name) == size && memcmp(names[i].name, name, size) == 0)
            return names[i].key;
    if (size == 6 && memcmp(name, "Ctrl-", 5) == 0 && name[5] >= '@' && name[5] <= '_')
        return name[5] & 31;
    if (size >= 2 && size <= 3 && name[0] == 'F' && isdigit((unsigned char)name[1])) {
        int number = name[1] - '0';

        if (size == 3)
            number = number * 10 + name[2] - '0';
        return number >= 1 && number <= 12 ? TERM_F1 + number - 1 : -1;
    }
    if (size == 0 || utf8_decode(name, size, &code) != size || code < ' ')
        return -1;
    return (int)code;
}

void key_name(int key, char *name, size_t size)
{
    char bytes[4];

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
