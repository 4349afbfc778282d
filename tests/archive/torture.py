#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Faults of disks, files and processes against the archive.

Usage: torture.py [--program build/imolog] [--writer build/archive-writer] [--only WORD] [--long]

Ends with "N passed, N failed". --long does each of them many more times.
"""
import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import answers  # noqa: E402
from faults import (NOBODY, Broken, Skipped, as_nobody, limit_file_size, mount,  # noqa: E402
                    must, opened)

SESSIONS, SIZE = 60, 20


class Bench:
    """The programs, a folder, and what an undisturbed run makes."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(20260504)
        self.path = folder / "acme.db"
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8",
                    "TZ": "UTC", "IMOLOG_NOW": "1780000000",
                    **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        self.wanted = None

    def fresh(self):
        for file in self.folder.glob("acme.db*"):
            file.unlink()

    def write(self, *more, path=None, check=True, sessions=SESSIONS, **how):
        command = [self.options.writer, str(path or self.path), str(sessions), *map(str, more)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True,
                              timeout=120, **how)
        if check:
            must(done.returncode == 0, f"writer: {done.returncode} {done.stderr}")
        return done

    def imolog(self, *words, path=None, codes=(0,), **how):
        done = subprocess.run([self.options.program, "archive", *words,
                               f"--archive={path or self.path}"],
                              env=self.env, capture_output=True, text=True, errors="replace",
                              timeout=120, **how)
        must(done.returncode in codes,
             f"archive {' '.join(words)}: {done.returncode}, not {codes}: {done.stdout[:300]}"
             f"{done.stderr[:1500]}")
        return done

    def times(self, few, many):
        return many if self.options.long else few


TABLES = {
    "message": "id, session_id, chat_id, author_id, ts, text, params, listed, hash, rev, deleted_at",
    "message_rev": "message_id, rev, text, params",
    "session": "id, chat_id, n_messages, first_ts, last_ts, state, next_check_at",
    "chat": "id, last_ts, last_tz",
}


def content(path):
    """Every row, and every word of the index with its counts."""
    with opened(path) as base:
        rows = {table: base.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
                for table, columns in TABLES.items()}
        base.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, fts, row)")
        rows["words"] = base.execute("SELECT * FROM temp.words").fetchall()
    return rows


def check_whole(bench, acknowledged, path=None):
    """Sound, nothing in part, and everything that was acknowledged."""
    path = path or bench.path
    if not path.exists() or path.stat().st_size == 0:
        must(not acknowledged, "the file is gone")
        return
    with opened(path) as base:
        if base.execute("PRAGMA user_version").fetchone()[0] == 0:
            must(not acknowledged, "the file is empty")
            return
        counts = dict(base.execute("SELECT session_id, count(*) FROM message GROUP BY 1"))
    must(set(counts.values()) <= {SIZE}, "a session is there in part")
    must(set(acknowledged) <= set(counts), "a session that was acknowledged is lost")
    bench.imolog("verify", path=path)


def check_end(bench, edition=0, path=None):
    """The next run ends what was begun, and nothing tells that there were two."""
    bench.write(edition, path=path)
    must(content(path or bench.path) == bench.wanted[edition],
         "after the second run it is not what an undisturbed run makes")


def words_of(output):
    """The sessions told so far; a line cut by the kill was not told."""
    return [int(line) for line in output.split("\n")[:-1]]


# --- processes -----------------------------------------------------------------------------------

def kill_after(bench, seconds, edition=0):
    writer = subprocess.Popen([bench.options.writer, str(bench.path), str(SESSIONS), str(edition)],
                              env=bench.env, stdout=subprocess.PIPE, text=True)
    time.sleep(seconds)
    writer.kill()
    output = writer.communicate()[0]
    return words_of(output)


def killed_at_random(bench):
    """kill -9 at any moment: nothing acknowledged is lost, nothing is there in part."""
    bench.fresh()
    begin = time.monotonic()
    bench.write()
    whole = time.monotonic() - begin
    for _ in range(bench.times(20, 500)):
        bench.fresh()
        check_whole(bench, kill_after(bench, bench.random.uniform(0, whole)))
        check_end(bench)


def killed_after_each_commit(bench):
    for stop in range(1, bench.times(12, SESSIONS) + 1):
        bench.fresh()
        writer = subprocess.Popen([bench.options.writer, str(bench.path), str(SESSIONS)],
                                  env=bench.env, stdout=subprocess.PIPE, text=True)
        told = [int(writer.stdout.readline()) for _ in range(stop)]
        writer.kill()
        told += words_of(writer.communicate()[0])
        check_whole(bench, told)
        check_end(bench)


def killed_inside_a_write(bench):
    """Half of a write reaches the file; also while messages are replaced by edited ones."""
    for edition in 0, 1:
        writes = list(range(1, 60)) if bench.options.long else [1, 2, 3, 5, 8, 13, 21]
        writes += [bench.random.randint(60, 1500) for _ in range(bench.times(12, 200))]
        for write in writes:
            bench.fresh()
            if edition:
                bench.write()
            done = bench.write(edition, write, check=False)
            must(done.returncode in (0, -signal.SIGKILL), f"writer: {done.returncode}")
            check_whole(bench, words_of(done.stdout))
            check_end(bench, edition)


def two_writers(bench):
    """The second is refused and names the first; a reader is not disturbed."""
    bench.fresh()
    bench.write()
    first = subprocess.Popen([bench.options.writer, str(bench.path), str(SESSIONS), "1"],
                             env=bench.env, stdout=subprocess.PIPE, text=True)
    first.stdout.readline()
    os.kill(first.pid, signal.SIGSTOP)
    try:
        second = bench.write(check=False)
        must(second.returncode == 1, f"the second writer: {second.returncode}")
        must(f"process {first.pid}" in second.stderr, f"it said: {second.stderr}")
        bench.imolog("info")
    finally:
        os.kill(first.pid, signal.SIGCONT)
        first.communicate()
    must(first.returncode == 0, "the first writer was disturbed")
    must(content(bench.path) == bench.wanted[1], "what is there is not what was put")


def another_program_writes(bench):
    """Whoever holds the database is waited for, five seconds, then told of; reading goes on."""
    bench.fresh()
    bench.write()
    with opened(bench.path) as base:
        base.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        done = bench.write(1, check=False)
        waited = time.monotonic() - begin
        bench.imolog("info")
        base.execute("ROLLBACK")
    must(done.returncode == 1 and "another program is writing" in done.stderr, done.stderr)
    must(4 < waited < 20, f"it waited {waited:.1f} s")
    check_end(bench, 1)


# --- disks ---------------------------------------------------------------------------------------

def full_disk(bench):
    """Each size: the sentence, a sound file that can be read, and with more room the rest."""
    disk = bench.folder / "disk"
    disk.mkdir(exist_ok=True)
    n = bench.times(8, 50)
    for i in range(n):
        mount(disk, int(64 * 128 ** (i / max(1, n - 1))))
        try:
            path = disk / "acme.db"
            done = bench.write(path=path, check=False)
            if done.returncode:
                must("the disk is full" in done.stderr or "cannot be read or written" in done.stderr
                     or "cannot be" in done.stderr, f"it said: {done.stderr}")
            acknowledged = words_of(done.stdout)
            mount(disk, 65536, "remount,")
            check_whole(bench, acknowledged, path)
            check_end(bench, path=path)
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def file_size_limit(bench):
    n = bench.times(6, 40)
    for i in range(n):
        bench.fresh()
        done = bench.write(check=False, preexec_fn=limit_file_size(int(8192 * 200 ** (i / n))))
        must(done.returncode in (0, 1), f"writer: {done.returncode} {done.stderr}")
        must(done.returncode == 0 or "acme.db" in done.stderr, f"it said: {done.stderr}")
        check_whole(bench, words_of(done.stdout))
        check_end(bench)


def read_only(bench):
    """A file of 0400, and a folder of 0500: it is read, and said why it is only read."""
    root = os.geteuid() == 0
    how = {"preexec_fn": as_nobody} if root else {}
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="imolog-ro-"))
    path = folder / "acme.db"
    try:
        bench.write(path=path)
        for file in folder.iterdir():
            file.chmod(0o400)
            if root:
                os.chown(file, NOBODY, NOBODY)
        folder.chmod(0o500)
        if root:
            os.chown(folder, NOBODY, NOBODY)
        done = bench.write(1, path=path, check=False, **how)
        must(done.returncode != 0 and "only read" in done.stderr, f"it said: {done.stderr}")
        done = bench.imolog("info", path=path, **how)
        must(f"messages     {SESSIONS * SIZE}" in done.stdout, done.stdout)
        bench.imolog("verify", path=path, **how)
        for beside in folder.glob("acme.db-*"):
            beside.unlink()
        for word in "info", "verify":
            done = bench.imolog(word, path=path, **how)
            must("nothing can be written; it is only read" in done.stderr, done.stderr)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


# --- files ---------------------------------------------------------------------------------------

def spoil(bench, name, act, check=None, check_saved=None):
    """A copy of a good archive is spoiled; whatever is asked of it, it does not crash, and salvage
    keeps what was there."""
    path = bench.folder / "spoiled.db"
    for file in bench.folder.glob("spoiled.db*"):
        file.unlink()
    shutil.copy(bench.path, path)
    act(path)
    before = path.read_bytes()
    codes = (0, 1, 3, 4)
    bench.imolog("info", path=path, codes=codes)
    found = bench.imolog("verify", path=path, codes=codes)
    saved = bench.imolog("salvage", path=path, codes=codes)
    kept = list(bench.folder.glob("spoiled.db.damaged-1780000000"))
    must((kept[0] if kept else path).read_bytes() == before, f"{name}: the file was not kept")
    must(bool(kept) == (saved.returncode == 0), f"{name}: salvage ended with {saved.returncode}")
    if check_saved:
        check_saved(path)
    if kept:
        bench.imolog("verify", path=path)
        bench.write(path=path, check=True)
    if check:
        check(found, path)


def n_messages(path):
    with opened(path) as base:
        return base.execute("SELECT count(*) FROM message").fetchone()[0]


def whole_archive(bench):
    bench.fresh()
    bench.write()


def truncated(bench):
    whole_archive(bench)
    size = bench.path.stat().st_size
    for i in range(20):
        at = size * i // 20
        spoil(bench, f"cut at {at}", lambda path, at=at: os.truncate(path, at))


def flipped(bench):
    whole_archive(bench)
    size = bench.path.stat().st_size
    for _ in range(bench.times(30, 1000)):
        at, bit = bench.random.randrange(size), bench.random.randrange(8)

        def flip(path):
            with open(path, "r+b") as file:
                file.seek(at)
                byte = file.read(1)[0]
                file.seek(at)
                file.write(bytes([byte ^ 1 << bit]))
        spoil(bench, f"bit {bit} of byte {at}", flip)


def noise(bench):
    """9,000 bytes of noise anywhere, in the first page and the schema too: verify finds it, and 98
    of 100 messages are saved; each is one of those that were stored."""
    bench.fresh()
    bench.write(sessions=600)
    size = bench.path.stat().st_size
    with opened(bench.path) as base:
        schema = [4096 * (page - 1) for page, in base.execute(
            "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' AND pageno > 2")]
        texts = dict(base.execute("SELECT id, text FROM message"))
    random_ = [bench.random.randrange(4096, size - 9000) for _ in range(bench.times(5, 60))]
    for at in [0, *schema[:bench.times(1, 9)], *random_]:
        def fill(path):
            with open(path, "r+b") as file:
                file.seek(at)
                file.write(bench.random.randbytes(9000))

        def enough(found, path):
            must(found.returncode == 4, f"noise at {at}: verify ended with {found.returncode}")

        def saved(path):
            with opened(path) as base:
                rows = base.execute("SELECT id, text FROM message").fetchall()
            must(all(texts[id_] == text for id_, text in rows), f"noise at {at}: false messages")
            must(len(rows) >= 0.98 * len(texts),
                 f"noise at {at}: {len(rows) / len(texts):.1%} of the messages saved")
        spoil(bench, f"noise at {at}", fill, enough, saved)


def garbage(bench):
    whole_archive(bench)
    for size in 0, 1, 100, 4096, 100000:
        spoil(bench, f"{size} bytes of garbage",
              lambda path, size=size: path.write_bytes(bench.random.randbytes(size)))


def with_log(bench):
    """An archive whose writer was killed: file, log and index."""
    for _ in range(50):
        bench.fresh()
        kill_after(bench, bench.random.uniform(0.02, 0.1))
        log = Path(f"{bench.path}-wal")
        if log.exists() and log.stat().st_size > 40000:
            return log
    raise Broken("no writer was killed with its log")


def log_gone_or_cut(bench):
    for _ in range(bench.times(3, 30)):
        log = with_log(bench)
        keep = bench.random.choice([0, 0.3, 0.7, None])
        if keep is None:
            log.unlink()
        else:
            os.truncate(log, int(log.stat().st_size * keep))
        done = bench.imolog("verify", codes=(0, 3, 4))
        if done.returncode == 4:  # a part of the log was in the file already
            bench.imolog("salvage")
        if done.returncode != 3:
            check_end(bench)


def index_of_another_time(bench):
    """The -shm of before: SQLite makes it anew."""
    with_log(bench)
    shared = Path(f"{bench.path}-shm")
    shared.write_bytes(bench.random.randbytes(32768))
    bench.imolog("verify")
    check_end(bench)


def kill_imolog(bench, words, longest):
    """The command killed at a random moment of the time it takes."""
    child = subprocess.Popen([bench.options.program, "archive", *words,
                              f"--archive={bench.path}"], env=bench.env,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(bench.random.uniform(0, longest))
    child.kill()
    child.wait()


def seconds_of(act):
    begin = time.monotonic()
    act()
    return time.monotonic() - begin


def salvage_killed(bench):
    """The old file or the new one, never something between; said again, it comes to its end."""
    for turn in range(bench.times(10, 100) + 1):
        whole_archive(bench)
        with open(bench.path, "r+b") as file:
            file.seek(bench.path.stat().st_size // 2)
            file.write(b"damage" * 500)
        before = bench.path.read_bytes()
        if turn == 0:
            longest = seconds_of(lambda: bench.imolog("salvage"))
            continue
        kill_imolog(bench, ["salvage"], longest)
        if bench.path.read_bytes() == before:
            for file in bench.folder.glob("acme.db.damaged-*"):
                file.unlink()
            bench.imolog("salvage")
        must(any(file.read_bytes() == before for file in bench.folder.glob("acme.db.damaged-*")),
             "the damaged file was not kept")
        bench.imolog("verify")
        must(n_messages(bench.path) > SESSIONS * SIZE // 2, "too little was saved")
        bench.write()
        bench.imolog("verify")


def purge_killed(bench):
    """Sound whenever it is killed; said again, nothing of the client is left."""
    client = 1000 + SESSIONS // 8
    for turn in range(bench.times(10, 100) + 1):
        whole_archive(bench)
        with opened(bench.path) as base:
            texts = [text.encode() for text, in base.execute(
                "SELECT text FROM message WHERE author_id = ? AND length(text) > 20", (client,))]
        must(texts, "the client wrote nothing")
        words = ["purge", f"--user={client}", "--force"]
        if turn == 0:
            longest = seconds_of(lambda: bench.imolog(*words))
        else:
            kill_imolog(bench, words, longest)
            bench.imolog("verify")
            bench.imolog(*words, codes=(0, 3))  # 3: it was gone, and may not have been wiped
        left = b"".join(file.read_bytes() for file in bench.folder.glob("acme.db*"))
        must(not any(text in left for text in texts), "a text of the client is left")
        bench.imolog("verify")


TESTS = (salvage_killed, purge_killed, killed_at_random, killed_after_each_commit,
         killed_inside_a_write, two_writers, another_program_writes, full_disk, file_size_limit,
         read_only, truncated, flipped, noise, garbage, log_gone_or_cut, index_of_another_time,
         *answers.TESTS)


def prepare(bench):
    bench.write()
    bench.wanted = {0: content(bench.path)}
    bench.write(1)
    bench.wanted[1] = content(bench.path)
    bench.imolog("verify")


def run_all(bench):
    passed = failed = 0
    skipped = []
    for test in TESTS:
        if bench.options.only not in test.__name__:
            continue
        try:
            test(bench)
            passed += 1
        except Skipped as why:
            skipped.append(str(why))
        except (Broken, subprocess.TimeoutExpired, sqlite3.Error) as why:
            failed += 1
            print(f"FAILED {test.__name__}: {why}")
    if skipped:
        print(f"{len(skipped)} skipped: {'; '.join(skipped)}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--writer", default="build/archive-writer")
    parser.add_argument("--only", default="", help="tests with this word in their name")
    parser.add_argument("--long", action="store_true", help="many more times")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.writer = os.path.abspath(options.writer)
    with tempfile.TemporaryDirectory(prefix="imolog-torture-") as folder:
        bench = Bench(options, Path(folder))
        prepare(bench)
        return run_all(bench)


if __name__ == "__main__":
    sys.exit(main())
