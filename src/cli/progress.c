/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"
#include "base/mem.h"
#include "base/words.h"
#include "text/cluster.h"
#include "text/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { POINTS = 60, EACH = 2 }; /* of the way so far: one for each 2 s, of the last two minutes */

struct progress {
    bool is_terminal;
    double said; /* seconds since the start */
    struct {
        double seconds;
        size_t n_done;
    } points[POINTS];
    size_t n_points;
};

struct progress *progress_new(void)
{
    struct progress *progress = mem_zero(1, sizeof *progress);

    progress->is_terminal = isatty(STDERR_FILENO);
    progress->said = -1;
    return progress;
}

static void note_point(struct progress *progress, const struct sync_sum *sum)
{
    size_t n = progress->n_points;

    if (n && sum->seconds - progress->points[(n - 1) % POINTS].seconds < EACH)
        return;
    progress->points[n % POINTS].seconds = sum->seconds;
    progress->points[n % POINTS].n_done = sum->n_done;
    progress->n_points++;
}

/* Sessions a second of late: the first burst tells little of now. */
static double rate_of(const struct progress *progress, const struct sync_sum *sum)
{
    size_t n = progress->n_points, first = n > POINTS ? n % POINTS : 0;
    double seconds = n ? sum->seconds - progress->points[first].seconds : 0;

    if (seconds < EACH)
        return sum->seconds > 0 ? (double)sum->n_done / sum->seconds : 0;
    return (double)(sum->n_done - progress->points[first].n_done) / seconds;
}

/* As the last minutes went, and not sooner than the portal's plan permits. */
static double left_of(const struct sync_sum *sum, double rate)
{
    double left = rate > 0 ? (double)sum->n_left / rate : 0;

    return left > sum->seconds_left ? left : sum->seconds_left;
}

static void add_line(const struct progress *progress, const struct sync_sum *sum, struct str *out)
{
    double rate = rate_of(progress, sum), left = left_of(sum, rate);

    str_addf(out, sum->has_listed ? _("%zu of %zu sessions") : _("%zu of at least %zu sessions"),
             sum->n_done, sum->n_done + sum->n_left);
    if (sum->n_done)
        str_addf(out, _(" · %.1f a second"), rate);
    if (sum->rate_share >= 0)
        str_addf(out, _(" · %.0f %% of the permitted rate"), 100 * sum->rate_share);
    if (sum->n_done && left >= 1) {
        str_add_text(out, _(" · still "));
        when_add_span(out, (int64_t)left);
    }
    if (sum->n_retries)
        str_addf(out, ngettext(" · %llu retry", " · %llu retries", sum->n_retries),
                 (unsigned long long)sum->n_retries);
    if (sum->why && sum->why_seconds)
        str_addf(out, " · %s, %d s", sum->why, sum->why_seconds);
}

static int columns(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

void progress_show(const struct str *line)
{
    struct str shown = {0};

    cluster_add(&shown, str_text(line), line->size, columns());
    fprintf(stderr, "\r%s\033[K", str_text(&shown));
    str_release(&shown);
}

void progress_hide(void)
{
    fputs("\r\033[K", stderr);
}

void progress_tell(void *self, const struct sync_sum *sum)
{
    static const double pause = 0.1;
    struct progress *progress = self;
    struct str line = {0};

    if (!progress->is_terminal || sum->seconds - progress->said < pause)
        return;
    progress->said = sum->seconds;
    note_point(progress, sum);
    add_line(progress, sum, &line);
    progress_show(&line);
    str_release(&line);
}

void progress_end(struct progress *progress)
{
    if (progress->is_terminal && progress->said >= 0)
        progress_hide();
    free(progress);
}
