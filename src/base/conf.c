/* SPDX-License-Identifier: MIT */
#include "base/conf.h"
#include "base/log.h"
#include "base/words.h"

#include <ctype.h>
#include <string.h>

void conf_open(struct conf *conf, const char *name, const char *text, size_t size)
{
    conf->name = name;
    conf->text = text;
    conf->size = size;
    conf->at = 0;
    conf->line = 0;
    conf->n_words = 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_color(const char *at, const char *end)
{
    int digits = 0;

    while (++at < end && isxdigit((unsigned char)*at))
        digits++;
    return (digits == 3 || digits == 6) && (at == end || is_blank(*at));
}

static void add_byte(struct conf *conf, size_t *size, char c)
{
    char *word = conf->word[conf->n_words];

    if (*size < CONF_WORD_SIZE - 1)
        word[*size] = c;
    else if (*size == CONF_WORD_SIZE - 1)
        conf_note(conf, _("a word is longer than %d bytes and was cut"), CONF_WORD_SIZE - 1);
    ++*size;
}

/* One word from at; gives where it ends. */
static const char *read_word(struct conf *conf, const char *at, const char *end)
{
    size_t size = 0;
    bool quoted = *at == '"';

    if (quoted)
        at++;
    for (; at < end && (quoted ? *at != '"' : !is_blank(*at)); at++) {
        if (quoted && *at == '\\' && at + 1 < end && (at[1] == '"' || at[1] == '\\'))
            at++;
        add_byte(conf, &size, *at);
    }
    if (quoted && at == end)
        conf_note(conf, _("a quote is not closed"));
    conf->word[conf->n_words][size < CONF_WORD_SIZE ? size : CONF_WORD_SIZE - 1] = '\0';
    conf->n_words++;
    return at < end ? at + 1 : at;
}

static void read_line(struct conf *conf, const char *at, const char *end)
{
    for (;;) {
        while (at < end && is_blank(*at))
            at++;
        if (at == end || (*at == '#' && (conf->n_words == 0 || !is_color(at, end))))
            return;
        if (conf->n_words == CONF_WORDS) {
            conf_note(conf, _("more than %d words; the rest is ignored"), CONF_WORDS);
            return;
        }
        at = read_word(conf, at, end);
    }
}

bool conf_next(struct conf *conf)
{
    conf->n_words = 0;
    while (conf->at < conf->size && conf->n_words == 0) {
        const char *begin = conf->text + conf->at;
        const char *end = memchr(begin, '\n', conf->size - conf->at);

        if (!end)
            end = conf->text + conf->size;
        conf->line++;
        conf->at = (size_t)(end - conf->text) + 1;
        read_line(conf, begin, end);
    }
    return conf->n_words > 0;
}

bool conf_setting(struct conf *conf, const char **value)
{
    char *sign = strchr(conf->word[0], '=');
    int next = 1; /* word of the value */

    if (sign) {
        *sign = '\0';
        *value = sign + 1;
    } else if (conf->n_words > 1 && *conf->word[1] == '=') {
        *value = conf->word[1] + 1;
        next = 2;
    } else {
        return false;
    }
    if (**value == '\0' && conf->n_words > next)
        *value = conf->word[next++];
    if (conf->n_words > next)
        *value = NULL;
    return true;
}

void conf_add_word(struct str *out, const char *word)
{
    bool quoted = *word == '\0' || *word == '#' || *word == '"' || strpbrk(word, " \t");

    if (quoted)
        str_add_char(out, '"');
    for (; *word; word++) {
        if (quoted && (*word == '"' || *word == '\\'))
            str_add_char(out, '\\');
        str_add_char(out, iscntrl((unsigned char)*word) ? '?' : *word);
    }
    if (quoted)
        str_add_char(out, '"');
}

void conf_note(const struct conf *conf, const char *format, ...)
{
    struct str sentence = {0};
    va_list arguments;

    va_start(arguments, format);
    str_addv(&sentence, format, arguments);
    va_end(arguments);
    if (*conf->name)
        log_note("%s:%d: %s", conf->name, conf->line, str_text(&sentence));
    else
        log_note("%s", str_text(&sentence));
    str_release(&sentence);
}
