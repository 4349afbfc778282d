/* SPDX-License-Identifier: MIT */
#include "source/reject.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/words.h"

enum { SAMPLE = 4096 };

static const char what_is_read[] =
    N_("expected an answer of imopenlines.session.history.get, im.dialog.messages.get, "
       "imopenlines.dialog.get or im.recent.list, a batch of these, or our JSON Lines");

static bool is_binary(const char *text, size_t size)
{
    size_t n = size < SAMPLE ? size : SAMPLE, n_controls = 0;
    for (size_t i = 0; i < n; i++)
        n_controls += (unsigned char)text[i] < 0x20 && strchr("\t\n\f\r\33", text[i]) == NULL;
    n_controls += n != 0 && memchr(text, '\0', n) != NULL ? n : 0;
    return n_controls > n / 10;
}

static bool starts_with(const char *text, size_t size, const char *start)
{
    size_t length = strlen(start);
    return size >= length && memcmp(text, start, length) == 0;
}

bool reject_foreign(const char *name, const char *text, size_t size, struct error *error)
{
    size_t at = starts_with(text, size, "\xEF\xBB\xBF") ? 3 : 0, line, column;
    while (at < size && strchr(" \t\r\n", text[at]) != NULL && text[at] != '\0')
        at++;
    if (at == size)
        return error_set(error, ERROR_SOURCE,
                         _("%s is empty; save the portal's answer into it again"), name);
    if (text[at] == '{' || text[at] == '[')
        return true;
    json_line_column(text, size, at, &line, &column);
    if (starts_with(text, size, "\x1F\x8B") || starts_with(text, size, "PK\3\4"))
        return error_set(error, ERROR_SOURCE, _("%s:1:1: compressed; unpack it first"), name);
    if (starts_with(text, size, "\xFF\xFE") || starts_with(text, size, "\xFE\xFF"))
        return error_set(error, ERROR_SOURCE, _("%s:1:1: UTF-16; save it as UTF-8"), name);
    if (is_binary(text, size))
        return error_set(error, ERROR_SOURCE, _("%s:1:1: binary, not JSON; %s"), name,
                         _(what_is_read));
    if (text[at] == '<')
        return error_set(error, ERROR_SOURCE,
                         _("%s:%zu:%zu: a web page, not JSON; check the address and the rights of "
                           "the webhook, then save the method's answer itself"),
                         name, line, column);
    return true;
}

/* Code and description of an error in either form: two members of the envelope, or an object. */
static void split_failure(struct json_slice failure, struct json_slice description, char **code,
                          char **words)
{
    static const char *const names[] = {"error", "code", "errordescription", "message", NULL};
    struct json_slice values[4];
    if (failure.size == 0 || failure.at[0] != '{') {
        *code = slice_text(failure);
        *words = slice_text(description);
        return;
    }
    slice_fields(failure, names, values);
    *code = slice_text(values[0].size != 0 ? values[0] : values[1]);
    *words = slice_text(values[2].size != 0 ? values[2] : values[3]);
}

static const char *advice(const char *code)
{
    static const struct {
        const char *code, *advice;
    } rows[] = {
        {"ACCESS_DENIED", N_("ask for the right to see this dialog, or give SESSION_ID "
                             "instead of CHAT_ID")},
        {"ACCESS_ERROR", N_("check the id, and that you may see this dialog")},
        {"QUERY_LIMIT_EXCEEDED", N_("too many requests: wait a minute and repeat")},
        {"OPERATION_TIME_LIMIT", N_("the method is used up for now: repeat in ten minutes")},
        {"expired_token", N_("sign in again and repeat")},
        {"NO_AUTH_FOUND", N_("check the webhook's address")},
        {"insufficient_scope", N_("give the webhook the scopes imopenlines and im")},
        {NULL, N_("repeat the request and save its answer")},
    };
    size_t i = 0;
    while (rows[i].code != NULL && strcasecmp(rows[i].code, code) != 0)
        i++;
    return _(rows[i].advice);
}

/* "answers.json:1:44: c2: the portal refused: ACCESS_DENIED no rights — ask for …" */
static void failure_sentence(const struct walk *walk, struct json_slice key,
                             struct json_slice failure, struct str *out)
{
    const struct json_reader *reader = &walk->reader;
    size_t line, column;
    char *code, *words;
    json_line_column(reader->text, reader->size, (size_t)(failure.at - reader->text), &line,
                     &column);
    split_failure(failure, walk->error_description, &code, &words);
    str_addf(out, "%s:%zu:%zu: ", walk->name, line, column);
    if (key.size != 0)
        str_addf(out, "%.*s: ", (int)key.size, key.at);
    str_add_text(out, _("the portal refused:"));
    str_addf(out, "%s%s%s%s — %s", *code ? " " : "", code, *words ? " " : "", words, advice(code));
    free(code);
    free(words);
}

static bool reject_failure(const struct walk *walk, struct json_slice failure, struct error *error)
{
    struct str sentence = {0};
    failure_sentence(walk, (struct json_slice){"", 0}, failure, &sentence);
    error_set(error, ERROR_SOURCE, "%s", str_text(&sentence));
    str_release(&sentence);
    return false;
}

/* One whole value and nothing else. */
static bool is_sound(const struct json_reader *read)
{
    struct json_reader reader;
    struct json_slice value;
    json_open(&reader, read->text, read->size);
    return json_skip_sound(&reader, &value) && json_peek(&reader) == JSON_END;
}

bool reject_walk(const struct walk *walk, struct error *error)
{
    const struct json_reader *reader = &walk->reader;
    bool is_json = memchr(reader->text, '{', reader->size) != NULL ||
                   memchr(reader->text, '[', reader->size) != NULL || is_sound(reader);
    size_t at = walk->too_deep ? walk->deep_at : 0, line, column;
    json_line_column(reader->text, reader->size, at, &line, &column);
    if (walk->error.size != 0)
        return reject_failure(walk, walk->error, error);
    if (walk->failure.size != 0)
        return reject_failure(walk, walk->failure, error);
    if (walk->too_deep)
        return error_set(error, ERROR_SOURCE, _("%s:%zu:%zu: more than %d levels deep; %s"),
                         walk->name, line, column, JSON_DEPTH, _(what_is_read));
    if (!is_json)
        return error_set(error, ERROR_SOURCE, _("%s:1:1: text, not JSON; %s"), walk->name,
                         _(what_is_read));
    return error_set(error, ERROR_SOURCE, _("%s:1:1: no chats and no messages in it; %s"),
                     walk->name, _(what_is_read));
}

void reject_command(const struct walk *walk, struct json_slice key, struct json_slice failure)
{
    struct str sentence = {0};
    failure_sentence(walk, key, failure, &sentence);
    log_note("%s", str_text(&sentence));
    str_release(&sentence);
}
