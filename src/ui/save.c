/* SPDX-License-Identifier: MIT */
#include "ui/save.h"
#include "base/path.h"
#include "base/secure.h"
#include "text/filename.h"
#include "text/inert.h"
#include "ui/opener.h"
#include "ui/option.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MIB = 1024 * 1024 };

struct save {
    char *path; /* of the file under way */
    bool opens; /* it, when it is there */
    int64_t id;
    char *host; /* told to the person, who has to ask for the same file again; or NULL */
    struct str hosts; /* those the person has allowed so */
};

void save_free(struct save *save)
{
    if (!save)
        return;
    free(save->path);
    free(save->host);
    str_release(&save->hosts);
    free(save);
}

/* --- where it goes --------------------------------------------------------------------------- */

static bool add_folder(const struct ui *ui, struct str *out)
{
    const char *folder = ui->start.options->save_to;
    char *here;

    if (!folder || !*folder)
        return path_add_downloads(out, "");
    if (*folder != '/' && strncmp(folder, "~/", 2) != 0) {
        here = getcwd(NULL, 0);
        str_addf(out, "%s/", here ? here : ".");
        free(here);
    }
    path_add_typed(out, folder);
    str_add_char(out, '/');
    return true;
}

/* False: nobody says where. */
static bool add_path(const struct ui *ui, const struct file *file, struct when when,
                     struct str *out)
{
    struct when_parts parts;

    if (!add_folder(ui, out))
        return false;
    when_split(when, &ui->start.look.zone, &parts);
    str_addf(out, "%" PRId64 "/", ui_chat(ui)->id);
    if (when.time != WHEN_NONE)
        str_addf(out, "%04d-%02d-%02d_", parts.year, parts.month, parts.day);
    str_addf(out, "%" PRId64 "_", file->id);
    filename_add(out, file->name ? file->name : "", file->name ? strlen(file->name) : 0);
    return true;
}

/* "~/Downloads/…" of what lies in HOME. */
static void add_shown(struct str *out, const char *path)
{
    const char *home = getenv("HOME");
    size_t size = home ? strlen(home) : 0;
    bool is_under = size > 1 && strncmp(path, home, size) == 0 && path[size] == '/';

    str_addf(out, "%s%s", is_under ? "~" : "", path + (is_under ? size : 0));
}

/* --- when it is there ------------------------------------------------------------------------ */

static bool is_inert(const char *path)
{
    char start[INERT_START];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t size = fd >= 0 ? read(fd, start, sizeof start) : -1;

    if (fd >= 0)
        close(fd);
    return size >= 0 && inert_is(path, start, (size_t)size);
}

static void open_saved(struct ui *ui, const char *path, const char *shown)
{
    struct str why = {0};
    const char *program;

    if (!is_inert(path)) {
        ui_tell(ui, _("saved, not opened (its kind may do harm): %s"), shown);
        return;
    }
    program = opener_open_file(path, &why);
    if (program)
        ui_tell(ui, _("saved and opened with %s: %s"), program, shown);
    else
        ui_tell(ui, _("saved, not opened (%s): %s"), str_text(&why), shown);
    str_release(&why);
}

static void tell_saved(struct ui *ui, const char *path, bool opens)
{
    struct str shown = {0};

    add_shown(&shown, path);
    if (opens)
        open_saved(ui, path, str_text(&shown));
    else
        ui_tell(ui, _("saved: %s"), str_text(&shown));
    str_release(&shown);
}

static void saved(void *self, const struct source_saved *saved)
{
    struct ui *ui = self;

    if (saved->done) {
        tell_saved(ui, ui->save->path, ui->save->opens);
    } else if (*saved->host) {
        ui->save->host = mem_copy_text(saved->host);
        ui_tell(ui, _("%s; the same again takes it from there, without the login"),
                saved->error.text);
    } else {
        ui_tell(ui, "%s", saved->error.text);
    }
}

/* --- asking for it --------------------------------------------------------------------------- */

/* Who asks for the same file again after a host was told allows that host. */
static void allow(struct save *save, int64_t id)
{
    if (save->host && save->id == id)
        str_addf(&save->hosts, " %s", save->host);
    free(save->host);
    save->host = NULL;
}

/* The path becomes that of what is under way, if it is. */
static bool ask(struct ui *ui, const struct file *file, const char *path, struct error *error)
{
    const struct options *options = ui->start.options;
    struct str hosts = {0};
    bool asked;

    str_addf(&hosts, "%s%s", options->attachment_hosts ? options->attachment_hosts : "",
             str_text(&ui->save->hosts));
    asked = source_save(ui->start.source,
                        &(struct source_file){.chat = ui_chat(ui)->id,
                                              .id = file->id,
                                              .size = file->size,
                                              .limit = (int64_t)options->attachment_limit * MIB,
                                              .path = path,
                                              .hosts = str_text(&hosts)},
                        saved, ui, error);
    str_release(&hosts);
    return asked;
}

static void begin(struct ui *ui, const struct file *file, const char *path, bool opens)
{
    struct save *save = ui->save;
    struct error error;

    if (!ask(ui, file, path, &error)) {
        ui_tell(ui, "%s", error.text);
        return;
    }
    free(save->path);
    save->path = mem_copy_text(path);
    save->opens = opens;
    save->id = file->id;
    ui_tell(ui, _("the file is asked for; Esc stops it"));
}

static bool is_there(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0 && S_ISREG(info.st_mode);
}

void save_file(struct ui *ui, int64_t id, bool opens)
{
    const struct file *file = store_find_file(ui->start.look.store, id);
    const struct message *message = ui_message(ui);
    struct str path = {0};
    struct error error;

    if (secure_forbids_files(&error)) {
        ui_tell(ui, "%s", error.text);
    } else if (!file || !message) {
        ui_tell(ui, _("the file is not here any more"));
    } else if (!add_path(ui, file, message->when, &path)) {
        ui_tell(ui, _("no folder is known to save in; give one by the option save-to"));
    } else {
        ui->save = ui->save ? ui->save : mem_zero(1, sizeof *ui->save);
        allow(ui->save, id);
        if (is_there(path.text))
            tell_saved(ui, path.text, opens);
        else
            begin(ui, file, path.text, opens);
    }
    str_release(&path);
}

void line_save_file(struct ui *ui, const char *text)
{
    const struct message *message = ui_message(ui);
    size_t n = message ? message->files.n : 0;
    char *end;
    unsigned long number = *text ? strtoul(text, &end, 10) : n;

    if (n == 0)
        ui_tell(ui, _("this message has no files"));
    else if (number < 1 || number > n || (*text && *end) || (!*text && n > 1))
        ui_tell(ui, _("save-file N: which of the message's files, 1 to %zu?"), n);
    else
        save_file(ui, message->files.at[number - 1], false);
}
