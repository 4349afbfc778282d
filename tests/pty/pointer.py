# SPDX-License-Identifier: MIT
"""The mouse, in SGR reports: off until F2, and off again."""
import re

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
        shown.program.press(F2)
        check(re.search(rb"\x1b\[\?1006l.*\x1b\[\?1002l", shown.program.output), "not off")
        check("mouse off" in shown.look()[29], shown.rows[29])
        before = shown.press(b"\x1b")
        for what in (wheel(60, 10, False), click(5, 8), report(0, BORDER, 8),
                     report(32, 50, 8), click(5, 8) + click(5, 8)):
            check(shown.press(what) == before, f"{what} was taken after it was off")


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
