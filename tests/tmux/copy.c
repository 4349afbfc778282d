/* SPDX-License-Identifier: MIT */
/* copy TEXT: copies it as the program would, to the terminal on standard output; says how. */
#include "ui/clipboard.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct str told = {0};
    bool done;

    if (argc != 2)
        return 2;
    done = clipboard_copy(argv[1], strlen(argv[1]), NULL, STDOUT_FILENO, &told);
    fprintf(stderr, "%s\n", told.text);
    str_release(&told);
    return done ? 0 : 1;
}
