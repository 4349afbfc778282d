/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/run.h"
#include "base/secure.h"
#include "layout/plain.h"
#include "text/utf8.h"
#include "text/wrap.h"
#include "ui/commands.h"
#include "ui/prompt.h"
#include "ui/term.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_refused(struct ui *ui)
{
    struct error error;

    if (!secure_forbids_programs(&error))
        return false;
    ui_tell(ui, "%s", error.text);
    return true;
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

/* All that one key sends. */
static void read_key(void)
{
    char bytes[64];

    if (!came && read(STDIN_FILENO, bytes, sizeof bytes) < 0)
        errno = 0; /* a signal, or the terminal is gone: whoever comes next sees that */
}

/* What a program made of the line settings is undone before and after. Ctrl-C goes back as well;
 * what is to end us does so afterwards. */
static void wait_for_key(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    enum { N = sizeof signals / sizeof *signals };
    struct sigaction note = {.sa_handler = note_signal}, before[N];

    term_repair();
    term_hush();
    came = 0;
    sigemptyset(&note.sa_mask);
    for (int i = 0; i < N; i++)
        sigaction(signals[i], &note, &before[i]);
    printf("%s", _("Press any key to go back."));
    fflush(stdout);
    read_key();
    term_repair();
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
        wait_for_key();
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

/* --- bare ------------------------------------------------------------------------------------ */

static void add_shown(struct ui *ui, size_t piece, struct str *out)
{
    struct piece shown = lens_piece(&ui->lens, piece);
    const struct session *session;
    const struct entry *entry = chat_item(ui_chat(ui), shown.item, &session);
    struct str raw = {0};

    if (shown.kind != PIECE_ITEM || entry_is_gap(entry))
        return;
    plain_add_quoted(&ui->start.look, store_message(ui->start.look.store, session, entry), &raw);
    str_add_text(&raw, "\n\n");
    utf8_clean(out, str_text(&raw), raw.size, UTF8_BODY);
    str_release(&raw);
}

/* As the terminal wraps the lines of it. */
static size_t count_rows(const struct str *text)
{
    struct wrap_rows rows = {0};
    size_t n;

    for (size_t at = 0; at < text->size; at++) {
        size_t size = strcspn(text->text + at, "\n");

        wrap_line(text->text + at, size, term_columns(), WRAP_ANYWHERE, &rows);
        at += size;
    }
    n = rows.n;
    vec_release(&rows);
    return n;
}

/* From the selected message on, which is whole, what the terminal has rows for. */
static void add_screen(struct ui *ui, struct str *out)
{
    size_t room = (size_t)term_rows(), n = 1; /* what is told below */

    for (size_t piece = ui->messages.selected; piece < ui->messages.n && n < room; piece++) {
        struct str text = {0};

        add_shown(ui, piece, &text);
        n += count_rows(&text);
        if (n <= room || out->size == 0)
            str_add(out, str_text(&text), text.size);
        str_release(&text);
    }
}

/* No panes, no wrapping of ours: the terminal's own selection gets clean lines. */
void cmd_bare(struct ui *ui, int count)
{
    struct str text = {0};

    (void)count;
    add_screen(ui, &text);
    ui_leave(ui);
    fwrite(str_text(&text), 1, text.size, stdout);
    wait_for_key();
    ui_return(ui);
    str_release(&text);
}
