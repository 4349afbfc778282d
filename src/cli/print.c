/* SPDX-License-Identifier: MIT */
#include "cli/print.h"
#include "base/words.h"
#include "cli/load.h"
#include "cli/nearest.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "export/redacted.h"
#include "ui/theme.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* --- colours ------------------------------------------------------------------------------- */

struct painter {
    struct theme *theme;
    int n_colors;
};

static void paint(void *self, struct style style, struct str *out)
{
    const struct painter *painter = self;

    paint_add_sgr(out, theme_paint(painter->theme, style, painter->n_colors));
}

/* Who asks for ansi gets colour, unless the options or NO_COLOR say no. */
static int n_colors(const struct options *options)
{
    const char *none = getenv("NO_COLOR");

    if (options->color == COLOR_NEVER)
        return 0;
    if (options->color == COLOR_AUTO && none && *none)
        return 0;
    return surroundings_n_colors();
}

/* --- where to ------------------------------------------------------------------------------ */

static bool to_stdout(const struct options *options)
{
    return !options->output || strcmp(options->output, "-") == 0;
}

static bool open_outlet(struct outlet *outlet, const struct options *options, struct error *error)
{
    *outlet = (struct outlet){.path = options->output, .force = options->force};
    if (options->split && !split_parse(options->split, &outlet->split, error))
        return false;
    if (to_stdout(options) && options->split)
        return error_set(error, ERROR_USAGE, _("--split needs --output=FILE: it makes several"));
    return to_stdout(options) || outlet_open(outlet, error);
}

static bool write_stdout(const struct document *document, const struct format *format,
                         struct written *written, struct error *error)
{
    return document_write(document, format, stdout, written) ||
           error_set(error, ERROR_FAILED, _("%s cannot be written: %s"), _("standard output"),
                     strerror(errno));
}

/* --- the document -------------------------------------------------------------------------- */

static const struct format *unknown_format(const struct format *const *formats, const char *name,
                                           struct error *error)
{
    struct nearest nearest;
    struct str names = {0};

    nearest_init(&nearest, name);
    for (; *formats; formats++) {
        nearest_try(&nearest, (*formats)->name);
        str_addf(&names, "%s%s", names.size ? ", " : "", (*formats)->name);
    }
    if (nearest_found(&nearest))
        error_set(error, ERROR_USAGE, _("there is no format \"%s\"; the nearest is %s (of %s)"),
                  name, nearest_found(&nearest), str_text(&names));
    else
        error_set(error, ERROR_USAGE, _("there is no format \"%s\"; there are %s"), name,
                  str_text(&names));
    str_release(&names);
    return NULL;
}

/* --- what is redacted ---------------------------------------------------------------------- */

static void say_doubt(const struct redact_doubt *doubt)
{
    struct str place = {0};

    str_addf(&place, "chat %" PRId64, doubt->chat);
    if (doubt->session)
        str_addf(&place, ", session %" PRId64, doubt->session);
    if (doubt->message)
        str_addf(&place, ", message %" PRId64, doubt->message);
    say("%s: %s", str_text(&place), _(redact_why_words[doubt->why]));
    str_release(&place);
}

/* With --strict a doubt is a reason to print nothing; the places are said, the values never. */
static bool is_too_doubtful(const struct document *document, const struct options *options)
{
    enum { SAID = 20 };
    const struct redact *redact = store_redaction(document->look.store);
    size_t n;

    if (!redact || !options->strict)
        return false;
    redacted_read(document);
    n = redact_n_doubts(redact);
    for (size_t i = 0; i < n && i < SAID; i++)
        say_doubt(redact_doubt_at(redact, i));
    if (n > SAID)
        say(ngettext("and %zu place more", "and %zu places more", n - SAID), n - SAID);
    if (n)
        say(_("nothing was printed: look at these places, or leave out --strict"));
    return n != 0;
}

static void say_redaction(const struct store *store)
{
    struct str sentence = {0};
    size_t n = store_redaction(store) ? redact_n_doubts(store_redaction(store)) : 0;

    if (redacted_add_sentence(store, &sentence))
        say("%s", str_text(&sentence));
    if (n)
        say(ngettext("%zu place is doubtful: --strict says where, and prints nothing",
                     "%zu places are doubtful: --strict says where, and prints nothing", n),
            n);
    str_release(&sentence);
}

static int write_document(struct load *load, const struct call *call,
                          const struct format *format, struct outlet *outlet,
                          struct painter *painter)
{
    const struct options *options = &call->options;
    struct document document = {
        .look = load_look(load, options),
        .filter = load_filter(options),
        .width = options->width ? options->width : surroundings_width(),
        .paint = paint,
        .painter = painter,
        .csv_raw = options->csv_raw,
        .csv_bom = options->csv_bom,
        .goes_on = load_goes_on,
        .watcher = load,
    };
    bool is_stdout = to_stdout(options), done;
    struct written written = {0};
    struct error error = {0};

    document.filter.messages = call->messages;
    document.filter.n_messages = call->n_messages;
    document.filter.chats = call->chats;
    document.filter.n_chats = call->n_chats;
    document.ascii =
        options->ascii || (document.look.ascii && is_stdout && isatty(STDOUT_FILENO));
    if (!load_has(load, &document.filter, &error) && error.kind != ERROR_NONE) {
        outlet_drop(outlet);
        return say_error(&error);
    }
    if (is_too_doubtful(&document, options)) {
        outlet_drop(outlet);
        return ERROR_DAMAGED;
    }
    done = is_stdout ? write_stdout(&document, format, &written, &error)
                     : document_save(&document, format, outlet, &written, &error);
    load->n_damaged += written.n_failed;
    if (!done)
        return say_error(&error);
    say_redaction(load->store);
    return ERROR_NONE;
}

int print_document(const struct call *call, const struct format *const *formats,
                   const char *otherwise)
{
    const struct options *options = &call->options;
    const char *name = options->format ? options->format : otherwise;
    const struct format *format = format_find(formats, name);
    struct painter painter = {.n_colors = n_colors(options)};
    struct outlet outlet;
    struct error error;
    struct load load;
    int code;

    if (!format && !unknown_format(formats, name, &error))
        return say_error(&error);
    painter.theme = theme_open(options->theme, &error);
    if (!painter.theme)
        return say_error(&error);
    config_paint(call->config, painter.theme);
    if (!open_outlet(&outlet, options, &error)) {
        code = say_error(&error);
    } else if (!load_open(&load, call, &code)) {
        outlet_drop(&outlet);
    } else {
        if (load_complete(&load, options, formats == list_formats, &error)) {
            code = write_document(&load, call, format, &outlet, &painter);
        } else {
            outlet_drop(&outlet);
            code = say_error(&error);
        }
        code = load_close(&load, code);
    }
    theme_free(painter.theme);
    return code;
}

/* Colour when the terminal shows it at once; -f decides otherwise. */
int print_run(const struct call *call)
{
    bool to_terminal = !call->options.output && isatty(STDOUT_FILENO);
    bool color = surroundings_want_color(&call->options, to_terminal);

    return print_document(call, document_formats, color ? "ansi" : "text");
}
