/* SPDX-License-Identifier: MIT */
#include "text/redact.h"
#include "base/words.h"

#include <string.h>

const struct redact_row redact_table[REDACT_KINDS] = {
    [REDACT_NAMES] = {"names", "client", N_("client's name"), N_("clients' names")},
    [REDACT_OPERATORS] = {"operators", "operator", N_("operator's name"),
                          N_("operators' names")},
    [REDACT_PHONES] = {"phones", "phone", N_("phone"), N_("phones")},
    [REDACT_EMAILS] = {"emails", "email", N_("e-mail address"), N_("e-mail addresses")},
    [REDACT_CARDS] = {"cards", "card", N_("card"), N_("cards")},
    [REDACT_DOCUMENTS] = {"documents", "document", N_("document"), N_("documents")},
    [REDACT_LINKS] = {"links", "link", N_("link"), N_("links")},
    [REDACT_FILES] = {"files", "file", N_("file name"), N_("file names")},
};

const char *const redact_why_words[DOUBTS] = {
    [DOUBT_NUMBER] = N_("a number like a phone, card or document that fails their checks"),
    [DOUBT_NAME] = N_("a word that is a name, or not"),
    [DOUBT_MAIL] = N_("an @ in what is no address"),
    [DOUBT_LINK] = N_("a link that may go on after a blank"),
    [DOUBT_DAMAGED] = N_("damaged, and repaired by guessing"),
    [DOUBT_BLOCK] = N_("a block of an unknown kind"),
};

static int kind_of(const char *word, size_t size)
{
    for (int i = 0; i < REDACT_KINDS; i++)
        if (strlen(redact_table[i].word) == size && memcmp(redact_table[i].word, word, size) == 0)
            return i;
    return -1;
}

static bool refuse_kind(const char *word, size_t size, struct error *error)
{
    struct str words = {0};

    for (int i = 0; i < REDACT_KINDS; i++)
        str_addf(&words, "%s%s", i ? ", " : "", redact_table[i].word);
    error_set(error, ERROR_USAGE, _("\"%.*s\" cannot be redacted; what can is %s"), (int)size,
              word, str_text(&words));
    str_release(&words);
    return false;
}

bool redact_read_kinds(const char *text, unsigned *kinds, struct error *error)
{
    unsigned found = 0;

    if (strcmp(text, "on") == 0 || strcmp(text, "all") == 0 || strcmp(text, "off") == 0) {
        *kinds = text[1] == 'f' ? 0 : REDACT_ALL;
        return true;
    }
    for (size_t size;; text += size + 1) {
        size = strcspn(text, ",");
        int kind = kind_of(text, size);

        if (kind < 0)
            return refuse_kind(text, size, error);
        found |= 1u << kind;
        if (!text[size])
            break;
    }
    *kinds = found;
    return true;
}
