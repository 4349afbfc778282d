# SPDX-License-Identifier: MIT
"""What y copies and :save writes."""
import json
import re
import subprocess
import time
from pathlib import Path

from prompts import history
from setting import case, check

LINK = "What “ask twice” does <https://snowdrift.example/help/ask-twice>"


class Clipboard:
    """The program with chat 2301 shown, and a file as its clipboard."""

    def __init__(self, setting, source="--demo"):
        self.file = Path(setting.home) / "clipboard"
        self.shown = setting.show(source, f"--clipboard=cat >'{self.file}'", "--chat",
                                  "2301" if source == "--demo" else "10")
        self.shown.press("l")

    def copied(self, *keys):
        """What came; asleep may also mean that it waits for the clipboard's program."""
        self.file.write_text("")
        self.shown.press(*keys)
        until = time.monotonic() + 10
        while not re.search(f"copied {max(1, len(self.file.read_text()))} char", self.shown.rows[29]):
            check(time.monotonic() < until, f"{keys}: {self.shown.rows[29]!r}")
            time.sleep(0.01)
            self.shown.program.drain_to_mark()
            self.shown.look()
        return self.file.read_text()


def printed(setting, *options):
    command = [setting.imolog, "print", *options]
    return subprocess.run(command, capture_output=True, text=True).stdout


@case
def what_is_copied_has_its_links_and_quotes(setting):
    board = Clipboard(setting)
    saved = Path(setting.home) / "saved"
    for keys in ("yy", "yh", "ya"):
        check(LINK in board.copied("20G", keys), f"{keys}: {board.file.read_text()}")
    board.shown.press(f":save {saved}\r")
    check(LINK in saved.read_text(), "saved without")
    board = Clipboard(setting, history(setting, ["See the [url=https://a.example/f]FAQ[/url] and "
                                                 "https://b.example/\n>>said before\nand now"]))
    check(board.copied("yy") == "See the FAQ <https://a.example/f> and https://b.example/\n"
                                "> said before\nand now", board.file.read_text())


@case
def a_message_is_copied_as_a_line_of_jsonl(setting):
    board = Clipboard(setting)
    line = board.copied("20G", "yj")
    check(line + "\n" == printed(setting, "--demo", "-f", "jsonl", "--message",
                                 json.loads(line)["id"]), line)


@case
def what_is_tagged_is_copied_as_a_whole(setting):
    board = Clipboard(setting)
    board.shown.press("20Gt", "t", "G")
    lines = [json.loads(line)["id"] for line in board.copied(";yj").splitlines()]
    check(len(lines) == 2, lines)
    links = board.copied(";yp").splitlines()
    check([link.rpartition("/")[2] for link in links] == lines, links)
    check(board.copied(";yu").splitlines() == ["https://snowdrift.example/img/ask-twice.png",
                                               "https://snowdrift.example/help/ask-twice"],
          board.file.read_text())
