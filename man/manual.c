/* SPDX-License-Identifier: MIT */
/* Rewrites what stands between `.\" begin NAME` and `.\" end NAME` of a manual page
 * from the tables of the program:  manual PAGE >NEW_PAGE */
#include "base/embed.h"
#include "base/error.h"
#include "base/path.h"
#include "cli/call.h"
#include "export/document.h"
#include "model/message.h"
#include "model/query.h"
#include "ui/chat_filter.h"
#include "ui/command.h"
#include "ui/config.h"
#include "ui/line.h"
#include "ui/option.h"

#include <stdio.h>
#include <string.h>

static void print_escaped(const char *text)
{
    for (; *text; text++)
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
}

static void print_item(const char *term, const char *text)
{
    fputs(".TP\n.B \\&", stdout);
    print_escaped(term);
    fputs("\n\\&", stdout);
    print_escaped(text);
    putchar('\n');
}

static void print_default(const struct option_row *row)
{
    print_escaped(row->help);
    if (row->otherwise) {
        fputs(" (default: ", stdout);
        print_escaped(row->otherwise);
        putchar(')');
    }
    putchar('\n');
}

/* Whose it is that the default command does not know. */
static void print_whose(const struct option_row *row)
{
    struct str names = {0};

    if (!(row->of & OPTION_OF_BROWSE)) {
        subcommand_add_names(row->of, &names);
        printf("%s: ", str_text(&names));
    }
    str_release(&names);
}

static void print_options(void)
{
    for (const struct option_row *row = option_table; row->name; row++) {
        fputs(".TP\n", stdout);
        if (row->letter)
            printf("\\fB\\-%c\\fR, ", row->letter);
        fputs("\\fB\\-\\-", stdout);
        print_escaped(row->name);
        fputs("\\fR", stdout);
        if (row->choices || row->argument) {
            fputs("=\\fI", stdout);
            print_escaped(row->choices ? row->choices : row->argument);
            fputs("\\fR", stdout);
        }
        fputs("\n\\&", stdout);
        print_whose(row);
        print_default(row);
    }
}

/* The options a configuration may have. */
static void print_settings(void)
{
    for (const struct option_row *row = option_table; row->name; row++) {
        if (!row->in_config)
            continue;
        fputs(".TP\n\\fB", stdout);
        print_escaped(row->name);
        fputs("\\fR = \\fI", stdout);
        print_escaped(row->argument && !row->choices ? row->argument : option_values(row));
        fputs("\\fR\n\\&", stdout);
        print_default(row);
    }
}

static void print_directives(void)
{
    for (const struct config_directive *row = config_directives; row->name; row++) {
        fputs(".TP\n\\fB", stdout);
        print_escaped(row->name);
        fputs("\\fR \\fI", stdout);
        print_escaped(row->usage);
        fputs("\\fR\n\\&", stdout);
        print_escaped(row->help);
        putchar('\n');
    }
}

static void print_contexts(void)
{
    for (int context = 0; context < CONTEXTS; context++)
        print_item(context_names[context], context_titles[context]);
}

/* The commands by name, with the context they belong to. */
static void print_names(void)
{
    for (const struct command *command = command_table; command->name; command++) {
        print_item(command->name, command->help);
        printf("(\\fI%s\\fR: ", context_names[command->context]);
        print_escaped(command->keys);
        fputs(")\n", stdout);
    }
}

static void print_keys(void)
{
    for (int context = 0; context < CONTEXTS; context++) {
        fputs(".SS ", stdout);
        print_escaped(context_titles[context]);
        putchar('\n');
        for (const struct command *command = command_table; command->name; command++)
            if (command->context == (enum context)context) {
                print_item(command->keys, command->help);
                fputs("(\\fI", stdout);
                print_escaped(command->name);
                fputs("\\fR)\n", stdout);
            }
    }
}

static void print_words(void)
{
    for (const struct line_word *word = line_words; word->name; word++)
        print_item(word->name, word->help);
}

static void print_commands(void)
{
    for (const struct subcommand *row = subcommand_table; row->name; row++) {
        fputs(".TP\n\\fBimolog ", stdout);
        print_escaped(row->name);
        fputs("\\fR ", stdout);
        print_escaped(row->usage);
        fputs("\n\\&", stdout);
        print_escaped(row->help);
        putchar('\n');
    }
}

static void print_formats(void)
{
    for (const struct format *const *format = document_formats; *format; format++)
        print_item((*format)->name, (*format)->help);
}

static void print_classes(void)
{
    for (int i = 0; i < CLASS_COUNT; i++) {
        print_item(*class_table[i].glyph ? class_table[i].glyph : "C O B", class_table[i].help);
        fputs("(\\fI", stdout);
        print_escaped(class_table[i].word);
        fputs("\\fR)\n", stdout);
    }
}

static void print_query(void)
{
    for (int kind = 0; kind < QUERY_KIND_COUNT; kind++)
        print_item(query_table[kind].form, query_table[kind].help);
}

static void print_filter(void)
{
    for (const struct chat_filter_row *row = chat_filter_table; row->form; row++)
        print_item(row->form, row->help);
}

static void print_roles(void)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        print_item(role_table[i].name, role_table[i].help);
}

static void print_themes(void)
{
    for (const struct embed *file = embed_files; file->path; file++)
        if (strncmp(file->path, "themes/", 7) == 0) {
            int size = (int)strcspn(file->bytes, "\n");

            printf(".TP\n.B %.*s\n", (int)strcspn(file->path + 7, "."), file->path + 7);
            printf("%.*s\n", size - 2, file->bytes + 2);
        }
}

static const struct {
    const char *name;
    void (*print)(void);
} sections[] = {
    {"options", print_options},   {"keys", print_keys},
    {"commands", print_commands},
    {"words", print_words}, {"formats", print_formats},
    {"classes", print_classes},   {"roles", print_roles},
    {"themes", print_themes},     {"settings", print_settings},
    {"contexts", print_contexts}, {"directives", print_directives},
    {"names", print_names},       {"query", print_query},
    {"filter", print_filter},
};

static bool print_section(const char *line, size_t size)
{
    static const char begin[] = ".\\\" begin ";

    if (size < sizeof begin || memcmp(line, begin, sizeof begin - 1) != 0)
        return false;
    line += sizeof begin - 1;
    size -= sizeof begin - 1;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (strlen(sections[i].name) == size && memcmp(sections[i].name, line, size) == 0) {
            sections[i].print();
            return true;
        }
    fprintf(stderr, "manual: no section %.*s\n", (int)size, line);
    return false;
}

int main(int argc, char **argv)
{
    struct str page = {0};
    struct error error;
    bool skipping = false;

    if (argc != 2 || !path_read(argv[1], &page, &error)) {
        fprintf(stderr, "manual: %s\n", argc == 2 ? error.text : "usage: manual PAGE");
        return 2;
    }
    for (const char *at = page.text; *at;) {
        size_t size = strcspn(at, "\n");

        if (strncmp(at, ".\\\" end ", 8) == 0)
            skipping = false;
        if (!skipping)
            printf("%.*s\n", (int)size, at);
        if (!skipping && print_section(at, size))
            skipping = true;
        at += size + (at[size] == '\n');
    }
    str_release(&page);
    return 0;
}
