/* SPDX-License-Identifier: MIT */
#include "source/http.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/vec.h"
#include "base/words.h"
#include "source/http_rules.h"
#include "source/nearby.h"

enum {
    HEADERS_MAX = 64 * 1024,
    TIME = 70, /* the portal itself gives up after 60 */
    WAIT_MAX = 24 * 3600, /* of Retry-After */
};

/* One request under way. */
struct transfer {
    struct http *http;
    unsigned number;
    CURL *easy;
    struct curl_slist *headers;
    struct str body; /* what is sent: curl borrows it */
    char *name, *host;
    char words[CURL_ERROR_SIZE]; /* libcurl's, told for TLS only: others may hold addresses */
    size_t limit, n_body, n_headers;
    bool too_large, sated; /* why we ended it: over a limit, the sink */
    bool elsewhere;        /* not on the portal */
    bool kept_out;         /* from there: its address is near, the portal's is not */
    bool cancelled;        /* from within curl: freed when it is back */
    bool failed;           /* could not be started; the answer says why */
    http_sink_fn *sink;
    http_done_fn *done;
    void *self;
    struct http_answer answer;
};

struct http {
    struct loop *loop;
    CURLM *multi;
    struct http_options options;
    char *cacert, *proxy; /* of the options */
    bool is_nearby;       /* the portal, when it answered last */
    VEC(struct transfer *) transfers;
    unsigned last, timer, refusals;
    int inside; /* calls of curl's that are under way */
};

/* --- what comes in --------------------------------------------------------------------------- */

static size_t take_body(char *bytes, size_t one, size_t n, void *self)
{
    struct transfer *transfer = self;
    size_t size = one * n;
    long status = 0;
    if (transfer->cancelled)
        return 0;
    if (size > transfer->limit - transfer->n_body) {
        transfer->too_large = true;
        return 0;
    }
    transfer->n_body += size;
    libcurl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (transfer->sink == NULL)
        str_add(&transfer->answer.body, bytes, size);
    else if (status / 100 == 2 && !transfer->sink(transfer->self, bytes, size))
        transfer->sated = true;
    return transfer->sated ? 0 : size;
}

static size_t take_header(char *bytes, size_t one, size_t n, void *self)
{
    struct transfer *transfer = self;
    (void)bytes;
    transfer->n_headers += one * n;
    transfer->too_large |= transfer->n_headers > HEADERS_MAX;
    return transfer->too_large || transfer->cancelled ? 0 : one * n;
}

/* --- what came of it ------------------------------------------------------------------------- */

static bool is_tls(const struct transfer *transfer, CURLcode code)
{
    long why = 0;
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR: /* cut off in the handshake is no judgement on who it is */
        libcurl.easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &why);
        return why == 0 && strstr(transfer->words, "SYSCALL") == NULL &&
               strstr(transfer->words, "reset") == NULL;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
        return true;
    default:
        return false;
    }
}

static enum http_failure failure_of(const struct transfer *transfer, CURLcode code)
{
    if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return HTTP_TOO_LARGE;
    if (transfer->sated || transfer->kept_out ||
        code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT)
        return HTTP_REFUSED;
    if (code != CURLE_OK)
        return is_tls(transfer, code) ? HTTP_TLS : HTTP_BROKEN;
    return transfer->answer.host[0] != '\0' ? HTTP_REDIRECT : HTTP_NONE;
}

static void tell_failure(struct transfer *transfer, CURLcode code)
{
    struct error *error = &transfer->answer.error;
    const char *host = transfer->host ? transfer->host : "?", *name = transfer->name;
    switch (transfer->answer.failure) {
    case HTTP_NONE:
        break;
    case HTTP_BROKEN:
        error_set(error, ERROR_FAILED, _("%s: %s: no answer: %s; check the network and repeat"),
                  host, name, libcurl.easy_strerror(code));
        break;
    case HTTP_TLS:
        error_set(error, ERROR_FAILED,
                  _("%s: %s: not sent, the connection is not safe: %s; if the portal has a "
                    "certificate of its own, give its file by the option cacert"),
                  host, name, *transfer->words ? transfer->words : libcurl.easy_strerror(code));
        break;
    case HTTP_TOO_LARGE:
        error_set(error, ERROR_FAILED, _("%s: %s: the answer is larger than %zu bytes and was not "
                                         "taken; ask for less"),
                  host, name, transfer->n_headers > HEADERS_MAX ? HEADERS_MAX : transfer->limit);
        break;
    case HTTP_REDIRECT:
        error_set(error, ERROR_FAILED,
                  _("%s: %s: answered with another address, at %s, which was not asked; if the "
                    "portal has moved there, log in again with its new address"),
                  host, name, transfer->answer.host);
        break;
    case HTTP_REFUSED:
        error_set(error, ERROR_FAILED,
                  transfer->sated      ? _("%s: %s: ended: no more of it was wanted")
                  : transfer->kept_out ? _("%s: %s: not asked: it is an address of this machine or "
                                           "a private network, and the portal's is not")
                                       : _("%s: %s: not asked: only https addresses are; check it"),
                  host, name);
        break;
    }
}

static void read_answer(struct transfer *transfer)
{
    struct http_answer *answer = &transfer->answer;
    long status = 0;
    curl_off_t wait = 0;
    char *type = NULL, *redirect = NULL;
    libcurl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    libcurl.easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &wait);
    libcurl.easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
    libcurl.easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &redirect);
    answer->status = (int)status;
    answer->retry_after = wait < 0 ? 0 : wait > WAIT_MAX ? WAIT_MAX : (int)wait;
    str_cut(&answer->body, transfer->sink ? 0 : answer->body.size);
    if (!transfer->elsewhere && status != 0)
        transfer->http->is_nearby = rules_went_nearby(transfer->easy, &transfer->http->options);
    if (type != NULL)
        snprintf(answer->type, sizeof answer->type, "%s", type);
    if (redirect != NULL) {
        char *host = rules_part(redirect, CURLUPART_HOST);
        snprintf(answer->host, sizeof answer->host, "%s", host ? host : "?");
        free(host);
        str_add_text(&answer->redirect, redirect);
    }
}

/* --- transfers ------------------------------------------------------------------------------- */

static void transfer_free(struct transfer *transfer)
{
    libcurl.easy_cleanup(transfer->easy);
    libcurl.slist_free_all(transfer->headers);
    secret_wipe(&transfer->body);
    secret_wipe(&transfer->answer.redirect);
    str_release(&transfer->answer.body);
    free(transfer->name);
    free(transfer->host);
    free(transfer);
}

static void forget(struct http *http, struct transfer *transfer)
{
    for (size_t i = 0; i < http->transfers.n; i++)
        if (http->transfers.at[i] == transfer) {
            http->transfers.at[i] = http->transfers.at[--http->transfers.n];
            break;
        }
    if (!transfer->failed)
        libcurl.multi_remove_handle(http->multi, transfer->easy);
}

/* Gone from the list first: the callback may send and cancel what it likes. */
static void finish(struct http *http, struct transfer *transfer, CURLcode code)
{
    forget(http, transfer);
    if (!transfer->cancelled) {
        read_answer(transfer);
        transfer->answer.timed_out = code == CURLE_OPERATION_TIMEDOUT;
        transfer->answer.failure = failure_of(transfer, code);
        tell_failure(transfer, code);
        transfer->done(transfer->self, &transfer->answer);
    }
    transfer_free(transfer);
}

/* Those curl has done with. */
static void finish_done(struct http *http)
{
    CURLMsg *message;
    int left;
    while ((message = libcurl.multi_info_read(http->multi, &left)) != NULL)
        if (message->msg == CURLMSG_DONE) {
            struct transfer *transfer;
            CURLcode code = message->data.result;
            libcurl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            finish(http, transfer, code);
        }
}

/* What could not be started is answered from the loop like all others. */
static void finish_refused(void *self)
{
    struct http *http = self;
    http->refusals = 0;
    for (size_t i = 0; i < http->transfers.n;)
        if (http->transfers.at[i]->failed) {
            finish(http, http->transfers.at[i], CURLE_UNSUPPORTED_PROTOCOL);
            i = 0;
        } else {
            i++;
        }
}

/* --- curl as a guest of the loop ------------------------------------------------------------- */

static void act(struct http *http, curl_socket_t socket, int events)
{
    int running;
    http->inside++;
    libcurl.multi_socket_action(http->multi, socket, events, &running);
    http->inside--;
    finish_done(http);
}

/* Curl finds out by itself what the descriptor is ready for. */
static void on_socket(void *self, int fd)
{
    act(self, fd, 0);
}

static void on_timer(void *self)
{
    struct http *http = self;
    http->timer = 0;
    act(http, CURL_SOCKET_TIMEOUT, 0);
}

static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *self, void *watched)
{
    struct http *http = self;
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        loop_unwatch_fd(http->loop, socket);
        return 0;
    }
    if (watched == NULL) {
        loop_watch_fd(http->loop, socket, on_socket, http);
        libcurl.multi_assign(http->multi, socket, http);
    }
    loop_watch_for(http->loop, socket, (what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0);
    return 0;
}

/* Never acts at once: curl may not be called from its own callback. */
static int set_timer(CURLM *multi, long ms, void *self)
{
    struct http *http = self;
    (void)multi;
    loop_cancel(http->loop, http->timer);
    http->timer = ms < 0 ? 0 : loop_after(http->loop, (int)ms, on_timer, http);
    return 0;
}

/* --- sending --------------------------------------------------------------------------------- */

static void set_request(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    int time = transfer->http->options.time;
    libcurl.easy_setopt(easy, CURLOPT_URL, request->address);
    libcurl.easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    libcurl.easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->words);
    libcurl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    libcurl.easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    libcurl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    libcurl.easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    if (request->sink == NULL)
        libcurl.easy_setopt(easy, CURLOPT_TIMEOUT, time != 0 ? (long)time : (long)TIME);
    if (request->referer != NULL)
        libcurl.easy_setopt(easy, CURLOPT_REFERER, request->referer);
    transfer->headers = libcurl.slist_append(
        NULL, request->sink != NULL ? "Accept: */*" : "Accept: application/json");
    if (request->body != NULL) {
        str_add(&transfer->body, request->body, request->size);
        libcurl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->size);
        libcurl.easy_setopt(easy, CURLOPT_POSTFIELDS, str_text(&transfer->body));
        transfer->headers =
            libcurl.slist_append(transfer->headers, "Content-Type: application/json");
        transfer->headers = libcurl.slist_append(transfer->headers, "Expect:");
    }
    libcurl.easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static struct transfer *transfer_new(struct http *http, const struct http_request *request)
{
    struct transfer *transfer = mem_zero(1, sizeof *transfer);
    http->last += http->last == UINT32_MAX ? 2 : 1;
    transfer->http = http;
    transfer->number = http->last;
    transfer->name = mem_copy_text(request->name);
    transfer->host = rules_part(request->address, CURLUPART_HOST);
    transfer->limit = request->limit != 0  ? request->limit
                      : request->sink      ? SIZE_MAX
                                           : (size_t)HTTP_LIMIT;
    transfer->elsewhere = request->elsewhere;
    transfer->sink = request->sink;
    transfer->done = request->done;
    transfer->self = request->self;
    return transfer;
}

unsigned http_send(struct http *http, const struct http_request *request)
{
    struct transfer *transfer = transfer_new(http, request);
    const char *protocol = rules_protocol(request->address, transfer->host);
    vec_push(&http->transfers, transfer);
    transfer->easy = libcurl.easy_init();
    transfer->kept_out = request->elsewhere && !http->is_nearby && transfer->host != NULL &&
                         nearby_has_host(transfer->host);
    transfer->failed = protocol == NULL || transfer->easy == NULL || transfer->kept_out;
    if (!transfer->failed) {
        rules_set(transfer->easy, &http->options, protocol);
        set_request(transfer, request);
        if (request->elsewhere && !http->is_nearby)
            rules_keep_out(transfer->easy, &http->options, &transfer->kept_out);
        transfer->failed = libcurl.multi_add_handle(http->multi, transfer->easy) != CURLM_OK;
    }
    if (transfer->failed && http->refusals == 0)
        http->refusals = loop_after(http->loop, 0, finish_refused, http);
    return transfer->number;
}

void http_cancel(struct http *http, unsigned number)
{
    for (size_t i = 0; i < http->transfers.n; i++) {
        struct transfer *transfer = http->transfers.at[i];
        if (transfer->number != number)
            continue;
        transfer->cancelled = true;
        if (http->inside == 0) {
            forget(http, transfer);
            transfer_free(transfer);
        }
        return;
    }
}

/* --- opening and closing --------------------------------------------------------------------- */

struct http *http_new(const struct http_options *options)
{
    struct http *http = mem_zero(1, sizeof *http);
    libcurl_load();
    http->options = *options;
    http->loop = options->loop;
    http->options.cacert = http->cacert = mem_copy_text(options->cacert);
    http->options.proxy = http->proxy = mem_copy_text(options->proxy);
    http->multi = libcurl.multi_init();
    libcurl.multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    libcurl.multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
    libcurl.multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    libcurl.multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
    libcurl.multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 6L);
    return http;
}

void http_free(struct http *http)
{
    if (http == NULL)
        return;
    while (http->transfers.n != 0) {
        struct transfer *transfer = http->transfers.at[0];
        forget(http, transfer);
        transfer_free(transfer);
    }
    libcurl.multi_cleanup(http->multi);
    loop_cancel(http->loop, http->timer);
    loop_cancel(http->loop, http->refusals);
    vec_release(&http->transfers);
    free(http->cacert);
    free(http->proxy);
    free(http);
}
