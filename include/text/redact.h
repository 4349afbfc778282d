/* SPDX-License-Identifier: MIT */
#ifndef TEXT_REDACT_H
#define TEXT_REDACT_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Personal data made into pseudonyms: "[client-1]", "[phone-2]", "[file-1.pdf]". The same value
 * always gets the same one, whatever its spelling: a phone goes by its digits, the rest by folded
 * letters (text/find.h). BBCode keeps its tags, and what they split is found all the same; in the
 * argument of a tag a pseudonym has no brackets, and [CALL=number] loses it. Linear in time; any
 * bytes.
 *
 *   names      clients as the store knows them: the whole name, two of its words in either order,
 *              and each word of three letters alone, also in the cases of Russian. A word that
 *              several share has a number of its own. Words that mean other things too (Роман,
 *              Will) only with a capital. Not: pet names, other alphabets, words of two letters
 *   operators  the same for those who answer; bots keep their names
 *   phones     + and 9 to 15 digits; 11 that begin with 7 or 8; 10 that begin with 9 or stand as
 *              3-3-2-2, 3-3-4 or behind brackets; 10 or 11 from 0; 3-2-2 with hyphens; any 5 to
 *              15 after a word such as "tel". Not: sums of money, dates, numbers inside words
 *   emails     anything@domain.tld, in any script, also with blanks around the @
 *   cards      13 to 19 digits with the right last one (ISO/IEC 7812, Luhn)
 *   documents  of Russia, by their check digits: INN of 12, and of 10 after that word; SNILS;
 *              passports after a word such as "паспорт" or "серия"
 *   links      http:, https:, ftp:, www. and domain.tld/path. Paths on the portal stay: ids only
 *   files      those the store knows, and words that end like files
 *
 * Ids, dates and permalinks stay. What looks like one of these and fails its check stays too, and
 * is a doubt, as is a replaced word that may have meant something else.
 */
enum redact_kind {
    REDACT_NAMES,
    REDACT_OPERATORS,
    REDACT_PHONES,
    REDACT_EMAILS,
    REDACT_CARDS,
    REDACT_DOCUMENTS,
    REDACT_LINKS,
    REDACT_FILES,
    REDACT_KINDS
};
enum { REDACT_ALL = (1 << REDACT_KINDS) - 1 };

struct redact_row {
    const char *word;       /* of --redact */
    const char *stands;     /* of the pseudonym */
    const char *one, *many; /* "phone", "phones": after a number */
};
extern const struct redact_row redact_table[REDACT_KINDS];

/* "on", "off", or words of the table with commas between → bits 1 << kind. */
bool redact_read_kinds(const char *text, unsigned *kinds, struct error *error);

/* Pseudonyms of one document or one run of the program. */
struct redact;
struct redact *redact_new(unsigned kinds);
void redact_free(struct redact *redact);
unsigned redact_kinds(const struct redact *redact);

/* --- what is known before --------------------------------------------------------------------- */

/* kind: REDACT_NAMES, REDACT_OPERATORS, or REDACT_KINDS for who keeps the name. */
void redact_know_user(struct redact *redact, int64_t id, enum redact_kind kind, const char *name);
/* "Client - Line", as chats are called. */
void redact_know_title(struct redact *redact, const char *title);
void redact_know_file(struct redact *redact, const char *name);

/* --- texts: each adds to out ------------------------------------------------------------------ */

/* Plain or BBCode. */
void redact_text(struct redact *redact, const char *text, size_t size, struct str *out);
/* Strict JSON in and out; keys, strings and numbers are texts. */
void redact_json(struct redact *redact, const char *text, size_t size, struct str *out);
/* The whole text is a name; id 0 when whose is not known. It is known from now on. */
void redact_person(struct redact *redact, int64_t id, const char *name, struct str *out);
/* The title of a chat. */
void redact_title(struct redact *redact, const char *title, struct str *out);
/* The whole text is an address, also when it has blanks; a path on the portal is words. */
void redact_link(struct redact *redact, const char *link, struct str *out);
/* The whole text is a file's name. */
void redact_file(struct redact *redact, const char *name, struct str *out);

/* --- what was done ---------------------------------------------------------------------------- */

/* How many values of a kind were replaced since the last call of redact_forget_counts. */
size_t redact_count(const struct redact *redact, enum redact_kind kind);
void redact_forget_counts(struct redact *redact);
/* Counts the pseudonyms that stand in a text. */
void redact_count_shown(struct redact *redact, const char *text);

enum redact_why {
    DOUBT_NUMBER,  /* like a phone, card or document, but it fails their checks */
    DOUBT_NAME,    /* replaced, though the word has other meanings or is in another case */
    DOUBT_MAIL,    /* an @ in a word that is no address, or one with blanks in it */
    DOUBT_LINK,    /* what follows a link looks like a part of it */
    DOUBT_DAMAGED, /* the message was damaged and repaired */
    DOUBT_BLOCK,   /* a block of an unknown kind */
    DOUBTS
};
extern const char *const redact_why_words[DOUBTS];

struct redact_doubt {
    int64_t chat, session, message; /* 0: not in one */
    enum redact_why why;
};

/* Where the texts that follow come from. */
void redact_set_place(struct redact *redact, int64_t chat, int64_t session, int64_t message);
/* Once for each reason at each place. */
void redact_add_doubt(struct redact *redact, enum redact_why why);
size_t redact_n_doubts(const struct redact *redact);
const struct redact_doubt *redact_doubt_at(const struct redact *redact, size_t i);

#endif
