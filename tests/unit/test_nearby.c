/* SPDX-License-Identifier: MIT */
#include "source/nearby.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>

static const char *const near[] = {
    "127.0.0.1",   "127.255.1.2",     "0.0.0.0",       "10.0.0.1",       "172.16.0.1",
    "172.31.9.9",  "192.168.1.1",     "169.254.169.254", "100.64.0.1",   "224.0.0.1",
    "255.255.255.255", "[::1]",       "[::]",          "[fe80::1]",      "[fe80::1%25eth0]",
    "[fd00::7]",   "[fec0::1]",       "[ff02::1]",     "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:a00:1::]", "::1",      "198.18.0.1",     "192.0.0.8",
};
static const char *const far[] = {
    "8.8.8.8",   "172.32.0.1",       "172.15.0.1",     "11.0.0.1",         "100.128.0.1",
    "192.169.0.1", "169.253.1.1",    "[2a00:1450::1]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]",
    "[2002:808:808::]", "localhost", "acme.example",   "",                 "10.0.0",
};

/* As a socket would be connected to it. */
static bool has_socket(const char *host)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    char text[64];

    if (inet_pton(AF_INET, host, &four.sin_addr) == 1)
        return nearby_has((struct sockaddr *)&four);
    host += *host == '[';
    snprintf(text, sizeof text, "%.*s", (int)strcspn(host, "]%"), host);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return nearby_has((struct sockaddr *)&six);
}

static void this_machine_and_private_networks_are_near(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        if (!nearby_has_host(near[i]) || !has_socket(near[i]))
            fail_msg("%s is far", near[i]);
}

static void what_all_can_reach_and_names_are_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        if (nearby_has_host(far[i]) || (i < 11 && has_socket(far[i])))
            fail_msg("%s is near", far[i]);
}

static void a_socket_of_another_kind_is_near(void **state)
{
    struct sockaddr_un local = {.sun_family = AF_UNIX};

    (void)state;
    assert_true(nearby_has((struct sockaddr *)&local));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(this_machine_and_private_networks_are_near),
        cmocka_unit_test(what_all_can_reach_and_names_are_not),
        cmocka_unit_test(a_socket_of_another_kind_is_near),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
