/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/run.h"
#include "layout/plain.h"
#include "text/utf8.h"
#include "ui/commands.h"
#include "ui/prompt.h"
#include "ui/term.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_refused(struct ui *ui)
{
    if (ui->start.secure)
        ui_tell(ui, _("not with --secure: no other programs are started, no files written"));
    return ui->start.secure;
}

/* What other programs get is cleaned: they may show it on this terminal. */
static void add_chat(struct ui *ui, struct str *out)
{
    struct str raw = {0};

    plain_add_chat(&ui->start.look, ui_chat(ui), &raw);
    utf8_clean(out, str_text(&raw), raw.size, UTF8_BODY);
    str_release(&raw);
}

static void tell_result(struct ui *ui, bool done, const struct error *error)
{
    ui_return(ui);
    if (!done)
        ui_tell(ui, "%s", error->text);
}

static volatile sig_atomic_t came;

static void note_signal(int signo)
{
    came = signo;
}

static void read_line(void)
{
    char c = 0;

    while (!came && c != '\n')
        if (read(STDIN_FILENO, &c, 1) != 1)
            return;
}

/* What a program made of the line settings is undone first: else Enter may end no line. Ctrl-C
 * goes back as well; what is to end us does so afterwards. */
static void wait_for_enter(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    enum { N = sizeof signals / sizeof *signals };
    struct sigaction note = {.sa_handler = note_signal}, before[N];

    term_repair();
    came = 0;
    sigemptyset(&note.sa_mask);
    for (int i = 0; i < N; i++)
        sigaction(signals[i], &note, &before[i]);
    printf("%s", _("Press Enter to go back."));
    fflush(stdout);
    read_line();
    for (int i = 0; i < N; i++)
        sigaction(signals[i], &before[i], NULL);
    if (came && came != SIGINT)
        raise(came);
}

/* A line a person typed, on the whole terminal, with text as its input or none. */
static void run_line(struct ui *ui, const char *line, const struct str *input)
{
    struct program program = {.mode = RUN_FOREGROUND};
    struct error error;
    bool done;

    if (input) {
        program.input = str_text(input);
        program.input_size = input->size;
    }
    ui_leave(ui);
    done = run_shell(&program, line, &error);
    if (!program.ending)
        wait_for_enter();
    tell_result(ui, done, &error);
}

static void pipe_accepted(struct ui *ui, const char *line)
{
    struct str raw = {0}, text = {0};

    if (!*line)
        return;
    tags_add_text(ui, true, &raw);
    str_add_char(&raw, '\n');
    utf8_clean(&text, str_text(&raw), raw.size, UTF8_BODY);
    run_line(ui, line, &text);
    str_release(&raw);
    str_release(&text);
}

static void shell_accepted(struct ui *ui, const char *line)
{
    run_line(ui, *line ? line : "exec ${SHELL:-sh}", NULL);
}

void cmd_pipe(struct ui *ui, int count)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = "|", .name = "pipe", .accept = pipe_accepted, .history = &history};

    (void)count;
    if (!is_refused(ui))
        prompt_open(ui, &kind, "");
}

void cmd_shell(struct ui *ui, int count)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = "!", .name = "shell", .accept = shell_accepted, .history = &history};

    (void)count;
    if (!is_refused(ui))
        prompt_open(ui, &kind, "");
}

/* The first of the variables that is set, else the last word. */
static const char *wanted(const char *const *names, const char *otherwise)
{
    for (; *names; names++)
        if (getenv(*names) && *getenv(*names))
            return getenv(*names);
    return otherwise;
}

void cmd_pager(struct ui *ui, int count)
{
    static const char *const names[] = {"PAGER", NULL};
    static const char *const less[] = {"LESS=-R", NULL};
    struct program program = {.mode = RUN_FOREGROUND, .environment = getenv("LESS") ? NULL : less};
    struct error error;
    struct str text = {0};
    bool done;

    (void)count;
    if (is_refused(ui))
        return;
    add_chat(ui, &text);
    program.input = str_text(&text);
    program.input_size = text.size;
    ui_leave(ui);
    done = run_shell(&program, wanted(names, "less"), &error);
    tell_result(ui, done, &error);
    str_release(&text);
}

/* A copy in a file of its own, so that nothing that is edited there is mistaken for the dialog. */
static bool write_copy(struct ui *ui, struct str *path, struct error *error)
{
    const char *folder = getenv("TMPDIR");
    struct str text = {0};
    bool done;
    int fd;

    str_addf(path, "%s/imolog-XXXXXX.txt", folder && *folder == '/' ? folder : "/tmp");
    fd = mkstemps(path->text, 4);
    if (fd < 0)
        return error_set(error, ERROR_FAILED, _("no file for the editor can be made in %s"),
                         folder ? folder : "/tmp");
    close(fd);
    add_chat(ui, &text);
    done = path_write(str_text(path), str_text(&text), text.size, true, error);
    str_release(&text);
    return done;
}

void cmd_editor(struct ui *ui, int count)
{
    static const char *const names[] = {"IMOLOG_EDITOR", "VISUAL", "EDITOR", NULL};
    struct program program = {.mode = RUN_FOREGROUND};
    struct error error;
    struct str path = {0}, line = {0};
    bool done;

    (void)count;
    if (is_refused(ui))
        return;
    ui_leave(ui);
    done = write_copy(ui, &path, &error);
    if (done) {
        str_addf(&line, "%s '%s'", wanted(names, "vi"), str_text(&path));
        done = run_shell(&program, str_text(&line), &error);
    }
    unlink(str_text(&path));
    tell_result(ui, done, &error);
    str_release(&path);
    str_release(&line);
}

/* No panes, no wrapping of ours: the terminal's own selection gets clean lines. */
void cmd_bare(struct ui *ui, int count)
{
    struct str text = {0};

    (void)count;
    add_chat(ui, &text);
    ui_leave(ui);
    fwrite(str_text(&text), 1, text.size, stdout);
    wait_for_enter();
    ui_return(ui);
    str_release(&text);
}
