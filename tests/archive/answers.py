# SPDX-License-Identifier: MIT
"""Faults while saved answers come in: `imolog sync FILE…`."""
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import generate  # noqa: E402
from faults import NOBODY, Skipped, as_nobody, limit_file_size, mount, must, opened  # noqa: E402

FILES, SIZE, CHATS = 240, 20, 40
TERMS = signal.SIGTERM, signal.SIGINT, signal.SIGHUP


class Answers:
    """Many files, an archive to be, and what an undisturbed run makes of them."""

    def __init__(self, bench):
        self.bench, self.path = bench, bench.folder / "answers.db"
        self.files = self.generate(bench.folder / "answers")
        self.fresh()
        begin = time.monotonic()
        self.sync()
        self.seconds = time.monotonic() - begin
        self.wanted = self.printed()
        must(self.wanted == self.print(*self.files), "the archive gives other than the files")

    @staticmethod
    def generate(folder):
        folder.mkdir()
        pools = generate.pools(generate.random.Random(1))
        generate.pools = lambda _: pools
        files = []
        for i in range(FILES):
            generate.CHAT, generate.SESSION, generate.FIRST = 100 + i % CHATS, 1 + i, 1 + i * SIZE
            files.append(folder / f"{i:03}.json")
            with open(files[-1], "w", encoding="ascii") as file:
                generate.generate(SIZE, file)
        return files

    def fresh(self):
        for file in self.path.parent.glob("answers.db*"):
            file.unlink()

    def command(self, files=None, path=None):
        return [self.bench.options.program, "sync", f"--archive={path or self.path}",
                *map(str, files or self.files)]

    def sync(self, files=None, path=None, codes=(0,), **how):
        done = subprocess.run(self.command(files, path), env=self.bench.env, timeout=120,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, **how)
        must(done.returncode in codes,
             f"sync ended with {done.returncode}, not {codes}: {done.stderr[-1500:]}")
        return done

    def print(self, *words):
        return subprocess.run([self.bench.options.program, "print", "-f", "jsonl",
                               *map(str, words)], env=self.bench.env, capture_output=True,
                              timeout=120, check=True).stdout

    def printed(self, path=None):
        return self.print(f"--archive={path or self.path}")

    def check(self, acknowledged=(), path=None):
        """Sound, no session in part, every file of a run that ended well is there; and run again it
        is what an undisturbed run makes."""
        path = path or self.path
        if path.exists() and path.stat().st_size:
            with opened(path) as base:
                made = base.execute("PRAGMA user_version").fetchone()[0] > 0
                counts = made and dict(base.execute(
                    "SELECT session_id, count(*) FROM message GROUP BY 1"))
            if made:
                must(set(counts.values()) <= {SIZE}, "a session is there in part")
                must(set(acknowledged) <= set(counts), "a session that was acknowledged is lost")
                self.bench.imolog("verify", path=path)
        else:
            must(not acknowledged, "the file is gone")
        self.sync(path=path)
        must(self.printed(path) == self.wanted, "run again it is not what one run makes")
        self.bench.imolog("verify", path=path)


def answers(bench):
    if not hasattr(bench, "answers"):
        bench.answers = Answers(bench)
    return bench.answers


def ended_by(these, how, seconds):
    child = subprocess.Popen(these.command(), env=these.bench.env, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    child.send_signal(how)
    begin = time.monotonic()
    code = child.wait()
    must(code in (0, -how), f"{how.name}: it ended with {code}")
    must(time.monotonic() - begin < 5, f"{how.name}: it took {time.monotonic() - begin:.1f} s")


def answers_killed(bench):
    """kill -9 while files come in; before it, half of them came in and the run ended well."""
    these = answers(bench)
    half = these.files[::2]
    for _ in range(bench.times(20, 300)):
        these.fresh()
        has_half = bench.random.random() < 0.5
        if has_half:
            these.sync(half)
        ended_by(these, signal.SIGKILL, bench.random.uniform(0, these.seconds))
        these.check(range(1, FILES + 1, 2) if has_half else ())


def answers_ended(bench):
    """Asked to end it ends at once, and nothing is there in part."""
    these = answers(bench)
    for _ in range(bench.times(2, 30)):
        for how in TERMS:
            these.fresh()
            ended_by(these, how, bench.random.uniform(0, these.seconds))
            these.check()


def answers_unheard(bench):
    """Without stdout, without stderr, and with nobody who reads them."""
    these = answers(bench)
    for closed in (1,), (2,), (0, 1, 2):
        these.fresh()
        for fd in closed:
            must(0 <= fd < 3, "a standard descriptor")
        words = " ".join(f"{fd}>&-" for fd in closed)
        done = subprocess.run(["sh", "-c", f'exec "$@" {words}', "sh", *these.command()],
                              env=bench.env, timeout=120, check=False)
        must(done.returncode == 0, f"{words}: it ended with {done.returncode}")
        must(these.printed() == these.wanted, f"{words}: something is missing")
        bench.imolog("verify")
    these.fresh()
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(these.command([*these.files, bench.folder]), env=bench.env, timeout=120,
                          stderr=writer, check=False, restore_signals=True)
    os.close(writer)
    must(done.returncode in (0, 4, -signal.SIGPIPE), f"it ended with {done.returncode}")
    these.check()


def one_sentence(these, done, *words):
    must(done.returncode in (1, 3), f"it ended with {done.returncode}")
    must(any(word in done.stderr for word in words), f"it said: {done.stderr[-500:]}")
    must(done.stderr.count("\n") <= 3, f"it said too much: {done.stderr[:1500]}")


def answers_full_disk(bench):
    these = answers(bench)
    disk = bench.folder / "disk"
    disk.mkdir(exist_ok=True)
    n = bench.times(6, 40)
    for i in range(n):
        mount(disk, int(64 * 64 ** (i / max(1, n - 1))))
        try:
            path = disk / "answers.db"
            done = these.sync(path=path, codes=(0, 1, 3))
            if done.returncode:
                one_sentence(these, done, "the disk is full", "cannot be")
            mount(disk, 65536, "remount,")
            these.check(path=path)
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def answers_file_size(bench):
    these = answers(bench)
    n = bench.times(6, 40)
    for i in range(n):
        these.fresh()
        done = these.sync(codes=(0, 1), preexec_fn=limit_file_size(int(8192 * 300 ** (i / n))))
        if done.returncode:
            one_sentence(these, done, "answers.db")
        these.check()


def answers_read_only(bench):
    """What cannot be written is said once, and is left as it was."""
    these = answers(bench)
    root = os.geteuid() == 0
    how = {"preexec_fn": as_nobody} if root else {}
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="imolog-ro-"))
    path = folder / "answers.db"
    try:
        shutil.copytree(bench.folder / "answers", folder / "files")
        files = sorted((folder / "files").iterdir())
        these.sync(files[:100], path=path)
        before = these.printed(path)
        for file in folder.iterdir():
            if root:
                os.chown(file, NOBODY, NOBODY)
            if file.is_file():
                file.chmod(0o400)
        folder.chmod(0o500)
        if root:
            os.chown(folder, NOBODY, NOBODY)
        done = these.sync(files, path=path, codes=(1,), **how)
        must("only read" in done.stderr or "cannot be" in done.stderr, done.stderr)
        must(done.stderr.count("\n") <= 3, f"it said too much: {done.stderr[:1500]}")
        folder.chmod(0o700)
        if root:
            for file in folder.iterdir():
                os.chown(file, 0, 0)
            os.chown(folder, 0, 0)
        must(these.printed(path) == before, "something was changed")
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def answers_locked(bench):
    """A second run is refused at once and told who is writing; the first is not disturbed."""
    these = answers(bench)
    these.fresh()
    pipe = bench.folder / "pipe"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    first = subprocess.Popen(these.command([*these.files, pipe]), env=bench.env,
                             stderr=subprocess.DEVNULL)
    with open(pipe, "wb"):
        second = these.sync(codes=(1,))
    first.wait()
    must(f"process {first.pid}" in second.stderr, f"it said: {second.stderr}")
    these.check(range(1, FILES + 1))


def limit_memory(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    return limit


def answers_without_memory(bench):
    """Either all comes in, or a sentence says why not; never a crash."""
    if b"__asan_init" in Path(bench.options.program).read_bytes():
        raise Skipped("memory is not limited under a sanitizer")
    these = answers(bench)
    n = bench.times(10, 64)
    for i in range(n):
        these.fresh()
        size = (16 << 20) + i * (64 << 20) // n
        done = these.sync(codes=(0, 1, 127), preexec_fn=limit_memory(size))
        must(done.returncode == 0 or done.stderr, f"{size >> 20} MiB: it ended without a word")
        these.check()


def answers_purged(bench):
    """A client who is forgotten is in no byte of the folder: not in the log, a copy or the index."""
    these = answers(bench)
    these.fresh()
    client, word = generate.CLIENT, "ПроЩайНавсегда"
    text = these.files[0].read_text(encoding="ascii")
    mark = generate.encode(word)[1:-1]
    marked = bench.folder / "marked.json"
    marked.write_text(text.replace('"text":"', f'"text":"{mark} ')
                      .replace(generate.encode("Гость"), f'"{mark}"'), encoding="ascii")
    these.sync(these.files[1:])
    these.sync([marked])
    name = word.encode()
    must(any(name in file.read_bytes() for file in bench.folder.glob("answers.db*")),
         "it was never there")
    bench.imolog("purge", f"--user={client}", "--force", path=these.path)
    for file in bench.folder.glob("answers.db*"):
        content = file.read_bytes().lower()
        for left in name, word.lower().encode(), word.lower()[:5].encode():
            must(left not in content, f"{left.decode()} is left in {file.name}")
    bench.imolog("verify", path=these.path)


def answers_unchanged(bench):
    """The same again changes no row and no byte of the file. (Of each chat one session: a chat is
    as its last answer says.)"""
    these = answers(bench)
    these.fresh()
    these.sync(these.files[:CHATS])
    before = these.path.read_bytes()
    these.sync(these.files[:CHATS])
    log = Path(f"{these.path}-wal")
    must(these.path.read_bytes() == before, "the file was changed")
    must(not log.exists() or log.stat().st_size == 0, "the log is not empty")


TESTS = (answers_killed, answers_ended, answers_unheard, answers_full_disk, answers_file_size,
         answers_read_only, answers_locked, answers_without_memory, answers_purged,
         answers_unchanged)
