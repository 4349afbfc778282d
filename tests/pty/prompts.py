# SPDX-License-Identifier: MIT
"""What is typed and pasted into prompts."""
import json
import re
import signal
import time
from pathlib import Path

from setting import DAMAGED, case, check

GENERATOR = Path(__file__).resolve().parent.parent / "bench/generate.py"


def history(setting, texts, chat=10):
    """An answer of imopenlines.session.history.get with these texts."""
    first = chat * 1000000
    messages = {str(first + i): {"id": str(first + i), "chatid": str(chat), "senderid": "5",
                                 "date": f"2026-05-{4 + i // 36000:02}T{10 + i // 3600 % 10:02}:"
                                 f"{i // 60 % 60:02}:{i % 60:02}+03:00", "text": text, "params": []}
                for i, text in enumerate(texts, 1)}
    answer = {"result": {"chatId": chat, "sessionId": chat, "message": messages,
                         "users": {"5": {"id": "5", "name": "Guest", "connector": True}},
                         "chat": {str(chat): {"id": str(chat), "name": f"Chat {chat}", "type": "lines"}},
                         "usersMessage": {f"chat{chat}": list(messages)}, "files": []}}
    path = Path(setting.home) / f"history{chat}.json"
    path.write_text(json.dumps(answer))
    return str(path)


def paste(data):
    return b"\x1b[200~" + data + b"\x1b[201~"


def bottom(rows):
    """What is told may take many of them."""
    return " ".join(row.strip() for row in rows[18:])


@case
def a_megabyte_is_pasted_into_the_search(setting):
    with setting.show() as shown:
        for data in (b"a" * (1 << 20), "ё".encode() * (1 << 19), b"\0\x1b[31m\r\n\xff" * (1 << 17),
                     "e\u0301👍🏽\u200d".encode() * (1 << 16)):
            begin = time.monotonic()
            shown.press("/", paste(data))
            check("it was cut" in shown.rows[28], f"not told: {shown.rows[28]!r}")
            shown.press("x")
            shown.press("\x1b")
            check(time.monotonic() - begin < 20, "took too long")
            check(re.search(r"help · q quit", shown.rows[29]), "the prompt is not closed")
        shown.press("/", paste("Диалог".encode()), "\r")
        check(re.search(r"\d+ of \d+", shown.rows[29]), f"a paste is not searched: {shown.rows[29]}")
        shown.quit()


@case
def a_word_is_searched_as_it_is_typed(setting):
    """The layout must not keep what a letter before looked for."""
    with setting.show(history(setting, [f"letter {i} " + "word " * (i % 40) + "delivery" * (i % 9)
                                        for i in range(3000)])) as shown:
        for keys in ("/delivery", "\x7f" * 9 + "g/letter 27\x1b", "&deliver\r", "/word\r", "n", "N"):
            shown.press(*keys)
        shown.quit()


@case
def tab_completes_what_is_next(setting):
    for name in ("one", "other"):
        (Path(setting.home) / name).write_text("")
    (Path(setting.home) / "folder").mkdir()
    completed = {
        ":\t": "goto  grep  help", ":zz\t": "nothing begins so", ":go\t13:00": ":goto 13:00 ",
        ":s\t": "set  save  save!", ":sa\t\t\t": ":save! ", ":sa\t\t\t\t\t": ":save ",
        ":th\tn\t": ":theme nord ", ":theme \t": "dark  default  gruvbox", ":5 max\t": ":5 maximize ",
        ":set the\tso\td\t": ":set theme solarized-dark ", ":set redact=names,ph\t": "names,phones ",
        ":set mou\to\t": "on  off", ":set timezone = l\t": "= local ",
        ":bind me\tY fac\t": ":bind messages Y facts ", ":export \t": "text  ansi  markdown",
        ":export h\tchat-1 ses\t": ":export html chat-1 session ", ":help next-s\t": ":help next-session ",
        ":filter st\to\t": ":filter status:open ", ":filter -vote:good,b\t": "-vote:good,bad ",
        ":filter operator:pri\t": "operator:Priya ", ":save ~/f\t": ":save ~/folder/ ",
        ":save ~/o\t": "one  other", "&from:pr\t": "&from:Priya ", "P-role:client,o\t": ",operator ",
        "xh\x15~/on\t": "~/one ",
    }
    with setting.show() as shown:
        shown.press("JJl")
        for keys, wanted in completed.items():
            rows = shown.press(*keys)
            check(wanted in bottom(rows), f"{keys!r}: {bottom(rows)!r}")
            shown.press("\x1b", "\x1b")
        shown.quit()
    with setting.show("--demo", "--secure") as shown:
        check("nothing begins so" in shown.press(*":save ~/o\t")[29], shown.rows[29])


@case
def a_word_may_be_cut_short(setting):
    told = {
        "max": "help", "zz": "zz is no command", "s": "s may be set, save, save!",
        "goto": "goto PLACE: number", "set": "set OPTION", "set theme": "theme = default",
        "theme nord": "help", "theme": "theme = nord", "set save-to": "save-to is not set",
        "help next-chat": "1/1", "help foo": "nothing with foo", "help config": "100 %",
        "help themes": "100 %", "w": "save FILE", "save ~/copy": "~/copy was written",
        "w ~/copy": "replace it by :save!", "w! ~/copy": "was written", "40": "40/42",
        "goto -1h": "26/42", "+3m": "27/42", "+9d": "42/42", "-90d": "1/42", "goto +5x": "no place",
    }
    with setting.show() as shown:
        shown.press("JJl")
        for line, wanted in told.items():
            rows = shown.press(f":{line}\r")
            check(wanted in bottom(rows), f"{line}: {bottom(rows)!r}")
            if "help" in line:
                shown.press("q")
    check((Path(setting.home) / "copy").read_text(), "nothing was written")
    for line in ("q", "q!", "x", "qa", "qui", "quit"):
        program = setting.start()
        program.send(f":{line}\r".encode())
        check(program.wait(10) == DAMAGED, f":{line} does not leave")
        program.close()


@case
def an_expression_that_explodes_is_stopped(setting):
    texts = [("a" * 5000 + " b ") * 3 if i % 2 else f"short {i}" for i in range(4000)]
    with setting.show(history(setting, texts)) as shown:
        for before in ("/", "&"):
            shown.press(before, "\x12", "\x12")
            check("regular expression" in shown.rows[29], f"no expression: {shown.rows[29]!r}")
            for key in r"^(a|aa)+$":
                begin = time.monotonic()
                shown.press(key)
                waited = time.monotonic() - begin
                check(waited < 2, f"{waited:.1f} s after {key}")
            if before == "&":
                shown.press("\r")
            check("too long" in shown.rows[29], f"not told: {shown.rows[29]!r}")
            if before == "/":
                shown.press("\x1b")
        shown.press("&", "\r")
        shown.press("k", "g", "G")
        shown.quit()


@case
def a_key_that_only_moves_the_cursor_searches_nothing_anew(setting):
    texts = [("a" * 3000 + " b ") * 3 for _ in range(400)]
    with setting.show(history(setting, texts)) as shown:
        begin = shown.program.cpu_ns()
        shown.press("/", "\x12", "\x12", "^(a|aa)+$")
        searched = shown.program.cpu_ns() - begin
        check("too long" in shown.rows[29], f"not told: {shown.rows[29]!r}")
        begin = shown.program.cpu_ns()
        for key in ("\x1b[D", "\x1bOH", "\x1b[C", "\x1bOF", "\x05", "\x01"):
            shown.press(key)
            check(shown.rows[29].startswith("/^(a|aa)+$"), f"another line: {shown.rows[29]!r}")
        spent = shown.program.cpu_ns() - begin
        check(spent < searched / 4, f"{spent / 1e6:.1f} ms after {searched / 1e6:.1f} ms")
        shown.press("\x1b")
        shown.quit()


@case
def ctrl_c_ends_what_waits_and_twice_the_program(setting):
    """What waits for a key goes, also what lies over the panes; a key between is a new beginning."""
    with setting.show() as shown:
        before = shown.press("l")[:-1]
        for keys in ((), ("y",), ("12",), ("m",), ("?",), ("/", "paper"), (":",), ("t", ";")):
            shown.press(*keys)
            shown.press("\x03")
            check("press Ctrl-C again to quit" in shown.rows[29], f"{keys}: {shown.rows[29]!r}")
            if keys[:1] != ("t",):
                check(shown.rows[:-1] == before, f"{keys}: something is left")
            shown.press("\x1b")
        shown.press("?", "y", "\x03")
        check("press Ctrl-C again to quit" in shown.rows[29], f"in help: {shown.rows[29]!r}")
        shown.program.send(b"\x03")
        check(shown.program.wait(10) == -signal.SIGINT, "another end")


@case
def what_does_nothing_says_so(setting):
    with setting.show() as shown:
        for keys, told in (("jj\r]v", "search went on at the first message"),
                           ("[u", "search went on at the last message"),
                           ("}", "there is none further down"), ("]s", "there is none further down"),
                           ("g(", "there is none further up"), ("2{", "there is none further up"),
                           ("&the\r", "filter: 23"), ("}}", "there is none further down"),
                           ("I", "I is not bound; ? shows all keys"), ("r", "r is not bound"),
                           ("\x01", "Ctrl-A is not bound"), ("yQ", "Q is not bound"),
                           ("\x1b[1;6P", "this key is not bound"), ("y\x1b", "? help"),
                           ("F", "demo does not change"), ("F", "demo does not change")):
            shown.press(keys)
            check(told in shown.rows[29], f"{keys!r}: {shown.rows[29]!r}")
        shown.quit()


@case
def a_query_has_so_many_terms(setting):
    with setting.show() as shown:
        for sign, told in (("&", "only the first 64 terms"), (":filter ", "at most 64 terms")):
            shown.press(sign, paste(b"a b " * (1 << 18)))
            begin = time.monotonic()
            shown.press("\r")
            check(time.monotonic() - begin < 1, f"{sign} took {time.monotonic() - begin:.1f} s")
            check(told in shown.rows[29], f"not told: {shown.rows[29]!r}")
            shown.press(sign, "\r")
        shown.quit()
