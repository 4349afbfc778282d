/* SPDX-License-Identifier: MIT */
#include "ui/permalink.h"
#include "text/part.h"

#include <inttypes.h>
#include <string.h>

static void add_number(struct str *out, int64_t number)
{
    if (number > 0)
        str_addf(out, "%" PRId64, number);
}

void permalink_add(struct str *out, struct permalink link)
{
    if (link.chat <= 0 && link.session <= 0 && link.message <= 0)
        return;
    str_add_text(out, "imolog:");
    add_number(out, link.chat);
    if (link.session > 0 || link.message > 0)
        str_add_char(out, '/');
    add_number(out, link.session);
    if (link.message > 0)
        str_add_char(out, '/');
    add_number(out, link.message);
}

/* The whole part is one number. */
static bool read_number(struct part part, int64_t *number)
{
    int64_t sum = 0;

    if (part.size == 0 || *part.text == '0')
        return false;
    for (size_t i = 0; i < part.size; i++) {
        int digit = part.text[i] - '0';

        if (digit < 0 || digit > 9 || sum > (INT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *number = sum;
    return true;
}

/* Up to the next "/", which is left out; an empty part names nothing. */
static bool take_part(struct part *rest, int64_t *number)
{
    struct part part = {rest->text, part_until(*rest, "/")};

    *rest = part_after(*rest, part.size < rest->size ? part.size + 1 : part.size);
    return part.size == 0 || read_number(part, number);
}

static bool parse_own(struct part rest, struct permalink *link)
{
    bool ends_open = rest.size && rest.text[rest.size - 1] == '/';

    return !ends_open && take_part(&rest, &link->chat) && take_part(&rest, &link->session) &&
           take_part(&rest, &link->message) && rest.size == 0 &&
           (link->chat || link->session || link->message);
}

static bool parse_chat(struct part rest, struct permalink *link)
{
    size_t slash = part_until(rest, "/");

    if (slash < rest.size && !read_number(part_after(rest, slash + 1), &link->message))
        return false;
    rest.size = slash;
    return read_number(rest, &link->chat);
}

static bool parse_session(struct part rest, struct permalink *link)
{
    return read_number(rest, &link->session);
}

typedef bool parse_fn(struct part rest, struct permalink *link);

static bool parse_message(struct part rest, struct permalink *link)
{
    return read_number(rest, &link->message);
}

struct form {
    const char *begin;
    parse_fn *parse;
};

/* Each parameter that is ours must be readable, and there must be one. */
static bool parse_query(struct part rest, struct permalink *link)
{
    static const struct form parameters[] = {
        {"IM_HISTORY=imol|", parse_session},   {"IM_HISTORY=imol%7C", parse_session},
        {"IM_HISTORY=chat", parse_chat},       {"IM_DIALOG=chat", parse_chat},
        {"IM_MESSAGE=", parse_message},
    };
    bool found = false;

    rest.size = part_until(rest, "#");
    while (rest.size) {
        struct part one = {rest.text, part_until(rest, "&")};

        for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
            if (!part_begins(one, parameters[i].begin))
                continue;
            if (!parameters[i].parse(part_after(one, strlen(parameters[i].begin)), link))
                return false;
            found = true;
        }
        rest = part_after(rest, one.size < rest.size ? one.size + 1 : one.size);
    }
    return found;
}

static bool parse(struct part text, struct permalink *link)
{
    static const struct form forms[] = {
        {"imolog:", parse_own}, {"chat", parse_chat},         {"imol|", parse_session},
        {"imol%7C", parse_session}, {"IM_", parse_query},
    };
    size_t query = part_until(text, "?");

    if (query < text.size)
        return parse_query(part_after(text, query + 1), link);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (part_begins(text, forms[i].begin)) {
            bool is_whole = forms[i].parse == parse_query;

            return forms[i].parse(part_after(text, is_whole ? 0 : strlen(forms[i].begin)), link);
        }
    return parse_message(text, link);
}

bool permalink_parse(const char *text, size_t size, struct permalink *link)
{
    struct permalink found = {0};

    if (!parse(part_trim((struct part){text, size}), &found))
        return false;
    *link = found;
    return true;
}
