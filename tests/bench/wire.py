# SPDX-License-Identifier: MIT
"""What goes over the wire to a terminal of 100x30, and how soon.

Bytes are those the program writes from a key until it is quiet. What is on the screen when is
told by cells (libvterm), to which the output is shown afterwards, piece by piece.
"""
import random
import select
import statistics
import time

from cells import Cells
from program import Program

COLUMNS, ROWS = 100, 30
MARGINS = b"\x1b[?69;2$y\x1b[?1;2c"  # mode 69 can be set
SCROLL, SCROLL_MARGINS, NEXT_CHAT, KEY_MS = 200, 250, 1.1, 16
WORD = "достав"


def start(options, arguments, env):
    program = Program([options.program, *arguments], env, COLUMNS, ROWS, keep=True)
    program.settle(limit=120)
    return program


# --- bytes ---------------------------------------------------------------------------------------

def scroll_bytes(options, big, env, setup):
    program = start(options, [str(big)], env)
    try:
        for keys in setup:
            program.press(keys)
        sizes = []
        for key in [b"\x05"] * 60 + [b"\x19"] * 40:
            program.take()
            program.press(key)
            sizes.append(len(program.take()))
        return sorted(size for size in sizes if size)
    finally:
        program.close()


def measure_scrolling(options, big, _, env, report):
    for name, limit, setup in (
            ("scroll, maximised", SCROLL, [b"l", b"O", b"g"]),
            ("scroll, both panes, margins", SCROLL_MARGINS, [MARGINS, b"l", b"g"])):
        sizes = scroll_bytes(options, big, env, setup)
        report.line(f"{name}, median", statistics.median(sizes), limit, "B",
                    f"the limit; the worst of {len(sizes)} is {sizes[-1]} B", 1.0)


def measure_next_chat(options, _, __, env, report):
    program, cells = start(options, ["--demo"], env), Cells(options.cells, COLUMNS, ROWS)
    try:
        cells.take(program.take())
        pairs = []
        for key in [b"J"] * 7 + [b"K"] * 7:
            program.press(key)
            output = program.take()
            reference = cells.take(output)
            if reference:
                pairs.append((len(output), reference))
    finally:
        program.close()
        cells.close()
    pairs.sort(key=lambda pair: pair[0] / pair[1])
    for name, (ours, reference) in (("median", pairs[len(pairs) // 2]), ("worst", pairs[-1])):
        report.line(f"next chat, both panes, {name}", ours, reference, "B",
                    "the cells that differ: CUP, text, SGR", NEXT_CHAT)


# --- time ----------------------------------------------------------------------------------------

def record(program, seconds):
    """Pieces of output as (time, bytes), until the seconds are over."""
    pieces, until = [], time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([program.master], [], [], left)[0]:
            return pieces
        pieces.append((time.monotonic(), program.read()))


def type_word(program, chance):
    """When each key was typed, and the output; a key may come in the middle of a slice."""
    typed, pieces = [], []
    for letter in WORD:
        typed.append(time.monotonic())
        program.send(letter.encode())
        pieces += record(program, chance.choice((0.03, 0.05, 0.09)) + chance.random() * 0.01)
    return typed, pieces + record(program, 0.3)


def echo_times(cells, typed, pieces):
    """Milliseconds from each key until the prompt shows it."""
    waits = []
    for when, data in pieces:
        cells.take(data)
        row = cells.row(ROWS - 1)
        while len(waits) < len(WORD) and row.startswith("/" + WORD[:len(waits) + 1]):
            waits.append((when - typed[len(waits)]) * 1000)
    return waits


def measure_search(options, big, _, env, report):
    program, cells = start(options, [str(big)], env), Cells(options.cells, COLUMNS, ROWS)
    chance, longest = random.Random(7), []
    try:
        cells.take(program.take())
        for _ in range(4 * options.times):
            program.press(b"G/")
            cells.take(program.take())
            typed, pieces = type_word(program, chance)
            waits = echo_times(cells, typed, pieces)
            if len(waits) < len(WORD):
                raise TimeoutError(f"{len(waits)} of the letters were shown: {cells.row(ROWS - 1)!r}")
            longest.append(max(waits))
            program.take()
            program.press(b"\x1b")
            cells.take(program.take())
    finally:
        program.close()
        cells.close()
    report.line("search, longest wait for a key", statistics.median(longest), KEY_MS, "ms",
                f"the limit; the worst of {len(longest)} words is {max(longest):.1f} ms", 1.0)


def is_full(cells):
    """The filter is told, and matches reach the bottom of the pane; one row may part messages."""
    pane = (cells.row(number)[34:].strip() for number in (ROWS - 2, ROWS - 3))
    return "filter: " in cells.row(ROWS - 1) and any(pane)


def filter_ms(program, cells):
    """Milliseconds from Enter to the first screen full of matches."""
    program.press(b"G&\r")
    program.press(b"&" + WORD.encode())
    cells.take(program.take())
    begin = time.monotonic()
    program.send(b"\r")
    for when, data in record(program, 1):
        cells.take(data)
        if is_full(cells):
            program.settle()
            cells.take(program.take())
            return (when - begin) * 1000
    raise TimeoutError("no screen full of matches")


def measure_filter(options, big, _, env, report):
    program, cells = start(options, [str(big)], env), Cells(options.cells, COLUMNS, ROWS)
    try:
        cells.take(program.take())
        times = [filter_ms(program, cells) for _ in range(4 * options.times)]
    finally:
        program.close()
        cells.close()
    report.line("filter, first full screen, wall", statistics.median(times), KEY_MS, "ms",
                f"the limit; the worst of {len(times)} is {max(times):.1f} ms", 1.0)


# --- nothing -------------------------------------------------------------------------------------

def cpu_ticks(program):
    fields = program.proc("stat").rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])


def measure_quiet(options, big, _, env, report):
    """Two programs at once: one as it was started, one with a search highlighted."""
    seconds = 5 if options.quick else 60
    programs = [start(options, [str(big)], env) for _ in range(2)]
    try:
        programs[1].press(b"/" + WORD.encode() + b"\r")
        before = [(program.bytes, cpu_ticks(program)) for program in programs]
        time.sleep(seconds)
        for name, program, (n_bytes, ticks) in zip(("quiet", "quiet, search shown"), programs,
                                                   before):
            program.drain_to_mark()
            for what, n, unit in (("bytes", program.bytes - n_bytes, "B"),
                                  ("CPU ticks", cpu_ticks(program) - ticks, "")):
                report.line(f"{name}, {what}", n, 0, unit, f"nothing, {seconds} s", 0)
    finally:
        for program in programs:
            program.close()


MEASURES = (measure_scrolling, measure_next_chat, measure_search, measure_filter, measure_quiet)
