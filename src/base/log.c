/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/vec.h"
#include "base/words.h"

static struct {
    VEC(char *) kept;
    size_t n;
} notes;

void log_note(const char *format, ...)
{
    struct str sentence = {0}, clean = {0};
    va_list arguments;

    if (notes.n++ >= LOG_MAX)
        return;
    va_start(arguments, format);
    str_addv(&sentence, format, arguments);
    va_end(arguments);
    secret_redact(&clean, str_text(&sentence), sentence.size);
    secret_wipe(&sentence);
    vec_push(&notes.kept, str_take(&clean));
}

size_t log_count(void)
{
    return notes.n;
}

void log_drain_after(size_t n, void (*tell)(void *to, const char *sentence), void *to)
{
    size_t kept = n < notes.kept.n ? n : notes.kept.n, told = n > LOG_MAX ? n : LOG_MAX;
    struct str more = {0};

    for (size_t i = kept; i < notes.kept.n; i++) {
        tell(to, notes.kept.at[i]);
        free(notes.kept.at[i]);
    }
    if (notes.n > told) {
        str_addf(&more, _("and %zu more notes like these"), notes.n - told);
        tell(to, str_text(&more));
        str_release(&more);
    }
    notes.kept.n = kept;
    notes.n = n;
}

void log_drain(void (*tell)(void *to, const char *sentence), void *to)
{
    log_drain_after(0, tell, to);
    vec_release(&notes.kept);
}
