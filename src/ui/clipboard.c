/* SPDX-License-Identifier: MIT */
#include "ui/clipboard.h"
#include "base/path.h"
#include "base/run.h"
#include "base/secure.h"
#include "base/words.h"
#include "text/utf8.h"
#include "ui/osc52.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATIENCE = 2000 }; /* milliseconds for a helper or the terminal */

struct copy {
    struct str text;
    size_t n_characters;
    const char *command;
    int tty;
    struct str file;   /* where it was also written, "" when nowhere */
    struct str failed; /* sentences of the ways that did not work */
    struct str *told;
};

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && *value;
}

static bool is_control(uint32_t code)
{
    return (code < ' ' && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0);
}

static size_t clean(struct str *out, const char *text, size_t size)
{
    size_t n = 0;

    for (size_t at = 0; at < size;) {
        uint32_t code;
        char bytes[4];

        at += utf8_decode(text + at, size - at, &code);
        if (is_control(code))
            continue;
        str_add(out, bytes, utf8_encode(code, bytes));
        n++;
    }
    return n;
}

void clipboard_clean(struct str *out, const char *text, size_t size)
{
    clean(out, text, size);
}

/* --- what is told ---------------------------------------------------------------------------- */

/* how: "through tmux" and the like. */
static bool succeed(struct copy *copy, const char *how)
{
    size_t n = copy->n_characters;

    str_add(copy->told, str_text(&copy->failed), copy->failed.size);
    str_addf(copy->told, ngettext("copied %zu character %s", "copied %zu characters %s", n), n,
             how);
    return true;
}

static bool fail(struct copy *copy, const char *sentence)
{
    str_addf(&copy->failed, "%s; ", sentence);
    return false;
}

static bool give_up(struct copy *copy)
{
    if (copy->file.size) {
        str_add(copy->told, str_text(&copy->failed), copy->failed.size);
        str_addf(copy->told, _("no clipboard, but it is in %s"), copy->file.text);
    } else if (copy->failed.size) {
        str_addf(copy->told, _("not copied: %.*s"), (int)copy->failed.size - 2,
                 copy->failed.text);
    } else {
        str_add_text(copy->told, _("not copied: there is no clipboard here"));
    }
    return false;
}

/* --- the ways -------------------------------------------------------------------------------- */

static bool feed(struct copy *copy, const char *const *argv, struct error *error)
{
    struct program run = {.input = str_text(&copy->text),
                      .input_size = copy->text.size,
                      .time_limit = PATIENCE};

    return argv ? run_program(&run, argv, error) : run_shell(&run, copy->command, error);
}

static bool by_command(struct copy *copy)
{
    struct error error;

    if (!copy->command || !*copy->command)
        return false;
    return feed(copy, NULL, &error) ? succeed(copy, _("by clipboard_command"))
                                    : fail(copy, error.text);
}

static bool by_tmux(struct copy *copy)
{
    static const char *const argv[] = {"tmux", "load-buffer", "-w", "-", NULL};
    struct error error;

    if (!is_set("TMUX"))
        return false;
    return feed(copy, argv, &error) ? succeed(copy, _("through tmux")) : fail(copy, error.text);
}

static bool is_remote(void)
{
    return is_set("SSH_TTY") || is_set("SSH_CONNECTION");
}

static const struct {
    const char *needs; /* a variable, or NULL */
    const char *argv[4];
    const char *how;
} helpers[] = {
    {"WAYLAND_DISPLAY", {"wl-copy", "--type", "text/plain"}, N_("by wl-copy")},
    {"DISPLAY", {"xclip", "-selection", "clipboard"}, N_("by xclip")},
    {"DISPLAY", {"xsel", "--clipboard", "--input"}, N_("by xsel")},
    {NULL, {"pbcopy"}, N_("by pbcopy")},
};
enum { N_HELPERS = sizeof helpers / sizeof *helpers };

static bool by_desktop(struct copy *copy)
{
    for (size_t i = 0; !is_remote() && i < N_HELPERS; i++) {
        struct error error;

        if ((!helpers[i].needs || is_set(helpers[i].needs)) &&
            feed(copy, helpers[i].argv, &error))
            return succeed(copy, _(helpers[i].how));
    }
    return false;
}

static bool by_program(struct copy *copy)
{
    return !secure_is() && (by_command(copy) || by_tmux(copy) || by_desktop(copy));
}

static bool write_tty(int tty, const struct str *bytes)
{
    struct pollfd polled = {tty, POLLOUT, 0};

    for (size_t at = 0; at < bytes->size;) {
        ssize_t n = write(tty, bytes->text + at, bytes->size - at);

        if (n > 0)
            at += (size_t)n;
        else if (n < 0 && errno == EINTR)
            continue;
        else if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK) ||
                 poll(&polled, 1, PATIENCE) == 0)
            return false;
    }
    return true;
}

/* The Linux console shows part of what it does not know; a dumb terminal all of it. */
static bool knows_osc(void)
{
    const char *name = getenv("TERM");

    return name && *name && strcmp(name, "dumb") != 0 && strncmp(name, "linux", 5) != 0;
}

static bool by_terminal(struct copy *copy)
{
    struct str bytes = {0};
    bool done;

    if (copy->tty < 0 || !knows_osc())
        return false;
    if (!osc52_add(&bytes, str_text(&copy->text), copy->text.size,
                   is_set("STY") && !is_set("TMUX")))
        return fail(copy, _("the text is too long for OSC 52"));
    done = write_tty(copy->tty, &bytes);
    str_release(&bytes);
    return done ? succeed(copy, _("by OSC 52 (unconfirmed)"))
                : fail(copy, _("the terminal does not take it"));
}

/* --- the way it will be, untried -------------------------------------------------------------- */

static const char *desktop_way(void)
{
    for (size_t i = 0; !is_remote() && i < N_HELPERS; i++)
        if ((!helpers[i].needs || is_set(helpers[i].needs)) && run_can(helpers[i].argv[0]))
            return _(helpers[i].how);
    return NULL;
}

static const char *program_way(const char *command)
{
    if (command && *command)
        return _("by clipboard_command");
    return is_set("TMUX") ? _("through tmux") : desktop_way();
}

const char *clipboard_way(const char *command)
{
    const char *way = secure_is() ? NULL : program_way(command);

    if (way)
        return way;
    return knows_osc() ? _("by OSC 52 (unconfirmed)") : NULL;
}

/* --- the file -------------------------------------------------------------------------------- */

/* Ours, and for nobody else. */
static bool make_folder(const char *path)
{
    struct stat info;

    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return false;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
           ((info.st_mode & 07777) == 0700 || chmod(path, 0700) == 0);
}

static void keep_in_file(struct copy *copy)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    struct error error;
    bool done;

    if (secure_is() || !runtime || *runtime != '/')
        return;
    str_addf(&copy->file, "%s/imolog", runtime);
    done = make_folder(copy->file.text);
    str_add_text(&copy->file, "/clipboard");
    if (!done || !path_write(copy->file.text, copy->text.text, copy->text.size, true, &error))
        str_clear(&copy->file);
}

bool clipboard_copy(const char *text, size_t size, const char *command, int tty, struct str *told)
{
    struct copy copy = {.command = command, .tty = tty, .told = told};
    bool done = false;

    copy.n_characters = clean(&copy.text, text, size);
    if (copy.n_characters == 0) {
        str_add_text(told, _("there is nothing to copy"));
    } else {
        keep_in_file(&copy);
        done = by_program(&copy) || by_terminal(&copy) || give_up(&copy);
    }
    str_release(&copy.text);
    str_release(&copy.file);
    str_release(&copy.failed);
    return done;
}
