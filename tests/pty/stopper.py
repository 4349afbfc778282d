# SPDX-License-Identifier: MIT
"""A shell of one job: runs a command in a process group of its own, as the foreground of the
terminal, tells each stop and the end on a descriptor, and continues the job when told to."""
import os
import signal
import sys

TELL, ASK = 71, 70

signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
os.write(TELL, b"pid %d\n" % child)
while True:
    _, status = os.waitpid(child, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        break
    os.tcsetpgrp(0, os.getpgrp())
    os.write(TELL, b"stopped\n")
    os.read(ASK, 1)
    os.tcsetpgrp(0, child)
    os.killpg(child, signal.SIGCONT)
os.write(TELL, b"ended %d\n" % os.waitstatus_to_exitcode(status))
