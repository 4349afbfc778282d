/* SPDX-License-Identifier: MIT */
#include "text/expression.h"
#include "base/mem.h"
#include "base/words.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* An expression that explodes is stopped after some milliseconds, whatever the text. */
enum {
    MATCH_STEPS = 200000,
    MATCH_DEPTH = 50000,
    HEAP_KIB = 16 * 1024,
    STACK_FIRST = 32 * 1024,
    STACK_MOST = 1024 * 1024,
    PATTERN_MOST = 16 * 1024,
};

struct expression {
    pcre2_general_context *memory;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    pcre2_jit_stack *stack;
    bool gave_up;
};

/* --- compiling ------------------------------------------------------------------------------- */

static void *memory_take(size_t size, void *self)
{
    (void)self;
    return mem_alloc(size);
}

static void memory_give(void *block, void *self)
{
    (void)self;
    free(block);
}

/* Bytes of an escape, of which no letter is one to search for: \W, \P{Lu}, \x{AB}. */
static size_t escape_size(const char *text, size_t size)
{
    const char *close;

    if (size < 3 || text[2] != '{')
        return size < 2 ? size : 2;
    close = memchr(text, '}', size);
    return close ? (size_t)(close - text) + 1 : 3;
}

static bool has_upper(const char *text, size_t size)
{
    uint32_t code;
    size_t n;

    for (; size; text += n, size -= n) {
        n = utf8_decode(text, size, &code);
        if (code == '\\')
            n = escape_size(text, size);
        else if (fold_is_upper(code))
            return true;
    }
    return false;
}

/* The last character, when the fault was seen only at the end. */
static void fail(const char *text, size_t size, size_t at, int code, struct error *error)
{
    PCRE2_UCHAR reason[256];
    size_t character = 0, n;
    uint32_t ignored;

    pcre2_get_error_message(code, reason, sizeof reason);
    for (size_t i = 0; i <= at && i < size; i += n, character++)
        n = utf8_decode(text + i, size - i, &ignored);
    error_set(error, ERROR_USAGE, _("the regular expression is wrong at character %zu: %s"),
              character, (const char *)reason);
}

static pcre2_code *compile(pcre2_general_context *memory, const char *text, size_t size,
                           struct error *error)
{
    pcre2_compile_context *rules = pcre2_compile_context_create(memory);
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_MULTILINE |
                       PCRE2_NEVER_BACKSLASH_C | (has_upper(text, size) ? 0 : PCRE2_CASELESS);
    PCRE2_SIZE at = 0;
    pcre2_code *code;
    int reason;

    pcre2_set_newline(rules, PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_max_pattern_length(rules, PATTERN_MOST);
    code = pcre2_compile((PCRE2_SPTR)text, size, options, &reason, &at, rules);
    pcre2_compile_context_free(rules);
    if (!code)
        fail(text, size, at, reason, error);
    return code;
}

static pcre2_match_context *limits_new(pcre2_general_context *memory)
{
    pcre2_match_context *limits = pcre2_match_context_create(memory);

    pcre2_set_match_limit(limits, MATCH_STEPS);
    pcre2_set_depth_limit(limits, MATCH_DEPTH);
    pcre2_set_heap_limit(limits, HEAP_KIB);
    return limits;
}

struct expression *expression_new(const char *text, size_t size, struct error *error)
{
    pcre2_general_context *memory = pcre2_general_context_create(memory_take, memory_give, NULL);
    pcre2_code *code = compile(memory, text, size, error);
    struct expression *expression;

    if (!code) {
        pcre2_general_context_free(memory);
        return NULL;
    }
    expression = mem_zero(1, sizeof *expression);
    expression->memory = memory;
    expression->code = code;
    expression->data = pcre2_match_data_create_from_pattern(code, memory);
    expression->limits = limits_new(memory);
    /* Where the system forbids it, the interpreter does the same. */
    if (pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0) {
        expression->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, memory);
        pcre2_jit_stack_assign(expression->limits, NULL, expression->stack);
    }
    return expression;
}

void expression_free(struct expression *expression)
{
    if (!expression)
        return;
    pcre2_jit_stack_free(expression->stack);
    pcre2_match_context_free(expression->limits);
    pcre2_match_data_free(expression->data);
    pcre2_code_free(expression->code);
    pcre2_general_context_free(expression->memory);
    free(expression);
}

/* --- matching -------------------------------------------------------------------------------- */

static int match(struct expression *expression, const char *text, size_t size, size_t from,
                 uint32_t options)
{
    return pcre2_match(expression->code, (PCRE2_SPTR)text, size, from, PCRE2_NOTEMPTY | options,
                       expression->data, expression->limits);
}

static bool is_limit(int code)
{
    return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT ||
           code == PCRE2_ERROR_HEAPLIMIT || code == PCRE2_ERROR_JIT_STACKLIMIT;
}

bool expression_find(struct expression *expression, const char *text, size_t size, size_t from,
                     size_t *start, size_t *end)
{
    const PCRE2_SIZE *found = pcre2_get_ovector_pointer(expression->data);
    int code = match(expression, text, size, from, 0);

    if (code == PCRE2_ERROR_JIT_STACKLIMIT)
        code = match(expression, text, size, from, PCRE2_NO_JIT);
    expression->gave_up = is_limit(code);
    /* With \K a match may begin anywhere. */
    if (code < 0 || found[0] < from || found[1] <= found[0] || found[1] > size)
        return false;
    *start = found[0];
    *end = found[1];
    return true;
}

bool expression_gave_up(const struct expression *expression)
{
    return expression->gave_up;
}
