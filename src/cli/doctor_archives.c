/* SPDX-License-Identifier: MIT */
#include "archive/archive.h"
#include "archive/care.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/doctor.h"
#include "cli/surroundings.h"

/* --- one archive ----------------------------------------------------------------------------- */

static void add_counts(const struct archive_info *is, struct findings *findings)
{
    findings_number(findings, "bytes", _("bytes"), is->n_bytes);
    findings_number(findings, "chats", _("chats"), is->n_chats);
    findings_number(findings, "sessions", _("sessions"), is->n_sessions);
    findings_number(findings, "messages", _("messages"), is->n_messages);
    findings_number(findings, "due", _("sessions to ask"), is->n_due);
    findings_number(findings, "suspicious", NULL, is->n_suspicious);
    if (is->n_suspicious > 0)
        findings_note(findings, _("of some sessions so much had vanished at once that it was "
                                  "kept; `imolog archive info` counts them"));
}

static bool add_run(void *findings, const struct archive_run *run)
{
    static const struct zone zone = {ZONE_UTC};
    struct str text = {0};

    when_add_iso(&text, (struct when){run->started_at, 0}, &zone);
    findings_text(findings, "last_run", _("last run"), str_text(&text));
    findings_text(findings, "last_result", _("its result"),
                  !run->finished_at ? "interrupted" : run->result);
    str_release(&text);
    return false;
}

static void add_index(struct archive *archive, struct findings *findings)
{
    bool is_current = archive_index_is_current(archive);

    findings_flag(findings, "index_current", _("index current"), is_current);
    if (!is_current)
        findings_problem(findings, _("the index for searching is of another version; "
                                     "`imolog sync` makes it anew"));
}

static void add_archive(void *self, const char *path)
{
    struct findings *findings = self;
    struct archive_info is;
    struct error error = {0};
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, &error);
    struct str title = {0};

    str_addf(&title, _("Archive %s"), path);
    findings_open(findings, NULL, str_text(&title));
    findings_text(findings, "path", NULL, path);
    if (archive && archive_info(archive, surroundings_now(), &is, &error) &&
        archive_runs(archive, 1, add_run, findings, &error)) {
        add_counts(&is, findings);
        add_index(archive, findings);
    } else {
        findings_problem(findings, error.text);
    }
    findings_take_log(findings, false);
    findings_close(findings);
    archive_close(archive);
    str_release(&title);
}

/* --- all of them ----------------------------------------------------------------------------- */

void doctor_archives(const struct call *call, struct findings *findings)
{
    findings_open_list(findings, "archives");
    if (archives_each(&call->options, add_archive, findings) == 0)
        str_add_text(&findings->text,
                     _("\nArchives\n  - there is none; `imolog sync` makes one\n"));
    findings_close_list(findings);
}
