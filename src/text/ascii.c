/* SPDX-License-Identifier: MIT */
#include "text/ascii.h"

#include <stdlib.h>
#include <string.h>

#include <unictype.h>
#include <uninorm.h>

/* U+0410…U+044F, small letters; capitals are made of them. As people write it without the
 * keyboard, not one of the reversible standards: it is read, never turned back. */
static const char cyrillic[32][5] = {
    "a", "b", "v", "g", "d", "e", "zh", "z", "i",  "y",  "k",    "l", "m", "n", "o", "p",
    "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "shch", "\"", "y", "'", "e", "yu", "ya",
};

/* Sorted by code. Letters without a decomposition, punctuation, and the program's own glyphs. */
struct near {
    uint32_t code;
    char ascii[6];
};

static const struct near nears[] = {
    {0x00A0, " "},   {0x00A1, "!"},   {0x00A2, "c"},   {0x00A3, "GBP"}, {0x00A4, "$"},
    {0x00A5, "JPY"}, {0x00A6, "|"},   {0x00A7, "par."}, {0x00A9, "(c)"}, {0x00AB, "\""},
    {0x00AC, "!"},   {0x00AE, "(R)"}, {0x00B0, "o"},   {0x00B1, "+-"},  {0x00B4, "'"},
    {0x00B6, "P"},   {0x00B7, "."},   {0x00BB, "\""},  {0x00BF, "?"},   {0x00C6, "AE"},
    {0x00D0, "D"},   {0x00D7, "x"},   {0x00D8, "O"},   {0x00DE, "Th"},  {0x00DF, "ss"},
    {0x00E6, "ae"},  {0x00F0, "d"},   {0x00F7, ":"},   {0x00F8, "o"},   {0x00FE, "th"},
    {0x0110, "D"},   {0x0111, "d"},   {0x0126, "H"},   {0x0127, "h"},   {0x0131, "i"},
    {0x0141, "L"},   {0x0142, "l"},   {0x0152, "OE"},  {0x0153, "oe"},  {0x0259, "e"},
    {0x0401, "Yo"},  {0x0402, "Dj"},  {0x0404, "Ye"},  {0x0405, "Dz"},  {0x0406, "I"},
    {0x0407, "Yi"},  {0x0408, "J"},   {0x0409, "Lj"},  {0x040A, "Nj"},  {0x040B, "C"},
    {0x040E, "U"},   {0x040F, "Dzh"}, {0x0451, "yo"},  {0x0452, "dj"},  {0x0454, "ye"},
    {0x0455, "dz"},  {0x0456, "i"},   {0x0457, "yi"},  {0x0458, "j"},   {0x0459, "lj"},
    {0x045A, "nj"},  {0x045B, "c"},   {0x045E, "u"},   {0x045F, "dzh"}, {0x0490, "G"},
    {0x0491, "g"},   {0x0492, "Gh"},  {0x0493, "gh"},  {0x049A, "Q"},   {0x049B, "q"},
    {0x04A2, "Ng"},  {0x04A3, "ng"},  {0x04AE, "U"},   {0x04AF, "u"},   {0x04B0, "U"},
    {0x04B1, "u"},   {0x04BA, "H"},   {0x04BB, "h"},   {0x04D8, "A"},   {0x04D9, "a"},
    {0x04E8, "O"},   {0x04E9, "o"},   {0x1E9E, "SS"},  {0x2010, "-"},   {0x2011, "-"},
    {0x2012, "-"},   {0x2013, "-"},   {0x2014, "-"},   {0x2015, "-"},   {0x2018, "'"},
    {0x2019, "'"},   {0x201A, ","},   {0x201B, "'"},   {0x201C, "\""},  {0x201D, "\""},
    {0x201E, "\""},  {0x201F, "\""},  {0x2020, "+"},   {0x2022, "*"},   {0x2026, "..."},
    {0x2030, "%%"},  {0x2032, "'"},   {0x2033, "\""},  {0x2039, "<"},   {0x203A, ">"},
    {0x2044, "/"},   {0x20AC, "EUR"}, {0x20B4, "UAH"}, {0x20B8, "KZT"}, {0x20BD, "RUB"},
    {0x2116, "No."}, {0x2122, "(tm)"}, {0x2190, "<-"}, {0x2191, "^"},   {0x2192, "->"},
    {0x2193, "v"},   {0x2197, "^"},   {0x21B5, "<-"},  {0x2205, "0"},   {0x2212, "-"},
    {0x2260, "!="},  {0x2264, "<="},  {0x2265, ">="},  {0x22EF, "..."}, {0x2387, "^"},
    {0x2399, "[f]"}, {0x258C, ">"},   {0x25A0, "#"},   {0x25A1, "#"},   {0x25AA, "*"},
    {0x25B2, "^"},   {0x25B6, ">"},   {0x25B8, ">"},   {0x25BC, "v"},   {0x25BE, "v"},
    {0x25C0, "<"},   {0x25C2, "<"},   {0x25CB, "o"},   {0x25CF, "*"},   {0x2605, "*"},
    {0x2606, "."},   {0x2639, ":("},  {0x263A, ":)"},  {0x2661, "<3"},  {0x2665, "<3"},
    {0x2713, "v"},   {0x2714, "v"},   {0x2717, "x"},   {0x2718, "x"},   {0x2764, "<3"},
    {0x27F3, "~"},   {0x1F44D, "+1"}, {0x1F44E, "-1"}, {0x1F600, ":D"}, {0x1F603, ":D"},
    {0x1F609, ";)"}, {0x1F614, ":("}, {0x1F622, ":("}, {0x1F641, ":("}, {0x1F642, ":)"},
};

static int by_code(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key, other = ((const struct near *)row)->code;

    return code < other ? -1 : code > other;
}

static const char *near_find(uint32_t code)
{
    const struct near *near =
        bsearch(&code, nears, sizeof nears / sizeof *nears, sizeof *nears, by_code);

    return near ? near->ascii : NULL;
}

/* Box drawing and blocks: lines lie, stand or cross. */
static char box(uint32_t code)
{
    static const char lines[] = "--||--||--||"; /* U+2500…: ─━│┃ and their dashes */

    if (code < 0x250C)
        return lines[code - 0x2500];
    if (code >= 0x254C && code <= 0x2551)
        return "--||=|"[code - 0x254C];
    if (code >= 0x2571 && code <= 0x2573)
        return "/\\X"[code - 0x2571];
    if (code < 0x2574)
        return '+';
    if (code < 0x2580)
        return code % 2 ? '|' : '-';
    return code >= 0x2589 && code < 0x2590 ? '|' : '#';
}

static void put(char to[ASCII_SIZE], const char *text)
{
    size_t size = strlen(text);

    if (size >= ASCII_SIZE)
        size = ASCII_SIZE - 1;
    memcpy(to, text, size);
    to[size] = '\0';
}

static void from_cyrillic(uint32_t code, char to[ASCII_SIZE])
{
    put(to, cyrillic[(code - 0x410) % 32]);
    if (code < 0x430 && to[0] >= 'a')
        to[0] = (char)(to[0] - 'a' + 'A');
}

static void from_picture(uint32_t code, char to[ASCII_SIZE])
{
    to[0] = '^';
    to[1] = code == 0x2421 ? '?' : (char)(code - 0x2400 + '@');
    to[2] = '\0';
}

/* é is e and a mark, ﬁ is f and i, １ is 1: the ASCII among what it is made of. */
static bool from_parts(uint32_t code, char to[ASCII_SIZE])
{
    uint32_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag, n = uc_decomposition(code, &tag, parts), size = 0;

    for (int i = 0; i < n; i++) {
        if (parts[i] >= 0x20 && parts[i] < 0x7F && size < ASCII_SIZE - 1)
            to[size++] = (char)parts[i];
        else if (parts[i] >= 0x80 && size == 0 && from_parts(parts[i], to))
            size = (int)strlen(to);
    }
    to[size] = '\0';
    return size != 0;
}

void ascii_from(uint32_t code, char to[ASCII_SIZE])
{
    const char *near = near_find(code);

    to[1] = '\0';
    if (code < 0x80)
        to[0] = (char)code;
    else if (near)
        put(to, near);
    else if (code >= 0x410 && code <= 0x44F)
        from_cyrillic(code, to);
    else if (code >= 0x2400 && code <= 0x2421)
        from_picture(code, to);
    else if (code >= 0x2500 && code <= 0x259F)
        to[0] = box(code);
    else if (uc_is_general_category(code, UC_CATEGORY_M) || code == 0x200C || code == 0x200D)
        to[0] = '\0';
    else if (!from_parts(code, to))
        put(to, "?");
}
