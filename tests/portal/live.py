#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program on a portal: each case has one of its own, and the program in a terminal.

Usage: live.py --program P --cells P [--only WORD] [--slow N]

Ends with "N passed, N failed". After every case nothing may be in /_mock/violations. --slow: how
many times longer things may take, for a program with sanitizers.
"""
import argparse
import os
import sys
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import live_chat  # noqa: E402, F401
import live_faults  # noqa: E402, F401
import live_follow  # noqa: E402, F401
import live_list  # noqa: E402, F401
import watch  # noqa: E402


def run(options, function, knobs):
    name = function.__name__.replace("_", " ")
    try:
        watch.run_case(options, function, knobs)
    except Exception as error:  # whatever it is, the other cases are run
        where = [frame for frame in traceback.extract_tb(error.__traceback__)
                 if Path(frame.filename).name.startswith("live_")]
        kind = "" if isinstance(error, watch.Failed) else f"{type(error).__name__}: "
        print(f"FAIL {name} (line {where[-1].lineno if where else '?'}): {kind}{error}",
              flush=True)
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--cells", default="build/cells")
    parser.add_argument("--only", default="")
    parser.add_argument("--slow", type=float, default=1)
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.cells = os.path.abspath(options.cells)
    watch.Seen.slow = options.slow
    results = [run(options, function, knobs) for function, knobs in watch.CASES
               if options.only in function.__name__]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
