# SPDX-License-Identifier: MIT
"""How much of what a portal permits a synchronisation uses, against a portal whose clock runs fast.

The least time of R requests is (R - X) / Y, X at once and Y a second; R is a batch for each fifty
sessions and pages, and the first page. Of working time 480 s are permitted in ten minutes.
"""
import os
import re
import sys
import tempfile
import time
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "portal"))
from portal import Portal  # noqa: E402

HISTORY = "imopenlines.session.history.get"
SHARE, MEMORY = 0.95, 64
ROOM, RATE = 50, 2
WORK, WINDOW = 480, 600


def wait(child):
    """How it ended, and its peak in MB. Not that of wait4: there the memory of whoever started it
    counts as its own."""
    peak = 0
    while True:
        told = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{child}/status").read_text())
        peak = max(peak, int(told[1]) / 1024 if told else 0)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), peak
        time.sleep(0.01)


def synchronise(options, env, n, speed, **knobs):
    """Seconds on the portal's clock, peak bytes, and what the portal counted."""
    with tempfile.TemporaryDirectory() as home, \
            Portal(n, light=True, gzip=False, record="outer", speed=speed, **knobs) as portal:
        command = [options.program, "sync", f"--archive={home}/acme.db",
                   f"--plan={ROOM}/{RATE * speed}"]
        begin = time.monotonic()
        child = os.posix_spawn(command[0], command,
                               {**env, "IMOLOG_WEBHOOK": portal.webhook,
                                "IMOLOG_PACE": str(speed)},
                               file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
        code, peak = wait(child)
        seconds = (time.monotonic() - begin) * speed
        if code not in (0, 4):
            raise TimeoutError(f"sync ended with {code}")
        return seconds, peak, portal.limits.figures(), portal.record.counts


def least(n):
    requests = 1 + ceil((n + n / 200) / 50)
    return max(0, (requests - ROOM) / RATE)


def measure_sync_bucket(options, _big, _hundred, env, report):
    n = 5000 if options.quick else 10000
    seconds, memory, figures, _ = synchronise(options, env, n, 1)
    report.line(f"sync of {n} sessions, time", seconds, least(n), "s", "the least the bucket permits",
                1 / SHARE)
    report.line("sync, requests refused", figures["refused"], 0, "", f"of {figures['let_in']}", 0)
    report.line("sync, peak memory", memory, MEMORY, "MB", "the limit", 1)


def measure_sync_working_time(options, _big, _hundred, env, report):
    """Calls that cost 0.1 s each: the first 480 s at once, the next ten minutes later."""
    n = 5000 if options.quick else 10000
    seconds, _, figures, _ = synchronise(options, env, n, 20, operating={HISTORY: 0.1},
                                         operating_limit=WORK)
    windows = ceil(n * 0.1 / WORK) - 1
    report.line(f"sync of {n} sessions of 0.1 s, time", seconds, windows * WINDOW, "s",
                "the least the working time permits", 1 / SHARE)
    report.line("sync, calls refused for it", figures["blocked"], 0, "", "of all", 0)


def measure_sync_beside_another(options, _big, _hundred, env, report):
    """Another client takes half of what leaks out of the bucket."""
    n = 5000
    _, _, figures, _ = synchronise(options, env, n, 3, steal=RATE / 2)
    report.line("sync, refused beside another", figures["refused"], figures["let_in"] / 100, "",
                "one of a hundred", 1)


MEASURES = (measure_sync_bucket, measure_sync_working_time, measure_sync_beside_another)
