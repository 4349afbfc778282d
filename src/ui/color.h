/* SPDX-License-Identifier: MIT */
#ifndef UI_COLOR_H
#define UI_COLOR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Colours as in ui/theme.h (PAINT_DEFAULT, 0–255, 0xrrggbb + PAINT_RGB), and
 * distances between them in OKLab, a perceptual space.
 */

/* A name, 0–255, #rgb or #rrggbb. False: none of these, and color is unchanged. */
bool color_parse(const char *word, int32_t *color);
/* As 0xrrggbb; of an index as xterm shows it. Not for PAINT_DEFAULT. */
int32_t color_rgb(int32_t color);
/* The nearest one a terminal of n_colors (8, 16, 256, 1 << 24) has. */
int32_t color_fit(int32_t color, int n_colors);
/* A colour given by the portal, 0xrrggbb, with its lightness moved until it is readable on the
 * background: a known one by contrast, the default one as if it could be black or white. */
int32_t color_readable(int32_t rgb, int32_t background, int n_colors);
/* How far apart two colours are to the eye as light and dark, by WCAG 2: 1 to 21. Not for
 * PAINT_DEFAULT. */
float color_contrast(int32_t one, int32_t other);
/* The colour, lighter or darker as far as it takes for this contrast with the background, as a
 * terminal of n_colors (256, 1 << 24) shows it. */
int32_t color_apart(int32_t color, int32_t background, float contrast, int n_colors);

#endif
