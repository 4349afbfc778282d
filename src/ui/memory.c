/* SPDX-License-Identifier: MIT */
#include "ui/memory.h"
#include "base/log.h"
#include "base/path.h"
#include "base/words.h"
#include "text/utf8.h"
#include "ui/memory_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_TRIES = 100, LOCK_PAUSE = 10000000 /* nanoseconds */ };

struct memory {
    char *path; /* NULL: nowhere, nothing is written */
    struct records records;
    int64_t last; /* moment given to a change */
    bool changed;
};

/* --- reading ---------------------------------------------------------------------------------- */

static bool check_owner(int fd, const char *path, struct error *error)
{
    struct stat info;

    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return error_set(error, ERROR_FAILED, _("%s is not a file"), path);
    if (info.st_uid != geteuid())
        return error_set(error, ERROR_FAILED, _("%s belongs to somebody else"), path);
    return true;
}

/* A file that is not there has no text. */
static bool read_text(const char *path, struct str *text, struct error *error)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool done;

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    if (fd < 0 && errno == ELOOP)
        return error_set(error, ERROR_FAILED, _("%s is a link"), path);
    if (fd < 0)
        return error_set(error, ERROR_FAILED, _("%s cannot be read: %s"), path, strerror(errno));
    done = check_owner(fd, path, error) &&
           path_read_fd_max(fd, path, MEMORY_SIZE_MAX, text, error);
    close(fd);
    return done;
}

static bool read_file(struct records *records, const char *path, bool noting, struct error *error)
{
    struct str text = {0};
    bool done = read_text(path, &text, error) &&
                records_read(records, path, str_text(&text), text.size, noting, error);

    str_release(&text);
    return done;
}

static void give_up(struct memory *memory, const char *why)
{
    log_note(_("%s; it is left as it is, and what you do now is not remembered"), why);
    records_release(&memory->records);
    free(memory->path);
    memory->path = NULL;
}

struct memory *memory_open(const char *path)
{
    struct memory *memory = mem_zero(1, sizeof *memory);
    struct str usual = {0};
    struct error error;

    if (!path && path_add_state(&usual, "state"))
        path = str_text(&usual);
    memory->path = mem_copy_text(path);
    if (path && !read_file(&memory->records, path, true, &error))
        give_up(memory, error.text);
    str_release(&usual);
    return memory;
}

void memory_free(struct memory *memory)
{
    if (!memory)
        return;
    records_release(&memory->records);
    free(memory->path);
    free(memory);
}

/* --- writing ---------------------------------------------------------------------------------- */

static int64_t clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Someone may hold it for the moment of a save, and a stopped program for long. */
static bool lock(int fd, const char *path, struct error *error)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE};

    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return error_set(error, ERROR_FAILED, _("%s cannot be locked: %s"), path,
                             strerror(errno));
        nanosleep(&pause, NULL);
    }
    return error_set(error, ERROR_FAILED,
                     _("%s is kept locked by another program; what you did is not saved"), path);
}

static int open_lock(const char *path, struct error *error)
{
    struct str name = {0};
    int fd;

    str_addf(&name, "%s.lock", path);
    fd = open(str_text(&name), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
    if (fd < 0)
        error_set(error, ERROR_FAILED, _("%s cannot be written: %s"), str_text(&name),
                  strerror(errno));
    str_release(&name);
    if (fd >= 0 && !lock(fd, path, error)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* What the file holds now may be newer than what we read, and may have become another's. */
static bool write_merged(struct memory *memory, struct error *error)
{
    struct records theirs = {0};
    struct str out = {0};
    bool done = read_file(&theirs, memory->path, false, error);

    if (done) {
        records_merge(&memory->records, &theirs);
        records_write(&memory->records, clock_now(), &out);
        done = records_fit(&memory->records, memory->path, error) &&
               path_write_own(memory->path, str_text(&out), out.size, true, error);
    }
    records_release(&theirs);
    str_release(&out);
    return done;
}

bool memory_save(struct memory *memory, struct error *error)
{
    bool done;
    int fd;

    if (!memory->path || !memory->changed)
        return true;
    if (!path_make_folder(memory->path, error))
        return false;
    fd = open_lock(memory->path, error);
    if (fd < 0)
        return false;
    done = write_merged(memory, error);
    memory->changed = !done;
    close(fd);
    return done;
}

bool memory_has_changed(const struct memory *memory)
{
    return memory->path && memory->changed;
}

/* --- what is remembered ----------------------------------------------------------------------- */

static const struct record *find(const struct memory *memory, enum memory_kind kind, int64_t id,
                                 int64_t second)
{
    const struct memory_key key = {kind, {id, second}};

    return records_find(&memory->records, &key, NULL);
}

/* Later than what it replaces and than what was done before, also when the clock stands still or
 * goes back. */
static void stamp(struct memory *memory, struct record *record)
{
    int64_t now = clock_now();

    memory->last = now > memory->last ? now : memory->last + 1;
    record->time = memory->last > record->time ? memory->last : record->time + 1;
    memory->changed = true;
}

static void set(struct memory *memory, struct memory_key key, int64_t value, int64_t second)
{
    struct record *record;

    if (key.id[0] < 0 || key.id[1] < 0 || value < 0 || second < 0)
        return;
    record = records_take(&memory->records, &key, NULL);
    if (!record || (record->value[0] == value && record->value[1] == second))
        return;
    record->value[0] = value;
    record->value[1] = second;
    stamp(memory, record);
}

static int64_t value_of(const struct memory *memory, enum memory_kind kind, int64_t id,
                        int64_t second)
{
    const struct record *record = find(memory, kind, id, second);

    return record ? record->value[0] : 0;
}

int64_t memory_position(const struct memory *memory, int64_t chat)
{
    return value_of(memory, MEMORY_POSITION, chat, 0);
}

void memory_set_position(struct memory *memory, int64_t chat, int64_t message)
{
    set(memory, (struct memory_key){MEMORY_POSITION, {chat, 0}}, message, 0);
}

bool memory_mark(const struct memory *memory, int letter, int64_t *chat, int64_t *message)
{
    const struct record *record = find(memory, MEMORY_MARK, letter, 0);

    if (!record || !record->value[1])
        return false;
    *chat = record->value[0];
    *message = record->value[1];
    return true;
}

void memory_set_mark(struct memory *memory, int letter, int64_t chat, int64_t message)
{
    set(memory, (struct memory_key){MEMORY_MARK, {letter, 0}}, message ? chat : 0, message);
}

bool memory_is_starred(const struct memory *memory, int64_t chat, int64_t message)
{
    return value_of(memory, MEMORY_STAR, chat, message) != 0;
}

bool memory_toggle_star(struct memory *memory, int64_t chat, int64_t message)
{
    bool starred = !memory_is_starred(memory, chat, message);

    set(memory, (struct memory_key){MEMORY_STAR, {chat, message}}, starred, 0);
    return memory_is_starred(memory, chat, message);
}

bool memory_is_folded(const struct memory *memory, int64_t session)
{
    return value_of(memory, MEMORY_FOLD, session, 0) != 0;
}

void memory_set_folded(struct memory *memory, int64_t session, bool folded)
{
    set(memory, (struct memory_key){MEMORY_FOLD, {session, 0}}, folded, 0);
}

int64_t memory_reviewed(const struct memory *memory, int64_t chat)
{
    return value_of(memory, MEMORY_REVIEWED, chat, 0);
}

void memory_set_reviewed(struct memory *memory, int64_t chat, int64_t message)
{
    set(memory, (struct memory_key){MEMORY_REVIEWED, {chat, 0}}, message, 0);
}

const char *memory_filter(const struct memory *memory, int64_t *chat, int *how)
{
    const struct record *record = find(memory, MEMORY_FILTER, 0, 0);

    if (!record || !record->text)
        return NULL;
    *chat = record->value[0];
    *how = (int)record->value[1];
    return record->text;
}

static bool is_same(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

void memory_set_filter(struct memory *memory, int64_t chat, int how, const char *text)
{
    const struct memory_key key = {MEMORY_FILTER, {0, 0}};
    struct record *record = NULL;
    struct str clean = {0};

    if (text)
        utf8_clean(&clean, text, strlen(text), UTF8_NAME);
    text = clean.size > 0 && clean.size <= MEMORY_LINE_MAX ? str_text(&clean) : NULL;
    if (text || find(memory, MEMORY_FILTER, 0, 0))
        record = records_take(&memory->records, &key, NULL);
    if (record && (record->value[0] != (text ? chat : 0) || record->value[1] != (text ? how : 0) ||
                   !is_same(record->text, text))) {
        free(record->text);
        record->text = mem_copy_text(text);
        record->value[0] = text ? chat : 0;
        record->value[1] = text ? how : 0;
        stamp(memory, record);
    }
    str_release(&clean);
}

/* --- lines of prompts ------------------------------------------------------------------------- */

void memory_add_line(struct memory *memory, const char *prompt, const char *text)
{
    const struct memory_key none = {MEMORY_LINE, {0, 0}};
    struct record *record = NULL;
    struct str clean = {0}, line = {0};

    assert(strlen(prompt) <= MEMORY_PROMPT_MAX);
    utf8_clean(&clean, text, strlen(text), UTF8_NAME);
    str_addf(&line, "%s %s", prompt, str_text(&clean));
    if (clean.size > 0 && clean.size <= MEMORY_LINE_MAX)
        record = records_take(&memory->records, &none, str_text(&line));
    if (record)
        stamp(memory, record);
    str_release(&clean);
    str_release(&line);
}

static int by_time(const void *a, const void *b)
{
    const struct record *left = *(struct record *const *)a, *right = *(struct record *const *)b;

    return (left->time > right->time) - (left->time < right->time);
}

void memory_history(const struct memory *memory, const char *prompt, struct edit_history *history)
{
    VEC(const struct record *) found = {0};
    size_t size = strlen(prompt);

    for (const struct record *at = memory->records.by_line; at; at = at->hh.next)
        if (strncmp(at->line, prompt, size) == 0 && at->line[size] == ' ')
            vec_push(&found, at);
    if (found.n)
        qsort(found.at, found.n, sizeof *found.at, by_time);
    for (size_t i = 0; i < found.n; i++)
        edit_history_add(history, found.at[i]->line + size + 1);
    vec_release(&found);
}
