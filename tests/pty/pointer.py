# SPDX-License-Identifier: MIT
"""The mouse, in SGR reports: off until F2, and off again."""
import re
import time
from pathlib import Path

from prompts import history
from setting import case, check

F2 = b"\x1bOQ"
BORDER = 33  # column of the rule between the panes, from 1


def report(button, column, row, end="M"):
    return b"\x1b[<%d;%d;%d%s" % (button, column, row, end.encode())


def click(column, row):
    return report(0, column, row) + report(0, column, row, "m")


def wheel(column, row, down=True):
    return report(65 if down else 64, column, row)


def left(rows):
    return [row[:32] for row in rows[2:29]]


def right(rows):
    return [row[33:] for row in rows[2:29]]


@case
def the_mouse_is_off_until_asked_for_and_off_again(setting):
    with setting.show() as shown:
        check(b"\x1b[?1002h" not in shown.program.output, "asked for at the start")
        before = shown.rows
        for what in (wheel(60, 10, False), click(5, 8), report(0, BORDER, 8)):
            check(shown.press(what) == before, f"{what} was taken while off")
        shown.program.press(F2)
        check(re.search(rb"\x1b\[\?1002h.*\x1b\[\?1006h", shown.program.output), "not on")
        check("mouse on" in shown.look()[29], shown.rows[29])
        check(" mouse · " in shown.press(b"\x1b")[29], f"what is on is not told: {shown.rows[29]!r}")
        shown.program.take()
        shown.program.press(b":theme nord\r")
        check(b"\x1b[?1002l" not in shown.program.output, "another option took it away")
        shown.program.press(F2)
        check(re.search(rb"\x1b\[\?1006l.*\x1b\[\?1002l", shown.program.output), "not off")
        check("mouse off" in shown.look()[29], shown.rows[29])
        check(" mouse · " not in shown.press(b"\x1b")[29], f"it still is: {shown.rows[29]!r}")
        before = shown.press(b"\x1b")
        for what in (wheel(60, 10, False), click(5, 8), report(0, BORDER, 8),
                     report(32, 50, 8), click(5, 8) + click(5, 8)):
            check(shown.press(what) == before, f"{what} was taken after it was off")


@case
def the_side_pane_takes_no_pointer(setting):
    with setting.show(size=(120, 30)) as shown:
        shown.press(F2)
        before = shown.press("i")
        for what in (wheel(100, 10), wheel(100, 10, False), click(100, 8), click(100, 8)):
            check(shown.press(what) == before, f"{what} did something")
        check(shown.press(click(5, 8)) != before, "the list takes none")


@case
def the_wheel_scrolls_the_pane_under_the_pointer(setting):
    with setting.show(size=(100, 15)) as shown:
        shown.press(F2)
        list_before, messages_before = left(shown.rows), right(shown.rows)
        rows = shown.press(wheel(60, 10, False), wheel(60, 10, False))
        check(left(rows)[:12] == list_before[:12] and right(rows) != messages_before, "over messages")
        messages_before = right(rows)
        rows = shown.press(wheel(5, 10))
        check(left(rows)[:12] != list_before[:12], "over the list")
        check(right(rows)[:11] == messages_before[:11], "the other pane went too")
        rows = shown.press(wheel(5, 10, False))
        check(left(rows)[:12] == list_before[:12], "and back")


@case
def a_click_selects_and_two_open_details(setting):
    with setting.show() as shown:
        shown.press(F2)
        rows = shown.press(click(5, 8))
        check(rows[7].startswith("▌"), f"no chat is selected: {rows[7]!r}")
        at = next(n for n in range(20, 4, -1) if re.match(r"\d\d:\d\d ", rows[n][34:]))
        rows = shown.press(click(60, at + 1))
        check(rows[at][33] == "▌", f"no message is selected: {rows[at]!r}")
        rows = shown.press(click(60, at + 2) * 2)
        check("Fields of the message" in "".join(rows[:2]), "two clicks open no details")
        rows = shown.press(b"q")
        check(rows[at][33] == "▌", "not back at the message")


@case
def the_right_button_opens_a_menu_for_what_is_there(setting):
    with setting.show() as shown:
        shown.press(F2)
        rows = shown.press(report(2, 5, 8))
        check(rows[7].startswith("▌") and "y text" in rows[29], f"none of the chat: {rows[29]!r}")
        rows = shown.press(click(5, 10))
        check("y text" not in "".join(rows), "a click elsewhere does not close it")
        at = next(n for n in range(20, 4, -1) if re.match(r"\d\d:\d\d ", rows[n][34:]))
        rows = shown.press(report(2, 60, at + 1))
        check(rows[at][33] == "▌" and "y text" in rows[29], f"none of it: {rows[at]!r}")
        check("p permalink" not in "".join(shown.press("p")), "no key of it was taken")
        for where in ((5, 29), (60, 1), (60, 30)):
            check("y text" not in "".join(shown.press(report(2, *where))), f"one of nothing at {where}")


@case
def the_border_is_dragged(setting):
    with setting.show() as shown:
        shown.press(F2)
        check(shown.rows[10][BORDER - 1] == "│", f"no border: {shown.rows[10]!r}")
        rows = shown.press(report(0, BORDER, 10), report(32, 40, 10), report(32, 45, 11),
                           report(0, 45, 11, "m"))
        check(rows[10][44] == "│", f"not moved: {rows[10]!r}")
        check(shown.press(report(32, 50, 11)) == rows, "moved after the button was let go")
        rows = shown.press(report(0, 45, 10), report(32, 1, 10), report(32, 200, 10),
                           report(0, 200, 10, "m"))
        check(rows[10].count("│") >= 1, "a pane is gone")
        rows = shown.press(b"\x1b")
        check(shown.press(b"\x0c") == rows, "not as painted anew")


@case
def odd_reports_do_no_harm(setting):
    with setting.show() as shown:
        shown.press(F2)
        for what in (report(0, 0, 0), report(0, 9999, 9999), report(3, 5, 5), report(255, 5, 5),
                     b"\x1b[<0;5M", b"\x1b[<;;M", b"\x1b[<0;5;", report(0, 1, 30)):
            shown.press(what)
        shown.press(b"\x1b")
        shown.quit()


LONG = "https://shop.example/" + "/".join(f"a{i}-long" for i in range(20))
LINKS = ["[url=https://one.example/form]one.example/form[/url] and nothing",
         f"look at {LONG} please", "[url=https://bad.example/]https://bank.example/[/url] there",
         "[url=https://one.example/faq]fill in this[/url]"]


def browser(setting):
    """A browser that notes what it was told to open; the environment with it, and the notes."""
    told = Path(setting.home) / "opened"
    told.write_text("")
    program = Path(setting.home) / "browser"
    program.write_text(f"#!/bin/sh\necho \"$1\" >>'{told}'\n")
    program.chmod(0o755)
    return {"BROWSER": str(program), "DISPLAY": ":0"}, told


def where(rows, text):
    """The column and row of a text on the screen, from 1, in its middle."""
    for number, row in enumerate(rows):
        if text in row[33:]:
            return 34 + row[33:].index(text) + len(text) // 2, number + 1
    check(False, f"{text} is not on the screen: {rows}")


def opened(told, n):
    until = time.monotonic() + 5
    while len(told.read_text().splitlines()) < n and time.monotonic() < until:
        time.sleep(0.02)
    return told.read_text().splitlines()


def told_of(shown, text):
    """Asleep may also mean that it waits for the browser."""
    until = time.monotonic() + 5
    while text not in shown.rows[29]:
        check(time.monotonic() < until, f"{text} is not told: {shown.rows[29]!r}")
        shown.program.drain_to_mark()
        shown.look()
        time.sleep(0.02)
    return shown.rows


@case
def a_click_on_a_link_opens_it(setting):
    env, told = browser(setting)
    with setting.show(history(setting, LINKS), **env) as shown:
        shown.press(F2)
        rows = shown.press(click(*where(shown.rows, "one.example/form")))
        check(opened(told, 1) == ["https://one.example/form"], f"{told.read_text()!r}")
        rows = told_of(shown, "opening one.example")
        check("Links of" not in "".join(rows), "the picker stays")
        at = where(shown.rows, "one.example/form")
        check(rows[at[1] - 1][33] == "▌" or "▌" in rows[at[1] - 1], "its message is not selected")
        time.sleep(0.5)
        shown.press(click(*where(shown.rows, "a12-long")))  # not the first of its rows
        check(opened(told, 2)[1:] == [LONG], f"{told.read_text()!r}")
        time.sleep(0.5)
        shown.press(click(*where(shown.rows, "and nothing")), click(*where(shown.rows, "please")))
        check(len(opened(told, 2)) == 2, "opened beside the link")
        time.sleep(0.5)
        rows = shown.press(click(*where(shown.rows, "one.example/form")) * 2)
        check(len(opened(told, 3)) == 3, "two clicks open it twice")
        check("Fields of the message" not in "".join(rows), "and what two clicks open elsewhere")
        time.sleep(0.5)
        rows = shown.press(click(*where(shown.rows, "and nothing")) * 2)
        check("Fields of the message" in "".join(rows), "two clicks beside it open no details")
        shown.press("q", F2)
        shown.press(click(*where(shown.rows, "one.example/form")))
        check(len(opened(told, 3)) == 3, "opened while the mouse was off")


@case
def a_link_of_another_text_is_asked_about(setting):
    env, told = browser(setting)
    with setting.show(history(setting, LINKS), **env) as shown:
        shown.press(F2)
        for n, (text, host, url) in enumerate((
                ("bank.example", "bad.example, not to what it says", "https://bad.example/"),
                ("fill in this", "one.example;", "https://one.example/faq"))):
            rows = shown.press(click(*where(shown.rows, text)) * 2)
            check(f"leads to {host}" in rows[29], f"not told: {rows[29]!r}")
            check("Links and files of the message" in "".join(rows), "no picker")
            check(len(opened(told, n)) == n, "opened without being asked for")
            shown.press("\r")
            check(opened(told, n + 1)[n:] == [url], f"{told.read_text()!r}")
            told_of(shown, "opening")
            time.sleep(0.5)
    with setting.show(history(setting, LINKS), "--secure", **env) as shown:
        shown.press(F2)
        rows = shown.press(click(*where(shown.rows, "fill in this")))
        check("--secure" in rows[29], f"not told: {rows[29]!r}")
        check(len(opened(told, 2)) == 2, "opened with --secure")
