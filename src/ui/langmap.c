/* SPDX-License-Identifier: MIT */
#include "ui/langmap.h"

enum { FIRST = 0x410, N_LETTERS = 64 }; /* А … я */

/* In the order of Unicode: АБВ…Я, абв…я. */
static const char places[N_LETTERS + 1] = "F<DULT:PBQRKVYJGHCNEA{WXIO}SM\">Z"
                                          "f,dult;pbqrkvyjghcnea[wxio]sm'.z";

int langmap_key(int key)
{
    if (key == L'Ё')
        return '~';
    if (key == L'ё')
        return '`';
    return key >= FIRST && key < FIRST + N_LETTERS ? places[key - FIRST] : key;
}
