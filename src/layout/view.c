/* SPDX-License-Identifier: MIT */
#include "layout/view.h"

static int rows_of(const struct view *view, size_t item)
{
    int rows = view->rows(view->self, item);

    return rows > 0 ? rows : 1;
}

/* Moves the top by rows, as far as there are items. Gives what could not be moved. */
static int move_down(struct view *view, int rows)
{
    while (rows > 0) {
        int left = rows_of(view, view->top) - view->offset;

        if (rows < left) {
            view->offset += rows;
            return 0;
        }
        if (view->top + 1 >= view->n) {
            view->offset += left - 1;
            return rows - (left - 1);
        }
        rows -= left;
        view->top++;
        view->offset = 0;
    }
    return 0;
}

static int move_up(struct view *view, int rows)
{
    while (rows > view->offset) {
        rows -= view->offset;
        view->offset = 0;
        if (view->top == 0)
            return rows;
        view->top--;
        view->offset = rows_of(view, view->top);
    }
    view->offset -= rows;
    return 0;
}

/* Rows from the window's top to the end of the list, counted no further than limit. */
static int rows_below(const struct view *view, int limit)
{
    int rows = -view->offset;

    for (size_t item = view->top; item < view->n && rows < limit; item++)
        rows += rows_of(view, item);
    return rows;
}

/* No empty rows below the last item while there are items above. */
static void fill_window(struct view *view)
{
    int rows = rows_below(view, view->height);

    if (rows < view->height)
        move_up(view, view->height - rows);
}

/* The row where an item begins, if it is in the window; height when it is not. */
static int row_of(const struct view *view, size_t item)
{
    int row = -view->offset;

    if (item < view->top)
        return view->height;
    for (size_t i = view->top; i < item && row < view->height; i++)
        row += rows_of(view, i);
    return row;
}

static bool is_visible(const struct view *view, size_t item)
{
    int row = row_of(view, item);

    return row < view->height && row + rows_of(view, item) > 0;
}

static size_t last_visible(const struct view *view)
{
    size_t item = view->top;
    int row = rows_of(view, item) - view->offset;

    while (row < view->height && item + 1 < view->n)
        row += rows_of(view, ++item);
    return item;
}

static void keep_selected_inside(struct view *view)
{
    if (view->n == 0 || is_visible(view, view->selected))
        return;
    view->selected = view->selected < view->top ? view->top : last_visible(view);
}

void view_init(struct view *view, size_t n, view_rows_fn *rows, void *self)
{
    *view = (struct view){.rows = rows, .self = self, .n = n};
}

int view_selected_row(const struct view *view)
{
    return view->n ? row_of(view, view->selected) : 0;
}

static void place(struct view *view, size_t item, int row)
{
    view->top = item;
    view->offset = 0;
    if (row > 0)
        move_up(view, row);
    else
        move_down(view, -row);
    fill_window(view);
}

void view_settle(struct view *view, int height, int selected_row)
{
    view->height = height > 0 ? height : 1;
    if (view->n == 0) {
        view->top = view->selected = 0;
        view->offset = 0;
        return;
    }
    if (view->selected >= view->n)
        view->selected = view->n - 1;
    if (selected_row >= view->height)
        selected_row = view->height - 1;
    if (selected_row < 0 && -selected_row >= rows_of(view, view->selected))
        selected_row = 1 - rows_of(view, view->selected);
    place(view, view->selected, selected_row);
}

void view_scroll(struct view *view, int rows)
{
    if (view->n == 0)
        return;
    if (rows > 0)
        move_down(view, rows);
    else
        move_up(view, -rows);
    fill_window(view);
    keep_selected_inside(view);
}

/* Brings an item into the window with as little movement as can be; a tall one by its near end. */
static void reveal(struct view *view, size_t item)
{
    int row = row_of(view, item), rows = rows_of(view, item);
    bool above = item < view->top || (row < 0 && rows <= view->height);

    view->selected = item;
    if (above)
        place(view, item, rows > view->height && item < view->top ? view->height - rows : 0);
    else if (row >= view->height || row + rows > view->height)
        place(view, item, rows >= view->height ? 0 : view->height - rows);
}

void view_step(struct view *view, int direction)
{
    int row, end;

    if (view->n == 0)
        return;
    row = view_selected_row(view);
    end = row + rows_of(view, view->selected);
    if (direction > 0 && end > view->height && row <= 0)
        view_scroll(view, 1);
    else if (direction < 0 && row < 0)
        view_scroll(view, -1);
    else if (direction > 0 && view->selected + 1 < view->n)
        reveal(view, view->selected + 1);
    else if (direction < 0 && view->selected > 0)
        reveal(view, view->selected - 1);
    else
        view_scroll(view, direction);
}

void view_page(struct view *view, int direction, bool half)
{
    int rows = half ? view->height / 2 : view->height - VIEW_OVERLAP, row;
    size_t top = view->top, item;
    int offset = view->offset, inside;

    if (view->n == 0)
        return;
    row = view_selected_row(view);
    view_scroll(view, direction * (rows > 0 ? rows : 1));
    if (view->top == top && view->offset == offset)
        view->selected = direction > 0 ? view->n - 1 : 0;
    else if (view_at(view, row < 0 ? 0 : row, &item, &inside))
        view->selected = item;
}

static bool is_there(const struct view *view, const struct view *before)
{
    return view->top == before->top && view->offset == before->offset &&
           view->selected == before->selected;
}

void view_repeat(struct view *view, view_move_fn *move, int direction, int times)
{
    struct view before;

    do {
        before = *view;
        move(view, direction);
    } while (--times > 0 && !is_there(view, &before));
}

void view_first(struct view *view)
{
    view->selected = 0;
    place(view, 0, 0);
}

void view_last(struct view *view)
{
    if (view->n == 0)
        return;
    view->selected = view->n - 1;
    view->top = view->n - 1;
    view->offset = rows_of(view, view->top) - 1;
    fill_window(view);
}

void view_select(struct view *view, size_t item, int row)
{
    if (view->n == 0)
        return;
    if (item >= view->n)
        item = view->n - 1;
    if (row < 0) {
        reveal(view, item);
        return;
    }
    view->selected = item;
    place(view, item, row < view->height ? row : view->height - 1);
}

bool view_at(const struct view *view, int row, size_t *item, int *inside)
{
    int at = row + view->offset;

    for (size_t i = view->top; i < view->n; i++) {
        int rows = rows_of(view, i);

        if (at < rows) {
            *item = i;
            *inside = at;
            return true;
        }
        at -= rows;
    }
    return false;
}

bool view_is_at_end(const struct view *view)
{
    return rows_below(view, view->height + 1) <= view->height;
}
