/* SPDX-License-Identifier: MIT */
#include "label.h"
#include "base/words.h"

#include <assert.h>
#include <string.h>

/* A name stands for a few bytes of input: a longer one is cut, or many mentions would be huge. */
enum { NAME_SIZE = 256 };

static_assert((int)LABEL_KINDS <= (int)MARKUP_LABELS, "n_labels has a place for each kind");

typedef bool open_fn(struct markup *markup, struct label *label);
typedef void finish_fn(struct markup *markup, struct label *label, bool terminated);

static open_fn open_url, open_user, open_chat, open_context, open_call;
static finish_fn finish_address, finish_name, finish_plain, finish_image;

static const struct {
    int role;
    open_fn *open;     /* NULL: nothing to look at */
    finish_fn *finish; /* while the label is still the innermost */
} kinds[LABEL_KINDS] = {
    [LABEL_URL] = {ROLE_LINK, open_url, finish_address},
    [LABEL_USER] = {ROLE_MENTION, open_user, finish_name},
    [LABEL_CHAT] = {ROLE_MENTION, open_chat, finish_name},
    [LABEL_CONTEXT] = {ROLE_MENTION, open_context, finish_plain},
    [LABEL_CALL] = {ROLE_LINK, open_call, finish_address},
    [LABEL_BUTTON_PUT] = {ROLE_BUTTON, NULL, finish_plain},
    [LABEL_BUTTON_SEND] = {ROLE_BUTTON, NULL, finish_plain},
    [LABEL_IMAGE] = {-1, NULL, finish_image},
};

bool label_open(struct markup *markup, int kind, struct piece arg)
{
    struct label label = {.kind = (enum label_kind)kind,
                          .role = kinds[kind].role,
                          .start = markup->out->text.size,
                          .n_links = markup->out->links.n,
                          .id = -1,
                          .arg = arg};

    if (kinds[kind].open && !kinds[kind].open(markup, &label))
        return false;
    markup->captures |= label.captures;
    vec_push(&markup->labels, label);
    markup->n_labels[kind]++;
    markup_restyle(markup);
    return true;
}

static void pop(struct markup *markup, bool terminated)
{
    struct label *top = &markup->labels.at[markup->labels.n - 1];

    if (!top->refused)
        kinds[top->kind].finish(markup, top, terminated);
    if (top->captures)
        markup->captures = false;
    markup->n_labels[top->kind]--;
    markup->labels.n--;
    markup_restyle(markup);
}

void label_refuse(struct markup *markup, int kind)
{
    const struct label *top = markup->labels.n ? &markup->labels.at[markup->labels.n - 1] : NULL;
    struct label label = {.kind = (enum label_kind)kind,
                          .refused = true,
                          .role = top ? top->role : -1,
                          .link = top ? top->link : 0,
                          .start = markup->out->text.size,
                          .id = -1};

    vec_push(&markup->labels, label);
    markup->n_labels[kind]++;
}

bool label_is_refused(struct markup *markup, int kind)
{
    size_t i = markup->labels.n;

    if (markup->n_labels[kind] == 0)
        return false;
    while (markup->labels.at[i - 1].kind != (enum label_kind)kind)
        i--;
    if (!markup->labels.at[i - 1].refused)
        return false;
    markup_flush(markup);
    label_close(markup, kind);
    return true;
}

void label_close(struct markup *markup, int kind)
{
    bool found = markup->n_labels[kind] == 0;

    while (!found) {
        found = markup->labels.at[markup->labels.n - 1].kind == (enum label_kind)kind;
        pop(markup, found);
    }
}

void label_close_all(struct markup *markup)
{
    while (markup->labels.n != 0)
        pop(markup, false);
}

/* --- what a link leads to ------------------------------------------------- */

static void add_link(struct markup *markup, struct label *label, enum link_kind kind,
                     struct piece target)
{
    label->link = rich_link(markup->out, kind, target.text, target.size);
}

static struct piece unquoted(struct piece arg)
{
    arg = piece_trim(arg);
    if (arg.size >= 2 && strchr("\"'", arg.text[0]) && arg.text[arg.size - 1] == arg.text[0])
        return (struct piece){arg.text + 1, arg.size - 2};
    return arg;
}

/* Without an argument the text will be the target. Only one label at a time waits for its text:
 * nested ones would each copy the same bytes. */
static bool await_text(struct markup *markup, struct label *label, enum link_kind kind)
{
    if (markup->captures) {
        label->link = markup->link;
        return true;
    }
    label->captures = true;
    add_link(markup, label, kind, (struct piece){"", 0});
    return true;
}

static bool open_url(struct markup *markup, struct label *label)
{
    struct piece id;

    if (label->arg.size == 0)
        return await_text(markup, label, LINK_URL);
    label->arg = unquoted(label->arg);
    if (bare_is_session(label->arg, &id))
        add_link(markup, label, LINK_SESSION, id);
    else
        add_link(markup, label, LINK_URL, label->arg);
    return true;
}

static bool open_call(struct markup *markup, struct label *label)
{
    if (label->arg.size == 0)
        return await_text(markup, label, LINK_PHONE);
    for (size_t i = 0; i < label->arg.size; i++)
        if (!strchr("-+0123456789()./# ", label->arg.text[i]) || label->arg.text[i] == '\0')
            return false;
    add_link(markup, label, LINK_PHONE, label->arg);
    return true;
}

/* "5", "5 REPLACE" or "all"; 0 is nobody: only the text is shown. */
static bool open_user(struct markup *markup, struct label *label)
{
    struct piece rest = label->arg, id;

    if (piece_starts(rest, "all")) {
        id = (struct piece){rest.text, 3};
        rest = piece_from(rest, 3);
    } else {
        if (!piece_take_number(&rest, &label->id))
            return false;
        id = (struct piece){label->arg.text, label->arg.size - rest.size};
    }
    if (rest.size != 0 && *rest.text != ' ')
        return false;
    label->replace = piece_starts(piece_trim(rest), "replace");
    label->arg = id;
    if (label->id == 0)
        label->role = -1;
    else
        add_link(markup, label, LINK_USER, id);
    return true;
}

/* "12", or "imol|903": the history of a session. */
static bool open_chat(struct markup *markup, struct label *label)
{
    bool session = piece_starts(label->arg, "imol|");
    struct piece id = piece_from(label->arg, session ? 5 : 0), rest = id;
    int64_t number;

    if (!piece_take_number(&rest, &number) || rest.size != 0)
        return false;
    if (!session)
        label->id = number;
    label->arg = id;
    add_link(markup, label, session ? LINK_SESSION : LINK_CHAT, id);
    return true;
}

static bool open_context(struct markup *markup, struct label *label)
{
    if (!memchr(label->arg.text, '/', label->arg.size))
        return false;
    add_link(markup, label, LINK_MESSAGE, label->arg);
    return true;
}

/* --- when a label ends ---------------------------------------------------- */

static struct piece text_of(const struct markup *markup, const struct label *label)
{
    const struct str *text = &markup->out->text;

    return (struct piece){str_text(text) + label->start, text->size - label->start};
}

/* Takes back what the label's text added to out. */
static void cut_text(struct markup *markup, const struct label *label)
{
    struct rich *out = markup->out;
    size_t keep_links = label->n_links + (label->link != 0);

    str_cut(&out->text, label->start);
    while (out->spans.n != 0 && out->spans.at[out->spans.n - 1].start >= label->start)
        out->spans.n--;
    if (out->spans.n != 0 && out->spans.at[out->spans.n - 1].end > label->start)
        out->spans.at[out->spans.n - 1].end = (uint32_t)label->start;
    while (out->links.n > keep_links)
        free(out->links.at[--out->links.n].target);
}

static struct piece first_word(struct piece piece)
{
    size_t n = 0;

    piece = piece_trim(piece);
    while (n < piece.size && (unsigned char)piece.text[n] > ' ')
        n++;
    return (struct piece){piece.text, n};
}

static void set_target(struct markup *markup, const struct label *label, struct piece target)
{
    struct link *link = &markup->out->links.at[label->link - 1];
    struct piece id;

    if (link->kind == LINK_URL && bare_is_session(target, &id)) {
        link->kind = LINK_SESSION;
        target = id;
    }
    free(link->target);
    link->target = mem_copy(target.text, target.size);
}

static void finish_plain(struct markup *markup, struct label *label, bool terminated)
{
    (void)terminated;
    if (text_of(markup, label).size == 0)
        markup_put(markup, label->arg);
}

static void finish_address(struct markup *markup, struct label *label, bool terminated)
{
    struct piece text = text_of(markup, label);

    if (!label->captures)
        finish_plain(markup, label, terminated);
    else if (text.size == 0)
        cut_text(markup, &(struct label){.start = label->start, .n_links = label->n_links});
    else
        set_target(markup, label, terminated ? piece_trim(text) : first_word(text));
}

static struct piece known_name(const struct markup *markup, const struct label *label)
{
    const struct bbcode_names *names = markup->names;
    const char *name = NULL;
    size_t size;

    if (names && label->id > 0 && label->kind == LABEL_USER && names->user)
        name = names->user(names->self, label->id);
    if (names && label->id > 0 && label->kind == LABEL_CHAT && names->chat)
        name = names->chat(names->self, label->id);
    size = name ? strlen(name) : 0;
    if (size > NAME_SIZE)
        for (size = NAME_SIZE; size != 0 && (name[size] & 0xc0) == 0x80;)
            size--;
    return (struct piece){name, size};
}

static void put_number(struct markup *markup, const struct label *label)
{
    enum link_kind kind = markup->out->links.at[label->link - 1].kind;
    const char *word = kind == LINK_USER ? _("User") : kind == LINK_CHAT ? _("Chat") : _("Session");

    markup_put(markup, (struct piece){word, strlen(word)});
    markup_put(markup, (struct piece){" ", 1});
    markup_put(markup, label->arg);
}

/* A text that was not terminated may be anything: only the beginning of the name is replaced. */
/* A name stands on one line, whatever is in it. */
static void put_name(struct markup *markup, struct piece name)
{
    while (name.size) {
        const char *end = memchr(name.text, '\n', name.size);
        size_t size = end ? (size_t)(end - name.text) : name.size;

        markup_put(markup, (struct piece){name.text, size});
        if (end)
            markup_put(markup, (struct piece){" ", 1});
        size += end != NULL;
        name.text += size;
        name.size -= size;
    }
}

static void finish_name(struct markup *markup, struct label *label, bool terminated)
{
    struct piece text = text_of(markup, label), name = known_name(markup, label);
    bool begun = text.size <= name.size && text.size != 0 &&
                 memcmp(name.text, text.text, text.size) == 0;

    if (label->id == 0 || (text.size != 0 && !label->replace))
        return;
    if (text.size == 0 && name.size == 0) {
        if (label->kind == LABEL_USER && label->id < 0)
            markup_put(markup, label->arg);
        else
            put_number(markup, label);
    } else if (name.size != 0 && (terminated || begun || text.size == 0)) {
        cut_text(markup, label);
        put_name(markup, name);
    }
}

static void finish_image(struct markup *markup, struct label *label, bool terminated)
{
    static const char word[] = "[image]";
    struct style style = markup->style;
    char *address;
    struct piece target;
    uint32_t link = 0;

    if (!terminated)
        return;
    target = piece_trim(text_of(markup, label));
    address = mem_copy(target.text, target.size);
    cut_text(markup, label);
    if (target.size != 0)
        link = rich_link(markup->out, LINK_URL, address, target.size);
    style.role = ROLE_LINK;
    rich_add(markup->out, word, sizeof word - 1, style, link);
    free(address);
}
