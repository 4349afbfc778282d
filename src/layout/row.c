/* SPDX-License-Identifier: MIT */
#include "layout/row.h"
#include "base/words.h"
#include "text/cluster.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    LINE_SHOWN = 64 * 1024, /* bytes of one logical line that are shown (safety.md 5.2) */
    LINES_SHOWN = 4096,     /* logical lines of one text that are shown */
    BAR = 2,                /* columns of a quote's bar */
};

struct style style_of(enum role role)
{
    return style_with(role, 0);
}

struct style style_with(enum role role, unsigned attrs)
{
    return (struct style){(uint8_t)role, (uint8_t)attrs, FRAME_NONE, COLOR_NONE};
}

void rows_init(struct rows *rows, int width)
{
    *rows = (struct rows){.width = width};
}

void rows_clear(struct rows *rows, int width)
{
    for (size_t i = 0; i < rows->links.n; i++)
        free(rows->links.at[i].target);
    rows->links.n = rows->runs.n = rows->rows.n = 0;
    str_clear(&rows->text);
    rows->width = width;
    rows->lacks = false;
}

void rows_release(struct rows *rows)
{
    rows_clear(rows, 0);
    str_release(&rows->text);
    vec_release(&rows->runs);
    vec_release(&rows->rows);
    vec_release(&rows->links);
}

void rows_begin(struct rows *rows)
{
    vec_push(&rows->rows, (struct row){(uint32_t)rows->runs.n, 0});
}

static bool same_style(struct style a, struct style b)
{
    return a.role == b.role && a.attrs == b.attrs && a.color == b.color;
}

/* The run that goes on at this column in this style, or a new one. */
static struct run *run_at(struct rows *rows, int column, struct style style, uint32_t link)
{
    struct row *row = &rows->rows.at[rows->rows.n - 1];
    struct run *last = row->n ? &rows->runs.at[rows->runs.n - 1] : NULL;

    if (last && last->column + last->columns == column && same_style(last->style, style) &&
        last->link == link)
        return last;
    row->n++;
    vec_push(&rows->runs, (struct run){.text = (uint32_t)rows->text.size,
                                       .column = (int16_t)column,
                                       .style = style,
                                       .link = link});
    return &rows->runs.at[rows->runs.n - 1];
}

static void add_shown(struct rows *rows, int column, const char *shown, size_t size, int columns,
                      struct style style, uint32_t link)
{
    struct run *run = run_at(rows, column, style, link);

    str_add(&rows->text, shown, size);
    run->size += (uint32_t)size;
    run->columns = (int16_t)(run->columns + columns);
}

/* A control made visible looks like no text. */
static bool is_control(const char *text, const struct cluster *cluster)
{
    uint32_t code;

    if (cluster->shown == text || cluster->size == 0)
        return false;
    utf8_decode(text, cluster->size, &code);
    return utf8_stand_in(code, UTF8_BODY) != NULL;
}

static int put_cluster(struct rows *rows, int column, const char *text,
                       const struct cluster *cluster, struct style style, uint32_t link)
{
    const char *shown = cluster->shown;
    size_t size = cluster->shown_size;
    int columns = cluster->columns;

    if (size == 1 && (*shown == '\n' || *shown == '\t')) {
        shown = "    ";
        columns = *cluster->shown == '\t' ? wrap_tab(column) : 1;
        size = (size_t)columns;
    } else if (is_control(text, cluster)) {
        style.role = ROLE_CONTROL;
        style.color = COLOR_NONE;
    }
    if (size == 0 || column + columns > rows->width)
        return column;
    add_shown(rows, column, shown, size, columns, style, link);
    return column + columns;
}

int rows_put_bytes(struct rows *rows, int column, int columns, const char *text, size_t size,
                   struct style style, uint32_t link)
{
    int end = column + columns < rows->width ? column + columns : rows->width;
    bool cut = column + cluster_columns(text, size) > end;
    struct cluster cluster, dots;

    cluster_next("…", strlen("…"), &dots);
    for (size_t at = 0; at < size && column < end; at += cluster.size) {
        cluster_next(text + at, size - at, &cluster);
        if (cut && column + cluster.columns + dots.columns > end)
            break;
        column = put_cluster(rows, column, text + at, &cluster, style, link);
    }
    if (cut && column + dots.columns <= end)
        column = put_cluster(rows, column, "…", &dots, style, link);
    return column;
}

int rows_put(struct rows *rows, int column, const char *text, struct style style)
{
    return rows_put_bytes(rows, column, rows->width - column, text, strlen(text), style, 0);
}

void rows_fill(struct rows *rows, int from, int to, const char *text, struct style style)
{
    struct cluster cluster;

    cluster_next(text, strlen(text), &cluster);
    for (int column = from; cluster.columns > 0 && column + cluster.columns <= to;)
        column = put_cluster(rows, column, text, &cluster, style, 0);
}

/* --- wrapping --------------------------------------------------------------------------------- */

struct filler {
    struct rows *rows;
    const struct rich *rich;
    const struct margin *margin;
    struct wrap_rows wraps;
    size_t span;  /* the first span that may reach into what comes next */
    int right;    /* columns kept free */
    int index;    /* of the next row, as the margin sees it */
    bool continues;
    uint32_t links; /* where the rich text's links begin among the rows' */
};

static const char *find_break(const char *at, const char *end, size_t *size)
{
    for (; at < end; at++)
        if ((*at == '\n' || *at == '\xe2' || *at == '\xc2') &&
            (*size = utf8_break(at, (size_t)(end - at))) != 0)
            return at;
    *size = 0;
    return end;
}

static struct span span_at(struct filler *filler, size_t at, size_t end)
{
    const struct rich *rich = filler->rich;

    while (filler->span < rich->spans.n && rich->spans.at[filler->span].end <= at)
        filler->span++;
    if (filler->span < rich->spans.n && rich->spans.at[filler->span].start <= at) {
        struct span span = rich->spans.at[filler->span];

        if (span.end > end)
            span.end = (uint32_t)end;
        return span;
    }
    if (filler->span < rich->spans.n && rich->spans.at[filler->span].start < end)
        end = rich->spans.at[filler->span].start;
    return (struct span){(uint32_t)at, (uint32_t)end, STYLE_PLAIN, 0};
}

static void begin_row(struct filler *filler)
{
    bool continues = filler->continues && filler->index == 0;

    if (!continues)
        rows_begin(filler->rows);
    if (!continues && filler->margin->begin)
        filler->margin->begin(filler->margin->self, filler->rows, filler->index);
    filler->index++;
}

static void fill_row(struct filler *filler, size_t from, size_t to, int column)
{
    const char *text = filler->rich->text.text;
    struct cluster cluster;

    while (from < to) {
        struct span span = span_at(filler, from, to);
        uint32_t link = span.link ? span.link + filler->links : 0;

        for (; from < span.end; from += cluster.size) {
            cluster_next(text + from, to - from, &cluster);
            column = put_cluster(filler->rows, column, text + from, &cluster, span.style, link);
        }
    }
}

static void note_cut(struct filler *filler, size_t bytes)
{
    struct str note = {0};

    filler->rows->lacks = true;
    begin_row(filler);
    str_addf(&note, _("… %zu more bytes"), bytes);
    rows_put(filler->rows, filler->margin->column, str_text(&note), style_of(ROLE_NOTE));
    str_release(&note);
}

/* What is shown of a line; no character is cut. */
static size_t shown_size(const char *line, size_t size)
{
    size_t shown = LINE_SHOWN;

    if (size <= LINE_SHOWN)
        return size;
    while (shown > LINE_SHOWN - 4 && ((unsigned char)line[shown] & 0xC0) == 0x80)
        shown--;
    return shown;
}

/* One row of as much as fits before "…". */
static void cut_line(struct filler *filler, size_t from, size_t size, int width)
{
    int columns;
    size_t end = cluster_fit(str_text(&filler->rich->text) + from, size, width - 1, &columns);

    filler->wraps.at[0] = (struct wrap_row){0, (uint32_t)end, (uint32_t)size, columns};
    filler->wraps.n = 1;
    filler->rows->lacks = true;
}

static void fill_line(struct filler *filler, size_t from, size_t to)
{
    struct span first = span_at(filler, from, to > from ? to : from + 1);
    bool quote = (first.style.frame & FRAME_QUOTE) != 0;
    size_t shown = filler->rows->whole
                       ? to - from
                       : shown_size(str_text(&filler->rich->text) + from, to - from);
    int column = filler->margin->column + (quote ? BAR : 0);
    int width = filler->rows->width - filler->right - column;

    filler->wraps.n = 0;
    wrap_line(str_text(&filler->rich->text) + from, shown, width > 0 ? width : 1,
              first.style.frame & FRAME_CODE ? WRAP_ANYWHERE : WRAP_WORDS, &filler->wraps);
    if (filler->rows->cut && filler->wraps.n > 1)
        cut_line(filler, from, shown, width);
    for (size_t i = 0; i < filler->wraps.n; i++) {
        struct wrap_row *wrap = &filler->wraps.at[i];

        begin_row(filler);
        if (quote)
            rows_put(filler->rows, filler->margin->column, "▏", style_of(ROLE_QUOTE));
        fill_row(filler, from + wrap->start, from + wrap->end, column);
        if (wrap->next > wrap->end && filler->rows->cut && filler->wraps.n == 1)
            rows_put(filler->rows, column + wrap->columns, "…", style_of(ROLE_NOTE));
    }
    if (to - from > shown)
        note_cut(filler, to - from - shown);
}

static void copy_links(struct rows *rows, const struct rich *rich)
{
    for (size_t i = 0; i < rich->links.n; i++)
        vec_push(&rows->links, (struct link){rich->links.at[i].kind,
                                             mem_copy_text(rich->links.at[i].target)});
}

void rows_add_rich(struct rows *rows, const struct rich *rich, const struct margin *margin,
                   int right, bool continues)
{
    struct filler filler = {.rows = rows,
                            .rich = rich,
                            .margin = margin,
                            .right = right,
                            .continues = continues,
                            .links = (uint32_t)rows->links.n};
    const char *text = str_text(&rich->text), *end = text + rich->text.size, *at = text;
    size_t gap = 1;

    copy_links(rows, rich);
    for (int lines = 0; gap; lines++) {
        const char *stop = find_break(at, end, &gap);

        if (lines == LINES_SHOWN && !rows->whole) {
            note_cut(&filler, (size_t)(end - at));
            break;
        }
        fill_line(&filler, (size_t)(at - text), (size_t)(stop - text));
        at = stop + gap;
    }
    vec_release(&filler.wraps);
}
