/* SPDX-License-Identifier: MIT */
#include "text/bytes.h"

void bytes_add(struct str *out, int64_t size)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
    double number = (double)size;
    int unit = 0;

    for (; number >= 1024 && unit < 4; unit++)
        number /= 1024;
    str_addf(out, unit && number < 9.95 ? "%.1f %s" : "%.0f %s", number, units[unit]);
}
