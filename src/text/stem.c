/* SPDX-License-Identifier: MIT */
#include "text/lexicon.h"
#include "text/utf8.h"

#include <string.h>

/*
 * How a word that ends so changes: the letters it loses, then what it may end with instead. Of
 * surnames also the other gender and the plural; names of one sound (Мария, Марья) are one.
 */
#define IYA "ия ии ию ией иею ие ья ьи ье ью ьей ьею"
#define HARD "ый ий ой ая ого ому ым им ом ую ою ые ие ых их ыми ими"
#define SOFT "его ему ем яя ей юю"
#define OWNED "а у ым е ом ой ою ы ых ыми"

static const struct paradigm {
    const char *ending;
    size_t cut;
    const char *cases;
} paradigms[] = {
    {"ия", 2, IYA},
    {"ья", 2, IYA},
    {"ая", 2, HARD},
    {"яя", 2, "ий ие их им ими " SOFT},
    {"я", 1, "и е ю ей ею ям ями ях"},
    {"ова", 1, OWNED},
    {"ева", 1, OWNED},
    {"ина", 1, OWNED},
    {"ына", 1, OWNED},
    {"а", 1, "ы и е у ой ою ей ею ам ами ах"},
    {"ый", 2, HARD},
    {"ий", 2, HARD " " SOFT " ия ию ием ии"},
    {"ой", 2, HARD " оя ою оем ое ои"},
    {"ей", 2, "ея ею еем ее еи ья ью ьем ье ьи"}, /* Сергея, Воробья */
    {"й", 1, "я ю ем е и"},
    {"ь", 1, "я ю ем е и ью"},
    {"ов", 0, OWNED},
    {"ев", 0, OWNED},
    {"ин", 0, OWNED},
    {"ын", 0, OWNED},
    {"о", 0, ""},
    {"е", 0, ""},
    {"и", 0, ""},
    {"у", 0, ""},
    {"ю", 0, ""},
    {"ы", 0, ""},
    {"э", 0, ""},
    {"", 0, "а у ом ем е ы и ам ами ах"},
};

/* Words that lose a vowel before they change: Павел, Павла; Лев, Льва. */
static const struct fleeting {
    const char *ending, *stem;
} fleeting[] = {
    {"лев", "льв"}, {"ел", "л"},    {"лец", "льц"}, {"оец", "ойц"}, {"аец", "айц"}, {"аяц", "айц"},
    {"ец", "ц"},    {"рек", "рьк"}, {"ек", "ьк"},   {"ок", "к"},    {"ен", "н"},    {"ер", "р"},
};

/* Small letters, ё written е. Not whole: the commonest, as a mistake here hides a word too many or
 * costs a look. */
static const char *const common[] = {
    "роман",  "вера",   "надежда", "любовь", "роза",   "лилия",   "слава",  "лев",    "марк",
    "мира",   "мир",    "май",     "майя",   "злата",  "света",   "гроза",  "дуб",     "тома",
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

static bool ends_with(const char *word, size_t size, const char *ending)
{
    size_t length = strlen(ending);

    return size >= length && memcmp(word + size - length, ending, length) == 0;
}

static void tell_cases(const struct str *stem, const char *cases, form_fn *fn, void *self)
{
    struct str form = {0};

    for (size_t size; *cases; cases += size + (cases[size] == ' ')) {
        size = strcspn(cases, " ");
        str_clear(&form);
        str_add(&form, str_text(stem), stem->size);
        str_add(&form, cases, size);
        fn(self, form.text, form.size);
    }
    str_release(&form);
}

enum { LETTER = 2, STEM_LEAST = 2 * LETTER }; /* bytes */

static void tell_paradigm(const char *word, size_t size, form_fn *fn, void *self)
{
    const struct paradigm *row = paradigms;
    struct str stem = {0};

    while (!ends_with(word, size, row->ending) || size < row->cut * LETTER + STEM_LEAST)
        if (++row == paradigms + sizeof paradigms / sizeof *paradigms)
            return;
    str_add(&stem, word, size - row->cut * LETTER);
    tell_cases(&stem, row->cases, fn, self);
    str_release(&stem);
}

static void tell_fleeting(const char *word, size_t size, form_fn *fn, void *self)
{
    const struct fleeting *row = fleeting;
    struct str stem = {0};

    while (!ends_with(word, size, row->ending))
        if (++row == fleeting + sizeof fleeting / sizeof *fleeting)
            return;
    str_add(&stem, word, size - strlen(row->ending));
    str_add_text(&stem, row->stem);
    if (stem.size >= STEM_LEAST)
        tell_cases(&stem, "а у ом ем е ы и", fn, self);
    str_release(&stem);
}

void stem_each_form(const char *word, size_t size, form_fn *fn, void *self)
{
    fn(self, word, size);
    if (!is_russian(word, size))
        return;
    tell_paradigm(word, size, fn, self);
    tell_fleeting(word, size, fn, self);
}
