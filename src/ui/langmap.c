/* SPDX-License-Identifier: MIT */
#include "ui/langmap.h"
#include "ui/term.h"

enum { FIRST = 0x410, N_LETTERS = 64 }; /* А … я */

/* In the order of Unicode: АБВ…Я, абв…я. */
static const char places[N_LETTERS + 1] = "F<DULT:PBQRKVYJGHCNEA{WXIO}SM\">Z"
                                          "f,dult;pbqrkvyjghcnea[wxio]sm'.z";

int langmap_key(int key)
{
    int alt = key & TERM_ALT, letter = key & ~TERM_ALT;

    if (letter == L'Ё')
        return alt | '~';
    if (letter == L'ё')
        return alt | '`';
    return letter >= FIRST && letter < FIRST + N_LETTERS ? alt | places[letter - FIRST] : key;
}
