/* SPDX-License-Identifier: MIT */
#include "text/lexicon.h"

#include <string.h>

/* --- names ----------------------------------------------------------------------------------- */

/* Whoever the mention calls so; NULL: nobody, or who keeps the name. */
static const struct alias *alias_of_mention(struct sight *sight, const struct mention *mention)
{
    const struct alias *alias = NULL;
    struct str key = {0};

    if (redact_find_user(sight->redact, mention->id, &alias) ||
        !redact_has(sight->redact, REDACT_OPERATORS))
        return alias;
    sight_add(sight, mention->from, mention->to, &key);
    alias = alias_find(sight->redact, REDACT_NAMES, str_text(&key), key.size);
    if (!alias)
        alias = alias_of(sight->redact, REDACT_OPERATORS, str_text(&key), key.size, "");
    str_release(&key);
    return alias;
}

void find_mentions(struct sight *sight)
{
    for (size_t i = 0; i < sight->mentions.n; i++) {
        const struct mention *mention = &sight->mentions.at[i];
        const struct alias *alias;
        bool is_whole = mention->to > mention->from;

        for (size_t at = mention->from; at < mention->to; at++)
            is_whole &= sight_at(sight, at) != 0;
        alias = is_whole ? alias_of_mention(sight, mention) : NULL;
        if (alias)
            sight_claim(sight, mention->from, mention->to, alias);
    }
}

void find_names(struct sight *sight)
{
    token_list tokens = {0};
    struct lexicon_match match;

    lexicon_split(sight, &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        bool is_name = lexicon_match_person(redact_lexicon(sight->redact), sight, &tokens, i,
                                            &match);

        if (match.is_doubtful)
            sight_doubt(sight, DOUBT_NAME);
        if (!is_name)
            continue;
        i += match.n - 1;
        sight_claim(sight, tokens.at[i + 1 - match.n].from, tokens.at[i].to, match.alias);
    }
    vec_release(&tokens);
}

/* --- files ----------------------------------------------------------------------------------- */

static void find_known_files(struct sight *sight)
{
    token_list tokens = {0};
    struct lexicon_match match;

    lexicon_split(sight, &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        if (!lexicon_match_file(redact_lexicon(sight->redact), sight, &tokens, i, &match))
            continue;
        i += match.n - 1;
        sight_claim(sight, tokens.at[i + 1 - match.n].from, tokens.at[i].to, match.alias);
    }
    vec_release(&tokens);
}

enum { ENDING_MOST = 5 };

static bool is_ending(const char *word)
{
    static const char *const endings[] = {
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "rtf", "txt", "csv",
        "jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "svg", "psd", "cdr",
        "mp3", "mp4", "m4a", "ogg", "oga", "opus", "wav", "avi", "mov", "mkv", "webm", "3gp",
        "zip", "rar", "7z", "gz", "tar", "log", "eml", "msg", "vcf", "ics", "apk", "exe", "dmg",
        "xml", "json", "html", "htm", "dwg", "sig", "p7s", NULL,
    };

    for (const char *const *ending = endings; *ending; ending++)
        if (strcmp(*ending, word) == 0)
            return true;
    return false;
}

static bool is_of_name(uint32_t code)
{
    return sight_is_letter(code) || sight_digit(code) >= 0 ||
           (code && code < 0x80 && strchr("_-.()+~", (int)code));
}

/* The ending after the dot: gives the symbol after it, or the dot itself. */
static size_t read_ending(const struct sight *sight, size_t dot, char word[ENDING_MOST + 1])
{
    size_t at = dot + 1, n = 0;

    for (; n < ENDING_MOST && sight_at(sight, at) < 0x80; at++) {
        uint32_t code = sight_at(sight, at);

        if (!sight_is_letter(code) && sight_digit(code) < 0)
            break;
        word[n++] = (char)code;
    }
    word[n] = '\0';
    if (sight_is_letter(sight_at(sight, at)) || sight_digit(sight_at(sight, at)) >= 0)
        return dot;
    return is_ending(word) ? at : dot;
}

static void claim_file(struct sight *sight, size_t from, size_t dot, size_t end, const char *word)
{
    struct str key = {0}, ending = {0};

    if (from == dot)
        return;
    sight_add(sight, from, end, &key);
    str_addf(&ending, ".%s", word);
    sight_claim(sight, from, end,
                alias_of(sight->redact, REDACT_FILES, str_text(&key), key.size,
                         str_text(&ending)));
    str_release(&key);
    str_release(&ending);
}

void find_files(struct sight *sight)
{
    char word[ENDING_MOST + 1];

    find_known_files(sight);
    for (size_t dot = 1; dot < sight->symbols.n; dot++) {
        size_t from = dot, end;

        if (sight_at(sight, dot) != '.' || (end = read_ending(sight, dot, word)) == dot)
            continue;
        while (is_of_name(sight_before(sight, from)))
            from--;
        while (from < dot && strchr(".-()+~", (int)sight_at(sight, from) & 0x7F) &&
               sight_at(sight, from) < 0x80)
            from++;
        for (size_t more; sight_at(sight, end) == '.'; end = more)
            if ((more = read_ending(sight, end, word)) == end)
                break;
        claim_file(sight, from, dot, end, word);
        dot = end;
    }
}
