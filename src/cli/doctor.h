/* SPDX-License-Identifier: MIT */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/call.h"
#include "cli/findings.h"

/* The parts of `imolog doctor`: each adds its section. */
void doctor_terminal(const struct call *call, struct findings *findings);
void doctor_portals(const struct call *call, struct findings *findings);
void doctor_archives(const struct call *call, struct findings *findings);

#endif
