/* SPDX-License-Identifier: MIT */
#include "text/lexicon.h"
#include "text/utf8.h"

#include <string.h>

/* Endings of the cases of names: nouns and adjectives in one list, the longest first. */
static const char *const endings[] = {
    "ией", "иею", "иям", "иях", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями",
    "ая",  "яя",  "ой",  "ей",  "ою",  "ею",  "ую",  "юю",  "ым",  "им",  "ых",  "их",
    "ий",  "ый",  "ия",  "ию",  "ие",  "ии",  "ом",  "ем",  "ам",  "ям",  "ах",  "ях",
    "а",   "я",   "у",   "ю",   "е",   "и",   "ы",   "о",   "ь",   "й",
};

/* Small letters, ё written е. Not whole: the commonest, as a mistake here hides a word too many or
 * costs a look. */
static const char *const common[] = {
    "роман",  "вера",   "надежда", "любовь", "роза",   "лилия",   "слава",  "лев",    "марк",
    "мира",   "мир",    "май",     "майя",   "злата",  "светлана", "гроза",  "дуб",
    "воин",   "заяц",   "волк",    "мороз",  "король", "царь",    "кузнец", "мельник", "новый",
    "белый",  "черный", "красный", "зеленый", "синий", "бурый",   "серый",  "добрый", "веселый",
    "ветер",  "зима",   "лето",    "весна",  "осень",  "гора",    "поле",   "город",  "дом",
    "школа",  "студия", "магазин", "салон",  "мастер", "центр",   "офис",   "шаг",    "путь",
    "will",   "mark",   "bill",    "grace",  "hope",   "faith",   "joy",    "rose",   "may",
    "june",   "april",  "august",  "art",    "jack",   "frank",   "drew",   "chase",  "grant",
    "long",   "short",  "young",   "little", "small",  "white",   "black",  "brown",  "green",
    "grey",   "gray",   "king",    "queen",  "bishop", "baker",   "cook",   "smith",  "page",
    "price",  "rich",   "stone",   "hill",   "wood",   "field",   "house",  "home",   "school",
    "shop",   "store",  "studio",  "the",    "and",    "company", "group",
    "bank",   "west",   "north",   "south",  "east",   NULL,
};

static const char *const guests[] = {
    "гость",  "гостья", "посетитель", "клиент", "покупатель", "пользователь", "аноним",
    "guest",  "visitor", "client",    "customer", "user",     "anonymous",    "unknown",
    "оператор", "operator", "помощник", "support", "поддержка", "администратор", "менеджер",
    NULL,
};

static bool is_among(const char *const *words, const char *word)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

bool stem_is_common(const char *word)
{
    return is_among(common, word);
}

bool stem_is_guest(const char *word)
{
    return is_among(guests, word);
}

static bool is_russian(const char *word, size_t size)
{
    uint32_t code;

    for (size_t n; size; word += n, size -= n) {
        n = utf8_decode(word, size, &code);
        if (code < 0x430 || code > 0x44F)
            return false;
    }
    return true;
}

void stem_add(const char *word, size_t size, struct str *out)
{
    enum { LETTER = 2, LEAST = 3 * LETTER };
    bool may = is_russian(word, size);

    for (size_t i = 0; may && i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);

        if (size >= LEAST + ending && memcmp(word + size - ending, endings[i], ending) == 0) {
            str_add(out, word, size - ending);
            return;
        }
    }
    str_add(out, word, size);
}
