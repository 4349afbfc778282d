/* SPDX-License-Identifier: MIT */
#include "cli/doctor.h"
#include "base/words.h"
#include "cli/say.h"
#include "cli/surroundings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- configuration --------------------------------------------------------------------------- */

/* The mistakes, with their places, are what the log has until now. */
static void add_configuration(const struct call *call, struct findings *findings)
{
    findings_open(findings, "configuration", _("Configuration"));
    findings_open_list(findings, "files");
    for (size_t i = 0; config_file(call->config, i); i++)
        findings_item(findings, _("file"), config_file(call->config, i));
    findings_close_list(findings);
    findings_number(findings, "mistakes", _("mistakes"),
                    (int64_t)config_n_mistakes(call->config));
    findings_take_log(findings, true);
    findings_close(findings);
}

/* --- the way out ----------------------------------------------------------------------------- */

/* Without user and password. */
static void add_proxy_address(struct str *out, const char *address)
{
    const char *scheme = strstr(address, "://");
    const char *host = scheme ? scheme + 3 : address, *at = strrchr(host, '@');

    str_add(out, address, (size_t)(host - address));
    str_add_text(out, at ? at + 1 : host);
}

static const char *proxy_variable(void)
{
    static const char *const names[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (getenv(names[i]) && *getenv(names[i]))
            return names[i];
    return NULL;
}

static void add_network(const struct call *call, struct findings *findings)
{
    const char *name = call->options.proxy ? NULL : proxy_variable();
    const char *proxy = name ? getenv(name) : call->options.proxy;
    struct str address = {0};

    findings_open(findings, "network", _("Network"));
    if (proxy)
        add_proxy_address(&address, proxy);
    findings_text(findings, NULL, _("proxy"), address.size ? address.text : _("none"));
    findings_text(findings, "proxy", NULL, address.size ? address.text : NULL);
    if (proxy)
        findings_text(findings, "proxy_from", _("named by"), name ? name : "proxy");
    if (call->options.cacert)
        findings_text(findings, "cacert", _("certificates"), call->options.cacert);
    findings_close(findings);
    str_release(&address);
}

/* --- all ------------------------------------------------------------------------------------- */

static int print(const struct findings *findings, bool json)
{
    const struct str *out = json ? &findings->json : &findings->text;
    bool done = fwrite(out->text, 1, out->size, stdout) == out->size;

    if (!json && findings->n_problems == 0)
        done &= puts(_("\nAll is well.")) >= 0;
    else if (!json)
        done &= printf(ngettext("\n%zu problem, marked with !\n", "\n%zu problems, marked with !\n",
                                findings->n_problems),
                       findings->n_problems) >= 0;
    if (!done || fflush(stdout) != 0) {
        say(_("standard output cannot be written: %s"), strerror(errno));
        return ERROR_FAILED;
    }
    return findings->n_problems ? ERROR_FAILED : ERROR_NONE;
}

int doctor_run(const struct call *call)
{
    struct findings findings;
    int code;

    findings_begin(&findings);
    findings_text(&findings, "version", NULL, VERSION);
    doctor_terminal(call, &findings);
    add_configuration(call, &findings);
    add_network(call, &findings);
    doctor_portals(call, &findings);
    doctor_archives(call, &findings);
    findings_end(&findings);
    code = print(&findings, call->options.json);
    findings_release(&findings);
    return code;
}
