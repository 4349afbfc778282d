#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`imolog sync` against the mock portal.

Usage: sync.py [--program build/imolog] [--only WORD] [--long]. Ends with "N passed, N failed".
--long: it is killed hundreds of times.
"""
import argparse
import os
import sys
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import sync_cases  # noqa: E402
import sync_ends  # noqa: E402
from syncing import Broken, bench_of  # noqa: E402


def run(function, knobs, options):
    name = function.__name__.replace("_", " ")
    try:
        with bench_of(options.program, options.long, **knobs) as bench:
            function(bench)
    except Exception as error:  # whatever it is, the other cases are run
        where = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in where if frame.name == function.__name__]
        kind = "" if isinstance(error, Broken) else f"{type(error).__name__}: "
        print(f"FAIL {name} (line {lines[-1] if lines else '?'}): {kind}{error}", flush=True)
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--only", default="")
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    cases = sync_cases.CASES + sync_ends.CASES
    results = [run(function, knobs, options) for function, knobs in cases
               if options.only in function.__name__]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
