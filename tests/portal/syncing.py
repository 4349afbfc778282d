# SPDX-License-Identifier: MIT
"""What the cases of `imolog sync` share: the program, an archive of its own, and looks into it."""
import contextlib
import os
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from portal import Portal

NOW = 1780000000
SESSIONS = 120
HISTORY = "imopenlines.session.history.get"
LIST = "imopenlines.v2.session.list"
# A session's messages as they are stored, without what a run leaves of itself.
ROWS = ("SELECT id, session_id, chat_id, author_id, ts, text, params, listed, rev, deleted_at"
        " FROM message ORDER BY id")


class Broken(Exception):
    """What a case found."""


def must(truth, sentence):
    if not truth:
        raise Broken(sentence)


def equal(got, wanted, what):
    must(got == wanted, f"{what}: {got!r}, not {wanted!r}")


class Done:
    """How a run ended: its code (negative: the signal), and what it said."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def says(self, *words):
        for word in words:
            must(word in self.err, f"it does not say {word!r} but: {self.err[-600:]}")


class Bench:
    """A home of its own. portal: whom sync asks, until told otherwise."""

    def __init__(self, program, home, portal=None, long=False):
        self.program, self.home, self.portal, self.long = program, Path(home), portal, long

    @property
    def archive(self):
        return self.home / "acme.db"

    def env(self, **more):
        webhook = {"IMOLOG_WEBHOOK": self.portal.webhook} if self.portal else {}
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                "TZ": "UTC", "IMOLOG_NOW": str(NOW), "IMOLOG_PACE": "1000", **webhook,
                **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}, **more}

    def run(self, *words, code=0, env=None, **how):
        """code: the one it must end with; None: any."""
        ended = subprocess.run([self.program, *map(str, words)], env=env or self.env(),
                               stdin=subprocess.DEVNULL, capture_output=True, text=True,
                               timeout=300, **how)
        done = Done(ended.returncode, ended.stdout, ended.stderr)
        if code is not None:
            equal(done.code, code, f"{' '.join(map(str, words))} ({done.err[-500:]}) ended with")
        return done

    def command(self, *words):
        return [self.program, "sync", f"--archive={self.archive}", "--plan=5000/1000",
                *map(str, words)]

    def sync(self, *words, code=0, env=None):
        return self.run(*self.command(*words)[1:], code=code, env=env)

    def start(self, *words, **env):
        return subprocess.Popen(self.command(*words), env=self.env(**env), text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def printed(self, *source, code=0):
        return sorted(self.run("print", "-f", "jsonl", *source, code=code).out.splitlines())

    def stored(self, code=0):
        return self.printed(f"--archive={self.archive}", code=code)

    def verify(self):
        self.run("archive", "verify", f"--archive={self.archive}")

    def asks(self, sql, *values, archive=None):
        with contextlib.closing(sqlite3.connect(archive or self.archive)) as base:
            return base.execute(sql, values).fetchall()

    def number(self, sql, *values):
        return self.asks(sql, *values)[0][0]

    def does(self, sql, *values):
        with contextlib.closing(sqlite3.connect(self.archive)) as base, base:
            base.execute(sql, values)

    def forget(self):
        for file in self.home.glob("acme.db*"):
            file.unlink()
        self.portal.record.clear()

    def asked(self):
        """Ids of the sessions whose histories were asked for since the record was cleared."""
        return [int(call["params"].get("SESSION_ID", 0)) for call in self.portal.record.calls
                if call["method"] == HISTORY]

    def n_requests(self):
        return sum(call["batch"] is None for call in self.portal.record.calls)


@contextlib.contextmanager
def bench_of(program, long=False, n=SESSIONS, **knobs):
    knobs = {"bucket": False, **knobs}
    with tempfile.TemporaryDirectory(prefix="imolog-sync-") as home, Portal(n, **knobs) as portal:
        bench = Bench(program, home, portal, long)
        yield bench
        equal(portal.record.violations, [], "what must not be asked")


def wait_for(what, seconds=20):
    """Until it is true; what it gives."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.002)
    raise Broken("what was waited for did not happen")


class Background(threading.Thread):
    """A function that runs beside."""

    def __init__(self, function):
        super().__init__(daemon=True)
        self.function = function
        self.start()

    def run(self):
        self.function()
