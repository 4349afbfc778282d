/* SPDX-License-Identifier: MIT */
/* Completion for a shell, from the tables of the program:  completion bash|zsh|fish >FILE */
#include "base/embed.h"
#include "cli/call.h"
#include "export/document.h"
#include "ui/option.h"

#include <stdio.h>
#include <string.h>

/* --- words ------------------------------------------------------------------------------------ */

/* Every word of a kind, through fn. */
typedef void word_fn(const char *word, const char *help);

static void each_format(word_fn *fn)
{
    for (const struct format *const *format = document_formats; *format; format++)
        fn((*format)->name, (*format)->help);
}

static void each_theme(word_fn *fn)
{
    for (const struct embed *file = embed_files; file->path; file++)
        if (strncmp(file->path, "themes/", 7) == 0) {
            char name[64];

            snprintf(name, sizeof name, "%.*s", (int)strcspn(file->path + 7, "."), file->path + 7);
            fn(name, "");
        }
}

static void each_choice(const char *at, word_fn *fn)
{
    while (*at) {
        char choice[64];
        size_t size = strcspn(at, "|");

        snprintf(choice, sizeof choice, "%.*s", (int)size, at);
        fn(choice, "");
        at += size + (at[size] == '|');
    }
}

static void each_subcommand(word_fn *fn)
{
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        fn(row->name, row->help);
}

/* The values of an option that are known. */
static void each_value(const struct option_row *row, word_fn *fn)
{
    if (option_values(row))
        each_choice(option_values(row), fn);
    else if (row->type == OPTION_THEME)
        each_theme(fn);
    else if (strcmp(row->name, "format") == 0)
        each_format(fn);
}

static bool any;

static void note_any(const char *word, const char *help)
{
    (void)word;
    (void)help;
    any = true;
}

static bool has_values(const struct option_row *row)
{
    any = false;
    each_value(row, note_any);
    return any;
}

/* Text between single quotes; zsh takes [ ] and : in it for its own. */
static void put_quoted(const char *text, const char *special)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            putchar('\\');
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
    }
}

static void put_word(const char *word, const char *help)
{
    (void)help;
    printf("%s%s", any ? " " : "", word);
    any = true;
}

static void put_values(const struct option_row *row)
{
    any = false;
    each_value(row, put_word);
}

/* --- bash ------------------------------------------------------------------------------------- */

static void bash_case(const struct option_row *row)
{
    printf("    --%s", row->name);
    if (row->letter)
        printf(" | -%c", row->letter);
    fputs(")\n        ", stdout);
    if (row->type == OPTION_FILE) {
        fputs("COMPREPLY=($(compgen -f -- \"$word\"))\n", stdout);
    } else {
        fputs("COMPREPLY=($(compgen -W \"", stdout);
        put_values(row);
        fputs("\" -- \"$word\"))\n", stdout);
    }
    fputs("        return\n        ;;\n", stdout);
}

/* Arguments of which nothing is known. */
static void bash_unknown(void)
{
    const char *before = "    ";

    for (const struct option_row *row = option_table; row->name; row++)
        if (row->argument && row->type != OPTION_FILE && !has_values(row)) {
            printf("%s--%s", before, row->name);
            before = " | ";
        }
    fputs(")\n        return\n        ;;\n", stdout);
}

static void bash_options(const struct subcommand *subcommand)
{
    printf("        %s)\n            options=\"", subcommand->name);
    any = false;
    for (const struct option_row *row = option_table; row->name; row++)
        if (row->of & subcommand->options) {
            printf("%s--%s%s", any ? " " : "", row->name, row->argument ? "=" : "");
            any = true;
        }
    fputs("\"\n            break\n            ;;\n", stdout);
}

static void bash(void)
{
    fputs("# bash completion for imolog; made from its tables by make man\n\n_imolog() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before= command options\n"
          "    COMPREPLY=()\n"
          "    [ \"$COMP_CWORD\" -gt 0 ] && before=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    # bash takes the = of --option=value for a word of its own\n"
          "    if [ \"$word\" = = ]; then\n        word=\n"
          "    elif [ \"$before\" = = ]; then\n        before=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n"
          "    case $before in\n", stdout);
    for (const struct option_row *row = option_table; row->name; row++)
        if (row->type == OPTION_FILE || (row->argument && has_values(row)))
            bash_case(row);
    bash_unknown();
    fputs("    esac\n    for command in \"${COMP_WORDS[@]:1}\" browse; do\n"
          "        case $command in\n", stdout);
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        bash_options(row);
    fputs("        esac\n    done\n    case $word in\n    -*)\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null\n"
          "        ;;\n    *)\n        COMPREPLY=($(compgen -f -- \"$word\"))\n"
          "        [ \"$COMP_CWORD\" = 1 ] && COMPREPLY+=($(compgen -W \"", stdout);
    any = false;
    each_subcommand(put_word);
    fputs("\" -- \"$word\"))\n        ;;\n    esac\n}\ncomplete -o filenames -F _imolog imolog\n", stdout);
}

/* --- zsh -------------------------------------------------------------------------------------- */

static void zsh_value(const struct option_row *row)
{
    if (!row->argument) /* no argument, or one that may be left out */
        return;
    putchar(':');
    put_quoted(row->argument, "[]:");
    putchar(':');
    if (row->type == OPTION_FILE) {
        fputs("_files", stdout);
    } else if (has_values(row)) {
        putchar('(');
        put_values(row);
        putchar(')');
    }
}

/* "print|chats" */
static void put_commands(unsigned options, const char *between)
{
    any = false;
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        if (row->options & options) {
            printf("%s%s", any ? between : "", row->name);
            any = true;
        }
}

static void zsh_option(const struct option_row *row)
{
    if (row->of != OPTION_OF_ALL) {
        fputs("[[ $command == (", stdout);
        put_commands(row->of, "|");
        fputs(") ]] && ", stdout);
    }
    fputs("options+=(", stdout);
    if (row->letter)
        printf("'(-%c --%s)'{-%c%s,--%s%s}'[", row->letter, row->name, row->letter,
               row->argument ? "+" : "", row->name, row->argument ? "=" : "");
    else
        printf("'--%s%s[", row->name, row->argument ? "=" : "");
    put_quoted(row->help, "[]:");
    putchar(']');
    zsh_value(row);
    fputs("')\n", stdout);
}

static void zsh_subcommand(const char *word, const char *help)
{
    printf("        '%s:", word);
    put_quoted(help, "[]:");
    fputs("'\n", stdout);
}

static void zsh(void)
{
    fputs("#compdef imolog\n# zsh completion for imolog; made from its tables by make man\n\n"
          "_imolog_first() {\n    local -a commands=(\n", stdout);
    each_subcommand(zsh_subcommand);
    fputs("    )\n    _describe command commands\n    _files\n}\n\n"
          "local command=browse word\nlocal -a options\nfor word in $words[2,-1]; do\n"
          "    case $word in\n    ", stdout);
    put_commands(OPTION_OF_ALL, "|");
    fputs(")\n        command=$word\n        break\n        ;;\n    esac\ndone\n", stdout);
    for (const struct option_row *row = option_table; row->name; row++)
        zsh_option(row);
    fputs("_arguments -s -S $options \\\n    '1:command or source:_imolog_first' \\\n    '*:source:_files'\n", stdout);
}

/* --- fish ------------------------------------------------------------------------------------- */

static void fish_option(const struct option_row *row)
{
    unsigned others = OPTION_OF_ALL & ~row->of;

    fputs("complete -c imolog", stdout);
    if (others) { /* without a command it is the default one's */
        bool is_common = (row->of & OPTION_OF_BROWSE) != 0;

        printf(" -n '%s__fish_seen_subcommand_from ", is_common ? "not " : "");
        put_commands(is_common ? others : row->of, " ");
        putchar('\'');
    }
    printf(" -l %s", row->name);
    if (row->letter)
        printf(" -s %c", row->letter);
    if (row->type == OPTION_FILE)
        fputs(" -rF", stdout);
    else if (row->argument)
        fputs(" -x", stdout);
    if (row->argument && has_values(row)) {
        fputs(" -a '", stdout);
        put_values(row);
        putchar('\'');
    }
    fputs(" -d '", stdout);
    put_quoted(row->help, "");
    fputs("'\n", stdout);
}

static void fish_subcommand(const char *word, const char *help)
{
    printf("complete -c imolog -n __fish_use_subcommand -a %s -d '", word);
    put_quoted(help, "");
    fputs("'\n", stdout);
}

static void fish(void)
{
    fputs("# fish completion for imolog; made from its tables by make man\n\n", stdout);
    each_subcommand(fish_subcommand);
    for (const struct option_row *row = option_table; row->name; row++)
        fish_option(row);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*write)(void);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

    for (size_t i = 0; argc == 2 && i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].name, argv[1]) == 0) {
            shells[i].write();
            return 0;
        }
    fprintf(stderr, "usage: completion bash|zsh|fish\n");
    return 2;
}
