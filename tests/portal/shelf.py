#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is browsed of a portal is kept in its archive, and is there when the portal is not.

Usage: shelf.py --program P --cells C [--only WORD]. Ends with "N passed, N failed".
"""
import argparse
import fcntl
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
from cells import Cells  # noqa: E402
from portal import Portal  # noqa: E402
from program import Program, environment  # noqa: E402

HISTORY = "imopenlines.session.history.get"
CASES = []


def case(function):
    CASES.append(function)
    return function


class Failed(Exception):
    pass


def check(truth, sentence):
    if not truth:
        raise Failed(sentence)


def wait_for(truth, sentence, seconds=15):
    end = time.monotonic() + seconds
    while not truth():
        check(time.monotonic() < end, sentence)
        time.sleep(0.02)


class Browsing:
    """The program on a portal; shows() waits for words on its screen."""

    def __init__(self, bench, *arguments):
        webhook = {"IMOLOG_WEBHOOK": bench.portal.webhook}
        self.program = Program([bench.imolog, "--portal", *arguments],
                               environment(bench.home, **webhook), keep=True)
        self.cells = Cells(bench.cells)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.close()
        self.cells.close()

    def screen(self):
        self.program.settle()
        self.cells.take(self.program.take())
        return "\n".join(self.cells.screen())

    def shows(self, words):
        wait_for(lambda: words in self.screen(), f"not shown: {words}")

    def leave(self):
        self.program.send(b"Q")
        self.program.wait()


class Bench:
    def __init__(self, options, home, portal):
        self.imolog, self.cells, self.home = options.program, options.cells, home
        self.portal = portal

    def archives(self):
        return sorted(Path(self.home).glob(".local/share/imolog/*.db"))

    def ask(self, sql):
        base = sqlite3.connect(f"file:{self.archives()[0]}?mode=ro", uri=True)
        try:
            return base.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            base.close()

    def run(self, *arguments):
        return subprocess.run([self.imolog, *arguments], text=True, capture_output=True, timeout=60,
                              env=environment(self.home, IMOLOG_WEBHOOK=self.portal.webhook))

    def newest(self):
        """Session and name of the newest chat, as the list shows it."""
        listed = self.run("chats", "--portal").stdout.splitlines()
        return int(listed[1].split("session ")[1].split(",")[0]) if len(listed) > 1 else 0


def read_one(bench):
    """Opens the newest dialog and leaves; gives its session."""
    with Browsing(bench) as browsing:
        browsing.shows("session ")
        wait_for(lambda: bench.archives() and bench.ask("SELECT 1 FROM session WHERE state = 1"),
                 "nothing was kept")
        browsing.leave()
    return bench.ask("SELECT max(id) FROM session WHERE state = 1")[0][0]


@case
def what_is_read_is_kept_whole(bench):
    session = read_one(bench)
    live = bench.run("print", "-f", "jsonl", "--portal", f"--session={session}").stdout
    kept = bench.run("print", "-f", "jsonl", f"--archive={bench.archives()[0]}",
                     f"--session={session}").stdout
    check(live and sorted(live.splitlines()) == sorted(kept.splitlines()),
          f"{len(live)} bytes live, {len(kept)} kept")
    check(bench.run("archive", "verify").returncode == 0, "verify is not content")


@case
def what_was_read_is_there_without_the_portal(bench):
    session = read_one(bench)
    bench.portal.set(faults=[{"kind": "html", "method": HISTORY, "status": 502, "times": 0}])
    with Browsing(bench) as browsing:
        browsing.shows(f"session {session}")
        check("not loaded" not in browsing.screen(), "a gap is shown")
        browsing.leave()


@case
def keep_off_keeps_nothing(bench):
    with Browsing(bench, "--keep=off") as browsing:
        browsing.shows("session ")
        browsing.leave()
    check(bench.archives() == [], "something was kept")
    with Browsing(bench, "--secure") as browsing:
        browsing.shows("session ")
        browsing.leave()
    check(bench.archives() == [], "something was kept with --secure")


@case
def who_writes_the_archive_goes_first(bench):
    read_one(bench)
    before = bench.ask("SELECT count(*) FROM message")
    lock = os.open(f"{bench.archives()[0]}.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with Browsing(bench) as browsing:
        browsing.shows("session ")
        browsing.program.send(b"J")
        browsing.shows("session")
        time.sleep(0.3)
        browsing.leave()
    check(bench.ask("SELECT count(*) FROM message") == before, "it was written all the same")
    os.close(lock)


@case
def browsing_holds_nobody_up(bench):
    with Browsing(bench) as browsing:
        browsing.shows("session ")
        wait_for(lambda: bench.archives() and bench.ask("SELECT 1 FROM session WHERE state = 1"),
                 "nothing was kept")
        time.sleep(0.3)
        done = bench.run("sync", "--portal", "--plan=5000/1000")
        check(done.returncode in (0, 4), f"sync was held up: {done.stderr}")
        browsing.leave()


def run(function, options):
    name = function.__name__.replace("_", " ")
    try:
        with tempfile.TemporaryDirectory() as home, Portal(40, 3) as portal:
            function(Bench(options, home, portal))
    except Exception as error:  # whatever it is, the other cases are run
        line = traceback.extract_tb(error.__traceback__)[-1].lineno
        print(f"FAIL {name} (line {line}): {type(error).__name__}: {error}", flush=True)
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--cells", default="build/cells")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.cells = os.path.abspath(options.cells)
    results = [run(function, options) for function in CASES if options.only in function.__name__]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
