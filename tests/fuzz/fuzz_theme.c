/* SPDX-License-Identifier: MIT */
/* Any bytes are a theme: every role has a paint the terminal can be told, whatever it has. */
#include "base/log.h"
#include "layout/row.h"
#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void forget(void *to, const char *sentence)
{
    (void)to;
    if (strncmp(sentence, "fuzz:", 5) != 0 && strncmp(sentence, "and ", 4) != 0)
        abort();
}

static void check(int32_t color, int n_colors)
{
    if (color == PAINT_DEFAULT || (n_colors == 1 << 24 && (color & PAINT_RGB)))
        return;
    if (color < 0 || color > 255 || color >= n_colors)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int depths[] = {0, 8, 16, 256, 1 << 24};
    struct theme *theme = theme_parse("fuzz", (const char *)data, size);

    for (int role = 0; role < ROLE_COUNT; role++)
        for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
            struct style style = style_of((enum role)role);
            struct paint paint;

            style.color = size > 2 ? data[0] << 16 | data[1] << 8 | data[2] : COLOR_NONE;
            paint = theme_paint(theme, style, depths[i]);
            check(paint.foreground, depths[i]);
            check(paint.background, depths[i]);
        }
    log_drain(forget, NULL);
    theme_free(theme);
    return 0;
}
