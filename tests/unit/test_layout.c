/* SPDX-License-Identifier: MIT */
#include "unit/rows.h"

#include "layout/cache.h"
#include "layout/chat.h"
#include "layout/message.h"
#include "layout/place.h"
#include "source/source.h"
#include "text/cluster.h"

#include <string.h>

/* All of the bundled dialogs, which hold every class, block and tag there is. */
static struct demo {
    struct source *source;
    struct look look;
} demo;

static int open_demo(void **state)
{
    struct error error;

    (void)state;
    demo.look = (struct look){.store = store_new(), .now = 1780000000};
    demo.source = source_open_demo(demo.look.store, &error);
    store_arrange(demo.look.store, ORDER_TIME);
    return demo.source ? 0 : -1;
}

static int close_demo(void **state)
{
    (void)state;
    store_free(demo.look.store);
    source_free(demo.source);
    return 0;
}

static const int widths[] = {1, 2, 3, 5, 10, 19, 20, 29, 30, 39, 40, 41, 60, 100, 200, 500};

typedef void width_fn(const struct chat *chat, int width, struct rows *rows);

static void at_every_width(width_fn *fn)
{
    struct rows rows;

    rows_init(&rows, 1);
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
        for (size_t c = 0; c < store_n_chats(demo.look.store); c++)
            fn(store_chat_at(demo.look.store, c), widths[w], &rows);
    rows_release(&rows);
}

static void lay_out(const struct chat *chat, size_t i, int width, struct rows *rows, int *body)
{
    struct piece piece = {(uint32_t)i, 1, PIECE_ITEM};

    message_layout(&demo.look, chat, piece, i ? i - 1 : NO_ITEM, width, rows, body);
}

static void lay_out_messages(const struct chat *chat, int width, struct rows *rows)
{
    for (size_t i = 0; i < chat->n_items; i++) {
        int body = -1;

        lay_out(chat, i, width, rows, &body);
        rows_are_sound(rows);
        assert_in_range(body, 0, rows->rows.n - 1);
    }
}

static bool fold_all(void *self, const struct session *session)
{
    (void)self;
    (void)session;
    return true;
}

static void lay_out_pieces(const struct chat *chat, int width, struct rows *rows)
{
    const struct lens_rule rules[] = {{.service = SERVICE_COLLAPSED}, {.is_folded = fold_all}};
    struct cache *cache = cache_new();
    struct lens lens = {0};

    (void)rows;
    for (size_t r = 0; r < 2; r++) {
        lens_set(&lens, chat, &rules[r]);
        cache_set(cache, &demo.look, &lens, width);
        for (size_t i = 0; i < lens_size(&lens); i++)
            rows_are_sound(cache_rows(cache, i, NULL));
    }
    lens_release(&lens);
    cache_free(cache);
}

static void runs_and_folds_fit_any_width(void **state)
{
    (void)state;
    at_every_width(lay_out_pieces);
}

static void messages_fit_any_width(void **state)
{
    (void)state;
    at_every_width(lay_out_messages);
}

static void lay_out_chat(const struct chat *chat, int width, struct rows *rows)
{
    chat_layout(&demo.look, chat, &(struct chat_marks){true, true, 12}, width, rows);
    assert_int_equal(rows->rows.n, CHAT_ROWS);
    rows_are_sound(rows);
    rows_clear(rows, width);
    place_add_head(&demo.look, chat, style_of(ROLE_HEAD), rows);
    place_add_floating(&demo.look, chat, 0, rows);
    assert_int_equal(rows->rows.n, 2);
    rows_are_sound(rows);
}

static void chats_and_heads_fit_any_width(void **state)
{
    (void)state;
    at_every_width(lay_out_chat);
}

static void without_gutters_ascii_is_ascii(void **state)
{
    struct rows rows;
    int body;

    (void)state;
    cluster_use_ascii(1);
    demo.look.ascii = true;
    rows_init(&rows, 1);
    for (size_t c = 0; c < store_n_chats(demo.look.store); c++) {
        const struct chat *chat = store_chat_at(demo.look.store, c);

        for (size_t i = 0; i < chat->n_items; i++) {
            lay_out(chat, i, 70, &rows, &body);
            rows_are_sound(&rows);
            for (size_t b = 0; b < rows.text.size; b++)
                assert_in_range(rows.text.text[b], ' ', '~');
        }
    }
    cluster_use_ascii(0);
    demo.look.ascii = false;
    rows_release(&rows);
}

static void assert_same(const struct rows *a, const struct rows *b)
{
    assert_int_equal(a->rows.n, b->rows.n);
    assert_int_equal(a->runs.n, b->runs.n);
    assert_int_equal(a->text.size, b->text.size);
    assert_memory_equal(a->text.text, b->text.text, a->text.size);
}

static void the_layout_is_the_same_cached_or_not(void **state)
{
    const struct chat *chat = store_chat_at(demo.look.store, 2);
    struct cache *cache = cache_new();
    struct lens lens = {0};
    struct rows rows;
    int body, cached;

    (void)state;
    rows_init(&rows, 1);
    lens_set(&lens, chat, &(struct lens_rule){0});
    cache_set(cache, &demo.look, &lens, 60);
    for (int round = 0; round < 2; round++)
        for (size_t i = chat->n_items; i-- > 0;) {
            lay_out(chat, i, 60, &rows, &body);
            assert_same(cache_rows(cache, i, &cached), &rows);
            assert_int_equal(cached, body);
        }
    cache_set(cache, &demo.look, &lens, 30);
    lay_out(chat, 1, 30, &rows, &body);
    assert_same(cache_rows(cache, 1, NULL), &rows);
    rows_release(&rows);
    cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_fit_any_width),
        cmocka_unit_test(runs_and_folds_fit_any_width),
        cmocka_unit_test(chats_and_heads_fit_any_width),
        cmocka_unit_test(without_gutters_ascii_is_ascii),
        cmocka_unit_test(the_layout_is_the_same_cached_or_not),
    };

    return cmocka_run_group_tests(tests, open_demo, close_demo);
}
