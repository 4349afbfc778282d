#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The mock portal itself: is what programs are tested against what the portal's documents say?

Usage: test_portal.py [--only WORD]. Ends with "N passed, N failed".
"""
import argparse
import sys
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import cases_data  # noqa: E402, F401
import cases_faults  # noqa: E402, F401
import cases_limits  # noqa: E402, F401
import cases_methods  # noqa: E402, F401
from client import CASES, Client, Failed  # noqa: E402
from portal import Portal  # noqa: E402

SESSIONS = 240


def run(function):
    name = function.__name__.replace("_", " ")
    try:
        with Portal(SESSIONS, bucket=False) as portal:
            function(Client(portal))
    except Exception as error:  # whatever it is, the other cases are run
        where = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in where if frame.name == function.__name__]
        kind = "" if isinstance(error, Failed) else f"{type(error).__name__}: "
        print(f"FAIL {name} (line {lines[-1] if lines else '?'}): {kind}{error}", flush=True)
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    results = [run(function) for function in CASES if options.only in function.__name__]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
