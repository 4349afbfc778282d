# SPDX-License-Identifier: MIT
"""A portal that takes 100 ms to answer, on loopback: round trips, and what of the wait is ours."""
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from cells import Cells
from program import Program

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "portal"))
from changes import ACTIONS  # noqa: E402
from portal import Portal  # noqa: E402

COLUMNS, ROWS, LIST = 100, 30, 32
LATENCY, LOOK, PACE = 0.1, 5.0, 20
TRIPS, OPEN_MS, LONG_MS, KEY_MS = 3, 20, 150, 16
HISTORY = "imopenlines.session.history.get"
CARD = "imopenlines.dialog.get"


class Watch:
    """The program on a portal, and its screen at every moment that something came."""

    n_made = 0

    def __init__(self, options, portal, env, *arguments):
        command = [options.program, "--portal", *arguments]
        # An archive of its own: what one had read would come to the next from there.
        Watch.n_made += 1
        env = {**env, "XDG_DATA_HOME": f"{env['HOME']}/data{Watch.n_made}"}
        self.portal, self.cells = portal, Cells(options.cells, COLUMNS, ROWS)
        self.program = Program(command, {**env, "IMOLOG_WEBHOOK": portal.webhook}, COLUMNS, ROWS,
                               keep=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.close()
        self.cells.close()

    def until(self, holds, limit=30):
        """The moment from which on it holds of the rows."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.program.drain()
            if self.program.output:
                self.cells.take(self.program.take())
                if holds(self.cells.screen()):
                    return self.program.last
            time.sleep(0.0005)
        raise TimeoutError("it is not shown")

    def rest(self):
        self.program.settle(20)
        self.cells.take(self.program.take())
        time.sleep(2 * LATENCY)
        self.program.settle(20)
        self.cells.take(self.program.take())

    def requests(self):
        return [call for call in self.portal.record.calls if call["batch"] is None]


def list_is_full(rows):
    """Each chat in sight has its title."""
    titles = [row[1:LIST].strip() for row in rows[2:ROWS - 1:2]]
    return all(titles) and not any(title.startswith("chat ") for title in titles)


def newest(portal, n=0):
    return [chat for _, chat in zip(range(n + 1), portal.world.newest_chats())][-1]


def measure_portal_start(options, _, __, env, report):
    trips, ours = [], []
    for _ in range(options.times):
        with Portal(300, bucket=False, latency=LATENCY) as portal, \
                Watch(options, portal, env) as watch:
            shown = watch.until(list_is_full)
            n = sum(call["time"] < time.time() - time.monotonic() + shown
                    for call in watch.requests())
            trips.append(n)
            ours.append((shown - watch.program.begin) * 1000 - n * LATENCY * 1000)
    report.line("portal, first page of chats", statistics.median(trips), TRIPS, "",
                f"round trips allowed; {statistics.median(ours):.0f} ms of ours", 1.0)


def is_open(chat, session):
    def holds(rows):
        return chat.name[:10] in rows[1] and any(f"session {session}" in row for row in rows) and \
            not any("loading" in row or "not loaded" in row for row in rows[1:])
    return holds


def open_ms(watch, chat, session):
    """Milliseconds from the key until the chat is complete."""
    begin = time.monotonic()
    watch.program.send(b"J")
    return (watch.until(is_open(chat, session)) - begin) * 1000


def measure_portal_open(options, _, __, env, report):
    waits, trips = [], []
    with Portal(300, bucket=False, latency=LATENCY) as portal, \
            Watch(options, portal, env) as watch:
        watch.until(list_is_full)
        watch.rest()
        for number in range(1, 9):
            chat = newest(portal, number)
            n = len(watch.requests())
            waits.append(open_ms(watch, chat, portal.world.last_of(chat).id) - LATENCY * 1000)
            trips.append(len(watch.requests()) - n)
            watch.rest()
    report.line("portal, a chat opened, ours", statistics.median(waits), OPEN_MS, "ms",
                f"the limit; beside {max(trips)} round trip of {LATENCY * 1000:.0f} ms", 1.0)


def lengthen(portal, chat, n):
    session = portal.world.last_of(chat)
    for number in range(n):
        ACTIONS["add"](portal, {"session": session.id, "text": f"message {number} of many words",
                                "author": (chat.client, 7)[number % 3 == 0]})


def longest_key(watch, seconds):
    """Milliseconds that a key waited for its echo, at worst, while the session comes."""
    waits, until, up = [], time.monotonic() + seconds, False
    while time.monotonic() < until:
        up = not up
        begin = time.monotonic()
        watch.program.send(b":" if up else b"\x03")
        try:
            shown = watch.until(lambda rows, up=up: rows[-1].startswith(":") == up, 2)
        except TimeoutError:
            return 2000.0
        waits.append((shown - begin) * 1000)
        time.sleep(0.003)
    return max(waits)


def apart(measure):
    """What it gives, in a process of its own: the portal's threads take the time of this one."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, repr(measure()).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        given = told.read()
    os.waitpid(child, 0)
    return float(given)


def longest_key_while_it_comes(options, portal, env):
    with Watch(options, portal, env) as watch:
        watch.until(list_is_full)
        watch.rest()
        watch.program.send(b"J")
        return longest_key(watch, 0.6)


def measure_portal_long(options, _, __, env, report):
    with Portal(300, bucket=False, latency=LATENCY) as portal:
        chat = newest(portal, 1)
        lengthen(portal, chat, 5000)
        session = portal.world.last_of(chat).id
        # What the mock itself takes to make it, over the first time.
        waits, keys = [], []
        for turn in range(options.times + 1):
            with Watch(options, portal, env) as watch:
                watch.until(list_is_full)
                watch.rest()
                portal.record.clear()
                waits.append(open_ms(watch, chat, session) -
                             max(call["ms"] for call in watch.requests()))
            keys.append(apart(lambda: longest_key_while_it_comes(options, portal, env)))
            Watch.n_made += 1  # those made apart are not counted here
    report.line("portal, 5,000 messages, ours", statistics.median(waits[1:]), LONG_MS, "ms",
                "the limit; beside one round trip", 1.0)
    report.line("portal, a key meanwhile, worst", statistics.median(keys[1:]), KEY_MS, "ms",
                "the limit", 1.0)


def measure_portal_quiet(options, _, __, env, report):
    seconds = 3 if options.quick else 10
    with Portal(300, bucket=False) as portal:
        chat = next(c for c in portal.world.newest_chats()
                    if portal.world.last_of(c).closed is None)
        fast = {**env, "IMOLOG_PACE": str(PACE)}
        with Watch(options, portal, fast, f"--chat={chat.id}") as watch:
            watch.until(lambda rows: "following" in rows[0])
            watch.rest()
            n_bytes, n = watch.program.bytes, len(watch.requests())
            time.sleep(seconds)
            watch.program.drain_to_mark()
            n_bytes, n = watch.program.bytes - n_bytes, len(watch.requests()) - n
    report.line("portal, quiet chat followed, bytes", n_bytes, 0, "B", f"nothing, {seconds} s", 0)
    report.line("portal, quiet chat, requests", n, seconds * PACE / LOOK + 1, "",
                f"one each {LOOK:.0f} s, {PACE} times as fast", 1.0)


def measure_portal_crawl(options, _, __, env, report):
    """Requests one after the other, as fast as the bucket of 50 and 2 a second lets them through,
    once it is full (archive.md 6); its clock and ours run faster: 400 seconds of theirs."""
    speed, seconds = 20, 5 if options.quick else 20
    rate = 2 * speed
    with Portal(30, speed=float(speed)) as portal:
        calls = [f'profile{{"N":{number}}}' for number in range(50 + rate * seconds)]
        subprocess.run([options.driver, "--rate", str(rate), "--wait", "600000", "call",
                        portal.webhook, *calls], env={**os.environ, **env}, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times = [call["time"] for call in portal.record.calls if not call["error"]]
        refused = sum(bool(call["error"]) for call in portal.record.calls)
    report.line("portal, requests permitted", rate * (times[-1] - times[49]), len(times) - 50, "",
                "requests accepted", 1 / 0.97)
    report.line("portal, requests refused", refused, 0, "", "none", 0)


MEASURES = (measure_portal_crawl, measure_portal_start, measure_portal_open, measure_portal_long, measure_portal_quiet)
