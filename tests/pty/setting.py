# SPDX-License-Identifier: MIT
"""What the cases share: each is given a Setting, and fails by check()."""
import os
import pty
import re
import select
import subprocess
import termios
import time
from pathlib import Path

from cells import Cells
from program import Program, environment

CASES = []
DAMAGED = 4  # how the demo ends: one of its dialogs is damaged on purpose
SANITIZERS = {name: "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:"
              "handle_abort=0:handle_sigtrap=0" for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS")}
GIVEN_BACK = (b"\x1b[?2004l", b"\x1b[?1049l", b"\x1b[?25h")
MARGINS = b"\x1b[?69;2$y\x1b[?1;2c"


def case(function):
    CASES.append(function)
    return function


class Failed(Exception):
    pass


def check(truth, sentence):
    if not truth:
        raise Failed(sentence)


class Setting:
    """What a case is given: the programs, and a folder that is its HOME."""

    def __init__(self, options, home):
        self.imolog, self.driver, self.home = options.program, options.driver, home
        self.cells = options.cells

    def start(self, *arguments, size=(100, 30), **more):
        command = [self.imolog, *(arguments or ("--demo",))]
        program = Program(command, environment(self.home, **{**SANITIZERS, **more}), *size,
                          keep=True)
        program.settle()
        return program

    def show(self, *arguments, **more):
        return Shown(self, *arguments, **more)

    def drive(self, keys, size="100x30", env="", arguments=("--demo",)):
        folder = Path(self.home) / "case"
        folder.mkdir(exist_ok=True)
        for name, text in (("args", "\n".join(arguments)), ("size", size), ("env", env),
                           ("keys", "\n".join(keys)), ("expect", "")):
            (folder / name).write_text(text + "\n" if text else "")
        # What the case shows at its end is of no interest: it was compared with a fresh one.
        done = subprocess.run([self.driver, "-u", self.imolog, str(folder)], text=True,
                              capture_output=True, timeout=600)
        check(done.returncode == 0, (done.stdout + done.stderr)[-3000:])


def flags(fd):
    return termios.tcgetattr(fd)[:4]


def plain_flags():
    master, slave = pty.openpty()
    try:
        return flags(slave)
    finally:
        os.close(master)
        os.close(slave)


def wait_for(program, pattern, limit):
    """Seconds until pattern is in what came."""
    begin = time.monotonic()
    while not re.search(pattern, program.output):
        check(time.monotonic() - begin < limit, f"{pattern!r} did not come in {limit} s")
        select.select([program.master], [], [], limit)
        program.drain()
    return time.monotonic() - begin


class Shown:
    """A program and its screen, for `with`: press() gives the rows of the screen."""

    def __init__(self, setting, *arguments, size=(100, 30), **more):
        self.program = setting.start(*arguments, size=size, **more)
        self.cells = Cells(setting.cells, *size)
        self.rows = self.look()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.close()
        self.cells.close()

    def look(self):
        self.cells.take(self.program.take())
        self.rows = self.cells.screen()
        return self.rows

    def press(self, *keys):
        for key in keys:
            self.program.press(key.encode() if isinstance(key, str) else key)
        return self.look()

    def quit(self):
        """As a person does; gives the rest of the output."""
        self.program.send(b"Q")
        status = self.program.wait(20)
        check(status in (0, DAMAGED), f"the end was {status}")
        check(flags(self.program.slave) == plain_flags(), "other line settings at the end")
        return self.program.take()
