/* SPDX-License-Identifier: MIT */
#include "ui/memory_file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/words.h"
#include "text/utf8.h"
#include "ui/edit.h"
#include "ui/memory.h"

#include <inttypes.h>
#include <string.h>

enum { VERSION_NOW = 1, POSITIONS_MAX = 5000, NOTES_MAX = 5 };

static const int64_t TIME_MAX = INT64_MAX / 2; /* one more can always be added */
static const int64_t GONE_KEPT = 90LL * 86400 * 1000000; /* how long "it is no more" is kept */
static const char HEAD[] = "imolog-state ";

static const struct {
    const char *name;
    int n_ids, n_values;
    bool has_text;
} kinds[MEMORY_KINDS] = {
    [MEMORY_POSITION] = {"position", 1, 1, false},
    [MEMORY_MARK] = {"mark", 1, 2, false},
    [MEMORY_STAR] = {"star", 2, 1, false},
    [MEMORY_FOLD] = {"fold", 1, 1, false},
    [MEMORY_REVIEWED] = {"reviewed", 1, 1, false},
    [MEMORY_LINE] = {"line", 0, 0, false},
    [MEMORY_FILTER] = {"filter", 0, 2, true},
};

/* --- records ---------------------------------------------------------------------------------- */

static void release(struct record **table)
{
    struct record *record, *next;

    HASH_ITER(hh, *table, record, next) {
        HASH_DEL(*table, record);
        free(record->line);
        free(record->text);
        free(record);
    }
}

void records_release(struct records *records)
{
    release(&records->by_key);
    release(&records->by_line);
    records->n = 0;
    records->is_full = false;
}

struct record *records_find(const struct records *records, const struct memory_key *key,
                            const char *line)
{
    struct record *record;

    if (line)
        HASH_FIND(hh, records->by_line, line, strlen(line), record);
    else
        HASH_FIND(hh, records->by_key, key, sizeof *key, record);
    return record;
}

struct record *records_take(struct records *records, const struct memory_key *key, const char *line)
{
    struct record *record = records_find(records, key, line);

    if (record)
        return record;
    if (records->n >= MEMORY_RECORDS_MAX) {
        records->is_full = true;
        return NULL;
    }
    records->n++;
    record = mem_zero(1, sizeof *record);
    record->key = *key;
    record->line = mem_copy_text(line);
    if (line)
        HASH_ADD_KEYPTR(hh, records->by_line, record->line, strlen(line), record);
    else
        HASH_ADD(hh, records->by_key, key, sizeof *key, record);
    return record;
}

bool records_fit(const struct records *records, const char *name, struct error *error)
{
    return !records->is_full ||
           error_set(error, ERROR_FAILED, _("%s would hold more than %d things"), name,
                     MEMORY_RECORDS_MAX);
}

static void merge(struct records *records, const struct record *other)
{
    struct record *record = records_take(records, &other->key, other->line);

    if (!record || record->time >= other->time)
        return;
    record->time = other->time;
    memcpy(record->value, other->value, sizeof record->value);
    free(record->text);
    record->text = mem_copy_text(other->text);
}

void records_merge(struct records *records, const struct records *from)
{
    for (const struct record *record = from->by_key; record; record = record->hh.next)
        merge(records, record);
    for (const struct record *record = from->by_line; record; record = record->hh.next)
        merge(records, record);
}

/* --- reading ---------------------------------------------------------------------------------- */

struct field {
    const char *text;
    size_t size;
};

/* The bytes up to the next blank, which goes too. */
static struct field next_field(struct field *rest)
{
    const char *blank = rest->size ? memchr(rest->text, ' ', rest->size) : NULL;
    struct field field = {rest->text, blank ? (size_t)(blank - rest->text) : rest->size};

    rest->text += field.size + (blank != NULL);
    rest->size -= field.size + (blank != NULL);
    return field;
}

static bool read_number(struct field *rest, int64_t *number)
{
    struct field field = next_field(rest);

    *number = 0;
    for (size_t i = 0; i < field.size; i++) {
        int digit = field.text[i] - '0';

        if (digit < 0 || digit > 9 || *number > (INT64_MAX - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return field.size > 0;
}

static bool read_kind(struct field *rest, int64_t *kind)
{
    struct field name = next_field(rest);

    for (*kind = 0; *kind < MEMORY_KINDS; ++*kind)
        if (strlen(kinds[*kind].name) == name.size &&
            memcmp(kinds[*kind].name, name.text, name.size) == 0)
            return true;
    return false;
}

/* As the line editor would take it. */
static bool is_clean(struct field text)
{
    struct str clean = {0};
    bool good;

    utf8_clean(&clean, text.text, text.size, UTF8_NAME);
    good = clean.size == text.size && memcmp(str_text(&clean), text.text, text.size) == 0;
    str_release(&clean);
    return good;
}

/* "PROMPT TEXT"; NULL when it is none. */
static char *read_line_of_prompt(struct field rest)
{
    struct field whole = rest, prompt = next_field(&rest);
    bool good = prompt.size > 0 && prompt.size <= MEMORY_PROMPT_MAX && rest.size > 0 &&
                rest.size <= MEMORY_LINE_MAX;

    for (size_t i = 0; i < prompt.size; i++)
        good = good && prompt.text[i] >= 'a' && prompt.text[i] <= 'z';
    return good && is_clean(whole) ? mem_copy(whole.text, whole.size) : NULL;
}

static bool read_values(struct field *rest, struct record *read)
{
    bool good = true;

    for (int i = 0; i < kinds[read->key.kind].n_ids; i++)
        good = good && read_number(rest, &read->key.id[i]);
    for (int i = 0; i < kinds[read->key.kind].n_values; i++)
        good = good && read_number(rest, &read->value[i]);
    if (!good || !kinds[read->key.kind].has_text)
        return good && rest->size == 0;
    if (rest->size > MEMORY_LINE_MAX || !is_clean(*rest))
        return false;
    read->text = rest->size ? mem_copy(rest->text, rest->size) : NULL;
    return true;
}

static bool read_record(struct records *records, struct field rest)
{
    struct record read = {0};
    bool good = read_kind(&rest, &read.key.kind) && read_number(&rest, &read.time) &&
                read.time > 0 && read.time < TIME_MAX;

    if (good && read.key.kind == MEMORY_LINE)
        good = (read.line = read_line_of_prompt(rest)) != NULL;
    else if (good)
        good = read_values(&rest, &read);
    if (good)
        merge(records, &read);
    free(read.line);
    free(read.text);
    return good;
}

static bool read_head(const char *name, struct field line, struct error *error)
{
    const size_t size = sizeof HEAD - 1;
    struct field rest = {line.text + size, line.size - size};
    int64_t version;

    if (line.size < size || memcmp(line.text, HEAD, size) != 0 || !read_number(&rest, &version))
        return error_set(error, ERROR_FAILED, _("%s is no state of imolog"), name);
    if (version != VERSION_NOW)
        return error_set(error, ERROR_FAILED, _("%s is of another version of imolog, %" PRId64),
                         name, version);
    return true;
}

static struct field next_line(struct field *rest)
{
    const char *end = rest->size ? memchr(rest->text, '\n', rest->size) : NULL;
    struct field line = {rest->text, end ? (size_t)(end - rest->text) : rest->size};

    rest->text += line.size + (end != NULL);
    rest->size -= line.size + (end != NULL);
    return line;
}

bool records_read(struct records *records, const char *name, const char *text, size_t size,
                  bool noting, struct error *error)
{
    struct field rest = {text, size};
    size_t n_damaged = 0;

    if (size > 0 && !read_head(name, next_line(&rest), error))
        return false;
    for (size_t number = 2; rest.size > 0; number++)
        if (!read_record(records, next_line(&rest)) && n_damaged++ < NOTES_MAX && noting)
            log_note(_("%s:%zu: this line is damaged and was left out"), name, number);
    if (n_damaged > NOTES_MAX && noting)
        log_note(_("%s: and %zu more lines like these"), name, n_damaged - NOTES_MAX);
    return records_fit(records, name, error);
}

/* --- writing ---------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    const struct record *left = *(struct record *const *)a, *right = *(struct record *const *)b;

    return (left->time > right->time) - (left->time < right->time);
}

static size_t collect(struct record *table, const struct record **to, int64_t oldest)
{
    size_t n = 0;

    for (struct record *record = table; record; record = record->hh.next)
        if (record->line || record->value[0] || record->value[1] || record->time > oldest)
            to[n++] = record;
    return n;
}

static void write_record(const struct record *record, struct str *out)
{
    int64_t kind = record->line ? MEMORY_LINE : record->key.kind;

    str_addf(out, "%s %" PRId64, kinds[kind].name, record->time);
    if (record->line)
        str_addf(out, " %s", record->line);
    for (int i = 0; i < kinds[kind].n_ids; i++)
        str_addf(out, " %" PRId64, record->key.id[i]);
    for (int i = 0; i < kinds[kind].n_values; i++)
        str_addf(out, " %" PRId64, record->value[i]);
    if (record->text)
        str_addf(out, " %s", record->text);
    str_add_char(out, '\n');
}

enum { PROMPTS_MAX = 32 }; /* names of them */

/* Whether the kind has more than its share, counted from the newest. */
struct shares {
    size_t positions;
    struct {
        char name[MEMORY_PROMPT_MAX + 1];
        size_t n;
    } prompts[PROMPTS_MAX];
};

static bool is_too_many(struct shares *shares, const struct record *record)
{
    size_t size, i = 0;

    if (!record->line)
        return record->key.kind == MEMORY_POSITION && ++shares->positions > POSITIONS_MAX;
    size = strcspn(record->line, " ");
    while (i < PROMPTS_MAX && shares->prompts[i].n &&
           (strncmp(shares->prompts[i].name, record->line, size) != 0 ||
            shares->prompts[i].name[size]))
        i++;
    if (i == PROMPTS_MAX)
        return true;
    memcpy(shares->prompts[i].name, record->line, size);
    shares->prompts[i].name[size] = '\0';
    return ++shares->prompts[i].n > EDIT_HISTORY_MAX;
}

void records_write(const struct records *records, int64_t now, struct str *out)
{
    const struct record **sorted = mem_zero(records->n + 1, sizeof *sorted);
    size_t n = collect(records->by_key, sorted, now - GONE_KEPT), n_kept = 0;
    struct shares shares = {0};

    n += collect(records->by_line, sorted + n, 0);
    qsort(sorted, n, sizeof *sorted, by_time);
    for (size_t i = n; i-- > 0;)
        if (!is_too_many(&shares, sorted[i]))
            sorted[n - ++n_kept] = sorted[i];
    str_addf(out, "%s%d\n", HEAD, VERSION_NOW);
    for (size_t i = n - n_kept; i < n; i++)
        write_record(sorted[i], out);
    free(sorted);
}
