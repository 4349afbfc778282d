# SPDX-License-Identifier: MIT
"""What the size of an archive costs who opens it, and who goes from dialog to dialog in it."""
import select
import statistics
import time

import finding
from program import Program

SMALL = 1000  # messages
MORE = 1.5    # a big archive may cost this many times a small one
KEYS = 10      # of the 13 dialogs of the small one


def made(options, n):
    path = options.build / f"opening-{n}.db"
    if not path.exists():
        finding.make(options, path, n)
    return path


def costs(options, path, env):
    """CPU milliseconds until the first whole screen, and of a press of J once the list is read."""
    program = Program([options.program, f"--archive={path}"], env, keep=True)
    try:
        until = time.monotonic() + 10
        while b"quit" not in program.output and time.monotonic() < until:
            select.select([program.master], [], [], 0.001)
            program.drain()
        first = program.cpu_ns()
        program.settle(limit=60)
        begin = program.cpu_ns()
        for _ in range(KEYS):
            program.press(b"J")
        return first / 1e6, (program.cpu_ns() - begin) / KEYS / 1e6
    finally:
        program.close()


def measure_opening(options, _big, _hundred, env, report):
    big = finding.prepare(options, 50000 if options.quick else 1000000)[0]
    small = made(options, SMALL)
    turns = [(costs(options, big, env), costs(options, small, env))
             for _ in range(options.times * 2 + 1)][1:]
    for name, i in (("first screen of an archive, CPU", 0), ("opening a dialog of it, CPU", 1)):
        ours, reference = (statistics.median(turn[which][i] for turn in turns)
                           for which in (0, 1))
        report.line(name, ours, reference, "ms", f"{SMALL} messages", MORE)


MEASURES = (measure_opening,)
