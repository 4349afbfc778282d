# SPDX-License-Identifier: MIT
"""What is remembered from one run to the next."""
import os
import re
import signal
from pathlib import Path

from prompts import history
from setting import case, check, wait_for


def state(setting):
    return Path(setting.home) / ".local/state/imolog/state"


def position(shown):
    found = re.search(r"(\d+)/(\d+) · \d+ %", shown.rows[29])
    check(found, f"no position: {shown.rows[29]!r}")
    return int(found.group(1)), int(found.group(2))


def make_marks(shown):
    """In the second chat: a mark, a star, a search, a filter, a command, and a place."""
    shown.press("J", "l", "3G", "ma")
    check("mark a set" in shown.rows[29], shown.rows[29])
    shown.press("4G", "*")
    check("starred" in shown.rows[29], shown.rows[29])
    shown.press("/backup\r", "\x1b", "&zz\r", "&\r", ":percent\r", "5G")


def find_marks(shown):
    shown.press("J", "l")
    check(position(shown)[0] == 5, f"another place: {shown.rows[29]!r}")
    shown.press("'a")
    check(position(shown)[0] == 3, f"another mark: {shown.rows[29]!r}")
    shown.press("g]", "m")
    check(position(shown)[0] == 3, "the mark is not among the places")
    shown.press("]m")
    check(position(shown)[0] == 4, "the star is gone")
    for prompt, line in (("/", "backup"), ("&", "zz"), (":", "percent")):
        shown.press(prompt, "\x1b[A")
        check(shown.rows[29].startswith(prompt + line), f"{prompt}: {shown.rows[29]!r}")
        shown.press("\x1b")


@case
def a_restart_finds_what_was_left(setting):
    with setting.show() as shown:
        make_marks(shown)
        shown.press("J", "zc")
        folded = position(shown)[1]
        shown.press("K", "5G")
        shown.quit()
    check(state(setting).stat().st_mode & 0o777 == 0o600, "others can read it")
    with setting.show() as shown:
        find_marks(shown)
        shown.press("J")
        check(position(shown)[1] == folded, f"not folded: {shown.rows[29]!r}")
        shown.press("zo")
        check(position(shown)[1] > folded, "not unfolded")
        shown.quit()



@case
def a_restart_knows_what_was_reviewed(setting):
    with setting.show() as shown:
        shown.press("JJ", "l", "5GX", "h")
        check("+37" in "".join(shown.rows), "the list does not tell what is newer")
        shown.quit()
    with setting.show("--demo", "--open-at=reviewed") as shown:
        shown.press("JJ", "l")
        check(position(shown)[0] == 6, f"not after the line: {shown.rows[29]!r}")
        check(any("reviewed up to here" in row for row in shown.rows), "no line is drawn")
        shown.press("5GX")
        check(not any("up to here" in row for row in shown.rows), "the line did not go")
        shown.quit()


@case
def a_dropped_connection_keeps_it_too(setting):
    for signo in (signal.SIGHUP, signal.SIGTERM):
        with setting.show() as shown:
            make_marks(shown)
            os.kill(shown.program.pid, signo)
            check(shown.program.wait(10) == -signo, "another end")
        with setting.show() as shown:
            find_marks(shown)
        state(setting).unlink()


@case
def a_killed_one_keeps_its_marks(setting):
    with setting.show() as shown:
        shown.press("l", "2G", "mb")
    with setting.show() as shown:
        shown.press("l", "G", "'b")
        check(position(shown)[0] == 2, f"the mark is gone: {shown.rows[29]!r}")


@case
def two_at_once_both_keep_theirs(setting):
    with setting.show() as one, setting.show() as other:
        one.press("l", "2G", "ma", "/first\r")
        other.press("l", "3G", "mb", "/second\r")
        one.press("4G", "*")
        other.press("5G", "*")
        one.quit()
        other.quit()
    with setting.show() as shown:
        shown.press("l")
        for keys, item in (("'a", 2), ("'b", 3), ("4G[m", 3), ("3G]m", 4), ("4G]m", 5)):
            shown.press(keys)
            check(position(shown)[0] == item, f"{keys}: {shown.rows[29]!r}")
        shown.press("/", "\x1b[A")
        check(shown.rows[29].startswith("/second"), shown.rows[29])
        shown.press("\x1b[A")
        check(shown.rows[29].startswith("/first"), shown.rows[29])


@case
def a_state_that_cannot_be_written_is_told_at_the_end(setting):
    folder = Path(setting.home) / "read-only"
    folder.mkdir()
    (folder / "imolog").write_text("a file where the folder should be")
    with setting.show(XDG_STATE_HOME=str(folder)) as shown:
        shown.press("l", "2G", "ma", "G", "'a")
        check(position(shown)[0] == 2, "marks do not work meanwhile")
        told = shown.quit().split(b"\x1b[?1049l")[-1].decode()
        check(str(folder) in told, f"nothing was told: {told!r}")
        check(told.count(str(folder)) == 1, f"told more than once: {told!r}")


@case
def a_damaged_state_is_told_and_left(setting):
    for text in ("imolog-state 99\nmark 1 97 1 1\n", "something else\n"):
        path = state(setting)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        with setting.show() as shown:
            shown.press("l", "2G", "ma", "G", "'a")
            check(position(shown)[0] == 2, "marks do not work meanwhile")
            told = shown.quit().split(b"\x1b[?1049l")[-1].decode()
            check("state" in told, f"nothing was told: {told!r}")
        check(path.read_text() == text, "it was written over")
    target = Path(setting.home) / "elsewhere"
    target.write_text("imolog-state 1\n")
    state(setting).unlink()
    state(setting).symlink_to(target)
    with setting.show() as shown:
        shown.press("l", "2G", "ma")
        check(b"is a link" in shown.quit(), "nothing was told of the link")
    check(target.read_text() == "imolog-state 1\n" and state(setting).is_symlink(), "written")


def chats(setting, long=0):
    """Two chats, the first shown at the start; words in some of their messages."""
    texts = [f"message {i}" + " needle" * (i % 50 == 7) for i in range(200)]
    more = [f"other {i}" + (" needle" * (i > 20 and i % 20 == 1)) for i in range(long or 300)]
    paths = history(setting, more, 11), history(setting, texts, 10)
    return paths[::-1] if long else paths


def is_filtered(shown, n):
    return f"filter: {n} " in shown.rows[29]


@case
def a_filter_is_on_again_in_its_chat(setting):
    paths = chats(setting)
    for end in ("Q", signal.SIGHUP, signal.SIGTERM):
        with setting.show(*paths) as shown:
            shown.press("l")
            total = position(shown)[1]
            shown.press("J", "&NEEDLE\x7f\x7f\x7f\x7f\x7f\x7fneedle\r")
            n = position(shown)[1]
            check(0 < n < 20 and is_filtered(shown, n), f"no filter: {shown.rows[29]!r}")
            if end == "Q":
                shown.quit()
            else:
                os.kill(shown.program.pid, end)
                check(shown.program.wait(10) == -end, "another end")
        with setting.show(*paths) as shown:
            shown.press("l")
            check("filter" not in shown.rows[29], f"in another chat: {shown.rows[29]!r}")
            check(position(shown)[1] == total, "not all of the other chat")
            shown.press("J")
            check(is_filtered(shown, n), f"not on again: {shown.rows[29]!r}")
            check(position(shown) == (n, n), f"another place: {shown.rows[29]!r}")
            shown.press("K")
            check("filter: " in shown.rows[29], "from then on it is as if it were typed here")
            shown.press("J", "&\r")
            check("filter" not in shown.rows[29], "it cannot be taken away")
            shown.press("K", "J")
            check("filter" not in shown.rows[29], "it came back by itself")
            shown.quit()
        with setting.show(*paths) as shown:
            shown.press("J")
            check("filter" not in shown.rows[29], "it came back after it was taken away")
            shown.quit()


@case
def a_filter_keeps_how_it_searches(setting):
    paths = chats(setting)
    with setting.show(*paths) as shown:
        shown.press("l", "&", "\x12", "\x12", "need.*e$\r")
        n = position(shown)[1]
        check(is_filtered(shown, n) and n > 0, f"no filter: {shown.rows[29]!r}")
        shown.press("&", "\x12", "\x1b")  # thought better of
        shown.quit()
    with setting.show(*paths) as shown:
        check(is_filtered(shown, n), f"no expression any more: {shown.rows[29]!r}")
        shown.quit()


@case
def a_filter_finds_its_place_in_a_long_chat(setting):
    """The scan takes a while: what is found first is where to be, and who moves stays there."""
    paths = chats(setting, 60000)
    with setting.show(*paths) as shown:
        n = 60000 // 20 - 1
        shown.press("l")
        other, back = ("J", "K") if position(shown)[1] == 200 else ("K", "J")
        shown.press(other, "5G", back, "&needle\r")
        shown.press(other)
        check(is_filtered(shown, n), f"not all was found: {shown.rows[29]!r}")
        check(position(shown) == (1, n), f"not at the match below: {shown.rows[29]!r}")
        shown.press("&\r", "30000G", back, "&needle\r", other)
        check(position(shown) == (1500, n), f"not at the match after: {shown.rows[29]!r}")
        shown.press(back)
        shown.program.send(other.encode())
        wait_for(shown.program, rb"filter: [1-9]", 10)
        shown.press("j", "j")  # while it goes on, or after
        check(position(shown) == (1502, n), f"it jumped back: {shown.rows[29]!r}")
        shown.quit()
