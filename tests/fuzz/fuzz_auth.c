/* SPDX-License-Identifier: MIT */
/*
 * Properties: what is understood of a file or of a pasted webhook makes addresses of https, or of
 * this machine, that end in the method asked for; the body of a call is strict JSON; neither is
 * shown by secret_redact.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/secret.h"
#include "source/auth.h"
#include "source/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int is_true)
{
    if (!is_true)
        abort();
}

static void pass_over(void *to, const char *sentence)
{
    (void)to;
    (void)sentence;
}

static void check(struct auth *auth)
{
    struct str address = {0}, body = {0}, shown = {0};
    if (auth == NULL)
        return;
    auth_address(auth, "profile", &address);
    expect(strncmp(address.text, "https://", 8) == 0 || strncmp(address.text, "http://", 7) == 0);
    expect(strcmp(address.text + address.size - 7, "profile") == 0);
    for (size_t i = 0; i < address.size; i++)
        expect(address.text[i] > ' ' && address.text[i] <= '~');
    auth_body(auth, "{\"A\":[1]}", &body);
    expect(json_is_strict((struct json_slice){body.text, body.size}));
    secret_redact(&shown, address.text, address.size);
    expect(!auth_is_webhook(auth) || strstr(shown.text, "***") != NULL);
    auth_free(auth);
    secret_wipe(&address);
    secret_wipe(&body);
    str_release(&shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error;
    const char *text = size != 0 ? (const char *)data : "";
    check(auth_webhook(text, size, &error));
    check(auth_parse("file", text, size, &error));
    log_drain(pass_over, NULL);
    return 0;
}
