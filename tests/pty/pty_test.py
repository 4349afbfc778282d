#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program and its terminal: signals, stops, hang-ups, answers, keys in pieces, scrolling, sizes;
with archives.py, copies.py, exports.py, files.py, pointer.py, prompts.py, children.py, kept.py and
reloads.py for what their names say.

Usage: pty_test.py --program P --driver build/screen-driver --cells build/cells [--only WORD]

Ends with "N passed, N failed".
"""
import argparse
import os
import pty
import random
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import anchors  # noqa: E402, F401
import archives  # noqa: E402, F401
import children  # noqa: E402, F401
import copies  # noqa: E402, F401
import kept  # noqa: E402, F401
import pointer  # noqa: E402, F401
import exports  # noqa: E402, F401
import files  # noqa: E402, F401
import prompts  # noqa: E402, F401
import reloads  # noqa: E402, F401
from program import Ended, Program, environment  # noqa: E402
from setting import (CASES, DAMAGED, GIVEN_BACK, MARGINS, SANITIZERS, Failed,  # noqa: E402
                     Setting, case, check, flags, plain_flags, wait_for)

# --- ends ----------------------------------------------------------------------------------------

@case
def signals_give_the_terminal_back(setting):
    for name in "SEGV BUS ILL FPE ABRT TRAP SYS TERM HUP QUIT INT".split():
        number = getattr(signal, "SIG" + name)
        program = setting.start()
        try:
            program.take()
            os.kill(program.pid, number)
            if name == "INT":  # the first one stops what runs, if anything
                wait_for(program, rb"again to quit", 10)
                os.kill(program.pid, number)
            status = program.wait(10)
            check(status == -number, f"{name}: the end was {status}")
            for sequence in GIVEN_BACK:
                check(sequence in program.output, f"{name}: no {sequence!r}")
            check(flags(program.slave) == plain_flags(), f"{name}: other line settings")
        finally:
            program.close()


@case
def a_crash_while_stopped_or_twice_is_one_end(setting):
    program = setting.start()
    try:
        for _ in range(3):
            os.kill(program.pid, signal.SIGSEGV)
        check(program.wait(10) == -signal.SIGSEGV, "another end")
        check(program.output.count(b"\x1b[?1049l") == 1, "given back more than once")
    finally:
        program.close()


def end_of(pid, limit):
    """Seconds until the end, and CPU seconds used."""
    begin = time.monotonic()
    while time.monotonic() - begin < limit:
        done, _, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return time.monotonic() - begin, usage.ru_utime + usage.ru_stime
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise Failed(f"still running {limit} s after the terminal was gone")


@case
def a_vanished_terminal_ends_it(setting):
    """With the signal, and without: where it is not the terminal's session."""
    program = setting.start()
    used = program.cpu_ns() / 1e9
    os.close(program.slave)
    os.close(program.master)
    seconds, cpu = end_of(program.pid, 5)
    check(seconds < 0.2, f"{seconds:.3f} s")
    check(cpu - used < 0.1, f"{cpu - used:.3f} s of CPU after {used:.3f}")

    master, slave = pty.openpty()
    child = subprocess.Popen([setting.imolog, "--demo"], stdin=slave, stdout=slave, stderr=slave,
                             env=environment(setting.home), start_new_session=True)
    os.close(slave)
    time.sleep(0.5)
    os.read(master, 1 << 16)
    os.close(master)
    seconds, cpu = end_of(child.pid, 5)
    child.returncode = 0
    check(seconds < 0.2, f"{seconds:.3f} s without the signal")


# --- stops ---------------------------------------------------------------------------------------

class Job:
    """The program as the job of a shell."""

    def __init__(self, setting):
        told, tell = os.pipe()
        ask, self.ask = os.pipe()
        self.told = os.fdopen(told)
        os.dup2(tell, 71)
        os.dup2(ask, 70)
        command = [sys.executable, str(HERE / "stopper.py"), setting.imolog, "--demo"]
        self.shell = Program(command, environment(setting.home, **SANITIZERS), keep=True)
        self.pid = int(self.told.readline().split()[1])
        wait_for(self.shell, rb"q quit", 10)

    def hear(self):
        until = time.monotonic() + 10
        while not select.select([self.told], [], [], 0.01)[0]:
            check(time.monotonic() < until, "the program did not stop")
            self.shell.drain()  # who gives a terminal back waits until all was read
        word = self.told.readline().strip()
        self.shell.drain_to_mark()
        return word

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.shell.close()


def stop_and_go(setting, stop, is_announced):
    job = Job(setting)
    try:
        shell = job.shell
        for _ in range(2):
            shell.take()
            stop(job)
            check(job.hear() == "stopped", "no stop")
            if is_announced:
                for sequence in GIVEN_BACK:
                    check(sequence in shell.output, f"no {sequence!r} before the stop")
                check(flags(shell.slave) == plain_flags(), "other line settings while stopped")
            termios.tcsetattr(shell.slave, termios.TCSANOW, termios.tcgetattr(shell.slave))
            shell.take()
            os.write(job.ask, b"c")
            wait_for(shell, rb"(?s)\x1b\[\?1049h.*q quit", 10)
            wait_for(shell, rb"\x1b\[\?2004h", 1)
            shell.take()
            os.write(shell.master, b"7")
            wait_for(shell, rb"7", 5)
            os.write(shell.master, b"\x1b")
            time.sleep(0.1)  # else it is the Alt of what follows
        os.write(shell.master, b"Q")
        check(job.hear() == f"ended {DAMAGED}", "another end")
        check(flags(shell.slave) == plain_flags(), "other line settings at the end")
    finally:
        job.close()


@case
def ctrl_z_and_back(setting):
    stop_and_go(setting, lambda job: os.write(job.shell.master, b"\x1a"), True)


@case
def a_stop_that_was_not_announced(setting):
    stop_and_go(setting, lambda job: os.kill(job.pid, signal.SIGSTOP), False)


@case
def a_stop_nobody_could_end_is_none(setting):
    program = setting.start()
    try:
        program.press(b"\x1a")
        program.send(b"Q")
        check(program.wait(10) == DAMAGED, "another end")
    finally:
        program.close()


# --- the cursor ----------------------------------------------------------------------------------

@case
def the_cursor_rests_on_what_is_selected(setting):
    """Whoever reads by it (braille) finds it there, and where is typed while something is."""
    with anchors.Linked(setting) as shown:
        for keys in ("j", "j", "l", "k", "k", "\x19", "zt", "i", "i", "]", "\x1b", "h", "J"):
            screen = shown.press(keys)
            check(screen.cells[screen.row][screen.column][0] == "▌",
                  f"after {keys!r} it is in row {screen.row}: {screen.text(screen.row)!r}")
        screen = shown.press("/", "a")
        check((screen.row, screen.column) == (29, 2), "it is not where is typed")


# --- keys ----------------------------------------------------------------------------------------

def escape_ms(setting, **more):
    program = setting.start(**more)
    try:
        times = []
        for _ in range(9):
            program.press(b"3")
            program.take()
            program.send(b"\x1b")
            times.append(wait_for(program, rb"help", 5) * 1000)
            program.settle()
        return sorted(times)[4]
    finally:
        program.close()


@case
def escape_acts_at_once(setting):
    ms = escape_ms(setting)
    print(f"Esc acts within {ms:.1f} ms (median of 9)")
    check(ms < 30, f"{ms:.1f} ms")
    ms = escape_ms(setting, ESCDELAY="150")
    check(150 <= ms < 220, f"{ms:.1f} ms with ESCDELAY=150")


@case
def nothing_is_done_when_idle(setting):
    program = setting.start()
    try:
        program.press(b"\x1b")
        sleeps, used = program.count_sleeps(), program.cpu_ns()
        time.sleep(1)
        check(program.count_sleeps() == sleeps and program.cpu_ns() == used, "it woke up")
    finally:
        program.close()


@case
def a_paste_is_no_keys(setting):
    program = setting.start()
    try:
        program.take()
        program.press(b"\x1b[200~QQq\rJ5\x1b[201~")
        check(not program.take(), "something was drawn")
        program.press(b"\x1b[200~" + b"Q" * (3 << 20) + b"\x1b[201~", 60)
        check(not program.take(), "something was drawn")
        program.press(b"5")
        check(program.take(), "no key after the paste")
    finally:
        program.close()


# --- questions -----------------------------------------------------------------------------------

@case
def questions_come_after_the_screen_and_not_to_all(setting):
    for term in ("xterm-256color", "screen-256color", "tmux-256color", "rxvt", "putty",
                 "xterm-direct", "linux", "vt100", "vt220"):
        program = setting.start(TERM=term)
        try:
            asks = not term.startswith(("linux", "vt"))
            at = program.output.find(b"\x1b]11;?")
            check((at >= 0) == asks, f"{term}: asked or not")
            check(not asks or (program.output.find(b"q quit") < at
                               and program.output.endswith(b"\x1b[c")), f"{term}: order")
        finally:
            program.close()


def is_untouched(output):
    """Nothing of the status row: no number was typed, no help opened."""
    return not re.search(rb"help|close|\x1b\[30;[1-9]H", output)


@case
def answers_are_no_keys(setting):
    answer = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\" + MARGINS
    for pieces, pause in ((len(answer), 0), (1, 0.001), (1, 0.04), (3, 0.1), (1, 0.2)):
        program = setting.start()
        try:
            program.take()
            for at in range(0, len(answer), pieces):
                program.send(answer[at:at + pieces])
                time.sleep(pause)
            program.settle()
            wrong = program.take()
            check(is_untouched(wrong), f"pieces of {pieces}, {pause} s: {wrong!r}")
        finally:
            program.close()


@case
def late_and_odd_answers_are_no_keys(setting):
    program = setting.start()
    try:
        time.sleep(1)
        program.take()
        for odd in (b"\x1b]11;rgb:00/00/00\a", b"\x1b]11;?\x1b\\", b"\x1b]4;11;rgb:1/2/3\x1b\\",
                    b"\x1b[?1;2c\x1b[?1;2c", b"\x1b[?69;0$y", b"\x1b]11;" + b"9" * 5000 + b"\a",
                    b"\x1b[?" + b"1;" * 500 + b"c"):
            program.press(odd)
            check(is_untouched(program.take()), repr(odd[:20]))
    finally:
        program.close()


@case
def portal_colours_follow_the_background(setting):
    colors = {}
    for name, answer in (("black", b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
                         ("white", b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\")):
        program = setting.start(TERM="xterm-direct")
        try:
            program.press(answer)
            program.take()
            program.press(b"\x0c")
            colors[name] = set(re.findall(rb"\x1b\[38[:;]2[0-9:;]*m", program.take()))
        finally:
            program.close()
    check(colors["black"] and colors["black"] != colors["white"], f"{colors}")
    program = setting.start(TERM="xterm-direct", COLORFGBG="15;0")
    try:
        program.take()
        program.press(b"\x0c")
        guessed = set(re.findall(rb"\x1b\[38[:;]2[0-9:;]*m", program.take()))
        check(guessed == colors["black"], "COLORFGBG is not the first guess")
    finally:
        program.close()


# --- terminals -----------------------------------------------------------------------------------

TERMS = ("xterm-256color", "xterm", "screen-256color", "tmux-256color", "linux", "vt100", "vt220",
         "rxvt", "putty", "xterm-direct")


@case
def every_terminal_shows_a_sound_screen(setting):
    for term in TERMS:
        program = setting.start(TERM=term)
        try:
            check(b"imolog" in program.output and b"q quit" in program.output, f"{term}: no screen")
            program.press(b"J")
            program.send(b"Q")
            check(program.wait(10) == DAMAGED, f"{term}: another end")
            check(flags(program.slave) == plain_flags(), f"{term}: other line settings")
        finally:
            program.close()


@case
def others_are_told_in_a_sentence(setting):
    for term in ("dumb", "no-such-terminal", ""):
        program = Program([setting.imolog, "--demo"], environment(setting.home, TERM=term),
                          keep=True)
        try:
            status = program.wait(20)
            check(status == 1, f"{term}: status {status}")
            check(b"imolog print" in program.output, f"{term}: {bytes(program.output)!r}")
            check(b"\x1b[?" not in program.output, f"{term}: sequences were sent")
        finally:
            program.close()


# --- scrolling and sizes -------------------------------------------------------------------------

def scroll_bytes(setting, setup, answer=b"", term="xterm-256color"):
    program = setting.start(TERM=term)
    try:
        if answer:
            program.press(answer)
        for key in setup:
            program.press(key)
        sizes = []
        for _ in range(40):
            program.take()
            program.press(b"\x05")
            sizes.append(len(program.take()))
        return sorted(size for size in sizes if size)
    finally:
        program.close()


@case
def a_line_scrolled_is_few_bytes(setting):
    """The median of 40: a row full of CJK is longer than any limit."""
    for name, limit, arguments in (
            ("maximised", 200, ([b"J", b"l", b"O", b"g"],)),
            ("maximised, linux", 200, ([b"J", b"l", b"O", b"g"], b"", "linux")),
            ("maximised, tmux", 200, ([b"J", b"l", b"O", b"g"], b"", "tmux-256color")),
            ("both panes, margins", 250, ([b"J", b"l", b"g"], MARGINS)),
            ("beside the facts, margins", 250, ([b"J", b"l", b"g", b"i"], MARGINS))):
        sizes = scroll_bytes(setting, *arguments)
        median, worst = sizes[len(sizes) // 2], sizes[-1]
        print(f"one line, {name}: median {median}, at most {worst} bytes")
        check(median <= limit, f"{name}: {median} bytes")


FRESH = ["0", ":fresh"]  # any key takes away what was told


def random_scrolls(seed, count, keys):
    chance = random.Random(seed)
    lines = ["l"]
    for number in range(count):
        lines.append(chance.choice(keys))
        if number % 25 == 24:
            lines += FRESH
    return lines + FRESH


MOVES = ["\\x05", "\\x05", "\\x05", "\\x19", "\\x19", "\\x19", "3\\x05", "5\\x19", "j", "k", "d",
         "u", "<Space>", "b", "7j", "J", "K", ")", "(", "G", "g"]


@case
def scrolled_is_as_painted_with_margins(setting):
    setting.drive(random_scrolls(1, 1000, MOVES))


def without_emoji(setting):
    """The emulator's widths of them are older than ours: bare terminals move by columns."""
    folder = Path(setting.home) / "dialogs"
    folder.mkdir()
    for file in (HERE.parent.parent / "src/source/demo").glob("*.json"):
        text = re.sub(r"(?i)\\ud8[0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ufe0f", "*", file.read_text())
        text = re.sub("[\U0001f000-\U000e0fff\u2600-\u27bf\ufe0f\u200d]", "*", text)
        (folder / file.name).write_text(text)
    return [str(file) for file in sorted(folder.iterdir())]


@case
def scrolled_is_as_painted_maximised(setting):
    dialogs = without_emoji(setting)
    for seed, term in enumerate(("xterm-256color", "linux", "vt100", "screen-256color")):
        keys = random_scrolls(seed, 250, MOVES)
        setting.drive([keys[0], "O", *keys[1:]], env=f"TERM={term}", arguments=dialogs)


@case
def scrolled_is_as_painted_in_small_and_big(setting):
    for seed, size in enumerate(("71x9", "40x12", "200x60", "75x40", "20x5")):
        setting.drive(random_scrolls(seed, 100, MOVES), size)


@case
def scrolled_is_as_painted_beside_the_facts(setting):
    """Also where the emulator takes an emoji for narrower than it is."""
    for seed, size in enumerate(("120x30", "80x24", "60x20")):
        keys = random_scrolls(seed, 200, MOVES + ["i", "}", "{"])
        setting.drive([keys[0], "i", *keys[1:]], size)


@case
def a_storm_of_sizes_ends_as_painted(setting):
    chance = random.Random(5)
    sizes = [f"{chance.randint(1, 500)}x{chance.randint(1, 200)}" for _ in range(1000)]
    lines = ["l"]
    for at in range(0, 900, 30):
        lines += [":resize " + " ".join(sizes[at:at + 30]), chance.choice(MOVES), *FRESH]
    for size in sizes[900:]:
        lines += [f":resize {size}", chance.choice(MOVES)]
    setting.drive(lines + [*FRESH, ":resize 100x30", ":fresh"])


def run(function, options):
    name = function.__name__.replace("_", " ")
    with tempfile.TemporaryDirectory(prefix="imolog-pty-") as home:
        try:
            function(Setting(options, home))
        except (Failed, Ended, TimeoutError, subprocess.TimeoutExpired) as error:
            print(f"FAIL {name}: {error}", flush=True)
            return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--driver", default="build/screen-driver")
    parser.add_argument("--cells", default="build/cells")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    results = [run(function, options) for function in CASES
               if options.only in function.__name__]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
