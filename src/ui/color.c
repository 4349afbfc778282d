/* SPDX-License-Identifier: MIT */
#include "ui/color.h"
#include "ui/theme.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    "black",        "red",           "green",       "yellow",        "blue",
    "magenta",      "cyan",          "white",       "bright-black",  "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
};

bool color_parse(const char *word, int32_t *color)
{
    char *end;
    long number;

    for (int i = 0; i < 16; i++)
        if (strcmp(word, names[i]) == 0) {
            *color = i;
            return true;
        }
    if (strcmp(word, "default") == 0) {
        *color = PAINT_DEFAULT;
        return true;
    }
    if (!isxdigit((unsigned char)word[word[0] == '#']))
        return false;
    number = strtol(word + (word[0] == '#'), &end, word[0] == '#' ? 16 : 10);
    if (*end || (word[0] == '#' ? strlen(word) != 7 && strlen(word) != 4 : number > 255))
        return false;
    if (strlen(word) == 4 && word[0] == '#')
        number = ((number >> 8 & 15) * 0x110000) | ((number >> 4 & 15) * 0x1100) |
                 ((number & 15) * 0x11);
    *color = word[0] == '#' ? (int32_t)number | PAINT_RGB : (int32_t)number;
    return true;
}

struct lab {
    float l, a, b;
};

static float linear(int byte)
{
    float value = (float)byte / 255;

    return value <= 0.04045f ? value / 12.92f : powf((value + 0.055f) / 1.055f, 2.4f);
}

/* The matrices of OKLab's definition (linear sRGB → LMS → Lab). */
static struct lab lab_of(int32_t rgb)
{
    float r = linear(rgb >> 16 & 255), g = linear(rgb >> 8 & 255), b = linear(rgb & 255);
    float l = cbrtf(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
    float m = cbrtf(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
    float s = cbrtf(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);

    return (struct lab){0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
                        1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
                        0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

static int byte_of(float value)
{
    float gamma = value <= 0.0031308f ? 12.92f * value : 1.055f * powf(value, 1 / 2.4f) - 0.055f;

    return gamma <= 0 ? 0 : gamma >= 1 ? 255 : (int)(gamma * 255 + 0.5f);
}

static int32_t rgb_of(struct lab lab)
{
    float l = lab.l + 0.3963377774f * lab.a + 0.2158037573f * lab.b;
    float m = lab.l - 0.1055613458f * lab.a - 0.0638541728f * lab.b;
    float s = lab.l - 0.0894841775f * lab.a - 1.2914855480f * lab.b;

    l = l * l * l;
    m = m * m * m;
    s = s * s * s;
    return byte_of(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s) << 16 |
           byte_of(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s) << 8 |
           byte_of(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s);
}

/* xterm's 256 colours: 16 named, a cube of 6 levels, 24 greys. */
static int32_t palette(int index)
{
    static const int32_t named[] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
                                    0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
                                    0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};
    static const int level[] = {0, 95, 135, 175, 215, 255};

    if (index < 16)
        return named[index];
    if (index >= 232)
        return (8 + 10 * (index - 232)) * 0x010101;
    index -= 16;
    return level[index / 36] << 16 | level[index / 6 % 6] << 8 | level[index % 6];
}

int32_t color_rgb(int32_t color)
{
    return color & PAINT_RGB ? color & 0xffffff : palette(color);
}

static float distance(struct lab x, struct lab y)
{
    return (x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b);
}

static int nearest(int32_t rgb, int from, int to)
{
    struct lab wanted = lab_of(rgb);
    int best = from;
    float least = INFINITY;

    for (int i = from; i < to; i++) {
        float d = distance(wanted, lab_of(palette(i)));

        if (d < least) {
            least = d;
            best = i;
        }
    }
    return best;
}

/* A grey has no hue to keep: only how light it is. */
static int nearest_grey(struct lab lab, int n_colors)
{
    if (n_colors < 16)
        return lab.l < 0.35f ? 0 : 7;
    return lab.l < 0.3f ? 0 : lab.l < 0.7f ? 8 : lab.l < 0.95f ? 7 : 15;
}

static int nearest_name(int32_t rgb, int n_colors)
{
    const float grey = 0.04f; /* chroma under which no hue is seen */
    struct lab lab = lab_of(rgb);

    if (lab.a * lab.a + lab.b * lab.b < grey * grey)
        return nearest_grey(lab, n_colors);
    return nearest(rgb, 0, n_colors);
}

int32_t color_fit(int32_t color, int n_colors)
{
    if (color == PAINT_DEFAULT || n_colors > 256)
        return color;
    if (n_colors == 256) /* the first 16 are the person's own: never a substitute */
        return color & PAINT_RGB ? nearest(color, 16, 256) : color;
    if (!(color & PAINT_RGB) && color < n_colors)
        return color;
    if (!(color & PAINT_RGB) && color < 16)
        return color - 8;
    return nearest_name(color & PAINT_RGB ? color : palette(color), n_colors);
}

int32_t color_readable(int32_t rgb, int32_t background, int n_colors)
{
    enum { LOW = 58, HIGH = 74, APART = 55 }; /* hundredths of OKLab lightness */
    struct lab lab = lab_of(rgb);

    if (n_colors <= 16) { /* greys among them vanish on some backgrounds: hues only */
        int hue = nearest(rgb, 1, 7);

        return n_colors == 16 && lab.l > 0.7f ? hue + 8 : hue;
    }
    if (background == PAINT_DEFAULT) {
        lab.l = lab.l < LOW / 100.0f ? LOW / 100.0f : lab.l > HIGH / 100.0f ? HIGH / 100.0f : lab.l;
    } else {
        float ground = lab_of(background & PAINT_RGB ? background : palette(background)).l;

        if (fabsf(lab.l - ground) < APART / 100.0f)
            lab.l = ground > 0.6f ? ground - APART / 100.0f : ground + APART / 100.0f;
    }
    return rgb_of(lab) | PAINT_RGB;
}

static float luminance(int32_t color)
{
    int32_t rgb = color_rgb(color);

    return 0.2126f * linear(rgb >> 16 & 255) + 0.7152f * linear(rgb >> 8 & 255) +
           0.0722f * linear(rgb & 255);
}

float color_contrast(int32_t one, int32_t other)
{
    float x = luminance(one) + 0.05f, y = luminance(other) + 0.05f;

    return x > y ? x / y : y / x;
}

int32_t color_apart(int32_t color, int32_t background, float contrast, int n_colors)
{
    const float least = -0.5f, most = 1.5f; /* where every hue has gone to black, and to white */
    const float step = luminance(background) < 0.18f ? 0.02f : -0.02f;
    struct lab lab = lab_of(color_rgb(color));

    while ((color_contrast(color, background) < contrast ||
            color_contrast(color_fit(color, n_colors), background) < contrast) &&
           lab.l > least && lab.l < most) {
        lab.l += step;
        color = rgb_of(lab) | PAINT_RGB;
    }
    return color;
}
