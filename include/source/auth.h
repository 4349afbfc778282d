/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_AUTH_H
#define SOURCE_AUTH_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The credentials of one portal (portal-api.md 5.1, 5.2; safety.md 5.4): a webhook's address, or an
 * application's tokens. Kept in $XDG_CONFIG_HOME/imolog/portals/NAME, mode 0600, as lines
 * `key = value`. Its secrets lie in secret memory (base/secret.h).
 */
struct auth;

enum { AUTH_TEXT_MAX = 4096 };

/* Understands what is in a credentials file; name is for sentences. */
struct auth *auth_parse(const char *name, const char *text, size_t size, struct error *error);
/* A webhook's address as a person pastes it: without https://, with a method or blanks at its end.
 * Anything else is an error that does not repeat it. */
struct auth *auth_webhook(const char *text, size_t size, struct error *error);
/* Credentials of a portal of this name: its file. ERROR_SOURCE when there is none. A file that
 * others may read, is not ours, or is a link is refused. */
struct auth *auth_load(const char *name, struct error *error);
/* Takes IMOLOG_WEBHOOK out of the environment, before anything is done: no child gets it, whatever
 * is read here. */
void auth_hide_environment(void);
/* Those of IMOLOG_WEBHOOK, once; NULL without an error (error->kind ERROR_NONE) when it is not
 * set. */
struct auth *auth_environment(struct error *error);
/* What a command line prints: split by the rules of configuration lines, no shell. */
struct auth *auth_command(const char *command, struct error *error);
/* An application on a portal (its host, or address), not logged in: only auth_consent and
 * auth_exchange, then auth_renew with the answer, make it credentials. */
struct auth *auth_application(const char *portal, const char *id, const char *secret,
                              struct error *error);
void auth_free(struct auth *auth);

/* Writes the file of this name; replaces only when forced. */
bool auth_save(struct auth *auth, const char *name, bool force, struct error *error);
/* Whether the name can be that of a file of ours: letters, digits, '.', '-', '_'. */
bool auth_is_name(const char *name);

/* Whether argv holds a webhook's address, which may not be given so: others see it. */
bool auth_is_secret_address(const char *text);

/* For people: "acme.bitrix24.example". Borrowed. */
const char *auth_host(const struct auth *auth);
/* Its address without a path: "https://acme.bitrix24.example". */
void auth_origin(const struct auth *auth, struct str *out);
/* The user a webhook belongs to; 0 for an application. */
long auth_user(const struct auth *auth);
bool auth_is_webhook(const struct auth *auth);

/* A portal in the cloud that was renamed answers a method with its address under the new name
 * (portal-api.md 5): that is taken from now on, once, and noted. False: anything else, which may
 * not be asked. Neither auth_host nor the file changes. */
bool auth_move(struct auth *auth, const char *method, const char *address);
/* The address of a method, with the secret in it; secret_wipe it. */
void auth_address(const struct auth *auth, const char *method, struct str *out);
/* Adds the body of a call: params (a JSON object or NULL) and what the credentials add to it. */
void auth_body(const struct auth *auth, const char *params, struct str *out);

/* Where a person agrees to the application and gets a code. No secret. */
void auth_consent(const struct auth *auth, struct str *out);
/* Giving the code for tokens: the address to be asked by GET, with secrets in it. */
void auth_exchange(const struct auth *auth, const char *code, struct str *out);
/* Renewing an application's token: the address to be asked by GET, with secrets in it. False for a
 * webhook: there is nothing to renew. */
bool auth_renewal(const struct auth *auth, struct str *out);
/* Takes the answer: the new pair is written to the file the credentials came from, then used. */
bool auth_renew(struct auth *auth, const char *text, size_t size, struct error *error);

#endif
