/* SPDX-License-Identifier: MIT */
#include "cli/findings.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/words.h"
#include "export/json_write.h"
#include "text/cluster.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_COLUMNS = 18 };

static void clean(struct str *out, const char *text)
{
    struct str told = {0};

    secret_redact(&told, text, strlen(text));
    utf8_clean(out, str_text(&told), told.size, UTF8_NAME);
    str_release(&told);
}

/* --- structure ------------------------------------------------------------------------------- */

void findings_begin(struct findings *findings)
{
    *findings = (struct findings){0};
    str_add_char(&findings->json, '{');
}

void findings_open(struct findings *findings, const char *key, const char *title)
{
    if (key)
        json_add_key(&findings->json, key);
    else
        json_add_comma(&findings->json);
    str_add_char(&findings->json, '{');
    if (findings->text.size)
        str_add_char(&findings->text, '\n');
    clean(&findings->text, title);
    str_add_char(&findings->text, '\n');
}

static void add_list(struct str *json, const char *key, struct str *items)
{
    json_add_key(json, key);
    str_addf(json, "[%s]", str_text(items));
    str_clear(items);
}

void findings_close(struct findings *findings)
{
    add_list(&findings->json, "problems", &findings->problems);
    add_list(&findings->json, "notes", &findings->notes);
    str_add_char(&findings->json, '}');
}

void findings_open_list(struct findings *findings, const char *key)
{
    json_add_key(&findings->json, key);
    str_add_char(&findings->json, '[');
}

void findings_close_list(struct findings *findings)
{
    str_add_char(&findings->json, ']');
}

void findings_open_map(struct findings *findings, const char *key)
{
    json_add_key(&findings->json, key);
    str_add_char(&findings->json, '{');
}

void findings_close_map(struct findings *findings)
{
    str_add_char(&findings->json, '}');
}

void findings_end(struct findings *findings)
{
    json_add_bool_member(&findings->json, "ok", findings->n_problems == 0);
    str_add_text(&findings->json, "}\n");
}

void findings_release(struct findings *findings)
{
    str_release(&findings->text);
    str_release(&findings->json);
    str_release(&findings->problems);
    str_release(&findings->notes);
}

/* --- values ---------------------------------------------------------------------------------- */

static void add_line(struct findings *findings, const char *label, const char *value)
{
    int used;

    if (!label)
        return;
    used = cluster_columns(label, strlen(label));
    str_addf(&findings->text, "  %s", label);
    str_add_times(&findings->text, " ", used < LABEL_COLUMNS ? (size_t)(LABEL_COLUMNS - used) : 1);
    clean(&findings->text, value);
    str_add_char(&findings->text, '\n');
}

static void add_json(struct str *json, const char *value)
{
    struct str told = {0};

    if (value) {
        clean(&told, value);
        json_add_text(json, str_text(&told));
    } else {
        str_add_text(json, "null");
    }
    str_release(&told);
}

void findings_text(struct findings *findings, const char *key, const char *label,
                   const char *value)
{
    add_line(findings, label, value ? value : _("not known"));
    if (!key)
        return;
    json_add_key(&findings->json, key);
    add_json(&findings->json, value);
}

void findings_item(struct findings *findings, const char *label, const char *value)
{
    add_line(findings, label, value);
    json_add_comma(&findings->json);
    add_json(&findings->json, value);
}

void findings_number(struct findings *findings, const char *key, const char *label, int64_t value)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%" PRId64, value);
    add_line(findings, label, digits);
    json_add_number_member(&findings->json, key, value);
}

void findings_flag(struct findings *findings, const char *key, const char *label, bool value)
{
    add_line(findings, label, value ? _("yes") : _("no"));
    json_add_bool_member(&findings->json, key, value);
}

void findings_maybe(struct findings *findings, const char *key, const char *label, bool is_known,
                    bool value)
{
    if (is_known)
        findings_flag(findings, key, label, value);
    else
        findings_text(findings, key, label, NULL);
}

static void add_sentence(struct findings *findings, struct str *items, const char *sign,
                         const char *sentence)
{
    struct str told = {0};

    clean(&told, sentence);
    str_addf(&findings->text, "  %s %s\n", sign, str_text(&told));
    if (items->size)
        str_add_char(items, ',');
    json_add_text(items, str_text(&told));
    str_release(&told);
}

void findings_problem(struct findings *findings, const char *sentence)
{
    findings->n_problems++;
    add_sentence(findings, &findings->problems, "!", sentence);
}

void findings_note(struct findings *findings, const char *sentence)
{
    add_sentence(findings, &findings->notes, "-", sentence);
}

static void take_problem(void *findings, const char *sentence)
{
    findings_problem(findings, sentence);
}

static void take_note(void *findings, const char *sentence)
{
    findings_note(findings, sentence);
}

void findings_take_log(struct findings *findings, bool are_problems)
{
    log_drain(are_problems ? take_problem : take_note, findings);
}
