/* SPDX-License-Identifier: MIT */
/* Bytes are keys, pastes and steps in the history; the cursor stays between clusters and the view
 * within its columns. A byte below 16 is a named key, 16 begins a paste of the 8 bytes after it. */
#include "text/cluster.h"
#include "text/utf8.h"
#include "ui/edit.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int keys[] = {
    TERM_LEFT,      TERM_RIGHT, TERM_HOME, TERM_END, TERM_BACKSPACE,
    TERM_DELETE,    'W' & 31,   'U' & 31,  'K' & 31, TERM_ENTER,
};

static bool is_boundary(const struct edit *edit, size_t wanted)
{
    size_t at = 0;

    while (at < wanted) {
        struct cluster cluster;

        cluster_next(str_text(&edit->text) + at, edit->text.size - at, &cluster);
        at += cluster.size;
    }
    return at == wanted;
}

static void check(const struct edit *edit, struct edit_view *view, int columns)
{
    const char *text = str_text(&edit->text);

    edit_look(edit, columns, view);
    if (edit->cursor > edit->text.size || edit->text.size > EDIT_MAX ||
        !is_boundary(edit, edit->cursor) || !is_boundary(edit, view->first) ||
        !is_boundary(edit, view->first + view->size) ||
        cluster_columns(text + view->first, view->size) > columns || view->cursor < 0 ||
        view->cursor >= columns || strlen(text) != edit->text.size)
        abort();
}

/* Gives the bytes taken. */
static size_t step(struct edit *edit, struct edit_history *history, const uint8_t *data,
                   size_t size)
{
    const char *bytes = (const char *)data;
    size_t paste = size - 1 < 8 ? size - 1 : 8;
    uint32_t code;
    size_t n;

    if (*data == 16) {
        edit_insert(edit, bytes + 1, paste);
        return 1 + paste;
    }
    if (*data < sizeof keys / sizeof *keys) {
        edit_key(edit, keys[*data]);
    } else if (*data == 10) {
        edit_history_previous(history, edit);
    } else if (*data == 11) {
        edit_history_next(history, edit);
    } else if (*data == 12) {
        edit_history_add(history, str_text(&edit->text));
    } else {
        n = utf8_decode(bytes, size, &code);
        edit_key(edit, (int)code);
        return n;
    }
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edit edit = {0};
    struct edit_view view = {0};
    struct edit_history history = {0};

    for (size_t at = 0; at < size && at < 4096;) {
        at += step(&edit, &history, data + at, size - at);
        check(&edit, &view, 1 + (int)(at % 20));
    }
    edit_history_release(&history);
    edit_release(&edit);
    return 0;
}
