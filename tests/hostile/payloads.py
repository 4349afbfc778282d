# SPDX-License-Identifier: MIT
"""Strings that act on a terminal, reorder, hide or break text: (name, bytes)."""

ST = b"\x1b\\"


def text(string):
    return string.encode("utf-8")


SEQUENCES = [
    ("clear", b"\x1b[2J"), ("colour", b"\x1b[31mred"), ("cursor up", b"\x1b[10A"),
    ("cursor report", b"\x1b[6n"), ("attributes report", b"\x1b[c\x1b[>c\x1b[=c"),
    ("mouse on", b"\x1b[?1003h"), ("leave alternate screen", b"\x1b[?1049l"),
    ("hide cursor", b"\x1b[?25l"), ("reset", b"\x1bc"), ("alignment", b"\x1b#8"),
    ("title report", b"\x1b[21t"), ("resize window", b"\x1b[8;5;5t"),
    ("scroll region", b"\x1b[5;6r"), ("title", b"\x1b]0;owned\x07"),
    ("clipboard", b"\x1b]52;c;b3duZWQ=\x07"), ("clipboard read", b"\x1b]52;c;?" + ST),
    ("hyperlink", b"\x1b]8;;http://evil.example" + ST + b"bank" + b"\x1b]8;;" + ST),
    ("font", b"\x1b]50;i$(touch /tmp/owned)\x07"), ("palette", b"\x1b]4;1;?\x07"),
    ("unterminated OSC", b"\x1b]"), ("unterminated OSC text", b"\x1b]0;never ends"),
    ("DECRQSS", b"\x1bP$qm" + ST), ("tmux passthrough", b"\x1bPtmux;\x1b\x1b]0;x\x07" + ST),
    ("sixel", b"\x1bPq#0;2;0;0;0" + ST), ("APC", b"\x1b_Gi=1,a=q;AAAA" + ST),
    ("PM", b"\x1b^text" + ST), ("SOS", b"\x1bXtext" + ST), ("lone escape", b"\x1b"),
    ("escape at the end", b"text\x1b"), ("half CSI", b"\x1b["), ("CSI with breaks", b"\x1b[3\n1m"),
    ("charset", b"\x1b(0\x0e"), ("iTerm2", b"\x1b]1337;File=inline=1:AAAA\x07"),
    ("notification", b"\x1b]9;hello\x07\x1b]777;notify;a;b\x07"),
    ("bracketed paste end", b"\x1b[201~rm -rf"), ("keypad", b"\x1b=\x1b>"),
]

C1 = [
    ("CSI as UTF-8", b"\xc2\x9b31m"), ("OSC as UTF-8", b"\xc2\x9d0;t\xc2\x9c"),
    ("DCS as UTF-8", b"\xc2\x90$qm\xc2\x9c"), ("APC as UTF-8", b"\xc2\x9fG\xc2\x9c"),
    ("raw CSI", b"\x9b31m"), ("raw OSC", b"\x9d0;t\x9c"), ("raw DCS", b"\x90$q\x9c"),
    ("NEL IND RI", b"\xc2\x85a\xc2\x84b\xc2\x8d"),
    ("all C1", text("".join(map(chr, range(0x80, 0xA0))))),
]

C0 = [
    ("enquiry", b"\x05"), ("shift out", b"\x0e\x0f"), ("bell", b"\x07" * 5),
    ("backspaces", b"honest" + b"\x08" * 80 + b"forged"), ("carriage return", b"honest\rforged"),
    ("vertical tab, form feed", b"a\x0bb\x0cc"), ("delete", b"a\x7fb"), ("null", b"a\0b"),
    ("all C0", bytes(range(1, 32))), ("CAN and SUB", b"\x1b[3\x18\x1am"),
    ("tabs", b"\t" * 200), ("CR LF", b"a\r\nb\r\r\nc"),
]

UNICODE = [
    ("RLO", text("photo\u202egpj.exe")), ("isolates", text("\u2066a\u2067b\u2068c\u2069")),
    ("unbalanced", text("\u202e" * 1000)), ("marks", text("\u200e\u200f\u061c")),
    ("ZWJ chain", text("\U0001f468\u200d" * 500)), ("zalgo", text("a" + "\u0301" * 10000)),
    ("tags", text("a" + "".join(chr(0xE0000 + ord(c)) for c in "ignore") + "\U000e007f")),
    ("BOM", text("\ufeffa\ufeff")), ("zero width", text("a\u200bb\u2060c\u00add\u180ee")),
    ("separators", text("a\u2028b\u2029c")), ("noncharacters", text("\ufffe\uffff\U0010ffff")),
    ("private use", text("\ue000\U000f0000")), ("Hangul fillers", text("\u115f\u1160\u3164\uffa0")),
    ("odd regional indicators", text("\U0001f1f7\U0001f1fa\U0001f1f7")),
    ("wide at the edge", text("あ" * 200)), ("Arabic", text("مرحبا " * 30)),
    ("variation selectors", text("❤\ufe0f☺\ufe0e" * 50)), ("lone mark", text("\u0301\u20e3")),
    ("overlong", b"a\xc0\x80b\xe0\x80\xafc"), ("surrogate", b"\xed\xa0\x80\xed\xb0\x80"),
    ("beyond Unicode", b"\xf4\x90\x80\x80\xf8\x88\x80\x80\x80"), ("truncated", b"\xf0\x9f\x98"),
    ("all high bytes", bytes(range(0x80, 0x100))),
]

WORDS = [
    ("path up", b"../../.ssh/authorized_keys"), ("option", b"-rf"), ("percent path", b"%2e%2e%2f"),
    ("format", b"%s%n%1000000d"), ("javascript", b"JaVaScRiPt:alert(1)"),
    ("file URL", b"file:///etc/passwd"), ("user in URL", b"http://acme@evil.example/"),
    ("header in URL", b"https://host\r\nX: y"), ("shell", b"$(touch /tmp/owned)`id`;'\"\\"),
    ("HTML", b"<script>alert(1)</script><img src=x onerror=alert(1)>&\"'"),
    ("formula", b"=cmd|' /C calc'!A0"), ("Markdown", b"[a](javascript:x) ``` <b> # |"),
    ("deep BBCode", b"[b]" * 2000), ("open URL tags", b"[url=" * 1000),
    ("crossed BBCode", b"[b][i][/b][/i][url=x][quote][/url]"), ("breaks", b"\n" * 2000),
    ("long word", b"w" * 20000), ("empty", b""),
]

PAYLOADS = SEQUENCES + C1 + C0 + UNICODE + WORDS
