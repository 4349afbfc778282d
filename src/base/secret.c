/* SPDX-License-Identifier: MIT */
#include "base/secret.h"
#include "base/mem.h"
#include "base/vec.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* A shorter one would be found in every other word. */
enum { SECRET_MIN = 6 };

struct secret {
    char *text;
    size_t size, room; /* room: whole pages, 0 when it had to be in common memory */
};

static VEC(struct secret) secrets;

static const char hidden[] = "***";

/* --- keeping --------------------------------------------------------------------------------- */

static void hide_process(void)
{
    static const struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Locking may be forbidden by a limit: then it is kept unlocked, better than not at all. */
static struct secret make_room(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (size / page + 1) * page;
    void *at = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (at == MAP_FAILED)
        return (struct secret){mem_alloc(size + 1), size, 0};
    mlock(at, room);
    madvise(at, room, MADV_DONTDUMP);
    madvise(at, room, MADV_DONTFORK);
    return (struct secret){at, size, room};
}

char *secret_keep(const char *text, size_t size)
{
    struct secret secret = make_room(size);

    if (secrets.n == 0)
        hide_process();
    memcpy(secret.text, text, size);
    secret.text[size] = '\0';
    vec_push(&secrets, secret);
    return secret.text;
}

static void release(struct secret *secret)
{
    explicit_bzero(secret->text, secret->size);
    if (secret->room)
        munmap(secret->text, secret->room);
    else
        free(secret->text);
}

void secret_drop(char *text)
{
    for (size_t i = 0; text && i < secrets.n; i++)
        if (secrets.at[i].text == text) {
            release(&secrets.at[i]);
            secrets.at[i] = secrets.at[--secrets.n];
            break;
        }
    if (secrets.n == 0)
        vec_release(&secrets);
}

void secret_wipe(struct str *text)
{
    if (text->text)
        explicit_bzero(text->text, text->size);
    str_release(text);
}

/* --- how a byte may be written --------------------------------------------------------------- */

/* The value of n hex digits at `at`, -1 when they are none. */
static int hex(const char *at, const char *end, int n)
{
    int value = 0;

    if (end - at < n)
        return -1;
    for (; n > 0; n--, at++) {
        if (!isxdigit((unsigned char)*at))
            return -1;
        value = value * 16 + (isdigit((unsigned char)*at) ? *at - '0' : (*at | 32) - 'a' + 10);
    }
    return value;
}

/* Reads one byte as it is, as %XX, \uXXXX, \/, \" or \\; gives how many it took, 0 at the end. */
static size_t spelled(const char *at, const char *end, unsigned char *byte)
{
    int value;

    if (at == end)
        return 0;
    *byte = (unsigned char)*at;
    if (*at == '%' && (value = hex(at + 1, end, 2)) >= 0) {
        *byte = (unsigned char)value;
        return 3;
    }
    if (*at != '\\' || at + 1 == end)
        return 1;
    if (at[1] == 'u' && (value = hex(at + 2, end, 4)) >= 0 && value < 256) {
        *byte = (unsigned char)value;
        return 6;
    }
    if (strchr("/\"\\", at[1]) == NULL)
        return 1;
    *byte = (unsigned char)at[1];
    return 2;
}

/* The words at `at`, however spelled, in any case; how many bytes they take, 0: not here. */
static size_t match_words(const char *at, const char *end, const char *words)
{
    const char *start = at;
    unsigned char byte;

    for (; *words; words++) {
        size_t n = spelled(at, end, &byte);

        if (n == 0 || tolower(byte) != tolower((unsigned char)*words))
            return 0;
        at += n;
    }
    return (size_t)(at - start);
}

/* --- what is hidden -------------------------------------------------------------------------- */

/* Where to hide: `skip` bytes stay, then `size` are replaced. */
struct find {
    size_t skip, size;
};

static bool find_secret(const char *at, const char *end, struct find *find)
{
    for (size_t i = 0; i < secrets.n; i++) {
        const struct secret *secret = &secrets.at[i];
        bool plain = (size_t)(end - at) >= secret->size &&
                     memcmp(at, secret->text, secret->size) == 0;
        const char *rest = at;
        size_t n = 1, done = 0;
        unsigned char byte;

        if (secret->size < SECRET_MIN)
            continue;
        while (!plain && done < secret->size && (n = spelled(rest, end, &byte)) != 0 &&
               byte == (unsigned char)secret->text[done]) {
            rest += n;
            done++;
        }
        if (plain || done == secret->size) {
            *find = (struct find){0, plain ? secret->size : (size_t)(rest - at)};
            return true;
        }
    }
    return false;
}

static bool ends_value(unsigned char byte)
{
    return byte <= ' ' || strchr("&\"'<>;#,)\\", byte) != NULL;
}

/* The value runs to what ends one, spelled in any way: a percent sign belongs to it. */
static size_t value_size(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && !ends_value((unsigned char)*at))
        at++;
    return (size_t)(at - start);
}

/* name=value, or "name":"value" of JSON. */
static bool find_parameter(const char *at, const char *end, struct find *find)
{
    static const char *const names[] = {"auth", "token",         "signature", "sessid",
                                        "_esd", "client_secret", NULL};
    static const char *const signs[] = {"=", "\":\"", "\": \"", NULL};

    for (const char *const *name = names; *name; name++) {
        size_t word = match_words(at, end, *name);

        for (const char *const *sign = signs; word && *sign; sign++) {
            size_t between = match_words(at + word, end, *sign);
            size_t value = between ? value_size(at + word + between, end) : 0;

            if (value != 0) {
                *find = (struct find){word + between, value};
                return true;
            }
        }
    }
    return false;
}

/* /rest/N/CODE: the code of a webhook. */
static bool find_webhook(const char *at, const char *end, struct find *find)
{
    size_t n = match_words(at, end, "/rest/"), digits = n, code, slash;

    while (n && at + digits < end && isdigit((unsigned char)at[digits]))
        digits++;
    slash = n && digits > n ? match_words(at + digits, end, "/") : 0;
    if (slash == 0)
        return false;
    code = n = digits + slash;
    while (at + code < end && isalnum((unsigned char)at[code]))
        code++;
    *find = (struct find){n, code - n};
    return code > n;
}

/* Each begins with one of these, as it is or spelled otherwise; most bytes begin none of them. */
static bool find_carrier(const char *at, const char *end, struct find *find)
{
    return *at != '\0' && strchr("/%\\aAtTsS_cC", *at) != NULL &&
           (find_parameter(at, end, find) || find_webhook(at, end, find));
}

typedef bool find_fn(const char *at, const char *end, struct find *find);

static void hide(struct str *out, const char *text, size_t size, find_fn *is_here)
{
    const char *end = text + size, *from = text;
    struct find find;

    for (const char *at = text; at < end;) {
        if (!is_here(at, end, &find)) {
            at++;
            continue;
        }
        at += find.skip;
        str_add(out, from, (size_t)(at - from));
        str_add_text(out, hidden);
        from = at += find.size;
    }
    str_add(out, from, (size_t)(end - from));
}

/* What is known first: a value found by its name may end within a secret. */
void secret_redact(struct str *out, const char *text, size_t size)
{
    struct str known = {0};

    hide(&known, text, size, find_secret);
    hide(out, str_text(&known), known.size, find_carrier);
    str_release(&known);
}
