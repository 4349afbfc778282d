# SPDX-License-Identifier: MIT
"""What the archive costs: storing with the index of words against the same rows bare."""
import os
import resource
import statistics
import subprocess


def run(command):
    """CPU seconds of the command; its peak memory is that of all children so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def store(options, how, n):
    path = options.build / "storing.db"
    for file in options.build.glob("storing.db*"):
        file.unlink()
    return run([options.archive, how, str(path), str(n)])


def measure_storing(options, _big, _hundred, _env, report):
    n = 50000 if options.quick else 1000000
    times = 1 if n > 50000 else 3
    turns = [(store(options, "bare", n), store(options, "make", n)) for _ in range(times)]
    bare, ours = (statistics.median(turn[i] for turn in turns) for i in (0, 1))
    # 0.3 times as fast as bare rows is what we promise.
    report.line(f"store {n // 1000} thousand messages, CPU", ours, bare, "s", "bare inserts",
                1 / 0.3)


def dialogs(options, n):
    """An archive of so many messages, made once."""
    path = options.build / f"dialogs-{n}.db"
    if not path.exists():
        subprocess.run([options.archive, "make", str(path), str(n)], check=True,
                       stdout=subprocess.DEVNULL)
    return path


def peak_of(command, env):
    """MiB, of this child alone."""
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: status {child.returncode}")
    return usage.ru_maxrss / 1024


def measure_export(options, _big, _hundred, env, report):
    n = 50000 if options.quick else 1000000
    path = dialogs(options, n)
    for form in ("jsonl", "html"):
        report.line(f"export {n // 1000} thousand, {form}, memory",
                    peak_of([options.program, "print", "-f", form, f"--archive={path}"], env), 64,
                    "MB", "64 MiB", 1)


MEASURES = (measure_storing, measure_export)
