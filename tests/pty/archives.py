# SPDX-License-Identifier: MIT
"""An archive: what it takes of memory and time, and that it needs no network."""
import fcntl
import os
import re
import struct
import subprocess
import termios
import time
from pathlib import Path

from setting import case, check

MESSAGES = 20  # of a session
SESSIONS = 4   # of a chat


def made(setting, n):
    """An archive of n messages, by the program itself, from saved answers."""
    path = Path(setting.home) / f"made-{n}.db"
    done = subprocess.run([setting.imolog, "sync", f"--archive={path}", *answers(setting, n)],
                          capture_output=True, text=True, timeout=120,
                          env={**os.environ, "HOME": str(setting.home)})
    check(done.returncode == 0, done.stderr[-1000:])
    return path


def answers(setting, n):
    folder = Path(setting.home) / f"answers-{n}"
    folder.mkdir()
    for session in range(n // MESSAGES):
        chat, first = session // SESSIONS + 1, session * MESSAGES + 1
        messages = ",".join(
            f'"{i}":{{"id":"{i}","senderid":"{chat + 1000 if i % 2 else 7}",'
            f'"date":"2026-{i // 40000 % 12 + 1:02}-{i // 1440 % 28 + 1:02}'
            f'T{i // 60 % 24:02}:{i % 60:02}:00+03:00",'
            f'"text":"Word{i % 97} about parcel {i}, which is on its way'
            f'{" https://acme.example" if i % (SESSIONS * MESSAGES) == 1 else ""}"}}'
            for i in range(first, first + MESSAGES))
        (folder / f"{session}.json").write_text(
            f'{{"result":{{"chatId":{chat},"sessionId":{session + 1},"message":{{{messages}}},'
            f'"users":{{"{chat + 1000}":{{"id":"{chat + 1000}","name":"Client {chat}",'
            f'"connector":true}},"7":{{"id":"7","name":"Olga"}}}}}}}}')
    return sorted(map(str, folder.iterdir()))


def resident(program):
    return int(re.search(r"VmRSS:\s*(\d+)", program.proc("status"))[1])


def selected(rows):
    """The text at the bar in the message pane."""
    return [row.split("│▌")[1] for row in rows if "│▌" in row]


def unread(program):
    return struct.unpack("i", fcntl.ioctl(program.slave, termios.FIONREAD, b"\0" * 4))[0]


@case
def browsing_far_takes_no_more_memory(setting):
    with setting.show(f"--archive={made(setting, 48000)}",
                      ASAN_OPTIONS="quarantine_size_mb=0") as shown:
        shown.press("P/zzz/\r", "q", *["J"] * 250)  # until all that is kept is full
        before = resident(shown.program)
        shown.press(*["J"] * 300)
        grown = resident(shown.program) - before
        check(grown < 900, f"{grown} KiB more after 300 chats of {SESSIONS * MESSAGES} messages")


@case
def ways_through_a_chat_lead_into_what_is_not_loaded(setting):
    """Four sessions, of which only the last was loaded; the one link is in the first message."""
    with setting.show(f"--archive={made(setting, 2000)}", size=(140, 30)) as shown:
        shown.press("l", "G")
        check("there is none" not in shown.press("[l")[-1], shown.rows[-1])
        check(any("parcel 1921" in row for row in shown.rows), shown.rows)
        check("there is none" in shown.press("]f")[-1], shown.rows[-1])
    with setting.show(f"--archive={Path(setting.home) / 'made-2000.db'}", size=(140, 30)) as shown:
        told = shown.press("l", "G", "Tabout parcel\r")[-1]
        check("80 " in told, told)
        shown.quit()


@case
def chats_left_behind_are_found_as_they_were(setting):
    with setting.show(f"--archive={made(setting, 8000)}") as shown:
        before = selected(shown.press("l", "{", "{", "j", "j"))
        shown.press(*["J"] * 60)
        now = selected(shown.press(*["K"] * 60))
        check(now == before, f"at {now!r}, not {before!r}")


@case
def no_socket_is_opened(setting):
    with setting.show(f"--archive={made(setting, 2000)}") as shown:
        shown.press("J", "/Word1\r", "n", "\x1b", "PWord2\r", "\r", "n")
        folder = f"/proc/{shown.program.pid}/fd"
        opened = [os.readlink(f"{folder}/{fd}") for fd in os.listdir(folder)]
        check(any("made-2000.db" in name for name in opened), f"no archive: {opened}")
        check(not any(name.startswith("socket:") for name in opened), f"a socket: {opened}")


@case
def a_search_of_all_chats_takes_keys(setting):
    """Also while an expression is slow on every message; Esc ends it, and again closes the list."""
    with setting.show(f"--archive={made(setting, 48000)}") as shown:
        program = shown.program
        program.send(b"P/.*.*.*.*[zq][zq]/\r")
        slowest = 0.0
        for _ in range(12):
            program.take()
            begin = time.monotonic()
            program.send(b"j")
            while unread(program) and time.monotonic() - begin < 2:
                time.sleep(0.0005)
            slowest = max(slowest, time.monotonic() - begin)
        check(slowest < 0.25, f"a key took {slowest:.3f} s")
        rows = shown.press("\x1b")
        check("stopped" in rows[29], rows[29])
        rows = shown.press("\x1b")
        check("Chats" in rows[1], rows[1])


@case
def pages_come_as_one_scrolls(setting):
    with setting.show(f"--archive={made(setting, 8000)}") as shown:
        rows = shown.press("Pparcel\r")
        check("hit 1 of 100+" in rows[29], rows[29])
        rows = shown.press("G", "G")
        check(re.search(r"hit 200 of 300\+", rows[29]), rows[29])
        rows = shown.press("\r", "n", "n")
        check(re.search(r"hit 202 of 300\+", rows[29]), rows[29])
        rows = shown.press("P\r")
        check(re.search(r"hit 202 of 300\+", rows[29]), rows[29])
