# SPDX-License-Identifier: MIT
"""What the faults of the archive share."""
import contextlib
import os
import resource
import sqlite3
import subprocess

NOBODY = 65534


class Broken(Exception):
    """What a check found."""


class Skipped(Exception):
    """What cannot be tried here."""


def must(truth, sentence):
    if not truth:
        raise Broken(sentence)


@contextlib.contextmanager
def opened(path):
    base = sqlite3.connect(path, isolation_level=None)
    try:
        yield base
    finally:
        base.close()


def mount(where, kilobytes, more=""):
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"{more}size={kilobytes}k,mode=700",
                           "tmpfs", str(where)], capture_output=True, text=True)
    if done.returncode:
        raise Skipped(f"no small disk can be mounted: {done.stderr.strip()}")


def limit_file_size(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def as_nobody():
    os.setgid(NOBODY)
    os.setuid(NOBODY)
