/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_LIBCURL_H
#define SOURCE_LIBCURL_H

#define CURL_DISABLE_TYPECHECK /* the checks name the functions themselves */
#include <curl/curl.h>

/*
 * libcurl, loaded when a portal is first asked: with all it brings along it would more than double
 * the time of every start, also of those that read a file.
 */
#define LIBCURL(CALL)                                                                              \
    CALL(easy_cleanup)                                                                             \
    CALL(easy_getinfo)                                                                             \
    CALL(easy_init)                                                                                \
    CALL(easy_setopt)                                                                              \
    CALL(easy_strerror)                                                                            \
    CALL(free)                                                                                     \
    CALL(global_init)                                                                              \
    CALL(multi_add_handle)                                                                         \
    CALL(multi_assign)                                                                             \
    CALL(multi_cleanup)                                                                            \
    CALL(multi_info_read)                                                                          \
    CALL(multi_init)                                                                               \
    CALL(multi_remove_handle)                                                                      \
    CALL(multi_setopt)                                                                             \
    CALL(multi_socket_action)                                                                      \
    CALL(slist_append)                                                                             \
    CALL(slist_free_all)                                                                           \
    CALL(url)                                                                                      \
    CALL(url_cleanup)                                                                              \
    CALL(url_get)                                                                                  \
    CALL(url_set)

struct libcurl {
#define CALL(name) __typeof__(curl_##name) *name;
    LIBCURL(CALL)
#undef CALL
};
extern struct libcurl libcurl;

/* Before anything of it is used; once is enough. An installation without it is broken: the process
 * says so and ends. */
void libcurl_load(void);

#endif
