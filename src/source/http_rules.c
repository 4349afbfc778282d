/* SPDX-License-Identifier: MIT */
#include "source/http_rules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "source/nearby.h"

enum {
    CONNECT_TIME = 10,
    SLOW_TIME = 20,
    SLOW_BYTES = 100,
};

/* --- addresses ------------------------------------------------------------------------------- */

char *rules_part(const char *address, CURLUPart part)
{
    CURLU *url = libcurl.url();
    char *found = NULL, *copy;
    if (url == NULL || libcurl.url_set(url, CURLUPART_URL, address, 0) != CURLUE_OK ||
        libcurl.url_get(url, part, &found, 0) != CURLUE_OK)
        found = NULL;
    copy = mem_copy_text(found);
    libcurl.free(found);
    libcurl.url_cleanup(url);
    return copy;
}

const char *rules_protocol(const char *address, const char *host)
{
    char *scheme = rules_part(address, CURLUPART_SCHEME);
    char *user = rules_part(address, CURLUPART_USER);
    const char *protocol = NULL;
    if (scheme && host && !user) {
        if (strcmp(scheme, "https") == 0)
            protocol = "https";
        else if (strcmp(scheme, "http") == 0 && nearby_is_loopback(host))
            protocol = "http";
    }
    free(scheme);
    free(user);
    return protocol;
}

/* --- for every request ----------------------------------------------------------------------- */

static long or_usual(int seconds, long usual)
{
    return seconds != 0 ? seconds : usual;
}

void rules_set(CURL *easy, const struct http_options *options, const char *protocol)
{
    libcurl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocol);
    libcurl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    libcurl.easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
    libcurl.easy_setopt(easy, CURLOPT_AUTOREFERER, 0L);
    libcurl.easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    libcurl.easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    libcurl.easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    libcurl.easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    libcurl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT,
                        or_usual(options->connect_time, CONNECT_TIME));
    libcurl.easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    libcurl.easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, or_usual(options->slow_time, SLOW_TIME));
    libcurl.easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    libcurl.easy_setopt(easy, CURLOPT_USERAGENT, "imolog/" VERSION);
    if (options->cacert != NULL)
        libcurl.easy_setopt(easy, CURLOPT_CAINFO, options->cacert);
    if (strcmp(protocol, "http") == 0)
        libcurl.easy_setopt(easy, CURLOPT_NOPROXY, "*"); /* in the clear: not past this machine */
    else if (options->proxy != NULL)
        libcurl.easy_setopt(easy, CURLOPT_PROXY, options->proxy);
}

/* --- near and far ---------------------------------------------------------------------------- */

static bool has_proxy(const struct http_options *options)
{
    static const char *const names[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    if (options->proxy != NULL)
        return *options->proxy != '\0';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (getenv(names[i]) != NULL && *getenv(names[i]) != '\0')
            return true;
    return false;
}

/* Asked for each address a name has, right before it is used: a name cannot change in between. */
static curl_socket_t open_far(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
    bool *refused = self;
    (void)purpose;
    if (nearby_has(&address->addr)) {
        *refused = true;
        errno = EACCES;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A proxy is near as a rule, and looks names up itself. */
void rules_keep_out(CURL *easy, const struct http_options *options, bool *refused)
{
    if (has_proxy(options))
        return;
    libcurl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_far);
    libcurl.easy_setopt(easy, CURLOPT_OPENSOCKETDATA, refused);
}

bool rules_went_nearby(CURL *easy, const struct http_options *options)
{
    char *address = NULL;
    libcurl.easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    return !has_proxy(options) && address != NULL && nearby_has_host(address);
}
