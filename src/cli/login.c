/* SPDX-License-Identifier: MIT */
#include "base/loop.h"
#include "base/secret.h"
#include "base/secure.h"
#include "base/words.h"
#include "cli/ask.h"
#include "cli/call.h"
#include "cli/portals.h"
#include "cli/rights.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "source/access.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --- questions ------------------------------------------------------------------------------- */

static void explain(void)
{
    if (!isatty(STDIN_FILENO))
        return;
    fputs(_("A webhook is made in the portal, under Developer resources, Other, Inbound webhook, "
            "with\nthe rights imopenlines, im, crm and disk. Its address is a password and is "
            "not shown.\n"),
          stderr);
}

static void say_where(const struct auth *auth)
{
    struct str address = {0};

    auth_consent(auth, &address);
    fprintf(stderr, _("Open this address, agree, and take the code from the address you are sent "
                      "to, within\nhalf a minute:\n  %s\n"),
            str_text(&address));
    str_release(&address);
}

/* The code gives the tokens. */
static bool exchange(const struct access_options *options, struct error *error)
{
    struct str code = {0};
    bool done;

    say_where(options->auth);
    done = ask_line(_("Code: "), true, &code, error) &&
           access_exchange(options, str_text(&code), error);
    secret_wipe(&code);
    return done;
}

static struct auth *ask_application(struct access_options *options, struct error *error)
{
    struct str portal = {0}, id = {0}, secret = {0};

    options->auth = NULL;
    if (ask_line(_("Portal: "), false, &portal, error) &&
        ask_line(_("client_id: "), false, &id, error) &&
        ask_line(_("client_secret: "), true, &secret, error))
        options->auth =
            auth_application(str_text(&portal), str_text(&id), str_text(&secret), error);
    secret_wipe(&secret);
    str_release(&portal);
    str_release(&id);
    if (options->auth && !exchange(options, error)) {
        auth_free(options->auth);
        options->auth = NULL;
    }
    return options->auth;
}

static struct auth *ask(struct access_options *options, struct error *error)
{
    struct str address = {0};
    bool done;

    explain();
    done = ask_line(_("Address of the webhook (empty: an application instead): "), true, &address,
                    error);
    options->auth = NULL;
    if (done && address.size > 0)
        options->auth = auth_webhook(str_text(&address), address.size, error);
    else if (done)
        options->auth = ask_application(options, error);
    secret_wipe(&address);
    return options->auth;
}

/* --- its name -------------------------------------------------------------------------------- */

/* "acme" of acme.bitrix24.ru; an address of numbers is taken whole, without its port. */
static void add_default_name(const struct auth *auth, struct str *out)
{
    const char *host = auth_host(auth);
    size_t label = strcspn(host, ".:"), whole = strcspn(host, ":");

    if (strspn(host, "0123456789.") >= whole)
        label = whole;
    for (size_t i = 0; i < label; i++)
        str_add_char(out, (char)tolower((unsigned char)host[i]));
    if (!auth_is_name(str_text(out))) {
        str_clear(out);
        str_add_text(out, "portal");
    }
}

static bool may_use(const char *name, bool force, struct error *error)
{
    if (!auth_is_name(name))
        return error_set(error, ERROR_USAGE,
                         _("%s is no name for a portal; use letters, digits, '.', '-' and '_'"),
                         name);
    if (!force && portals_has(name))
        return error_set(error, ERROR_USAGE,
                         _("there is a login named %s already; say --force to replace it, or "
                           "another name: imolog login NAME"),
                         name);
    return true;
}

/* --- the login ------------------------------------------------------------------------------- */

static void print_result(const struct auth *auth, const struct access *access, const char *name)
{
    struct str out = {0};

    rights_add(auth, access, &out);
    str_addf(&out, _("kept as %s; `imolog --portal=%s` opens it\n"), name, name);
    fwrite(out.text, 1, out.size, stdout);
    str_release(&out);
}

/* What the portal does not know is not kept. */
static bool keep(const struct access_options *options, const char *name, bool force,
                 struct error *error)
{
    struct access access;

    access_ask(options, &access);
    if (access.error.kind != ERROR_NONE) {
        *error = access.error;
        return false;
    }
    if (!auth_save(options->auth, name, force, error))
        return false;
    print_result(options->auth, &access, name);
    return true;
}

static bool log_in(const struct call *call, struct loop *loop, struct error *error)
{
    bool force = call->options.force, done;
    struct access_options options = rights_options(&call->options, loop);
    struct str name = {0};

    if (call->n_sources > 0)
        str_add_text(&name, call->sources[0]);
    if ((name.size && !may_use(str_text(&name), force, error)) || !ask(&options, error)) {
        str_release(&name);
        return false;
    }
    if (!name.size)
        add_default_name(options.auth, &name);
    done = may_use(str_text(&name), force, error) && keep(&options, str_text(&name), force, error);
    auth_free(options.auth);
    str_release(&name);
    return done;
}

int login_run(const struct call *call)
{
    struct error error = {0};
    struct loop *loop;
    bool done;

    if (secure_is()) {
        say(_("login writes a file, which --secure forbids"));
        return ERROR_USAGE;
    }
    if (call->n_sources > 1) {
        say(_("one name at most: imolog login [NAME]"));
        return ERROR_USAGE;
    }
    loop = loop_new();
    done = log_in(call, loop, &error);
    loop_free(loop);
    return done ? ERROR_NONE : say_error(&error);
}
