/* SPDX-License-Identifier: MIT */
/*
 * Runs a program in a terminal of its own and compares what is on the screen.
 *
 *   driver [-u] PROGRAM CASE             run a case; -u writes what it expects
 *   driver -p [-s WxH] [-k KEYS]... [-e K=V]... [-svg FILE [-light]] PROGRAM [--] ARGS...
 *
 * A case is a folder; README.md beside this file says what is in it.
 */
#define _GNU_SOURCE
#include "shot.h"
#include "terminal.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 256, LINE_SIZE = 4096 };

/* What is run: command and environment, and the folder of the case. */
struct run {
    struct terminal terminal;
    char *command[WORDS], *environment[WORDS];
    int n_command, n_environment;
    int columns, rows;
    char home[64];
    const char *folder;
    bool writes; /* expect files instead of comparing */
    int failures;
};

static void add_word(char **words, int *n, const char *word)
{
    if (*n == WORDS - 1)
        errx(2, "more than %d words", WORDS - 2);
    words[(*n)++] = strdup(word);
    words[*n] = NULL;
}

/* A later K=V replaces an earlier one; a name alone takes it away. */
static void set_environment(struct run *run, const char *pair)
{
    size_t name = strcspn(pair, "=");
    for (int i = 0; i < run->n_environment; i++)
        if (strncmp(run->environment[i], pair, name) == 0 && run->environment[i][name] == '=') {
            free(run->environment[i]);
            run->environment[i] = run->environment[--run->n_environment];
            run->environment[run->n_environment] = NULL;
            break;
        }
    if (pair[name] == '=')
        add_word(run->environment, &run->n_environment, pair);
}

static void keep_environment(struct run *run, const char *name)
{
    const char *value = getenv(name);
    char pair[LINE_SIZE];
    if (value == NULL)
        return;
    snprintf(pair, sizeof pair, "%s=%s", name, value);
    set_environment(run, pair);
}

static void pin_environment(struct run *run)
{
    static const char *const kept[] = {"PATH",         "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                       "LSAN_OPTIONS", "GCOV_PREFIX",  "LLVM_PROFILE_FILE",
                                       "IMOLOG_WEBHOOK", "XDG_DATA_HOME", "XDG_CONFIG_HOME"};
    static const char *const pinned[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC",
                                         "IMOLOG_NOW=1780000000"};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        keep_environment(run, kept[i]);
    for (size_t i = 0; i < sizeof pinned / sizeof pinned[0]; i++)
        set_environment(run, pinned[i]);
    char pair[80];
    strcpy(run->home, "/tmp/imolog-screen-XXXXXX");
    if (mkdtemp(run->home) == NULL)
        err(2, "%s", run->home);
    snprintf(pair, sizeof pair, "HOME=%s", run->home);
    set_environment(run, pair);
}

static void call(const char *const command[])
{
    pid_t pid = fork();
    if (pid == 0) {
        execvp(command[0], (char *const *)command);
        _exit(127);
    }
    waitpid(pid, NULL, 0);
}

/* A file of the case, or NULL. */
static FILE *open_file(const struct run *run, const char *name, const char *mode)
{
    char path[LINE_SIZE];
    snprintf(path, sizeof path, "%s/%s", run->folder, name);
    return fopen(path, mode);
}

static bool read_line(FILE *file, char line[LINE_SIZE])
{
    if (fgets(line, LINE_SIZE, file) == NULL)
        return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

/* The case's lines are saved answers: the program keeps them in an archive of HOME. */
static void make_archive(struct run *run, FILE *files)
{
    char line[LINE_SIZE], place[128];
    char *command[WORDS] = {run->command[0]};
    int n = 1;
    snprintf(place, sizeof place, "--archive=%s/.local/share/imolog/demo.db", run->home);
    set_environment(run, "XDG_DATA_HOME");
    add_word(command, &n, "sync");
    add_word(command, &n, place);
    while (read_line(files, line))
        add_word(command, &n, line);
    fclose(files);
    pid_t pid = fork();
    if (pid == 0) {
        if (freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr))
            execve(command[0], command, run->environment);
        _exit(127);
    }
    waitpid(pid, NULL, 0);
    while (n > 1)
        free(command[--n]);
}

static void read_size(struct run *run, const char *text)
{
    if (sscanf(text, "%dx%d", &run->columns, &run->rows) != 2 || run->columns < 1 || run->rows < 1)
        errx(2, "%s: not a size as 100x30", text);
}

static void read_case(struct run *run)
{
    char line[LINE_SIZE];
    FILE *file = open_file(run, "args", "r");
    if (file == NULL)
        err(2, "%s/args", run->folder);
    while (read_line(file, line))
        add_word(run->command, &run->n_command, line);
    fclose(file);
    if ((file = open_file(run, "size", "r")) != NULL) {
        if (read_line(file, line))
            read_size(run, line);
        fclose(file);
    }
    if ((file = open_file(run, "env", "r")) != NULL) {
        while (read_line(file, line))
            if (line[0] != '\0' && line[0] != '#')
                set_environment(run, line);
        fclose(file);
    }
    snprintf(line, sizeof line, "%s/home/.", run->folder);
    if (access(line, R_OK) == 0)
        call((const char *[]){"cp", "-r", line, run->home, NULL});
    if ((file = open_file(run, "archive", "r")) != NULL)
        make_archive(run, file);
}

/* --- keys ----------------------------------------------------------------------------------- */

static const struct key {
    const char *name;
    VTermKey key;
} key_names[] = {
    {"<Up>", VTERM_KEY_UP},        {"<Down>", VTERM_KEY_DOWN},     {"<Left>", VTERM_KEY_LEFT},
    {"<Right>", VTERM_KEY_RIGHT},  {"<PgUp>", VTERM_KEY_PAGEUP},   {"<PgDn>", VTERM_KEY_PAGEDOWN},
    {"<Home>", VTERM_KEY_HOME},    {"<End>", VTERM_KEY_END},       {"<Tab>", VTERM_KEY_TAB},
    {"<Enter>", VTERM_KEY_ENTER},  {"<Esc>", VTERM_KEY_ESCAPE},    {"<Del>", VTERM_KEY_DEL},
    {"<BS>", VTERM_KEY_BACKSPACE}, {"<Ins>", VTERM_KEY_INS},
};

/* The terminal types a named key as its modes say; 0 when there is no such name here. */
static size_t type_named(struct terminal *terminal, const char *text)
{
    int number, size = 0;
    for (size_t i = 0; i < sizeof key_names / sizeof key_names[0]; i++)
        if (strncmp(text, key_names[i].name, strlen(key_names[i].name)) == 0) {
            vterm_keyboard_key(terminal->vt, key_names[i].key, VTERM_MOD_NONE);
            return strlen(key_names[i].name);
        }
    if (strncmp(text, "<Space>", 7) == 0) {
        vterm_keyboard_unichar(terminal->vt, ' ', VTERM_MOD_NONE);
        return 7;
    }
    if (sscanf(text, "<F%2d>%n", &number, &size) == 1 && size > 0 && number >= 1 && number <= 12)
        vterm_keyboard_key(terminal->vt, (VTermKey)VTERM_KEY_FUNCTION(number), VTERM_MOD_NONE);
    return size > 0 ? (size_t)size : 0;
}

/* One character, perhaps written as an escape; gives the bytes of text it took. */
static size_t read_escape(const char *text, char *byte)
{
    static const char names[] = "ertnabf0\\", values[] = "\033\r\t\n\a\b\f\0\\";
    *byte = text[0];
    if (text[0] != '\\' || text[1] == '\0')
        return 1;
    if (text[1] == 'x') {
        char digits[3] = {text[2], text[2] ? text[3] : '\0', '\0'};
        *byte = (char)strtol(digits, NULL, 16);
        return 2 + strlen(digits);
    }
    const char *found = strchr(names, text[1]);
    *byte = found ? values[found - names] : text[1];
    return 2;
}

/* All keys of the line at once. */
static void type_line(struct terminal *terminal, const char *line)
{
    while (*line != '\0') {
        size_t named = *line == '<' ? type_named(terminal, line) : 0;
        line += named;
        if (named == 0 && terminal->n_out < sizeof terminal->out)
            line += read_escape(line, &terminal->out[terminal->n_out++]);
        else if (named == 0)
            break;
    }
    size_t size = terminal->n_out;
    terminal->n_out = 0;
    terminal_send(terminal, terminal->out, size);
}

/* --- comparing ------------------------------------------------------------------------------ */

static char *next_line(char **text)
{
    char *line = *text;
    if (line == NULL || *line == '\0')
        return NULL;
    char *end = strchr(line, '\n');
    *text = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return line;
}

static void name_line(const struct run *run, int number, char name[64])
{
    int rows = run->terminal.rows;
    if (number < rows)
        snprintf(name, 64, "row %d", number);
    else if (number > rows && number <= 2 * rows)
        snprintf(name, 64, "styles of row %d", number - rows - 1);
    else
        snprintf(name, 64, "legend");
}

/* Tells the lines that differ; takes both texts apart. */
static bool compare(const struct run *run, char *expected, char *got)
{
    bool is_same = true;
    for (int number = 0;; number++) {
        char *want = next_line(&expected), *have = next_line(&got), name[64];
        if (want == NULL && have == NULL)
            return is_same;
        if (want && have && strcmp(want, have) == 0)
            continue;
        name_line(run, number, name);
        printf("%s:\n  expected |%s\n  got      |%s\n", name, want ? want : "(no line)",
               have ? have : "(no line)");
        is_same = false;
    }
}

static char *read_whole(FILE *file)
{
    char *text = NULL;
    size_t size = 0;
    if (getdelim(&text, &size, '\0', file) < 0 && text)
        text[0] = '\0';
    return text ? text : strdup("");
}

static char *take_shot(struct run *run)
{
    char *text = NULL;
    size_t size;
    FILE *memory = open_memstream(&text, &size);
    shot_write(&run->terminal, memory);
    fclose(memory);
    return text;
}

static void check_screen(struct run *run, const char *name)
{
    FILE *file = open_file(run, name, run->writes ? "w" : "r");
    if (file == NULL) {
        printf("%s/%s: cannot open; driver -u writes it\n", run->folder, name);
        run->failures++;
        return;
    }
    if (run->writes) {
        shot_write(&run->terminal, file);
        fclose(file);
        return;
    }
    char *expected = read_whole(file), *got = take_shot(run);
    fclose(file);
    if (!compare(run, expected, got)) {
        printf("%s/%s: the screen differs\n", run->folder, name);
        run->failures++;
    }
    free(expected);
    free(got);
}

/* --- running -------------------------------------------------------------------------------- */

static void tell_status(int status)
{
    if (WIFSIGNALED(status))
        printf("the program was killed by signal %d (%s)\n", WTERMSIG(status),
               strsignal(WTERMSIG(status)));
    else
        printf("the program ended with status %d\n", WEXITSTATUS(status));
}

static bool give_up(struct run *run, const char *where, const char *why)
{
    printf("%s: at “%s”: %s; the screen:\n", run->folder ? run->folder : "imolog", where, why);
    shot_write_text(&run->terminal, stdout);
    run->failures++;
    return false;
}

static bool settle(struct run *run, const char *where)
{
    switch (terminal_settle(&run->terminal)) {
    case SETTLED:
        return true;
    case SETTLED_NEVER:
        return give_up(run, where, "not quiet within 30 seconds");
    case SETTLED_ENDED:
        tell_status(run->terminal.status);
        return give_up(run, where, "the program is gone");
    }
    return false;
}

static bool expect_exit(struct run *run, const char *line, int status)
{
    struct terminal *terminal = &run->terminal;
    if (!terminal_wait(terminal))
        return give_up(run, line, "still running after 30 seconds");
    if (!WIFEXITED(terminal->status) || WEXITSTATUS(terminal->status) != status) {
        tell_status(terminal->status);
        return give_up(run, line, "another end was expected");
    }
    const char *wrong = terminal_left_wrong(terminal);
    return wrong ? give_up(run, line, wrong) : true;
}

/* Painted anew, the screen must be what it was. */
static bool check_fresh(struct run *run, const char *line)
{
    char *before = take_shot(run);
    type_line(&run->terminal, "\\x0c");
    bool runs = settle(run, line);
    char *after = runs ? take_shot(run) : strdup("");
    if (runs && !compare(run, after, before)) {
        printf("%s: the screen is not what it is when painted anew\n", run->folder);
        run->failures++;
    }
    free(before);
    free(after);
    return runs;
}

static bool shows(struct run *run, const char *words)
{
    char *text = NULL;
    size_t size;
    FILE *memory = open_memstream(&text, &size);
    shot_write_text(&run->terminal, memory);
    fclose(memory);
    bool found = strstr(text, words) != NULL;
    free(text);
    return found;
}

/* What comes over a network comes when the program was quiet already. */
static bool wait_for(struct run *run, const char *line, const char *words)
{
    enum { PAUSE_US = 20 * 1000, PAUSES = 500 };
    for (int i = 0; i < PAUSES; i++) {
        if (!settle(run, line))
            return false;
        if (shows(run, words))
            return true;
        usleep(PAUSE_US);
    }
    return give_up(run, line, "not on the screen within 10 seconds");
}

/* One size after the other, without waiting. */
static void resize(struct run *run, const char *sizes)
{
    int columns, rows, used;
    while (sscanf(sizes, " %dx%d%n", &columns, &rows, &used) == 2) {
        terminal_resize(&run->terminal, columns, rows);
        sizes += used;
    }
}

/* next: the line after this one, so that no quiet is awaited before an end. */
static bool run_step(struct run *run, const char *line, const char *next)
{
    char name[64];
    int status, end = 0;
    if (sscanf(line, ":exit %d%n", &status, &end) == 1 && line[end] == '\0')
        return expect_exit(run, line, status);
    if (sscanf(line, ":expect %63s", name) == 1) {
        check_screen(run, name);
        return true;
    }
    if (strcmp(line, ":fresh") == 0)
        return check_fresh(run, line);
    if (strncmp(line, ":wait ", 6) == 0)
        return wait_for(run, line, line + 6);
    if (strncmp(line, ":resize ", 8) == 0)
        resize(run, line + 8);
    else
        type_line(&run->terminal, line);
    return (next && strncmp(next, ":exit ", 6) == 0) || settle(run, line);
}

static bool is_comment(const char *line)
{
    return line[0] == '\0' || strncmp(line, "# ", 2) == 0;
}

static bool run_steps(struct run *run, char *text)
{
    char *line = next_line(&text);
    if ((line == NULL || strncmp(line, ":exit ", 6) != 0) && !settle(run, "start"))
        return false;
    while (line != NULL) {
        char *next = next_line(&text);
        while (next != NULL && is_comment(next))
            next = next_line(&text);
        if (!is_comment(line) && !run_step(run, line, next))
            return false;
        line = next;
    }
    return true;
}

static void start(struct run *run)
{
    terminal_start(&run->terminal, run->command, run->environment, run->columns, run->rows);
}

static void finish(struct run *run)
{
    terminal_stop(&run->terminal);
    call((const char *[]){"rm", "-rf", run->home, NULL});
}

static int run_case(struct run *run)
{
    read_case(run);
    FILE *file = open_file(run, "keys", "r");
    char *keys = file ? read_whole(file) : strdup("");
    if (file)
        fclose(file);
    start(run);
    if (run_steps(run, keys))
        check_screen(run, "expect");
    finish(run);
    free(keys);
    return run->failures > 0;
}

/* --- pictures ------------------------------------------------------------------------------- */

struct picture {
    const char *steps[WORDS];
    int n_steps;
    const char *svg;
    bool is_light;
};

static int show(struct run *run, const struct picture *picture)
{
    start(run);
    bool runs = settle(run, "start");
    for (int i = 0; runs && i < picture->n_steps; i++)
        runs = run_step(run, picture->steps[i], NULL);
    if (runs && picture->svg) {
        FILE *file = fopen(picture->svg, "w");
        if (file == NULL)
            err(2, "%s", picture->svg);
        shot_write_svg(&run->terminal, picture->is_light, file);
        fclose(file);
    } else if (runs) {
        shot_write_text(&run->terminal, stdout);
    }
    finish(run);
    return !runs;
}

static int usage(void)
{
    fputs("usage: driver [-u] PROGRAM CASE\n"
          "       driver -p [-s WxH] [-k KEYS]... [-e K=V]... [-svg FILE [-light]] PROGRAM [--] "
          "ARGS...\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static struct run run = {.columns = 100, .rows = 30};
    static struct picture picture;
    bool shows = false;
    int i = 1;
    pin_environment(&run);
    for (; i < argc && argv[i][0] == '-'; i++) {
        const char *option = argv[i];
        if (strcmp(option, "-u") == 0)
            run.writes = true;
        else if (strcmp(option, "-p") == 0)
            shows = true;
        else if (strcmp(option, "-light") == 0)
            picture.is_light = true;
        else if (i + 1 == argc)
            return usage();
        else if (strcmp(option, "-s") == 0)
            read_size(&run, argv[++i]);
        else if (strcmp(option, "-k") == 0 && picture.n_steps < WORDS)
            picture.steps[picture.n_steps++] = argv[++i];
        else if (strcmp(option, "-e") == 0)
            set_environment(&run, argv[++i]);
        else if (strcmp(option, "-svg") == 0)
            picture.svg = argv[++i];
        else
            return usage();
    }
    if (i == argc || (!shows && i + 2 != argc))
        return usage();
    add_word(run.command, &run.n_command, argv[i++]);
    if (!shows) {
        run.folder = argv[i];
        return run_case(&run);
    }
    for (i += i < argc && strcmp(argv[i], "--") == 0; i < argc; i++)
        add_word(run.command, &run.n_command, argv[i]);
    return show(&run, &picture);
}
