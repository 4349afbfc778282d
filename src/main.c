/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

/* A descriptor missing at the start would be given to the next file opened, and be written into. */
static void open_standard_descriptors(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

int main(int argc, char **argv)
{
    open_standard_descriptors();
    signal(SIGPIPE, SIG_DFL); /* `| head -1` ends us as it ends others */
    signal(SIGXFSZ, SIG_IGN); /* a file limit is a write that fails, with a sentence */
    setlocale(LC_ALL, "");
    bindtextdomain("imolog", LOCALEDIR);
    textdomain("imolog");
    return cli_run(argc, argv);
}
