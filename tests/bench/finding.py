# SPDX-License-Identifier: MIT
"""How soon the archive finds: the first page of a search against grep over the same texts."""
import collections
import os
import re
import subprocess
import time

# The index has words, not beginnings: all that begins with a word is gone through, and with the one
# that is said most often that is every twentieth message.
FIRST_PAGE, FIRST_PAGE_OFTEN = 0.05, 0.15


def make(options, path, n):
    subprocess.run([options.archive, "make", str(path), str(n)], check=True,
                   stdout=subprocess.DEVNULL)


def prepare(options, n):
    """The archive, and a file of its texts, made once."""
    path, texts = options.build / f"finding-{n}.db", options.build / f"finding-{n}.txt"
    if not texts.exists():
        for file in options.build.glob("finding-*"):
            file.unlink()
        make(options, path, n)
        with open(texts, "wb") as out:
            subprocess.run([options.archive, "texts", str(path)], check=True, stdout=out)
    return path, texts


def some_words(texts):
    """A word said often, one said now and then, one said a few times."""
    with open(texts, encoding="utf-8") as file:
        counts = collections.Counter(re.findall(r"\w{5,}", file.read(8 << 20)))
    ordered = [word for word, _ in counts.most_common()]
    return [("often", ordered[0], FIRST_PAGE_OFTEN),
            ("at times", ordered[len(ordered) // 20], FIRST_PAGE),
            ("seldom", ordered[len(ordered) // 2], FIRST_PAGE)]


def search_ms(options, path, query):
    told = subprocess.run([options.archive, "find", str(path), query], check=True,
                          capture_output=True, text=True).stdout
    return float(re.search(r" in ([0-9.]+) ms", told)[1])


def grep_ms(texts, word):
    """The best of some turns. Not into /dev/null: there grep stops at the first line."""
    best = float("inf")
    for _ in range(5):
        begin = time.monotonic()
        subprocess.run(["grep", "-c", word, str(texts)], stdout=subprocess.PIPE, check=False,
                       env={**os.environ, "LC_ALL": "C.UTF-8"})
        best = min(best, (time.monotonic() - begin) * 1000)
    return best


def measure_finding(options, _big, _hundred, _env, report):
    path, texts = prepare(options, 50000 if options.quick else 1000000)
    for how_often, word, target in some_words(texts):
        report.line(f"first page of a word, {how_often}", search_ms(options, path, word),
                    grep_ms(texts, word), "ms", f"grep -c {word}", target)


MEASURES = (measure_finding,)
