/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "cli/doctor.h"
#include "cli/surroundings.h"
#include "ui/abilities.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void add_size(const struct abilities *abilities, struct findings *findings)
{
    char size[32];

    snprintf(size, sizeof size, _("%d columns, %d rows"), abilities->columns, abilities->rows);
    findings_text(findings, NULL, _("size"), abilities->columns ? size : _("no terminal"));
    findings_number(findings, "columns", NULL, abilities->columns);
    findings_number(findings, "rows", NULL, abilities->rows);
}

static void add_background(const struct abilities *abilities, struct findings *findings)
{
    char color[16];

    snprintf(color, sizeof color, "#%06x", (unsigned)abilities->background & 0xFFFFFF);
    findings_text(findings, "background", _("background"),
                  abilities->background >= 0 ? color : NULL);
}

static void add_colors(const struct options *options, struct findings *findings)
{
    bool color = surroundings_want_color(options, true);

    findings_number(findings, "colors", _("colours"), color ? surroundings_n_colors() : 0);
}

/* Panes need a terminal that is there. */
static void add_verdicts(const struct abilities *abilities, struct findings *findings)
{
    if (isatty(STDOUT_FILENO) && surroundings_no_panes())
        findings_problem(findings, surroundings_no_panes());
    if (abilities->columns && (abilities->columns < 40 || abilities->rows < 10))
        findings_problem(findings, _("the terminal is too small to read in; make it larger"));
    if (!surroundings_are_utf8())
        findings_note(findings, _("the locale's characters are not UTF-8: letters outside ASCII "
                                  "are transliterated; set LC_ALL=C.UTF-8"));
    if (!abilities->clipboard)
        findings_note(findings, _("what is copied goes nowhere; set the option clipboard"));
}

void doctor_terminal(const struct call *call, struct findings *findings)
{
    const struct options *options = &call->options;
    struct abilities is;

    abilities_look(&is, options->clipboard);
    findings_open(findings, "terminal", _("Terminal"));
    findings_text(findings, "term", "TERM", getenv("TERM"));
    findings_text(findings, "program", getenv("TERM_PROGRAM") ? "TERM_PROGRAM" : NULL,
                  getenv("TERM_PROGRAM"));
    add_size(&is, findings);
    add_colors(options, findings);
    add_background(&is, findings);
    findings_text(findings, "charset", _("characters"), nl_langinfo(CODESET));
    findings_flag(findings, "ascii", _("ASCII only"),
                  options->ascii || !surroundings_are_utf8());
    findings_text(findings, NULL, _("clipboard"), is.clipboard ? is.clipboard : _("none"));
    findings_text(findings, "clipboard", NULL, is.clipboard);
    findings_maybe(findings, "margins", _("margins (mode 69)"), is.is_asked, is.has_margins);
    findings_maybe(findings, "hyperlinks", _("hyperlinks"), is.has_hyperlinks, true);
    findings_flag(findings, "mouse", _("mouse ours"), options->mouse);
    add_verdicts(&is, findings);
    findings_close(findings);
}
