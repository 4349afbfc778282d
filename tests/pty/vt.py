# SPDX-License-Identifier: MIT
"""A strict terminal of its own for links (OSC 8), which libvterm does not know.

It knows the sequences that xterm's description and the program have, and fails at any other; at a
link that is not closed before the cursor moves or that is opened twice; at an address with
anything but printable ASCII. A cell is (text, address, id); written anew, it loses its link.
"""
import ctypes
import ctypes.util
import locale
import re

from setting import Failed

LIBC = ctypes.CDLL(ctypes.util.find_library("c"))
locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
BLANK = (" ", None, None)
TOKEN = re.compile(
    rb"\x1b\](?P<osc>[^\x1b\x07]*)(?:\x1b\\|\x07)|\x1b\[(?P<csi>[?>=]?[0-9;]*)(?P<inter>[ $]?)"
    rb"(?P<final>[@-~])|\x1b(?P<esc>[()][B0]|[=>78M])|(?P<control>[\x00-\x1f\x7f])|"
    rb"(?P<text>[^\x00-\x1f\x7f]+)")
LINK = re.compile(r"8;(?:id=([A-Za-z0-9]+))?;((?:https?|mailto):[!-~]+)?")


class Strict(Failed):
    pass


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.cells = [[BLANK] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.saved = 0, 0
        self.link, self.last, self.n_links = (None, None), " ", 0
        self.region, self.sides, self.has_sides = (0, rows - 1), (0, columns - 1), False

    def feed(self, data):
        """All that came until the program was quiet: nothing may be cut or left open."""
        at = 0
        while at < len(data):
            token = TOKEN.match(data, at)
            if not token:
                raise Strict(f"what is this: {data[at:at + 40]!r}")
            at = token.end()
            kind = token.lastgroup if token.lastgroup != "final" else "csi"
            if self.link[0] and not (kind in ("text", "osc") or token["final"] == b"m"
                                     or token["esc"] == b"(B"):
                raise Strict(f"{token[0]!r} inside a link")
            getattr(self, "take_" + kind)(token)
        if self.link[0]:
            raise Strict(f"{self.link[0]} is not closed")

    def links(self):
        """{(row, column): (address, id)}"""
        return {(r, c): cell[1:] for r, row in enumerate(self.cells)
                for c, cell in enumerate(row) if cell[1]}

    def text(self, row):
        return "".join(cell[0] for cell in self.cells[row])

    # --- tokens --------------------------------------------------------------------------------

    def take_osc(self, token):
        text = token["osc"].decode("ascii")
        if text.startswith("8;"):
            found = LINK.fullmatch(text)
            if not found:
                raise Strict(f"no link: {text!r}")
            if bool(found[2]) == bool(self.link[0]):
                raise Strict(f"opened twice, or closed without being open: {text!r}")
            self.link, self.n_links = (found[2], found[1]), self.n_links + bool(found[2])
        elif text != "11;?" and not text.startswith("52;c;"):
            raise Strict(f"another OSC: {text!r}")

    def take_esc(self, token):
        if token["esc"] == b"M" and self.row == self.region[0]:
            self.scroll(-1)
        elif token["esc"] == b"M":
            self.row = max(self.row - 1, 0)
        elif token["esc"] == b"7":
            self.saved = self.row, self.column
        elif token["esc"] == b"8":
            self.row, self.column = self.saved

    def take_control(self, token):
        control = token["control"]
        if control == b"\r":
            self.column = 0
        elif control == b"\n":
            if self.row == self.region[1]:
                self.scroll(1)
            else:
                self.row = min(self.row + 1, self.rows - 1)
        elif control == b"\b":
            self.column = max(min(self.column, self.columns - 1) - 1, 0)
        elif control == b"\t":
            self.column = min((self.column // 8 + 1) * 8, self.columns - 1)
        elif control not in b"\x0e\x0f\x07":
            raise Strict(f"another control: {control!r}")

    def take_text(self, token):
        for character in token["text"].decode():
            self.put(character)

    def put(self, character):
        width = LIBC.wcwidth(ord(character))
        if width <= 0:
            if self.column:
                cell = self.cells[self.row][self.column - 1]
                self.cells[self.row][self.column - 1] = (cell[0] + character, *cell[1:])
            return
        if self.column + width > self.columns:
            self.row, self.column = min(self.row + 1, self.rows - 1), 0
        self.cells[self.row][self.column] = (character, *self.link)
        for more in range(1, width):
            self.cells[self.row][self.column + more] = ("", *self.link)
        self.column, self.last = self.column + width, character

    def take_csi(self, token):
        text, final = token["csi"].decode(), token["final"].decode()
        if token["inter"] or text[:1] in ("?", ">", "="):
            if final in "hl" and text == "?69":
                self.has_sides, self.sides = final == "h", (0, self.columns - 1)
            elif final not in "hlpqnc":
                raise Strict(f"another sequence: {token[0]!r}")
            return
        numbers = [int(number or 0) for number in text.split(";")]
        first = numbers[0] or 1
        action = {"H": self.go, "K": self.erase_row, "J": self.erase, "r": self.set_region,
                  "s": self.set_sides}.get(final)
        if action:
            action(numbers)
        elif final in "ABCD":
            self.row += {"A": -first, "B": first}.get(final, 0)
            self.column = min(self.column, self.columns - 1) + {"C": first, "D": -first}.get(final, 0)
            self.clamp()
        elif final == "G":
            self.column = first - 1
        elif final == "d":
            self.row = first - 1
        elif final in "ST":
            self.scroll(first if final == "S" else -first)
        elif final == "X":
            self.blank(self.row, self.column, self.column + first)
        elif final == "b":
            for _ in range(first):
                self.put(self.last)
        elif final not in "mhltc":
            raise Strict(f"another sequence: {token[0]!r}")

    # --- what they do --------------------------------------------------------------------------

    def clamp(self):
        self.row = min(max(self.row, 0), self.rows - 1)
        self.column = min(max(self.column, 0), self.columns - 1)

    def go(self, numbers):
        self.row, self.column = (numbers[0] or 1) - 1, (numbers + [1])[1] - 1
        self.clamp()

    def blank(self, row, first, end):
        for column in range(first, min(end, self.columns)):
            self.cells[row][column] = BLANK

    def erase_row(self, numbers):
        first, end = {0: (self.column, self.columns), 1: (0, self.column + 1),
                      2: (0, self.columns)}[numbers[0]]
        self.blank(self.row, first, end)

    def erase(self, numbers):
        if numbers[0] == 0:
            self.erase_row([0])
        for row in range(self.row + 1 if numbers[0] == 0 else 0, self.rows):
            self.blank(row, 0, self.columns)

    def set_region(self, numbers):
        top, bottom = (numbers + [0])[:2]
        self.region = (max(top, 1) - 1, (bottom or self.rows) - 1)
        self.row = self.column = 0

    def set_sides(self, numbers):
        if self.has_sides:
            self.sides = (numbers[0] - 1, numbers[1] - 1)

    def scroll(self, n):
        (top, bottom), (left, right) = self.region, self.sides
        step = 1 if n > 0 else -1
        for row in range(top if n > 0 else bottom, bottom + 1 if n > 0 else top - 1, step):
            for column in range(left, right + 1):
                inside = top <= row + n <= bottom
                self.cells[row][column] = self.cells[row + n][column] if inside else BLANK
