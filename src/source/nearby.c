/* SPDX-License-Identifier: MIT */
#include "source/nearby.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool has_four(uint32_t address)
{
    static const struct {
        uint32_t network;
        int bits;
    } rows[] = {
        {0x00000000, 8},  /* this network */
        {0x0A000000, 8},  /* private */
        {0x64400000, 10}, /* shared, of carriers */
        {0x7F000000, 8},  /* loopback */
        {0xA9FE0000, 16}, /* link-local; clouds tell their secrets there */
        {0xAC100000, 12}, /* private */
        {0xC0000000, 24}, /* of the IETF's protocols */
        {0xC0A80000, 16}, /* private */
        {0xC6120000, 15}, /* benchmarks */
        {0xE0000000, 3},  /* multicast, reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((address ^ rows[i].network) >> (32 - rows[i].bits) == 0)
            return true;
    return false;
}

static uint32_t four_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool begins(const uint8_t *bytes, const void *prefix, size_t size)
{
    return memcmp(bytes, prefix, size) == 0;
}

static bool has_six(const uint8_t *bytes)
{
    if (begins(bytes, "\0\0\0\0\0\0\0\0\0\0\xFF\xFF", 12) || /* mapped */
        begins(bytes, "\0\x64\xFF\x9B\0\0\0\0\0\0\0\0", 12)) /* NAT64 */
        return has_four(four_at(bytes + 12));
    if (begins(bytes, "\x20\x02", 2)) /* 6to4 */
        return has_four(four_at(bytes + 2));
    return begins(bytes, "\0\0\0\0\0\0\0\0\0\0\0\0", 12) || /* ::, ::1, compatible */
           begins(bytes, "\0\x64\xFF\x9B\0\1", 6) ||         /* NAT64 of one's own */
           (bytes[0] & 0xFE) == 0xFC ||                      /* private */
           (bytes[0] == 0xFE && bytes[1] >= 0x80) ||         /* link-local, site-local */
           bytes[0] == 0xFF;                                 /* multicast */
}

bool nearby_has(const struct sockaddr *address)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    switch (address->sa_family) {
    case AF_INET:
        memcpy(&four, address, sizeof four);
        return has_four(ntohl(four.sin_addr.s_addr));
    case AF_INET6:
        memcpy(&six, address, sizeof six);
        return has_six(six.sin6_addr.s6_addr);
    default:
        return true; /* a socket of this machine, or nothing we know */
    }
}

/* False: no number. An IPv6 one is in brackets or not, and may have a zone. */
static bool read_six(const char *host, struct in6_addr *six)
{
    char text[64];
    host += *host == '[';
    snprintf(text, sizeof text, "%.*s", (int)strcspn(host, "]%"), host);
    return inet_pton(AF_INET6, text, six) == 1;
}

bool nearby_has_host(const char *host)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, host, &four) == 1)
        return has_four(ntohl(four.s_addr));
    return read_six(host, &six) && has_six(six.s6_addr);
}

bool nearby_is_loopback(const char *host)
{
    struct in_addr four;
    return strcmp(host, "[::1]") == 0 ||
           (inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}
