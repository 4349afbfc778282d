#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random keys, sizes, pastes and mouse reports: the program neither ends nor stops answering.

Usage: monkey.py --program build/imolog [--steps 1500] [--seed 1] [--runs 2]

The keys are the same for the same seed. Keys that leave, stop or start another program are left
out: other tests press them. Ends with "N passed, N failed".
"""
import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import Ended, Program, environment  # noqa: E402

SINGLE = [bytes([c]) for c in range(33, 127) if chr(c) not in "qQZe!|vBo"]
NAMED = [b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F",
         b"\x1bOP", b"\x1bOQ", b"\t", b"\r", b"\x1b[Z", b" ", b"\x7f", b"\x1b"]
CONTROL = [bytes([c]) for c in (1, 2, 4, 5, 6, 7, 11, 12, 14, 15, 16, 18, 20, 21, 23, 25)]
WORDS = ["вел", "a", ".*", "(", "ё", "客户", "goto 50%", "goto 2026-05-01", "set order server",
         "set order time", "theme dark", "help", "set timezone UTC", "\\d+", "frobnicate"]
BROKEN = [b"\xff", b"\xd0", b"\x1b[", b"\x1b]11;rgb:0000", b"\x1b[?69;2$y", b"\x1b[200~a\nb\x1b[201~",
          b"\x1b[<0;10;5M\x1b[<0;10;5m", b"\x1b[<65;50;10M", b"\x1b[<32;40;3M", b"\x1bOx", b"\x9b"]


def step(random_):
    kind = random_.random()
    if kind < 0.55:
        return random_.choice(SINGLE)
    if kind < 0.75:
        return random_.choice(NAMED)
    if kind < 0.85:
        return random_.choice(CONTROL)
    if kind < 0.95:
        return (random_.choice("/&:T") + random_.choice(WORDS) +
                random_.choice(["\r", "\x1b", ""])).encode()
    return random_.choice(BROKEN)


SIZES = [(1, 1), (3, 2), (20, 5), (29, 7), (30, 8), (60, 20), (69, 24), (70, 24), (100, 30),
         (250, 80)]


def run(options, seed, folder):
    random_ = random.Random(seed)
    # plays everywhere: nothing is started or written
    program = Program([options.program, "--demo", "--secure"],
                      environment(folder), 100, 30)
    typed = []
    try:
        program.settle()
        for _ in range(options.steps):
            if random_.random() < 0.03:
                program.resize(*random_.choice(SIZES))
            keys = step(random_)
            typed.append(keys)
            program.press(keys)
    except (Ended, TimeoutError) as error:
        print(f"FAILED seed {seed} after {len(typed)} steps: {error}; the last: {typed[-8:]}")
        return False
    finally:
        program.close()
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args()
    passed = 0
    for seed in range(options.seed, options.seed + options.runs):
        with tempfile.TemporaryDirectory(prefix="imolog-monkey-") as folder:
            passed += run(options, seed, folder)
    print(f"{passed} passed, {options.runs - passed} failed")
    return passed != options.runs


if __name__ == "__main__":
    sys.exit(main())
