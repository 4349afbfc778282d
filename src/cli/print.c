/* SPDX-License-Identifier: MIT */
#include "cli/print.h"
#include "base/path.h"
#include "base/words.h"
#include "cli/load.h"
#include "cli/nearest.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "ui/theme.h"

#include <errno.h>
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

/* Standard output, or the file of -o. */
struct output {
    struct path_new file;
    FILE *stream;
};

static bool output_open(struct output *output, const struct options *options, struct error *error)
{
    *output = (struct output){.stream = stdout};
    if (!options->output || strcmp(options->output, "-") == 0)
        return true;
    if (!path_new_open(&output->file, options->output, options->force, error))
        return false;
    output->stream = output->file.stream;
    return true;
}

static void output_drop(struct output *output)
{
    if (output->file.stream)
        path_new_drop(&output->file);
}

static bool output_close(struct output *output, const struct options *options, bool written,
                         struct error *error)
{
    int why = errno;

    if (written)
        return !output->file.stream || path_new_keep(&output->file, error);
    output_drop(output);
    return error_set(error, ERROR_FAILED, _("%s cannot be written: %s"),
                     options->output ? options->output : _("standard output"), strerror(why));
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

static int write_document(const struct load *load, const struct call *call,
                          const struct format *format, struct output *output,
                          struct painter *painter)
{
    const struct options *options = &call->options;
    struct document document = {
        .look = load_look(load, options),
        .filter = load_filter(options),
        .width = options->width ? options->width : surroundings_width(),
        .paint = paint,
        .painter = painter,
    };
    struct written written;
    struct error error = {0};

    document.ascii = options->ascii || (document.look.ascii && isatty(fileno(output->stream)));
    if (!load_has(load, &document.filter, &error) && error.kind != ERROR_NONE) {
        output_drop(output);
        return say_error(&error);
    }
    if (output_close(output, options, document_write(&document, format, output->stream, &written),
                     &error))
        return ERROR_NONE;
    return say_error(&error);
}

int print_document(const struct call *call, const struct format *const *formats,
                   const char *otherwise)
{
    const struct options *options = &call->options;
    const char *name = options->format ? options->format : otherwise;
    const struct format *format = format_find(formats, name);
    struct painter painter = {.n_colors = n_colors(options)};
    struct output output;
    struct error error;
    struct load load;
    int code;

    if (!format && !unknown_format(formats, name, &error))
        return say_error(&error);
    painter.theme = theme_open(options->theme, &error);
    if (!painter.theme)
        return say_error(&error);
    config_paint(call->config, painter.theme);
    if (!output_open(&output, options, &error)) {
        code = say_error(&error);
    } else if (!load_open(&load, call, &code)) {
        output_drop(&output);
    } else {
        code = load_close(&load, write_document(&load, call, format, &output, &painter));
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
