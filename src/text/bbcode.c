/* SPDX-License-Identifier: MIT */
#include "text/bbcode.h"
#include "base/words.h"
#include "label.h"
#include "markup.h"
#include "text/utf8.h"

#include <string.h>

enum tag_arg { ARG_NONE, ARG_MAY, ARG_MUST };

typedef bool open_fn(struct markup *markup, int what, struct piece arg);
typedef void close_fn(struct markup *markup, int what);

struct tag {
    const char *name;
    enum tag_arg arg;
    open_fn *open;   /* false: the tag stays as typed */
    close_fn *close; /* of one that is not open: does nothing */
    int what;        /* for both */
};

static open_fn open_attr, open_color, open_break, open_like, open_rating, open_holder,
    open_icon, open_text, open_image;
static close_fn close_attr, close_color, close_nothing;

enum what { LIKE, DISLIKE };

/* What [NAME], [NAME=argument] and [/NAME] do. */
static const struct tag tags[] = {
    {"B", ARG_NONE, open_attr, close_attr, 0},
    {"I", ARG_NONE, open_attr, close_attr, 1},
    {"U", ARG_NONE, open_attr, close_attr, 2},
    {"S", ARG_NONE, open_attr, close_attr, 3},
    {"SIZE", ARG_MAY, open_text, close_nothing, 0},
    {"COLOR", ARG_MUST, open_color, close_color, 0},
    {"URL", ARG_MAY, label_open, label_close, LABEL_URL},
    {"USER", ARG_MUST, label_open, label_close, LABEL_USER},
    {"CHAT", ARG_MUST, label_open, label_close, LABEL_CHAT},
    {"CONTEXT", ARG_MUST, label_open, label_close, LABEL_CONTEXT},
    {"DIALOG", ARG_MUST, open_text, close_nothing, 0},
    {"CALL", ARG_MAY, label_open, label_close, LABEL_CALL},
    {"PUT", ARG_MAY, label_open, label_close, LABEL_BUTTON_PUT},
    {"SEND", ARG_MAY, label_open, label_close, LABEL_BUTTON_SEND},
    {"PCH", ARG_MUST, open_text, close_nothing, 0},
    {"SOURCE", ARG_MUST, open_text, close_nothing, 0},
    {"ICON", ARG_MUST, open_icon, close_nothing, 0},
    {"IMG", ARG_MAY, open_image, label_close, LABEL_IMAGE},
    {"DISK", ARG_MUST, open_holder, close_nothing, ROLE_FILE},
    {"ATTACH", ARG_MUST, open_holder, close_nothing, ROLE_ATTACH},
    {"CODE", ARG_NONE, code_open, close_nothing, 0},
    {"BR", ARG_NONE, open_break, close_nothing, 0},
    {"LIKE", ARG_NONE, open_like, close_nothing, LIKE},
    {"DISLIKE", ARG_NONE, open_like, close_nothing, DISLIKE},
    {"RATING", ARG_MUST, open_rating, close_nothing, 0},
    {"TIMESTAMP", ARG_MUST, stamp_open, close_nothing, 0},
};

static bool take_special(struct markup *markup);

/* /me and /loud, at the very beginning, mark the whole message. */
static void take_command(struct markup *markup)
{
    struct piece text = {markup->text, markup->size};
    size_t skip = piece_starts(text, "/me ") ? 4 : piece_starts(text, "/loud ") ? 6 : 0;

    if (skip == 0 || skip == markup->size)
        return;
    open_attr(markup, skip == 4, (struct piece){0});
    markup_skip(markup, skip);
}

void bbcode_parse(const char *text, size_t size, const struct bbcode_names *names,
                  struct style base, struct rich *out)
{
    /* The only bytes at which something may begin. */
    static const bool special[256] = {['['] = 1, ['\n'] = 1, ['\r'] = 1, ['#'] = 1, [':'] = 1};
    struct markup markup = {.text = text, .size = size, .names = names, .out = out,
                            .origin = out->text.size, .base = base, .style = base};

    if (size == 0)
        return;
    if (*text == '/')
        take_command(&markup);
    if (text[markup.at] == '>' || text[markup.at] == '-')
        quote_line(&markup);
    while (markup.at < size) {
        if (!special[(unsigned char)text[markup.at]] || !take_special(&markup))
            markup.at++;
    }
    markup_flush(&markup);
    label_close_all(&markup);
    vec_release(&markup.labels);
    vec_release(&markup.colors);
}

/* --- line breaks, emoji, tags --------------------------------------------- */

/* A break that ends the last line of a quote which ends the message would show an empty line. */
static bool is_last_of_quote(const struct markup *markup, size_t next)
{
    const struct quote *quote = &markup->quote;

    return quote->block && next == quote->closing && quote->after == markup->size;
}

static bool take_break(struct markup *markup, size_t size)
{
    size_t next = markup->at + size;
    char first = next < markup->size ? markup->text[next] : '\0';
    bool quoted = markup->quote.line || markup->quote.block;

    if (size == 0)
        return false;
    if (is_last_of_quote(markup, next)) {
        markup_skip(markup, size);
    } else if (size == 1) {
        markup->at++;
    } else {
        markup_skip(markup, size);
        markup_put(markup, (struct piece){"\n", 1});
    }
    if (quoted || first == '>' || first == '-') {
        markup_flush(markup);
        quote_line(markup);
    }
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Whether these are characters someone may have typed as emoji: valid, no controls, not all ASCII
 * (":12345678:" is a number). */
static bool is_emoji(const char *bytes, size_t size)
{
    bool beyond_ascii = false;

    for (size_t at = 0, used; at < size; at += used) {
        uint32_t code;
        char form[4];

        used = utf8_decode(bytes + at, size - at, &code);
        if (code < ' ' || (code >= 0x7f && code < 0xa0) || utf8_encode(code, form) != used ||
            memcmp(form, bytes + at, used) != 0)
            return false;
        beyond_ascii |= code > 0x7f;
    }
    return beyond_ascii;
}

/* ":f09f9880:", as the portal keeps emoji. */
static bool take_emoji(struct markup *markup)
{
    const char *hex = markup->text + markup->at + 1;
    size_t n = 0, left = markup->size - markup->at - 1;
    char *bytes;
    bool emoji;

    while (n < left && hex_digit(hex[n]) >= 0)
        n++;
    if (n < 8 || n % 2 != 0 || n == left || hex[n] != ':')
        return false;
    bytes = mem_alloc(n / 2);
    for (size_t i = 0; i < n; i += 2)
        bytes[i / 2] = (char)(hex_digit(hex[i]) * 16 + hex_digit(hex[i + 1]));
    emoji = is_emoji(bytes, n / 2);
    if (emoji) {
        markup_skip(markup, n + 2);
        markup_put(markup, (struct piece){bytes, n / 2});
    }
    free(bytes);
    return emoji;
}

static const struct tag *find_tag(const char *name, size_t size)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strlen(tags[i].name) == size && piece_starts((struct piece){name, size}, tags[i].name))
            return &tags[i];
    return NULL;
}

/* "[" to "]" with neither of them and no line break between; gives the size, 0: not a tag. */
static size_t tag_size(const char *text, size_t size)
{
    for (size_t i = 1; i < size && text[i] != '[' && text[i] != '\n'; i++)
        if (text[i] == ']')
            return i + 1;
    return 0;
}

static size_t name_size(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && (text[n] | 0x20) >= 'a' && (text[n] | 0x20) <= 'z')
        n++;
    return n;
}

/* Takes the "=" or the blank before the argument off it; a blank comes before attributes, as in
 * [IMG size=small]. False: the tag is not written so. */
static bool fits(const struct tag *tag, struct piece *arg)
{
    if (arg->size == 0)
        return tag->arg != ARG_MUST;
    if (tag->arg == ARG_NONE || (*arg->text != '=' && *arg->text != ' '))
        return false;
    *arg = piece_trim(piece_from(*arg, 1));
    return arg->size != 0;
}

static bool open_tag(struct markup *markup, const struct tag *tag, struct piece arg, size_t size)
{
    size_t start = markup->at;

    markup_skip(markup, size);
    if (tag->open(markup, tag->what, arg))
        return true;
    markup->at = markup->kept = start;
    return false;
}

static const struct tag *see(struct piece rest, struct tag_seen *seen)
{
    const char *name;
    const struct tag *tag;
    size_t n;

    *seen = (struct tag_seen){.size = tag_size(rest.text, rest.size)};
    if (seen->size == 0)
        return NULL;
    seen->is_closing = seen->size > 2 && rest.text[1] == '/';
    name = rest.text + 1 + seen->is_closing;
    seen->arg.size = seen->size - 2 - seen->is_closing;
    n = name_size(name, seen->arg.size);
    seen->name = (struct piece){name, n};
    seen->arg = (struct piece){name + n, seen->arg.size - n};
    tag = find_tag(name, n);
    if (tag && seen->is_closing)
        return seen->arg.size == 0 ? tag : NULL;
    return tag && fits(tag, &seen->arg) ? tag : NULL;
}

bool tag_see(struct piece rest, struct tag_seen *seen)
{
    return see(rest, seen) != NULL;
}

/* A tag of a label that stays as typed: its end will, too. */
static bool refuse(struct markup *markup, const struct tag_seen *seen)
{
    const struct tag *tag = find_tag(seen->name.text, seen->name.size);

    if (tag && !seen->is_closing && tag->close == label_close)
        label_refuse(markup, tag->what);
    return false;
}

static bool take_tag(struct markup *markup)
{
    struct piece rest = {markup->text + markup->at, markup->size - markup->at};
    struct tag_seen seen;
    const struct tag *tag = see(rest, &seen);

    if (seen.size == 0)
        return false;
    if (!tag || (!seen.is_closing && !open_tag(markup, tag, seen.arg, seen.size)))
        return refuse(markup, &seen);
    if (!seen.is_closing)
        return true;
    if (tag->close == label_close && label_is_refused(markup, tag->what))
        return false;
    markup_skip(markup, seen.size);
    tag->close(markup, tag->what);
    return true;
}

static bool take_special(struct markup *markup)
{
    switch (markup->text[markup->at]) {
    case '[':
        return take_tag(markup);
    case ':':
        return bare_take(markup) || take_emoji(markup);
    default:
        return take_break(markup, markup_break(markup, markup->at));
    }
}

/* --- what tags do --------------------------------------------------------- */

static bool open_attr(struct markup *markup, int what, struct piece arg)
{
    (void)arg;
    markup->attrs[what]++;
    markup_restyle(markup);
    return true;
}

static void close_attr(struct markup *markup, int what)
{
    if (markup->attrs[what] != 0)
        markup->attrs[what]--;
    markup_restyle(markup);
}

static void close_nothing(struct markup *markup, int what)
{
    (void)markup;
    (void)what;
}

static bool open_text(struct markup *markup, int what, struct piece arg)
{
    (void)markup;
    (void)what;
    (void)arg;
    return true;
}

/* "#f80" or "#ff8800"; COLOR_NONE when it is neither. */
static int32_t parse_color(struct piece arg)
{
    size_t digits = arg.size - 1;
    int32_t color = 0;

    if (*arg.text != '#' || (digits != 3 && digits != 6))
        return COLOR_NONE;
    for (size_t i = 1; i < arg.size; i++) {
        int digit = hex_digit(arg.text[i]);

        if (digit < 0)
            return COLOR_NONE;
        color = digits == 3 ? color << 8 | digit << 4 | digit : color << 4 | digit;
    }
    return color;
}

static bool open_color(struct markup *markup, int what, struct piece arg)
{
    (void)what;
    vec_push(&markup->colors, parse_color(arg));
    markup_restyle(markup);
    return true;
}

static void close_color(struct markup *markup, int what)
{
    (void)what;
    if (markup->colors.n != 0)
        markup->colors.n--;
    markup_restyle(markup);
}

static bool open_break(struct markup *markup, int what, struct piece arg)
{
    (void)what;
    (void)arg;
    markup->at = markup->kept -= strlen("[BR]");
    return take_break(markup, strlen("[BR]"));
}

static void put_as(struct markup *markup, const char *text, enum role role)
{
    struct style style = markup->style;

    style.role = (uint8_t)role;
    rich_add(markup->out, text, strlen(text), style, markup->link);
}

static bool open_like(struct markup *markup, int what, struct piece arg)
{
    (void)arg;
    put_as(markup, what == LIKE ? "👍" : "👎", ROLE_VOTE);
    return true;
}

static bool open_rating(struct markup *markup, int what, struct piece arg)
{
    int stars = arg.size == 1 ? *arg.text - '0' : 0;

    (void)what;
    if (stars < 1 || stars > 5)
        return false;
    for (int i = 0; i < 5; i++)
        put_as(markup, i < stars ? "★" : "☆", ROLE_VOTE);
    return true;
}

static bool open_holder(struct markup *markup, int what, struct piece arg)
{
    (void)arg;
    put_as(markup, what == ROLE_FILE ? "[file]" : "[attach]", (enum role)what);
    return true;
}

/* Where " word" begins in the attributes, size when nowhere. */
static size_t find_attribute(struct piece attributes, const char *word)
{
    for (size_t i = 0; i < attributes.size; i++)
        if (attributes.text[i] == ' ' && piece_starts(piece_from(attributes, i + 1), word))
            return i;
    return attributes.size;
}

static bool open_icon(struct markup *markup, int what, struct piece arg)
{
    static const char *const others[] = {"size=", "width=", "height="};
    struct piece title = piece_from(arg, find_attribute(arg, "title=") + strlen(" title="));
    const char *word = _("icon");

    (void)what;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        title.size = find_attribute(title, others[i]);
    title = piece_trim(title);
    markup_put(markup, (struct piece){"(", 1});
    markup_put(markup, title.size ? title : (struct piece){word, strlen(word)});
    markup_put(markup, (struct piece){")", 1});
    return true;
}

static bool open_image(struct markup *markup, int what, struct piece arg)
{
    if (arg.size != 0 && !piece_starts(arg, "size="))
        return false;
    return label_open(markup, what, (struct piece){0});
}
