/* SPDX-License-Identifier: MIT */
#include "text/cluster.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/*
 * The gate and the clusters, for any bytes: what comes out is valid, holds nothing that is shown
 * by a stand-in, and passes again unchanged; clusters cover the text and show only such things.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

/* The flags of three regions are the one use of TAG characters that is let through. */
static int is_tag(uint32_t code)
{
    return code >= 0xE0020 && code <= 0xE007F;
}

static void check_allowed(const char *text, size_t size, enum utf8_place place)
{
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t n = utf8_decode(text + at, size - at, &code);

        require(code != 0xFFFD || memcmp(text + at, "\xEF\xBF\xBD", n < 3 ? n : 3) == 0);
        require(code != 0xFFFD || n == 3);
        require(!utf8_stand_in(code, place) || is_tag(code));
        at += n;
    }
}

static void check_gate(const char *text, size_t size, enum utf8_place place)
{
    struct str once = {0}, twice = {0};

    utf8_clean(&once, text, size, place);
    check_allowed(str_text(&once), once.size, place);
    utf8_clean(&twice, str_text(&once), once.size, place);
    require(once.size == twice.size && memcmp(str_text(&once), str_text(&twice), once.size) == 0);
    require(!utf8_is_plain(text, size) ||
            (once.size == size && memcmp(str_text(&once), text, size) == 0));
    str_release(&once);
    str_release(&twice);
}

static int check_clusters(const char *text, size_t size)
{
    struct cluster cluster;
    int columns = 0;

    for (size_t at = 0; at < size; at += cluster.size) {
        cluster_next(text + at, size - at, &cluster);
        require(cluster.size >= 1 && cluster.size <= size - at);
        require(cluster.columns >= 0 && cluster.shown_size <= sizeof cluster.form);
        check_allowed(cluster.shown, cluster.shown_size, UTF8_BODY);
        columns += cluster.shown_size == 1 && *cluster.shown == '\t' ? 1 : cluster.columns;
    }
    return columns;
}

static void check_fit(const char *text, size_t size, int width)
{
    struct str out = {0};
    int used, added;

    require(cluster_fit(text, size, width, &used) <= size && used <= width);
    added = cluster_add(&out, text, size, width);
    require(added <= width);
    check_allowed(str_text(&out), out.size, UTF8_BODY);
    str_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    int width = size ? data[0] % 100 : 0;

    check_gate(text, size, UTF8_BODY);
    check_gate(text, size, UTF8_NAME);
    require(check_clusters(text, size) == cluster_columns(text, size));
    check_fit(text, size, width);
    cluster_use_ascii(1);
    check_clusters(text, size);
    check_fit(text, size, width);
    cluster_use_ascii(0);
    return 0;
}
