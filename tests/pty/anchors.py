# SPDX-License-Identifier: MIT
"""Links that the terminal itself opens (OSC 8): where they are, and nowhere else."""
import random
import re
import subprocess

from prompts import history
from setting import MARGINS, case, check
from vt import Screen

LONG = "https://shop.example/" + "/".join(f"a{i}-long-path" for i in range(20))
TEXTS = [f"look at {LONG} please", "[url=https://one.example/x]the form[/url] and "
         "[url=https://one.example/x]again[/url]", "https://日本.example/путь wide 漢字 around",
         "[url=javascript:alert(1)]press[/url] [url=/company/7/]ours[/url] "
         "[url=tel:+100]call[/url]", "[url=https://bad.example/]https://bank.example/login[/url]",
         "a\x1b]8;;http://evil.example/\x07b\x1b]8;;\x07 raw", "mailto: [url=mailto:a@b.example]write[/url]"]


class Linked:
    """A program and what its links look like; press() gives the screen."""

    def __init__(self, setting, *arguments, size=(100, 30), **more):
        self.size, self.screen = size, Screen(*size)
        self.program = setting.start(*arguments, size=size, **more)
        self.look()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.close()

    def look(self):
        self.screen.feed(self.program.take())
        return self.screen

    def press(self, *keys):
        for key in keys:
            self.program.press(key.encode() if isinstance(key, str) else key)
        return self.look()

    def is_as_painted_anew(self, after):
        before = [list(row) for row in self.screen.cells]
        self.press("\x0c")
        for row in range(self.size[1] - 1):  # what was told in the last one goes
            odd = [(column, was, now) for column, (was, now)
                   in enumerate(zip(before[row], self.screen.cells[row])) if was != now]
            check(not odd, f"row {row} after {after}; column, was, painted anew: {odd[:5]}")


def pieces(screen):
    """[(address, id, text)] of the screen, row by row."""
    found = []
    for r, row in enumerate(screen.cells):
        at = None
        for character, address, number in row:
            if address and at == (address, number):
                found[-1] = (*found[-1][:2], found[-1][2] + character)
            elif address:
                found.append((address, number, character))
            at = (address, number)
    return found


@case
def each_link_is_one_for_the_terminal(setting):
    path = history(setting, TEXTS)
    with Linked(setting, path, "--hyperlinks=on", size=(80, 40)) as linked:
        found = pieces(linked.screen)
        long = [piece for piece in found if piece[0] == LONG]
        check(len(long) > 3 and len({piece[1] for piece in long}) == 1,
              f"not one link in several rows: {long}")
        check("".join(piece[2] for piece in long) == LONG, "another text")
        twins = [piece for piece in found if piece[0] == "https://one.example/x"]
        check([piece[2] for piece in twins] == ["the form", "again"], f"{twins}")
        check(twins[0][1] != twins[1][1], "two links have one id")
        idn = [piece for piece in found if "xn--" in piece[0]]
        check(idn and "日本" in idn[0][2], f"no wide link: {found}")
        check(idn[0][0] == "https://xn--wgv71a.example/%D0%BF%D1%83%D1%82%D1%8C", f"{idn}")
        check([piece[2] for piece in found if piece[0] == "mailto:a@b.example"] == ["write"], "mail")
        for address, _, text in found:
            check("bad" not in address and "javascript" not in address and "tel" not in address,
                  f"{text!r} leads to {address}")


@case
def without_them_nothing_is_written(setting):
    path = history(setting, TEXTS)
    for arguments, more in ((("--hyperlinks=off",), {"VTE_VERSION": "7000"}), ((), {}),
                            ((), {"TERM": "xterm-256color", "TMUX": "x", "VTE_VERSION": "7000"}),
                            ((), {"TERM": "screen-256color", "STY": "x", "VTE_VERSION": "7000"})):
        with setting.show(path, *arguments, **more) as shown:
            shown.press("k", "k", "\x0c")
            check(b"\x1b]8;" not in shown.quit(), f"links with {arguments} {more}")
    with setting.show(path, VTE_VERSION="7000") as shown:
        shown.program.press(b"\x0c")
        check(b"\x1b]8;" in shown.program.output, "no links where they are known")
        shown.press(":set hyperlinks=off\r")
        shown.press("k")
        shown.program.press(b"\x0c")
        check(b"\x1b]8;" not in shown.program.take(), "links after they were turned off")


@case
def they_follow_what_is_shown(setting):
    """Whatever is done, the links are those of a screen painted anew."""
    chance = random.Random(8)
    texts = [chance.choice(TEXTS) + " word" * chance.randint(0, 40) for _ in range(300)]
    moves = ["\x05", "\x05", "\x19", "j", "k", "\x06", "\x02", "d", "u", "g", "G", "l", "h", "O",
             "/word\r", "n", "N", "\x1b", "za", "H", "?", "q?q", "m", "\x1b", "o", "\x1b", "<", ">",
             "&form\r", "&\r", "#", "50%", "W", "D", ":set ascii\r", ":set ascii=off\r"]
    n_links = 0
    for arguments, size, begin in (((history(setting, texts),), (100, 30), []),
                                   ((history(setting, texts),), (63, 17), [MARGINS]),
                                   (("--demo",), (100, 30), [MARGINS, "J", "J"])):
        with Linked(setting, *arguments, "--secure", "--hyperlinks=on", size=size) as linked:
            linked.press(*begin, "l")
            for i in range(150):
                key = chance.choice(moves + (["J", "K"] if arguments == ("--demo",) else []))
                linked.press("l" if key == "q?q" else key)
                if i % 3 == 0:
                    linked.is_as_painted_anew(f"{key!r}, the {i}th key of {arguments} {size}")
            linked.is_as_painted_anew("all")
            n_links += linked.screen.n_links
    check(n_links > 100, f"only {n_links} links were seen")


@case
def what_is_told_over_links_leads_nowhere(setting):
    with Linked(setting, history(setting, [LONG] * 3), "--hyperlinks=on", size=(60, 20)) as linked:
        linked.press("l", "z")
        rows = ["".join(cell[0] for cell in row) for row in linked.screen.cells]
        check("z centre" in rows[18] and "unfold all" in rows[19], f"no menu in two rows: {rows[18:]}")
        check(not any(cell[1] for cell in linked.screen.cells[18]), "the menu leads somewhere")
        linked.press("\x1b")
        check(any(cell[1] for cell in linked.screen.cells[18]), "no link where the menu was")


@case
def nothing_new_is_nothing_written(setting):
    with Linked(setting, history(setting, TEXTS), "--hyperlinks=on") as linked:
        linked.press("l", "g")
        linked.press("\x1b")
        linked.program.press(b"\x1b")
        check(linked.program.take() == b"", "a key that does nothing wrote something")
        before = linked.screen.n_links
        linked.press("j")  # only the bar moves
        check(linked.screen.n_links - before <= 1, f"{linked.screen.n_links - before} links anew")


@case
def a_real_tmux_knows_them(setting):
    version = subprocess.run(["tmux", "-V"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"tmux (\d+)\.(\d+)", version)
    if not found or (int(found[1]), int(found[2])) < (3, 4):
        print(f"skipped: {version.strip() or 'no tmux'} shows no links, 3.4 does")
        return
    base = ["tmux", "-L", "imolog-links", "-f", "/dev/null"]
    path = history(setting, TEXTS)
    try:
        subprocess.run([*base, "new-session", "-d", "-x", "100", "-y", "40",
                        f"{setting.imolog} {path}"], check=True, env=None)
        for _ in range(100):
            shown = subprocess.run([*base, "capture-pane", "-p", "-e"], capture_output=True,
                                   text=True, check=True).stdout
            if LONG in shown:
                break
        check(f";{LONG}\x1b\\" in shown and "\x1b]8;;\x1b\\" in shown, f"no links: {shown!r}")
    finally:
        subprocess.run([*base, "kill-server"], check=False)
