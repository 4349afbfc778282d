/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <string.h>

typedef void add_when_fn(struct str *out, struct when when, const struct zone *zone);

/* The portal's format of this name as we show it; NULL when it has none such. */
static add_when_fn *find_format(struct piece name)
{
    static const struct {
        const char *name;
        add_when_fn *add;
    } formats[] = {
        {"SHORT_TIME_FORMAT", when_add_clock},
        {"LONG_TIME_FORMAT", when_add_clock},
        {"SHORT_DATE_FORMAT", when_add_date},
        {"MEDIUM_DATE_FORMAT", when_add_date},
        {"LONG_DATE_FORMAT", when_add_date},
        {"DAY_MONTH_FORMAT", when_add_date},
        {"DAY_SHORT_MONTH_FORMAT", when_add_date},
        {"FULL_DATE_FORMAT", when_add_day},
        {"DAY_OF_WEEK_MONTH_FORMAT", when_add_day},
        {"SHORT_DAY_OF_WEEK_MONTH_FORMAT", when_add_day},
        {"SHORT_DAY_OF_WEEK_SHORT_MONTH_FORMAT", when_add_day},
        {"FORMAT_DATE", when_add_date},
        {"FORMAT_DATETIME", when_add_stamp},
    };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strlen(formats[i].name) == name.size && piece_starts(name, formats[i].name))
            return formats[i].add;
    return NULL;
}

bool stamp_open(struct markup *markup, int what, struct piece arg)
{
    static const struct zone utc = {ZONE_UTC};
    const struct zone *zone = markup->names && markup->names->zone ? markup->names->zone : &utc;
    struct when when = {0};
    struct str text = {0};
    add_when_fn *add;

    (void)what;
    /* Up to the year 9999: no portal writes more. */
    if (!piece_take_number(&arg, &when.time) || when.time > INT64_C(253402300799) ||
        !piece_starts(arg, " format="))
        return false;
    add = find_format(piece_trim(piece_from(arg, strlen(" format="))));
    if (!add)
        return false;
    add(&text, when, zone);
    markup_put(markup, (struct piece){str_text(&text), text.size});
    str_release(&text);
    return true;
}
