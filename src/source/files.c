/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/embed.h"
#include "base/log.h"
#include "base/path.h"
#include "base/words.h"
#include "source/decode.h"
#include "source/ops.h"

struct text {
    const char *bytes;
    size_t size;
    struct str own; /* what holds the bytes, unless they are part of the program */
};

struct files {
    struct source source;
    VEC(struct text) texts; /* messages name them by number */
    VEC(char *) names;      /* as given; none for the demo */
    size_t n_read;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct files *files = self;
    const struct place *place = &entry->place;
    if (place->part >= files->texts.n)
        return false;
    const struct text *text = &files->texts.at[place->part];
    if (place->offset > text->size || place->size > text->size - place->offset)
        return false;
    return decode_message((struct json_slice){text->bytes + place->offset, place->size}, message);
}

static void files_free(struct source *source)
{
    struct files *files = (struct files *)source;
    for (size_t i = 0; i < files->texts.n; i++)
        str_release(&files->texts.at[i].own);
    vec_release(&files->texts);
    for (size_t i = 0; i < files->names.n; i++)
        free(files->names.at[i]);
    vec_release(&files->names);
    free(files);
}

static bool files_reload(struct source *source, struct error *error);
static const struct source_ops files_ops = {.free = files_free, .reload = files_reload};

static struct files *files_new(struct store *store)
{
    struct files *files = mem_zero(1, sizeof *files);
    files->source.ops = &files_ops;
    files->source.store = store;
    store_set_source(store, &(struct store_source){.load = load, .self = files});
    return files;
}

static void files_drop(struct files *files)
{
    store_set_source(files->source.store, NULL);
    source_free(&files->source);
}

/* The text stays where it is until the source is freed, also when only damage was found in it. */
static bool add_text(struct files *files, const char *name, struct text text, struct error *error)
{
    struct decoded decoded;
    uint32_t part = (uint32_t)files->texts.n;
    vec_push(&files->texts, text);
    bool done = decode_text(files->source.store, name, part, text.bytes, text.size, &decoded,
                            error);
    files->source.n_damaged += decoded.n_damaged;
    files->n_read += done;
    return done;
}

/* --- files ------------------------------------------------------------------------------------ */

struct reading {
    struct files *files;
    VEC(struct error) failures;
};

static void failed(struct reading *reading, const struct error *error)
{
    reading->files->source.n_failed++;
    vec_push(&reading->failures, *error);
}

/* Every input that failed is noted; when nothing could be read the first one is the error. */
static void tell_failures(struct reading *reading, struct error *error)
{
    bool is_error = reading->files->n_read == 0;
    for (size_t i = is_error; i < reading->failures.n; i++)
        log_note("%s", reading->failures.at[i].text);
    if (is_error && reading->failures.n != 0)
        *error = reading->failures.at[0];
    else if (is_error)
        error_set(error, ERROR_USAGE, _("no file was named"));
    vec_release(&reading->failures);
}

static void read_file(void *self, const char *path)
{
    struct reading *reading = self;
    struct error error = {0};
    struct text text = {0};
    const char *name = strcmp(path, "-") == 0 ? _("standard input") : path;
    if (!path_read(path, &text.own, &error)) {
        str_release(&text.own);
        error.kind = ERROR_SOURCE;
        failed(reading, &error);
        return;
    }
    text.bytes = str_text(&text.own);
    text.size = text.own.size;
    if (!add_text(reading->files, name, text, &error))
        failed(reading, &error);
}

static bool has_ending(const char *name, const char *ending)
{
    size_t size = strlen(name), length = strlen(ending);
    return size > length && strcmp(name + size - length, ending) == 0;
}

static int is_wanted(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return name[0] != '.' && (has_ending(name, ".json") || has_ending(name, ".jsonl"));
}

/* Bytes, not the locale's order: the same everywhere. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_directory(const char *path)
{
    struct stat info;
    return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool each_in_directory(const char *path, source_file_fn *each, void *self,
                              struct error *error)
{
    struct dirent **list;
    int n = scandir(path, &list, is_wanted, by_bytes);
    for (int i = 0; i < n; i++) {
        struct str file = {0};
        str_addf(&file, "%s%s%s", path, has_ending(path, "/") ? "" : "/", list[i]->d_name);
        each(self, str_text(&file));
        str_release(&file);
        free(list[i]);
    }
    if (n < 0)
        return error_set(error, ERROR_SOURCE, _("%s cannot be read: %s; check its permissions"),
                         path, strerror(errno));
    free(list);
    return n > 0 || error_set(error, ERROR_SOURCE,
                              _("%s: no *.json and no *.jsonl in it; save the portal's answers "
                                "there"), path);
}

bool source_each_file(const char *name, source_file_fn *each, void *self, struct error *error)
{
    if (is_directory(name))
        return each_in_directory(name, each, self, error);
    each(self, name);
    return true;
}

static char *name_for(char *const *names, size_t n)
{
    struct str name = {0};
    if (n == 1)
        str_add_text(&name, strcmp(names[0], "-") == 0 ? _("standard input") : names[0]);
    else
        str_addf(&name, ngettext("%zu file", "%zu files", n), n);
    return str_take(&name);
}

static struct files *open_files(struct store *store, char *const *names, size_t n,
                                struct error *error)
{
    struct files *files = files_new(store);
    struct reading reading = {.files = files};
    files->source.name = name_for(names, n);
    for (size_t i = 0; i < n; i++) {
        struct error why = {0};
        vec_push(&files->names, mem_copy_text(names[i]));
        if (!source_each_file(names[i], read_file, &reading, &why))
            failed(&reading, &why);
    }
    bool done = files->n_read != 0;
    tell_failures(&reading, error);
    if (done)
        return files;
    files_drop(files);
    return NULL;
}

struct source *source_open_files(struct store *store, char *const *names, size_t n,
                                 struct error *error)
{
    struct files *files = open_files(store, names, n, error);
    return files != NULL ? &files->source : NULL;
}

static bool can_reload(const struct files *files, struct error *error)
{
    if (files->names.n == 0)
        return error_set(error, ERROR_SOURCE, _("the demo does not change"));
    for (size_t i = 0; i < files->names.n; i++)
        if (strcmp(files->names.at[i], "-") == 0)
            return error_set(error, ERROR_SOURCE,
                             _("standard input cannot be read a second time"));
    return true;
}

/* Everything is read beside what is there, so that a file that has gone takes nothing along. */
static bool files_reload(struct source *source, struct error *error)
{
    struct files *files = (struct files *)source, *again, other;
    struct store *store = source->store, *fresh;
    if (!can_reload(files, error))
        return false;
    fresh = store_new();
    again = open_files(fresh, files->names.at, files->names.n, error);
    if (again != NULL) {
        store_swap(store, fresh);
        other = *files;
        *files = *again;
        *again = other;
        files->source.store = store;
        store_set_source(store, &(struct store_source){.load = load, .self = files});
        source_free(&again->source);
    }
    store_free(fresh);
    return again != NULL;
}

/* --- the bundled dialogs ---------------------------------------------------------------------- */

struct source *source_open_demo(struct store *store, struct error *error)
{
    static const char folder[] = "src/source/demo/";
    struct files *files = files_new(store);
    files->source.name = mem_copy_text(_("demo"));
    for (const struct embed *file = embed_files; file->path != NULL; file++) {
        struct error why = {0};
        struct text text = {.bytes = file->bytes, .size = file->size};
        const char *name = file->path + sizeof folder - 1;
        if (strncmp(file->path, folder, sizeof folder - 1) != 0)
            continue;
        if (!add_text(files, name, text, &why)) {
            files->source.n_failed++;
            log_note("%s", why.text);
        }
    }
    if (files->n_read != 0)
        return &files->source;
    error_set(error, ERROR_SOURCE,
              _("this imolog was built without its demo; name a file instead"));
    files_drop(files);
    return NULL;
}
