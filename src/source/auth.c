/* SPDX-License-Identifier: MIT */
#include "source/auth.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/words.h"
#include "source/auth_parts.h"
#include "source/query.h"
#include "source/walk.h"

enum { HOST_MAX = 253, USER_DIGITS = 9 };

static const char renewal_server[] = "https://oauth.bitrix.info/oauth/token/";

const char *const auth_keys[KEYS] = {"webhook",       "portal",       "client_id",
                                     "client_secret", "access_token", "refresh_token",
                                     "server"};

/* --- addresses ------------------------------------------------------------------------------- */

static bool is_loopback(const char *host, size_t size)
{
    char name[16] = "";
    struct in_addr four;
    if (size >= 5 && memcmp(host, "[::1]", 5) == 0)
        return true;
    size = memchr(host, ':', size) ? strcspn(host, ":") : size;
    if (size >= sizeof name)
        return false;
    memcpy(name, host, size);
    return inet_pton(AF_INET, name, &four) == 1 && ntohl(four.s_addr) >> 24 == 127;
}

struct address {
    const char *host;
    size_t host_size;
    const char *path; /* from its slash to end */
    const char *end;
    bool is_plain; /* http, to this machine */
};

static size_t starts(const char *at, const char *end, const char *word)
{
    size_t size = strlen(word);
    return (size_t)(end - at) >= size && strncasecmp(at, word, size) == 0 ? size : 0;
}

/* Takes blanks off both ends and a scheme off the start. False: it is no address of a host. */
static bool split_address(const char *text, size_t size, struct address *address)
{
    const char *end = text + size;
    while (text < end && isspace((unsigned char)*text))
        text++;
    while (text < end && isspace((unsigned char)end[-1]))
        end--;
    size_t plain = starts(text, end, "http://"), scheme = starts(text, end, "https://");
    text += plain + scheme;
    *address = (struct address){.host = text, .end = end};
    while (text < end && (isalnum((unsigned char)*text) || strchr(".-:[]_", *text) != NULL))
        text++;
    address->path = text;
    address->host_size = (size_t)(text - address->host);
    address->is_plain = plain && is_loopback(address->host, address->host_size);
    return address->host_size != 0 && address->host_size <= HOST_MAX && text < end && *text == '/';
}

static char *base_of(const struct address *address)
{
    struct str base = {0};
    str_add_text(&base, address->is_plain ? "http://" : "https://");
    str_add(&base, address->host, address->host_size);
    str_add_text(&base, "/rest/");
    return str_take(&base);
}

static void set_base(struct auth *auth, const struct address *address)
{
    auth->base = base_of(address);
    auth->host = mem_copy(address->host, address->host_size);
}

/* "/rest/7/CODE", and nothing but "/" or a method behind it. */
struct webhook {
    long user;
    const char *code;
    size_t code_size;
};

static bool read_webhook(const struct address *address, struct webhook *webhook)
{
    const char *at = address->path, *end = address->end;
    size_t rest = starts(at, end, "/rest/");
    *webhook = (struct webhook){0};
    at += rest;
    for (int n = 0; rest && n < USER_DIGITS && at < end && isdigit((unsigned char)*at); n++)
        webhook->user = webhook->user * 10 + (*at++ - '0');
    if (webhook->user == 0 || at == end || *at++ != '/')
        return false;
    webhook->code = at;
    while (at < end && isalnum((unsigned char)*at))
        at++;
    webhook->code_size = (size_t)(at - webhook->code);
    return webhook->code_size >= 4 && (at == end || *at == '/');
}

struct auth *auth_webhook(const char *text, size_t size, struct error *error)
{
    struct address address;
    struct webhook webhook;
    if (memchr(text, '\0', size) || !split_address(text, size, &address) ||
        !read_webhook(&address, &webhook)) {
        error_set(error, ERROR_USAGE,
                  _("this is no webhook's address; it looks like "
                    "https://NAME.bitrix24.ru/rest/7/CODE/ and is found in the portal under "
                    "Developer resources, Other, Inbound webhook"));
        return NULL;
    }
    struct auth *auth = mem_zero(1, sizeof *auth);
    set_base(auth, &address);
    auth->user = webhook.user;
    auth->secret[KEY_WEBHOOK] = secret_keep(webhook.code, webhook.code_size);
    return auth;
}

bool auth_is_secret_address(const char *text)
{
    for (const char *at = strstr(text, "rest/"); at != NULL; at = strstr(at + 1, "rest/")) {
        size_t digits = strspn(at + 5, "0123456789");
        if (digits != 0 && at[5 + digits] == '/' && isalnum((unsigned char)at[6 + digits]))
            return true;
    }
    return false;
}

/* --- the text of a file ---------------------------------------------------------------------- */

/* What may stand in a token without being escaped in JSON; an empty one is none. */
static bool is_token(const char *text)
{
    for (const char *at = text; *at; at++)
        if (*at <= ' ' || *at > '~' || *at == '"' || *at == '\\')
            return false;
    return *text != '\0';
}

static bool is_secret(int key)
{
    return key == KEY_SECRET || key == KEY_ACCESS || key == KEY_REFRESH;
}

static bool set_portal(struct auth *auth, const char *value)
{
    struct address address;
    struct str text = {0};
    str_addf(&text, "%s/", value); /* a host alone will do */
    bool is_one = auth->base == NULL && split_address(text.text, text.size, &address);
    if (is_one)
        set_base(auth, &address);
    str_release(&text);
    return is_one;
}

/* A portal on this machine gives tokens itself. */
static void set_server(struct auth *auth)
{
    struct str server = {0};
    if (strncmp(auth->base, "http://", 7) != 0)
        return;
    str_addf(&server, "http://%s/oauth/token/", auth->host);
    auth->server = str_take(&server);
}

struct auth *auth_application(const char *portal, const char *id, const char *secret,
                              struct error *error)
{
    struct auth *auth = mem_zero(1, sizeof *auth);
    if (!set_portal(auth, portal))
        error_set(error, ERROR_USAGE,
                  _("this is no address of a portal; it looks like NAME.bitrix24.ru"));
    else if (!is_token(id) || !is_token(secret))
        error_set(error, ERROR_USAGE,
                  _("client_id and client_secret are found in the portal, where the application "
                    "is: Developer resources; neither has blanks in it"));
    else {
        set_server(auth);
        auth->id = mem_copy_text(id);
        auth->secret[KEY_SECRET] = secret_keep(secret, strlen(secret));
        return auth;
    }
    auth_free(auth);
    return NULL;
}

/* One setting. False: it is none, or not for this kind of credentials. */
static bool set_key(struct auth *auth, int key, const char *value)
{
    if (is_secret(key) && is_token(value) && auth->secret[key] == NULL) {
        auth->secret[key] = secret_keep(value, strlen(value));
        return true;
    }
    if (key == KEY_PORTAL)
        return set_portal(auth, value);
    char **field = key == KEY_ID ? &auth->id : key == KEY_SERVER ? &auth->server : NULL;
    if (field == NULL || *field != NULL || !is_token(value))
        return false;
    *field = mem_copy_text(value);
    return true;
}

static bool is_complete(const struct auth *auth)
{
    return auth->base != NULL &&
           (auth->secret[KEY_WEBHOOK] != NULL ||
            (auth->id != NULL && auth->secret[KEY_SECRET] != NULL &&
             auth->secret[KEY_ACCESS] != NULL && auth->secret[KEY_REFRESH] != NULL));
}

static int find_key(const char *name)
{
    int key = 0;
    while (key < KEYS && strcmp(auth_keys[key], name) != 0)
        key++;
    return key;
}

static bool refuse_line(const struct conf *conf, struct error *error)
{
    return error_set(error, ERROR_USAGE,
                     _("%s:%d: not understood; expected one of webhook, portal, client_id, "
                       "client_secret, access_token, refresh_token, server, once, as NAME = VALUE"),
                     conf->name, conf->line);
}

/* A webhook stands alone: what was read before and what follows it is refused. */
static bool read_line(struct auth **auth, struct conf *conf, struct error *error)
{
    const char *value = NULL;
    bool is_one = conf_setting(conf, &value) && value != NULL;
    int key = is_one ? find_key(conf->word[0]) : KEYS;
    if (key == KEYS || (*auth)->secret[KEY_WEBHOOK] != NULL)
        return refuse_line(conf, error);
    if (key != KEY_WEBHOOK)
        return set_key(*auth, key, value) || refuse_line(conf, error);
    auth_free(*auth);
    *auth = auth_webhook(value, strlen(value), error);
    return *auth != NULL;
}

struct auth *auth_parse(const char *name, const char *text, size_t size, struct error *error)
{
    struct auth *auth = mem_zero(1, sizeof *auth);
    struct conf conf;
    bool good = true;
    conf_open(&conf, name, text, size);
    while (good && conf_next(&conf))
        good = read_line(&auth, &conf, error);
    explicit_bzero(&conf, sizeof conf);
    if (good && !is_complete(auth))
        good = error_set(error, ERROR_USAGE,
                         _("%s: not all of a login is in it: webhook, or portal, client_id, "
                           "client_secret, access_token and refresh_token; log in again"),
                         name);
    if (good)
        return auth;
    auth_free(auth);
    return NULL;
}

void auth_free(struct auth *auth)
{
    if (auth == NULL)
        return;
    for (int key = 0; key < KEYS; key++)
        secret_drop(auth->secret[key]);
    free(auth->base);
    free(auth->moved);
    free(auth->host);
    free(auth->id);
    free(auth->server);
    free(auth->path);
    free(auth);
}

/* --- a new name ------------------------------------------------------------------------------ */

/* "acme" of "acme.bitrix24.example"; 0: it is not in the cloud. */
static size_t name_size(const struct address *address)
{
    static const char cloud[] = ".bitrix24.";
    const char *dot = memchr(address->host, '.', address->host_size);
    size_t size = dot ? (size_t)(dot - address->host) : 0;
    bool is_cloud = !address->is_plain && address->host_size - size >= strlen(cloud) &&
                    strncasecmp(address->host + size, cloud, strlen(cloud)) == 0;
    return is_cloud ? size : 0;
}

static bool is_same(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && strncasecmp(a, b, a_size) == 0;
}

/* Another name in the same cloud, and the rest as it was asked. */
static bool is_renamed(const struct address *old, const struct address *new)
{
    size_t from = name_size(old), to = name_size(new), path = (size_t)(old->end - old->path);
    return from != 0 && to != 0 &&
           is_same(old->host + from, old->host_size - from, new->host + to, new->host_size - to) &&
           path == (size_t)(new->end - new->path) && memcmp(old->path, new->path, path) == 0;
}

bool auth_move(struct auth *auth, const char *method, const char *address)
{
    struct str asked = {0};
    struct address old, new;
    auth_address(auth, method, &asked);
    bool is_good = strncasecmp(address, "https://", 8) == 0 &&
                   split_address(asked.text, asked.size, &old) &&
                   split_address(address, strlen(address), &new) && is_renamed(&old, &new);
    bool is_there = is_good && is_same(old.host, old.host_size, new.host, new.host_size);
    if (is_good && !is_there && auth->moved == NULL) {
        auth->moved = base_of(&new);
        is_there = true;
        log_note(_("%s: the portal is called %.*s now and is asked there"), auth->host,
                 (int)new.host_size, new.host);
    }
    secret_wipe(&asked);
    return is_there;
}

/* --- using ----------------------------------------------------------------------------------- */

const char *auth_host(const struct auth *auth)
{
    return auth->host;
}

/* Where it is asked. */
static const char *base_now(const struct auth *auth)
{
    return auth->moved != NULL ? auth->moved : auth->base;
}

void auth_origin(const struct auth *auth, struct str *out)
{
    str_add(out, base_now(auth), strlen(base_now(auth)) - strlen("/rest/"));
}

long auth_user(const struct auth *auth)
{
    return auth->user;
}

bool auth_is_webhook(const struct auth *auth)
{
    return auth->secret[KEY_WEBHOOK] != NULL;
}

void auth_address(const struct auth *auth, const char *method, struct str *out)
{
    str_reserve(out, strlen(base_now(auth)) + strlen(method) + 256);
    str_add_text(out, base_now(auth));
    if (auth_is_webhook(auth))
        str_addf(out, "%ld/%s/", auth->user, auth->secret[KEY_WEBHOOK]);
    str_add_text(out, method);
}

void auth_body(const struct auth *auth, const char *params, struct str *out)
{
    const char *inner = params ? strchr(params, '{') : NULL;
    inner = inner ? inner + 1 + strspn(inner + 1, " \t\r\n") : "}";
    str_add_char(out, '{');
    if (!auth_is_webhook(auth))
        str_addf(out, "\"auth\":\"%s\"%s", auth->secret[KEY_ACCESS], *inner == '}' ? "" : ",");
    str_add_text(out, inner);
}

/* --- renewing -------------------------------------------------------------------------------- */

static void add_parameter(struct str *out, const char *name, const char *value)
{
    str_addf(out, "&%s=", name);
    query_encode(out, value, strlen(value));
}

void auth_consent(const struct auth *auth, struct str *out)
{
    size_t size = strlen(auth->base) - strlen("rest/");
    str_add(out, auth->base, size);
    str_add_text(out, "oauth/authorize/?client_id=");
    query_encode(out, auth->id, strlen(auth->id));
}

void auth_exchange(const struct auth *auth, const char *code, struct str *out)
{
    str_reserve(out, AUTH_TEXT_MAX);
    str_addf(out, "%s?grant_type=authorization_code", auth->server ? auth->server : renewal_server);
    add_parameter(out, "client_id", auth->id);
    add_parameter(out, "client_secret", auth->secret[KEY_SECRET]);
    add_parameter(out, "code", code);
}

bool auth_renewal(const struct auth *auth, struct str *out)
{
    static const int keys[] = {KEY_SECRET, KEY_REFRESH};
    if (auth_is_webhook(auth))
        return false;
    str_addf(out, "%s?grant_type=refresh_token", auth->server ? auth->server : renewal_server);
    add_parameter(out, "client_id", auth->id);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        add_parameter(out, auth_keys[keys[i]], auth->secret[keys[i]]);
    return true;
}

/* Into the file, then into use; the old pair is worth nothing once there is a new one. */
static bool take_pair(struct auth *auth, const char *access, const char *refresh,
                      struct error *error)
{
    char *old[2] = {auth->secret[KEY_ACCESS], auth->secret[KEY_REFRESH]};
    auth->secret[KEY_ACCESS] = secret_keep(access, strlen(access));
    auth->secret[KEY_REFRESH] = secret_keep(refresh, strlen(refresh));
    bool done = auth->path == NULL || auth_write(auth, auth->path, true, error);
    for (int i = 0; i < 2; i++) {
        char **now = &auth->secret[i == 0 ? KEY_ACCESS : KEY_REFRESH];
        secret_drop(done ? old[i] : *now);
        *now = done ? *now : old[i];
    }
    return done;
}

bool auth_renew(struct auth *auth, const char *text, size_t size, struct error *error)
{
    static const char *const names[] = {"accesstoken", "refreshtoken", NULL};
    struct json_slice values[2];
    slice_fields((struct json_slice){text, size}, names, values);
    char *access = slice_text(values[0]), *refresh = slice_text(values[1]);
    bool done = is_token(access) && is_token(refresh)
                    ? take_pair(auth, access, refresh, error)
                    : error_set(error, ERROR_FAILED,
                                _("%s: the login could not be renewed; log in again"), auth->host);
    explicit_bzero(access, strlen(access));
    explicit_bzero(refresh, strlen(refresh));
    free(access);
    free(refresh);
    return done;
}
