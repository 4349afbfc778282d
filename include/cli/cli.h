/* SPDX-License-Identifier: MIT */
#ifndef CLI_CLI_H
#define CLI_CLI_H

/* Runs what the arguments say; gives the exit code of the program (error.h, enum error_kind). */
int cli_run(int argc, char **argv);

#endif
