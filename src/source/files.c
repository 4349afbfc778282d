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
#include "source/source.h"

struct text {
    const char *bytes;
    size_t size;
    struct str own; /* what holds the bytes, unless they are part of the program */
};

struct source {
    char *name;
    VEC(struct text) texts; /* messages name them by number */
    size_t n_damaged, n_failed, n_read;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct source *source = self;
    const struct place *place = &entry->place;
    if (place->part >= source->texts.n)
        return false;
    const struct text *text = &source->texts.at[place->part];
    if (place->offset > text->size || place->size > text->size - place->offset)
        return false;
    return decode_message((struct json_slice){text->bytes + place->offset, place->size}, message);
}

static struct source *source_new(struct store *store)
{
    struct source *source = mem_zero(1, sizeof *source);
    store_set_loader(store, load, source);
    return source;
}

void source_free(struct source *source)
{
    if (source == NULL)
        return;
    for (size_t i = 0; i < source->texts.n; i++)
        str_release(&source->texts.at[i].own);
    vec_release(&source->texts);
    free(source->name);
    free(source);
}

const char *source_name(const struct source *source)
{
    return source->name;
}

size_t source_n_damaged(const struct source *source)
{
    return source->n_damaged;
}

size_t source_n_failed(const struct source *source)
{
    return source->n_failed;
}

/* The text stays where it is until the source is freed, also when only damage was found in it. */
static bool add_text(struct source *source, struct store *store, const char *name, struct text text,
                     struct error *error)
{
    struct decoded decoded;
    uint32_t part = (uint32_t)source->texts.n;
    vec_push(&source->texts, text);
    bool done = decode_text(store, name, part, text.bytes, text.size, &decoded, error);
    source->n_damaged += decoded.n_damaged;
    source->n_read += done;
    return done;
}

/* --- files ------------------------------------------------------------------------------------ */

struct reading {
    struct source *source;
    struct store *store;
    VEC(struct error) failures;
};

static void failed(struct reading *reading, const struct error *error)
{
    reading->source->n_failed++;
    vec_push(&reading->failures, *error);
}

/* Every input that failed is noted; when nothing could be read the first one is the error. */
static void tell_failures(struct reading *reading, struct error *error)
{
    bool is_error = reading->source->n_read == 0;
    for (size_t i = is_error; i < reading->failures.n; i++)
        log_note("%s", reading->failures.at[i].text);
    if (is_error && reading->failures.n != 0)
        *error = reading->failures.at[0];
    else if (is_error)
        error_set(error, ERROR_USAGE, _("no file was named"));
    vec_release(&reading->failures);
}

static void read_file(struct reading *reading, const char *path)
{
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
    if (!add_text(reading->source, reading->store, name, text, &error))
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

static void read_directory(struct reading *reading, const char *path)
{
    struct error error = {0};
    struct dirent **list;
    int n = scandir(path, &list, is_wanted, by_bytes);
    if (n <= 0) {
        if (n < 0)
            error_set(&error, ERROR_SOURCE, _("%s cannot be read: %s; check its permissions"), path,
                      strerror(errno));
        else
            error_set(&error, ERROR_SOURCE,
                      _("%s: no *.json and no *.jsonl in it; save the portal's answers there"),
                      path);
        failed(reading, &error);
    }
    for (int i = 0; i < n; i++) {
        struct str file = {0};
        str_addf(&file, "%s%s%s", path, has_ending(path, "/") ? "" : "/", list[i]->d_name);
        read_file(reading, str_text(&file));
        str_release(&file);
        free(list[i]);
    }
    if (n >= 0)
        free(list);
}

static bool is_directory(const char *path)
{
    struct stat info;
    return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
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

struct source *source_open_files(struct store *store, char *const *names, size_t n,
                                 struct error *error)
{
    struct reading reading = {.source = source_new(store), .store = store};
    reading.source->name = name_for(names, n);
    for (size_t i = 0; i < n; i++) {
        if (is_directory(names[i]))
            read_directory(&reading, names[i]);
        else
            read_file(&reading, names[i]);
    }
    bool done = reading.source->n_read != 0;
    tell_failures(&reading, error);
    if (done)
        return reading.source;
    store_set_loader(store, NULL, NULL);
    source_free(reading.source);
    return NULL;
}

/* --- the bundled dialogs ---------------------------------------------------------------------- */

struct source *source_open_demo(struct store *store, struct error *error)
{
    static const char folder[] = "src/source/demo/";
    struct source *source = source_new(store);
    source->name = mem_copy_text(_("demo"));
    for (const struct embed *file = embed_files; file->path != NULL; file++) {
        struct error why = {0};
        struct text text = {.bytes = file->bytes, .size = file->size};
        const char *name = file->path + sizeof folder - 1;
        if (strncmp(file->path, folder, sizeof folder - 1) != 0)
            continue;
        if (!add_text(source, store, name, text, &why)) {
            source->n_failed++;
            log_note("%s", why.text);
        }
    }
    if (source->n_read != 0)
        return source;
    error_set(error, ERROR_SOURCE,
              _("this imolog was built without its demo; name a file instead"));
    store_set_loader(store, NULL, NULL);
    source_free(source);
    return NULL;
}
