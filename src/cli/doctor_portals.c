/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "cli/doctor.h"
#include "cli/portals.h"
#include "cli/rights.h"

#include <stdio.h>
#include <stdlib.h>

enum { SKEW_MAX = 120 /* s */ };

struct visit {
    const struct call *call;
    struct findings *findings;
    struct loop *loop;
    size_t n;
};

/* --- what a portal answered ------------------------------------------------------------------ */

static void add_person(const struct auth *auth, const struct access *access,
                       struct findings *findings)
{
    findings_number(findings, "user", _("user"), access->user ? access->user : auth_user(auth));
    findings_text(findings, "name", _("name"), *access->name ? access->name : NULL);
    findings_maybe(findings, "administrator", _("administrator"), access->user != 0,
                   access->is_administrator);
    findings_text(findings, "rights", _("rights"), *access->scopes ? access->scopes : NULL);
}

static void add_list(const struct access *access, struct findings *findings)
{
    const char *blind = NULL, *way = access_list_way(access, &blind);

    findings_text(findings, "list", _("list of chats by"), way);
    findings_text(findings, "list_shows", _("which shows"), way ? blind : NULL);
}

static void add_clock(const struct access *access, struct findings *findings)
{
    char sentence[128];

    findings_number(findings, "latency_ms", _("latency, ms"), access->latency);
    if (!access->has_clock) {
        findings_text(findings, "clock_ahead_s", _("clock ahead, s"), NULL);
        return;
    }
    findings_number(findings, "clock_ahead_s", _("clock ahead, s"), access->skew);
    if (llabs(access->skew) <= SKEW_MAX)
        return;
    snprintf(sentence, sizeof sentence,
             _("its clock and ours differ by %lld seconds; check ours"), llabs(access->skew));
    findings_problem(findings, sentence);
}

static void add_limits(const struct access *access, struct findings *findings)
{
    char text[96];

    snprintf(text, sizeof text, _("%.0f of %.0f used, %.1f a second"), access->level, access->room,
             access->rate);
    findings_text(findings, NULL, _("requests"), text);
    findings_number(findings, "requests_used", NULL, (int64_t)access->level);
    findings_number(findings, "requests_room", NULL, (int64_t)access->room);
}

static const char *state_word(enum access_state state)
{
    static const char *const words[] = {"unknown", "granted", "denied", "absent"};

    return words[state];
}

static void add_needs(const struct access *access, struct findings *findings)
{
    struct str sentence = {0};

    findings_open_map(findings, "needs");
    for (size_t i = 0; access_needs[i].name; i++)
        findings_text(findings, access_needs[i].name, NULL, state_word(access->states[i]));
    findings_close_map(findings);
    for (size_t i = 0; access_needs[i].name; i++) {
        rights_add_lack(access, i, &sentence);
        if (sentence.size && access_needs[i].is_vital)
            findings_problem(findings, sentence.text);
        else if (sentence.size)
            findings_note(findings, sentence.text);
        str_clear(&sentence);
    }
    if (!access_list_way(access, NULL))
        findings_problem(findings, _("the list of chats cannot be made"));
    str_release(&sentence);
}

static void add_answer(const struct auth *auth, const struct access *access,
                       struct findings *findings)
{
    bool answered = access->error.kind == ERROR_NONE;

    findings_flag(findings, "reachable", _("reachable"), answered);
    if (!answered) {
        findings_problem(findings, access->error.text);
        return;
    }
    add_person(auth, access, findings);
    add_list(access, findings);
    add_clock(access, findings);
    add_limits(access, findings);
    add_needs(access, findings);
}

static void add_kind(const struct auth *auth, struct findings *findings)
{
    bool is_webhook = auth_is_webhook(auth);

    findings_text(findings, NULL, _("login by"), is_webhook ? _("webhook") : _("application"));
    findings_text(findings, "kind", NULL, is_webhook ? "webhook" : "application");
}

/* --- which portals --------------------------------------------------------------------------- */

/* Takes auth; NULL: the error says why there is none. */
static void visit(struct visit *visit, const char *name, struct auth *auth,
                  const struct error *error)
{
    struct access_options options = rights_options(&visit->call->options, visit->loop);
    struct findings *findings = visit->findings;
    struct access access;
    struct str title = {0};

    str_addf(&title, _("Portal %s"), name);
    findings_open(findings, NULL, str_text(&title));
    findings_text(findings, "login", NULL, name);
    findings_text(findings, "host", _("host"), auth ? auth_host(auth) : NULL);
    if (auth) {
        options.auth = auth;
        access_ask(&options, &access);
        add_kind(auth, findings);
        add_answer(auth, &access, findings);
    } else {
        findings_problem(findings, error->text);
    }
    findings_take_log(findings, false);
    findings_close(findings);
    visit->n++;
    auth_free(auth);
    str_release(&title);
}

static void visit_file(void *self, const char *name)
{
    struct error error = {0};
    struct auth *auth = portals_load(name, &error);

    visit(self, name, auth, &error);
}

static void visit_others(struct visit *to)
{
    const struct options *options = &to->call->options;
    struct error error = {0};
    struct auth *auth;

    if (options->webhook_command) {
        auth = portals_command(options, &error);
        visit(to, "webhook-command", auth, &error);
    }
    auth = auth_environment(&error);
    if (auth || error.kind != ERROR_NONE)
        visit(to, "IMOLOG_WEBHOOK", auth, &error);
}

void doctor_portals(const struct call *call, struct findings *findings)
{
    struct visit to = {.call = call, .findings = findings, .loop = loop_new()};
    const char *only = call->options.portal;

    findings_open_list(findings, "portals");
    if (only && *only) {
        visit_file(&to, only);
    } else {
        portals_each(visit_file, &to);
        visit_others(&to);
    }
    findings_close_list(findings);
    if (to.n == 0)
        str_add_text(&findings->text,
                     _("\nPortals\n  - none is known; run `imolog login`\n"));
    loop_free(to.loop);
}
