/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#include "base/clock.h"
#include "base/path.h"
#include "base/secret.h"
#include "base/words.h"
#include "source/portal.h"
#include "source/retry.h"
#include "source/walk.h"
#include "text/address.h"
#include "text/bytes.h"
#include "text/filename.h"

/*
 * A file from the portal to disk (portal-api.md 9, safety.md 5.5, 5.6). The portal is asked where
 * it is and names an address, which is believed in nothing: it has to be the portal's own, or that
 * of a host which was allowed; so has each address it leads on to. What comes goes into a file of
 * another name, which becomes the one that was asked for when all of it is there.
 */
struct save {
    struct portal *portal;
    int64_t chat, id, size, limit;
    char *path, *hosts;
    int way;                /* number of the row in the table of ways */
    unsigned call, request; /* under way; 0 none */
    int n_redirects;
    int n_tries;            /* made again */
    unsigned timer;         /* of the next one; 0 none */
    enum retry waits;       /* why */
    int64_t until;          /* ms */
    struct error error;     /* why no more was wanted, or what the first way said */
    struct path_new file;
    bool is_open;
    int64_t n; /* bytes that came */
    source_saved_fn *done;
    void *self;
};

enum { REDIRECTS_MAX = 3, MIB = 1024 * 1024 };

static const struct way {
    const char *method, *id; /* and the name it has for a file's id */
    bool wants_chat;
} ways[] = {
    {"im.v2.File.download", "fileId", true}, /* for those who take part in the chat */
    {"disk.file.get", "id", false},
};
enum { N_WAYS = sizeof ways / sizeof *ways };

/* --- the end ---------------------------------------------------------------------------------- */

static void save_free(struct save *save)
{
    loop_cancel(save->portal->loop, save->timer);
    call_cancel(save->portal->calls, save->call);
    http_cancel(save->portal->http, save->request);
    if (save->is_open)
        path_new_drop(&save->file);
    free(save->path);
    free(save->hosts);
    free(save);
}

/* Whoever is told may save the next one. */
static void finish(struct save *save, const struct source_saved *saved)
{
    source_saved_fn *done = save->done;
    void *self = save->self;
    save->portal->save = NULL;
    save_free(save);
    done(self, saved);
}

static void fail(struct save *save, const struct error *error)
{
    struct source_saved saved = {.error = *error};
    finish(save, &saved);
}

bool portal_save_stop(struct portal *portal)
{
    struct save *save = portal->save;
    if (save == NULL)
        return false;
    portal->save = NULL;
    save_free(save);
    return true;
}

void portal_save_wait(const struct portal *portal, struct calls_wait *wait_now)
{
    const struct save *save = portal->save;
    if (save == NULL || save->timer == 0)
        return;
    wait_now->why = _(retry_table[save->waits].why);
    wait_now->seconds = (int)((save->until - clock_ms() + 999) / 1000);
}

bool portal_save_say(const struct portal *portal, struct str *out)
{
    const struct save *save = portal->save;
    if (save == NULL)
        return false;
    str_add_text(out, _("saving"));
    if (save->request == 0)
        return true;
    str_add_char(out, ' ');
    bytes_add(out, save->n);
    if (save->size > 0)
        str_addf(out, ", %d %%", save->n >= save->size ? 100 : (int)(save->n * 100 / save->size));
    return true;
}

/* --- on disk ---------------------------------------------------------------------------------- */

/* A link, or what is another user's, could lead anywhere. */
static bool is_own_folder(const char *path, struct error *error)
{
    char *folder = mem_copy(path, (size_t)(strrchr(path, '/') - path));
    struct stat info;
    bool good = lstat(folder, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid();
    if (!good)
        error_set(error, ERROR_FAILED, _("%s is no folder of yours; choose another by save-to"),
                  folder);
    free(folder);
    return good;
}

static bool open_file(struct save *save)
{
    if (!save->is_open)
        save->is_open = path_make_folder(save->path, &save->error) &&
                        is_own_folder(save->path, &save->error) &&
                        path_new_open(&save->file, save->path, false, &save->error);
    return save->is_open;
}

static bool too_large(struct save *save)
{
    return error_set(&save->error, ERROR_FAILED,
                     _("the file is larger than %" PRId64 " MB; the option attachment-limit allows "
                       "more"),
                     save->limit / MIB);
}

static bool take_bytes(void *self, const char *bytes, size_t size)
{
    struct save *save = self;
    if ((int64_t)size > save->limit - save->n)
        return too_large(save);
    if (!open_file(save))
        return false;
    if (fwrite(bytes, 1, size, save->file.stream) != size)
        return error_set(&save->error, ERROR_FAILED, _("%s cannot be written: %s"), save->path,
                         strerror(errno));
    save->n += (int64_t)size;
    return true;
}

/* --- from where ------------------------------------------------------------------------------- */

/* "https://host:port" of an address as it was understood; the usual port goes. */
static void add_origin(struct str *out, const struct str *url)
{
    const char *host = strstr(url->text, "//") + 2;
    str_add(out, url->text, (size_t)(host - url->text) + strcspn(host, "/"));
    if (out->size > 4 && strcmp(out->text + out->size - 4, ":443") == 0)
        str_cut(out, out->size - 4);
}

static bool is_allowed(const char *hosts, const char *host)
{
    size_t size;
    for (hosts += strspn(hosts, " ,"); *hosts; hosts += size + strspn(hosts + size, " ,")) {
        size = strcspn(hosts, " ,");
        if (size == strlen(host) && strncasecmp(hosts, host, size) == 0)
            return true;
    }
    return false;
}

static void fetch_done(void *self, struct http_answer *answer);

/* What an address holds is for the portal alone; other hosts get nothing beside it. */
static void send(struct save *save, const char *address, const char *home, bool elsewhere)
{
    struct str referer = {0};
    str_addf(&referer, "%s/", home);
    save->request = http_send(save->portal->http,
                              &(struct http_request){
                                  .address = address,
                                  .name = _("file"),
                                  .sink = take_bytes,
                                  .referer = elsewhere ? NULL : referer.text,
                                  .elsewhere = elsewhere,
                                  .done = fetch_done,
                                  .self = save,
                              });
    str_release(&referer);
}

static void ask_for_host(struct save *save, const char *host)
{
    struct source_saved saved = {0};
    snprintf(saved.host, sizeof saved.host, "%s", host);
    error_set(&saved.error, ERROR_SOURCE, _("the file is not on the portal but on \"%s\""), host);
    finish(save, &saved);
}

/* Target is an address, or a path on the portal. */
static void fetch(struct save *save, const char *target)
{
    struct address address = {0}, base = {0};
    struct str home = {0}, origin = {0};
    struct error why;
    auth_origin(save->portal->auth, &home);
    if (!address_parse(&address, target, strlen(target), str_text(&home), &why) ||
        strncmp(address.url.text, "http", 4) != 0 ||
        !address_parse(&base, str_text(&home), home.size, NULL, &why)) {
        error_set(&save->error, ERROR_SOURCE,
                  _("%s named no address where the file could be: repeat later"),
                  auth_host(save->portal->auth));
        fail(save, &save->error);
    } else {
        str_clear(&home);
        add_origin(&home, &base.url);
        add_origin(&origin, &address.url);
        const char *host = strstr(origin.text, "//") + 2;
        bool elsewhere = strcmp(origin.text, home.text) != 0;
        if (elsewhere && !is_allowed(save->hosts, host))
            ask_for_host(save, host);
        else
            send(save, address.url.text, home.text, elsewhere);
    }
    secret_wipe(&address.url);
    address_release(&address);
    address_release(&base);
    str_release(&home);
    str_release(&origin);
}

/* --- what came -------------------------------------------------------------------------------- */

static bool is_page(const struct save *save, const char *type)
{
    const char *extension = filename_extension(strrchr(save->path, '/') + 1);
    return strncasecmp(type, "text/html", 9) == 0 && strncasecmp(extension, ".htm", 4) != 0;
}

/* False: it is not the file, or not all of it. */
static bool judge(struct save *save, const struct http_answer *answer)
{
    const char *host = auth_host(save->portal->auth);
    if (save->error.kind != ERROR_NONE)
        return false;
    if (answer->failure != HTTP_NONE) {
        save->error = answer->error;
        return false;
    }
    if (answer->status != 200)
        return error_set(&save->error, ERROR_SOURCE,
                         _("%s: the file was refused, with status %d; %s"), host, answer->status,
                         _(fault_find("", 0, answer->status)->advice));
    if (is_page(save, answer->type))
        return error_set(&save->error, ERROR_SOURCE,
                         _("%s: a web page came instead of the file; check that no login page of "
                           "the network is in between"),
                         host);
    if (save->size >= 0 && save->n < save->size)
        return error_set(&save->error, ERROR_SOURCE,
                         _("%s: the file ended after %" PRId64 " of %" PRId64
                           " bytes and was not kept; repeat, or read the dialog again"),
                         host, save->n, save->size);
    return open_file(save); /* nothing may have come of an empty one */
}

static void ask(struct save *save);

static void ask_again(void *self)
{
    struct save *save = self;
    save->timer = 0;
    ask(save);
}

/* From the beginning, for an address may work once. False: there is no reason, or no more. */
static bool try_again(struct save *save, const struct http_answer *answer)
{
    enum retry retry = answer->failure == HTTP_BROKEN ? RETRY_NETWORK
                       : answer->failure != HTTP_NONE
                           ? RETRY_NEVER
                           : retry_of(fault_find("", 0, answer->status)->kind);
    int wait = retry_wait(retry, save->n_tries, answer->retry_after,
                          calls_random(save->portal->calls));
    if (save->error.kind != ERROR_NONE || wait < 0)
        return false;
    if (save->is_open)
        path_new_drop(&save->file);
    save->is_open = false;
    save->n = 0;
    save->n_redirects = 0;
    save->n_tries++;
    save->waits = retry;
    wait = portal_ms(save->portal, wait);
    save->until = clock_ms() + wait;
    save->timer = loop_after(save->portal->loop, wait, ask_again, save);
    return true;
}

/* Whose it is, without a path: that may hold secrets. Not every file system can keep it. */
static void note_origin(struct save *save)
{
    struct str origin = {0};
    auth_origin(save->portal->auth, &origin);
#ifdef __linux__
    fsetxattr(fileno(save->file.stream), "user.xdg.origin.url", str_text(&origin), origin.size, 0);
#endif
    str_release(&origin);
}

static void keep(struct save *save)
{
    struct source_saved saved = {0};
    note_origin(save);
    save->is_open = false;
    saved.done = path_new_keep(&save->file, &saved.error);
    finish(save, &saved);
}

static void follow(struct save *save, const struct str *redirect)
{
    if (save->n_redirects++ < REDIRECTS_MAX) {
        fetch(save, str_text(redirect));
        return;
    }
    error_set(&save->error, ERROR_SOURCE,
              _("%s: the file leads on and on to other addresses; repeat later"),
              auth_host(save->portal->auth));
    fail(save, &save->error);
}

static void fetch_done(void *self, struct http_answer *answer)
{
    struct save *save = self;
    save->request = 0;
    if (answer->failure == HTTP_REDIRECT)
        follow(save, &answer->redirect);
    else if (try_again(save, answer))
        return;
    else if (judge(save, answer))
        keep(save);
    else
        fail(save, &save->error);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* What is the matter comes first: there is one row for it. */
static void set_refusal(struct save *save, const struct call_answer *answer)
{
    if (*answer->code)
        error_set(&save->error, ERROR_SOURCE, _("not saved: %s (%s: %s)"),
                  _(fault_find(answer->code, strlen(answer->code), 400)->advice),
                  ways[save->way].method, answer->code);
    else
        save->error = answer->error;
}

/* That the second way is closed tells nothing of the file: then the first one's answer stands. */
static void refused(struct save *save, const struct call_answer *answer)
{
    bool is_closed = strcasecmp(answer->code, "insufficient_scope") == 0 ||
                     strcasecmp(answer->code, "ERROR_METHOD_NOT_FOUND") == 0;
    if (save->error.kind == ERROR_NONE || !is_closed)
        set_refusal(save, answer);
    if (answer->fault != FAULT_STOP && ++save->way < N_WAYS)
        ask(save);
    else
        fail(save, &save->error);
}

/* {"downloadUrl": "https://…"}, or DOWNLOAD_URL among others. */
static void take_address(void *self, const struct call_answer *answer)
{
    static const char *const words[] = {"downloadurl", NULL};
    struct save *save = self;
    struct json_slice value;
    save->call = 0;
    if (answer->fault != FAULT_NONE) {
        refused(save, answer);
        return;
    }
    slice_fields(answer->result, words, &value);
    char *target = slice_text(value);
    size_t size = strlen(target);
    save->error = (struct error){0};
    fetch(save, target);
    explicit_bzero(target, size);
    free(target);
}

static void ask(struct save *save)
{
    const struct way *way = &ways[save->way];
    struct str params = {0};
    str_add_char(&params, '{');
    if (way->wants_chat)
        str_addf(&params, "\"dialogId\":\"chat%" PRId64 "\",", save->chat);
    str_addf(&params, "\"%s\":%" PRId64 "}", way->id, save->id);
    save->call = call_send(save->portal->calls, &(struct call){.method = way->method,
                                                               .params = params.text,
                                                               .priority = CALL_PERSON,
                                                               .done = take_address,
                                                               .self = save});
    str_release(&params);
}

bool portal_save(struct source *source, const struct source_file *file, source_saved_fn *done,
                 void *self, struct error *error)
{
    struct portal *portal = (struct portal *)source;
    if (portal->save != NULL)
        return error_set(error, ERROR_FAILED, _("another file is being saved; Esc stops it"));
    struct save *save = mem_zero(1, sizeof *save);
    *save = (struct save){.portal = portal,
                          .chat = file->chat,
                          .id = file->id,
                          .size = file->size,
                          .limit = file->limit,
                          .path = mem_copy_text(file->path),
                          .hosts = mem_copy_text(file->hosts != NULL ? file->hosts : ""),
                          .done = done,
                          .self = self};
    if (save->size > save->limit) {
        too_large(save);
        *error = save->error;
        save_free(save);
        return false;
    }
    portal->save = save;
    ask(save);
    return true;
}
