/* SPDX-License-Identifier: MIT */
#include "ui/offers.h"
#include "base/path.h"
#include "base/secure.h"
#include "export/document.h"
#include "ui/export.h"
#include "ui/line.h"
#include "ui/option.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

void offer_nothing(struct ui *ui, struct completion *completion, const char *text)
{
    (void)ui;
    (void)completion;
    (void)text;
}

/* --- names of tables ------------------------------------------------------------------------- */

static void add_name(void *self, const char *name)
{
    completion_offer(self, name);
}

void offer_themes(struct ui *ui, struct completion *completion, const char *text)
{
    (void)ui;
    (void)text;
    theme_each(add_name, completion);
}

void offer_contexts(struct ui *ui, struct completion *completion, const char *text)
{
    (void)ui;
    (void)text;
    completion->closing = " ";
    for (int context = 0; context < CONTEXTS; context++)
        completion_offer(completion, context_names[context]);
}

void offer_commands(struct ui *ui, struct completion *completion, const char *text)
{
    (void)ui;
    (void)text;
    for (const struct command *command = command_table; command->name; command++)
        completion_offer(completion, command->name);
}

void offer_topics(struct ui *ui, struct completion *completion, const char *text)
{
    for (const struct line_word *word = line_words; word->name; word++)
        completion_offer(completion, word->name);
    offer_commands(ui, completion, text);
}

void offer_formats(struct ui *ui, struct completion *completion, const char *text)
{
    (void)ui;
    (void)text;
    completion->closing = " ";
    for (size_t i = 0; document_formats[i]; i++)
        completion_offer(completion, document_formats[i]->name);
}

/* Beside the names of files. */
void offer_parts(struct ui *ui, struct completion *completion, const char *text)
{
    for (size_t i = 0; export_part(i); i++)
        completion_offer(completion, export_part(i));
    offer_files(ui, completion, text);
}

/* --- options and their values ---------------------------------------------------------------- */

static void offer_values(struct ui *ui, struct completion *completion,
                         const struct option_row *row, const char *typed)
{
    if (row->type == OPTION_KINDS && strrchr(typed, ','))
        typed = strrchr(typed, ',') + 1;
    completion_from(completion, typed);
    if (option_values(row))
        completion_offer_choices(completion, option_values(row));
    else if (row->type == OPTION_THEME)
        offer_themes(ui, completion, typed);
    else if (row->type == OPTION_FILE)
        offer_files(ui, completion, typed);
}

/* "OPTION VALUE" and "OPTION = VALUE". */
void offer_settings(struct ui *ui, struct completion *completion, const char *text)
{
    size_t size = strcspn(text, " =");
    char *name = mem_copy(text, size);
    const struct option_row *row = option_find(name);

    completion->closing = " ";
    for (const struct option_row *at = option_table; !text[size] && at->name; at++)
        if (at->in_config)
            completion_offer(completion, at->name);
    if (text[size])
        completion->closing = "";
    if (text[size] && row && row->in_config)
        offer_values(ui, completion, row, text + size + strspn(text + size, " ="));
    free(name);
}

/* --- files ----------------------------------------------------------------------------------- */

static void offer_file(struct completion *completion, const char *folder, const char *name)
{
    struct str path = {0};
    struct stat info;

    str_addf(&path, "%s/%s", folder, name);
    if (stat(str_text(&path), &info) == 0 && S_ISDIR(info.st_mode)) {
        str_clear(&path);
        str_addf(&path, "%s/", name);
        name = str_text(&path);
    }
    completion_offer(completion, name);
    str_release(&path);
}

/* Not when secure: what lies in folders is nobody's business then. */
void offer_files(struct ui *ui, struct completion *completion, const char *text)
{
    const char *typed = completion_typed(completion), *slash = strrchr(typed, '/');
    const char *start = slash ? slash + 1 : typed;
    char *begin = mem_copy(typed, (size_t)(start - typed));
    struct str folder = {0};
    struct dirent **entries = NULL;
    int n;

    (void)ui;
    (void)text;
    path_add_typed(&folder, *begin ? begin : ".");
    n = secure_is() ? 0 : scandir(str_text(&folder), &entries, NULL, alphasort);
    completion_from(completion, start);
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.' || *start == '.')
            offer_file(completion, str_text(&folder), entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    str_release(&folder);
    free(begin);
}

/* Names may have blanks. */
void offer_file_line(struct ui *ui, struct completion *completion)
{
    completion_from(completion, str_text(&completion->line));
    offer_files(ui, completion, "");
}
