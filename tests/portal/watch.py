# SPDX-License-Identifier: MIT
"""What the cases of live.py are given: the program in a terminal, on a portal of their own."""
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cells import Cells  # noqa: E402
from client import Failed, check  # noqa: E402
from portal import Portal  # noqa: E402
from program import Ended, Program, environment  # noqa: E402

CASES = []
TOP, BOTTOM = 0, -1
LIST = 32  # columns of the list on a screen of 100
PACE = "20"  # waits between tries and looks are divided by it
PATIENCE = float(os.environ.get("IMOLOG_TEST_PATIENCE", "15"))


def live(**knobs):
    """A case, and what its portal begins with; `n` is how many sessions it has."""
    def take(function):
        CASES.append((function, knobs))
        return function
    return take


class Seen:
    """A program and its screen, for `with`. rows: as they were looked at last."""

    slow = 1.0  # how many times longer things may take

    def __init__(self, setting, arguments, size, more):
        setting.n_shown += 1  # each has an archive of its own, that all is asked of the portal
        env = environment(setting.home, IMOLOG_WEBHOOK=setting.portal.webhook,
                          **{"IMOLOG_PACE": PACE,
                             "XDG_DATA_HOME": f"{setting.home}/data{setting.n_shown}", **more})
        self.program = Program([setting.imolog, *arguments], env, *size, keep=True)
        self.cells, self.rows = Cells(setting.cells, *size), []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.close()
        self.cells.close()

    def look(self):
        self.program.drain_to_mark()
        output = self.program.take()
        if output or not self.rows:
            self.cells.take(output)
            self.rows = self.cells.screen()
        return self.rows

    def until(self, holds, what, limit=None):
        """Looks until it holds of the rows; gives them."""
        end = time.monotonic() + (limit or PATIENCE) * self.slow
        while not holds(self.look()):
            if self.program.check_end():
                raise Ended(self.program.status)
            if time.monotonic() > end:
                raise Failed(f"{what} is not shown:\n" + "\n".join(self.rows))
            select.select([self.program.master], [], [], 0.02)
        return self.rows

    def wait(self, *words, limit=None):
        """Until all of them are on the screen."""
        for word in words:
            self.until(lambda rows: any(word in row for row in rows), repr(word), limit)
        return self.rows

    def gone(self, word, limit=None):
        return self.until(lambda rows: not any(word in row for row in rows), f"no {word!r}", limit)

    def rest(self, limit=None):
        """Until the title says that nothing is under way."""
        return self.until(lambda rows: "loading" not in rows[TOP], "rest", limit)

    def type(self, *keys):
        for key in keys:
            self.program.send(key.encode())
            self.program.settle(10)
        return self.look()

    def send(self, *keys):
        """Without waiting for what comes of it."""
        for key in keys:
            self.program.send(key.encode())

    def row_of(self, word):
        found = [number for number, row in enumerate(self.rows) if word in row]
        check(found, f"{word!r} is not on the screen:\n" + "\n".join(self.rows))
        return found[0]

    def list(self):
        """The rows of the list."""
        return [row[:LIST] for row in self.rows[2:-1]]

    def pane(self):
        """The rows of the messages."""
        return [row[LIST + 1:] for row in self.rows[2:-1]]

    def quit(self, limit=0.1, statuses=(0, 4)):
        """As a person does; gives the seconds until the terminal is given back. What is put into
        the archive still may take a little longer."""
        self.program.take()
        begin = time.monotonic()
        self.program.send(b"Q")
        while b"\x1b[?1049l" not in self.program.output and not self.program.check_end() and \
                time.monotonic() < begin + 20:
            select.select([self.program.master], [], [], 0.001)
            self.program.drain()
        seconds = time.monotonic() - begin
        status = self.program.wait(20)
        check(status in statuses, f"the end was {status}")
        check(seconds < limit * self.slow, f"the terminal came back after {seconds:.3f} s")
        check(time.monotonic() - begin < 1.0 * self.slow, "the end took a second")
        return seconds


class Setting:
    def __init__(self, options, portal, home):
        self.imolog, self.cells = options.program, options.cells
        self.portal, self.world, self.home, self.n_shown = portal, portal.world, home, 0

    def show(self, *arguments, size=(100, 30), **more):
        return Seen(self, ("--portal", "--theme=dark", *arguments), size, more)

    def run(self, *arguments, **more):
        env = environment(self.home, IMOLOG_WEBHOOK=self.portal.webhook, IMOLOG_PACE=PACE, **more)
        return subprocess.run([self.imolog, *arguments, "--portal"], env=env, text=True,
                              capture_output=True, timeout=120)

    def do(self, action, **given):
        from changes import ACTIONS
        return ACTIONS[action](self.portal, given)

    def calls(self, method):
        """Those of a method that arrived, also inside batches."""
        return [call for call in self.portal.record.calls if call["method"] == method]

    def requests(self):
        return [call for call in self.portal.record.calls if not call.get("batch")]


def run_case(options, function, knobs):
    knobs = dict(knobs)
    with tempfile.TemporaryDirectory() as home, \
            Portal(knobs.pop("n", 60), bucket=knobs.pop("bucket", False), **knobs) as portal:
        function(Setting(options, portal, home))
        check(portal.record.violations == [], f"what must not be: {portal.record.violations}")
