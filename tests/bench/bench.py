#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One figure per line, each a ratio against a reference run beside it.

Usage: bench.py [--quick] [--strict] [--only WORD] [--program P] [--cjson P] [--cells P]
                [--archive P] [--driver P] [--build DIR] [--small FILE]

Reference and program take turns, and the median of several turns is told: what disturbs the
machine disturbs both. Everything made here goes under DIR.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = HERE.parent / "data/seed-history.json"
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))
import finding  # noqa: E402
import opening  # noqa: E402
import online  # noqa: E402
import storing  # noqa: E402
import syncing_rate  # noqa: E402
import wire  # noqa: E402
from program import Ended, Program, environment  # noqa: E402

# Ours may be this many times the reference.
TARGETS = {
    "first screen, small file, wall": 2.0,
    "first screen, small file, CPU": 2.0,
    "first screen, big history, wall": 1.0,
    "first screen, big history, CPU": 1.0,
    "peak memory, big history": 2.0,
    "print text, wall": 1.0,
    "print text, CPU": 1.0,
    "idle, bytes": 0,
    "idle, CPU": 0,
}
KEY_TARGET = 1.5  # CPU of a key in the big history against a small one
KEYS = [("j", b"j", 40), ("Ctrl-E", b"\x05", 40), ("Space", b" ", 12)]
JUMPS = [("G", b"G"), ("g", b"g")]


class Report:
    def __init__(self):
        self.n_over = 0
        print(f"{'':36}{'ours':>12}{'reference':>12}{'ratio':>8}{'target':>8}")

    def line(self, name, ours, reference, unit, against, target=None):
        target = TARGETS[name] if target is None else target
        ratio = ours / reference if reference else (0.0 if ours == 0 else float("inf"))
        is_over = ratio > target
        self.n_over += is_over
        print(f"{name:36}{ours:9.2f} {unit:2}{reference:9.2f} {unit:2}{ratio:8.2f}{target:8.2f}"
              f"  {'over' if is_over else 'ok'}  against {against}", flush=True)


def first_screen(command, env):
    """Seconds until the last byte of the first screen, CPU seconds, peak bytes."""
    program = Program(command, env)
    try:
        program.settle(limit=120)
        return program.last - program.begin, program.cpu_ns() / 1e9, program.peak_bytes()
    finally:
        program.close()


def whole_run(command, env, out=subprocess.DEVNULL):
    """Seconds and CPU seconds of a program that runs to its end."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(command)}: status {child.returncode}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime


def in_turns(times, *runs):
    """The medians of every figure of every run; a first turn warms up."""
    for run in runs:
        run()
    results = [[] for _ in runs]
    for _ in range(times):
        for result, run in zip(results, runs):
            result.append(run())
    return [[statistics.median(figure) for figure in zip(*result)] for result in results]


def key_costs(program_path, history, env):
    """CPU milliseconds of one press of each key and of one resize."""
    program = Program([program_path, str(history)], env)
    costs = {}

    def measure(name, act):
        before = program.cpu_ns()
        act()
        program.settle(limit=10)
        costs.setdefault(name, []).append((program.cpu_ns() - before) / 1e6)

    try:
        program.settle(limit=120)
        program.press(b"l")
        for name, keys, times in KEYS:
            program.press(b"g")
            for _ in range(times):
                measure(name, lambda: program.send(keys))
        for _ in range(12):
            for name, keys in JUMPS:
                measure(name, lambda: program.send(keys))
        for turn in range(12):
            size = (100, 30) if turn % 2 else (90, 27)
            measure("resize", lambda: program.resize(*size))
    finally:
        program.close()
    return {name: statistics.median(values) for name, values in costs.items()}


def measure_keys(options, big, hundred, env, report):
    rounds = [[key_costs(options.program, history, env) for history in (big, hundred)]
              for _ in range(options.times)]
    for name in rounds[0][0]:
        ours = statistics.median(round_[0][name] for round_ in rounds)
        reference = statistics.median(round_[1][name] for round_ in rounds)
        report.line(f"CPU per {name}", ours, reference, "ms", "100 messages", KEY_TARGET)


def measure_idle(options, big, _, env, report):
    seconds = 1 if options.quick else 5
    program = Program([options.program, str(big)], env)
    try:
        program.settle(limit=120)
        n_bytes, cpu = program.bytes, program.cpu_ns()
        time.sleep(seconds)
        program.drain_to_mark()
        report.line("idle, bytes", program.bytes - n_bytes, 0, "B", f"nothing, {seconds} s")
        report.line("idle, CPU", (program.cpu_ns() - cpu) / 1e6, 0, "ms", f"nothing, {seconds} s")
    finally:
        program.close()


def measure_first_screens(options, big, _, env, report):
    small = str(options.small)
    ours, less = in_turns(options.times * 3, lambda: first_screen([options.program, small], env),
                          lambda: first_screen(["less", small], env))
    for name, i in (("wall", 0), ("CPU", 1)):
        report.line(f"first screen, small file, {name}", ours[i] * 1e3, less[i] * 1e3, "ms",
                    "less")
    ours, cjson = in_turns(options.times, lambda: first_screen([options.program, str(big)], env),
                           lambda: whole_run([options.cjson, str(big)], env))
    for name, i in (("wall", 0), ("CPU", 1)):
        report.line(f"first screen, big history, {name}", ours[i] * 1e3, cjson[i] * 1e3, "ms",
                    "cJSON_Parse")
    report.line("peak memory, big history", ours[2] / 2**20, big.stat().st_size / 2**20, "MB",
                "the file's size")


def measure_print(options, big, _, env, report):
    ours, jq = in_turns(
        options.times, lambda: whole_run([options.program, "print", "-f", "text", str(big)], env),
        lambda: whole_run(["jq", "-r", ".result.message[].text", str(big)], env))
    for name, i in (("wall", 0), ("CPU", 1)):
        report.line(f"print text, {name}", ours[i] * 1e3, jq[i] * 1e3, "ms", "jq")


MEASURES = (measure_first_screens, measure_print, measure_keys, measure_idle, *wire.MEASURES,
            *storing.MEASURES, *finding.MEASURES, *opening.MEASURES, *online.MEASURES,
            *syncing_rate.MEASURES)


def history(folder, n):
    path = folder / f"history-{n}.json"
    generator = HERE / "generate.py"
    if not path.exists() or path.stat().st_mtime < generator.stat().st_mtime:
        subprocess.run([sys.executable, str(generator), str(n), str(path)], check=True)
    return path


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="10,000 messages, fewer turns")
    parser.add_argument("--strict", action="store_true", help="fail when a target is missed")
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--cjson", default="build/bench/cjson")
    parser.add_argument("--archive", default="build/bench-archive")
    parser.add_argument("--cells", default="build/cells")
    parser.add_argument("--driver", default="build/http-driver")
    parser.add_argument("--only", default="", help="measure what has this word in its name")
    parser.add_argument("--build", type=Path, default=Path("build/bench"))
    parser.add_argument("--small", type=Path, default=SEED, help="a small history")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.cjson = os.path.abspath(options.cjson)
    options.archive = os.path.abspath(options.archive)
    options.cells = os.path.abspath(options.cells)
    options.driver = os.path.abspath(options.driver)
    options.times = 2 if options.quick else 5
    return options


def main():
    options = parse_options()
    options.build.mkdir(parents=True, exist_ok=True)
    big = history(options.build, 10000 if options.quick else 100000)
    hundred = history(options.build, 100)
    with tempfile.TemporaryDirectory() as home:
        env = environment(home)
        report = Report()
        for measure in MEASURES:
            if options.only not in f"{measure.__module__}.{measure.__name__}":
                continue
            try:
                measure(options, big, hundred, env, report)
            except (Ended, TimeoutError) as error:
                report.n_over += 1
                print(f"{measure.__name__}: {error}")
    print(f"{report.n_over} over target")
    return options.strict and report.n_over > 0


if __name__ == "__main__":
    sys.exit(main())
