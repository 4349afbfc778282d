/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_NEARBY_H
#define SOURCE_NEARBY_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Addresses of this machine and of private networks: who may name an address we ask must not reach
 * behind our back what only we can (safety.md 5.5). Loopback, private, link-local, shared and
 * multicast ones, and none; in IPv6 also those that carry such a one of IPv4.
 */
bool nearby_has(const struct sockaddr *address);
/* The same of the host of an address, when it is a number: "10.0.0.7", "[::1]". A name: false. */
bool nearby_has_host(const char *host);
/* Only loopback: "127.0.0.1", "[::1]". */
bool nearby_is_loopback(const char *host);

#endif
