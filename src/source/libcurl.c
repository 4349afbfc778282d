/* SPDX-License-Identifier: MIT */
#include "source/libcurl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/words.h"

struct libcurl libcurl;

static void fail(void)
{
    fprintf(stderr, _("imolog: libcurl cannot be loaded: %s; install the package libcurl4\n"),
            dlerror());
    exit(EXIT_FAILURE);
}

/* The address of a function is read as one: ISO C has no other way from an object pointer. */
static void find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);
    if (found == NULL)
        fail();
    *(void **)function = found;
}

void libcurl_load(void)
{
    void *library;
    if (libcurl.global_init != NULL)
        return;
    library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        fail();
#define CALL(name) find(library, "curl_" #name, &libcurl.name);
    LIBCURL(CALL)
#undef CALL
    libcurl.global_init(CURL_GLOBAL_DEFAULT);
}
