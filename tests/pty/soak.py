#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same long walk over and over: memory and descriptors stay what they were after a warm-up, and
the screen at the end is that of a program that was just started.

Usage: soak.py --program build/imolog --cells build/cells     for $SOAK seconds, else 20
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from cells import Cells  # noqa: E402
from program import Ended, Program, environment  # noqa: E402

SIZE = (100, 30)
WARM_UP = 0.3      # of the time
MOST_KB = 320      # that memory may grow after it: pages that are in use by chance
LEAST_ROUNDS = 6   # after the warm-up, to tell anything

ROUND = [
    # scrolling, jumps, chats
    *["j"] * 8, *["\x05"] * 8, "\x06", "\x06", "d", "u", "\x19", "50%", "G", "g", "J", "J", "J", "K",
    "]s", "[d", "]l", "\x0f", "mz", "5G", "'z", "''", "*", "*", "t", "k", "t", "\x1b",
    # searching, filtering
    *"/the", "\r", "n", "n", "N", *"/\x12\x12[a-z]+ing", "\r", "n", "\x1b", *"&a", "\r", "J", "j", "K",
    *"/z", "\x1b", "&\r",
    # overlays, folds, looks
    "?", "j", "/", *"sea", "\r", "\x1b", "p", "j", "\x1b", "=", "j", "\x1b", "o", "\x1b", "za", "za", "zM", "zR",
    "H", "H", "H", "#", "#", "D", "D", "D", "O", "O", ":set theme=dark\r", ":set theme=default\r",
    ":set ascii=on\r", ":set ascii=off\r", ":set hyperlinks=on\r", "J", "\x06", "K",
    ":set hyperlinks=off\r", ":goto 10%\r", ":nonsense\r", "yy", "yu", "\x1b",
    # the mouse, sizes
    "\x1bOQ", "\x1b[<65;60;10M", "\x1b[<0;5;8M\x1b[<0;5;8m", "\x1b[<64;60;10M", "\x1bOQ",
    (60, 20), "j", "h", "j", "l", (30, 8), "\x05", (1, 1), (250, 80), "k", (100, 30), "\x0c",
    "\x1b", "h", "g", "l",
]
# To a place that every round ends at, in another way: from wherever one is.
HOME = ["\x1b", "\x1b", "&\r", "zR", "h", "g", "\r", "l", "J", "J", "5G", "zt", "\x0c"]


class Broken(Exception):
    pass


def start(options, folder):
    """Nothing leaves the folder: no other program, and what is copied goes to the terminal."""
    program = Program([options.program, "--demo", "--secure"],
                      environment(folder), *SIZE, keep=True)
    program.settle()
    return program


def walk(program, steps):
    for step in steps:
        if isinstance(step, tuple):
            program.resize(*step)
            program.settle()
        else:
            program.press(step.encode())
        program.take()


def rss_kb(program):
    return int(re.search(r"VmRSS:\s*(\d+)", program.proc("status")).group(1))


def n_fds(program):
    return len(os.listdir(f"/proc/{program.pid}/fd"))


def screen(options, program):
    program.take()
    program.press(b"\x0c")
    cells = Cells(options.cells, *SIZE)
    try:
        cells.take(program.take())
        return cells.screen()
    finally:
        cells.close()


def soak(program, seconds):
    """(seconds since the begin, RSS, descriptors) after every round."""
    begin, measured = time.monotonic(), []
    while time.monotonic() - begin < seconds or len(measured) < 2 * LEAST_ROUNDS:
        walk(program, ROUND)
        measured.append((time.monotonic() - begin, rss_kb(program), n_fds(program)))
    return measured


def check_growth(program, measured):
    after = [one for one in measured if one[0] >= WARM_UP * measured[-1][0]][-len(measured) // 2 * 2:]
    third = max(len(after) // 3, 1)
    first, last = (statistics.median(rss for _, rss, _ in part)
                   for part in (after[:third], after[-third:]))
    fds = {one[2] for one in after}
    print(f"{len(measured)} rounds of {len(ROUND)} keys, RSS {measured[0][1]} kB after the first, "
          f"{first:.0f} kB after the warm-up, {last:.0f} kB at the end; descriptors {sorted(fds)}")
    if len(fds) != 1:
        raise Broken(f"descriptors are left open: {sorted(fds)}")
    if "libasan" not in program.proc("maps") and last - first > MOST_KB:
        raise Broken(f"memory grows: {last - first:.0f} kB")


def check_screen(options, program, other):
    walk(program, HOME)
    with tempfile.TemporaryDirectory(prefix="imolog-soak-") as folder:
        fresh = start(options, folder)
        try:
            walk(fresh, HOME)
            for number, (ours, theirs) in enumerate(zip(screen(options, program),
                                                        screen(options, fresh))):
                if ours != theirs:
                    raise Broken(f"row {number} {other}:\n{ours!r}\nof a program just started:"
                                 f"\n{theirs!r}")
        finally:
            fresh.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--cells", default="build/cells")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="imolog-soak-") as folder:
        program = start(options, folder)
        try:
            measured = soak(program, float(os.environ.get("SOAK") or 20))
            check_growth(program, measured)
            check_screen(options, program, f"after {len(measured)} rounds")
        except (Broken, Ended, TimeoutError, subprocess.SubprocessError) as error:
            print(f"FAIL {error}\n0 passed, 1 failed")
            return 1
        finally:
            program.close()
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
