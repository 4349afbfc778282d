#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile strings in every place a stranger can fill; what reaches the terminal must be harmless.

Usage: hostile.py [--program build/imolog] [--only WORD] [--verbose]

Each payload stands in all places of a history at once, and in a file's name, an argument, a
theme and a configuration. Panes, documents in every format and sentences about errors are taken
apart by a strict parser; any sequence not on the list fails. Ends with "N passed, N failed".
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from payloads import PAYLOADS  # noqa: E402
from program import Ended, Program, environment  # noqa: E402

BIDI = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A)) | {0x200E, 0x200F, 0x061C}
HIDDEN = {0x200B, 0xFEFF, 0x2060, 0x180E} | set(range(0xE0000, 0xE0080))

SGR = re.compile(r"\x1b\[[0-9;:]*m")
# What ncurses sends from the description of xterm-256color.
SEQUENCES = re.compile(
    r"\x1b(?:"
    r"\[[0-9;]*[mHfABCDEFGdXKJMLPST@b]"  # styles, moves, erasing, inserting, deleting, repeating
    r"|\[[0-9]*;?[0-9]*r"                # the scrolling region
    r"|\[\?(?:1049|1047|25|1|7|12|2004|1000|1002|1003|1004|1006)(?:;(?:25|12))?[hl]"
    r"|\[4[hl]|\[2[23];0;0t|\[!p|\[\?[34];?[34]?l"
    r"|\[\?69(?:[hl]|\$p)|\[[0-9]+;[0-9]+s|\]11;\?\x1b\\|\[c"  # margins; questions
    r"|[78=>MDE]|\([B0]|\)[B0]"
    r")")


def check_text(text, allowed=()):
    """What is wrong with text free of sequences: controls, reordering, hidden characters."""
    for at, char in enumerate(text):
        code = ord(char)
        is_control = code < 0x20 or 0x7F <= code < 0xA0
        if is_control and char not in allowed:
            return f"control U+{code:04X} in {text[max(0, at - 20):at + 20]!r}"
        if code in BIDI or code in HIDDEN:
            return f"U+{code:04X} in {text[max(0, at - 20):at + 20]!r}"
    return None


def decode(data):
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", f"not UTF-8 at {error.start}: {data[max(0, error.start - 20):error.start + 20]!r}"


def check_panes(data):
    text, wrong = decode(data)
    return wrong or check_text(SEQUENCES.sub("", text), "\r\n\b\t\x0f\x0e")


def check_plain(data):
    text, wrong = decode(data)
    return wrong or check_text(text, "\n\t")


def check_ansi(data):
    text, wrong = decode(data)
    return wrong or check_text(SGR.sub("", text), "\n\t")


def check_json(data):
    """Controls are escaped, and it is JSON; hidden characters are data and stay."""
    text, wrong = decode(data)
    for char in text:
        if (ord(char) < 0x20 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0:
            return f"control U+{ord(char):04X} in JSON"
    try:
        for document in filter(None, text.split("\n")):
            json.loads(document)
    except ValueError:
        try:
            json.loads(text)
        except ValueError as error:
            return f"not JSON: {error}"
    return wrong


def check_csv(data):
    """CR belongs to the ends of records alone."""
    return check_plain(data.replace(b"\r\n", b"\n"))


FORMATS = [("text", check_plain), ("ansi", check_ansi), ("json", check_json),
           ("jsonl", check_json), ("markdown", check_plain), ("html", check_plain),
           ("csv", check_csv)]


# --- a history with the payload in all places -----------------------------------------------


def message(number, sender, text, params=None):
    return {"id": str(number), "chatid": "2210", "senderid": str(sender),
            "recipientid": "chat2210", "date": "2026-05-04T10:02:%02d+03:00" % (number % 60),
            "text": text, "textlegacy": text, "params": params or []}


def attachment(bad):
    return {"description": bad, "color": bad, "id": 1, "blocks": [
        {"message": bad}, {"html": bad},
        {"link": [{"name": bad, "link": "https://acme.example/" + bad, "desc": bad}]},
        {"link": [{"name": "faq", "link": bad}]},
        {"richLink": [{"name": bad, "link": "https://acme.example/", "desc": bad}]},
        {"user": [{"name": bad, "userId": 7}]},
        {"grid": [{"display": kind, "name": bad, "value": bad}
                  for kind in ("ROW", "LINE", "BLOCK", "TABLE", bad)]},
        {"image": [{"name": bad, "link": bad, "width": 640, "height": 480}]},
        {"file": [{"name": bad, "link": bad, "size": 120}]},
        {"delimiter": {"size": 200, "color": bad}}, {bad: bad}]}


def messages(bad):
    keyboard = [{"text": bad, "link": bad, "display": "LINE", "action": "SEND",
                 "actionValue": bad}]
    return [
        message(101, 450, bad), message(102, 7, "before " + bad + " after"),
        message(103, 450, f"[URL=https://acme.example/{bad}]{bad}[/URL] [URL]{bad}[/URL]"),
        message(104, 7, f"[B]{bad}[/B] [I]{bad}[/I] [CODE]{bad}[/CODE] [SEND={bad}]{bad}[/SEND]"),
        message(105, 7, f"[USER=7]{bad}[/USER] [CHAT=1]{bad}[/CHAT] [QUOTE]{bad}[/QUOTE]"),
        message(106, 0, bad, {"class": "bx-messenger-content-item-system",
                              "attach": [attachment(bad)]}),
        message(107, 450, "file", {"fileId": [5437]}),
        message(108, 31, "bot", {"keyboard": keyboard, "name": bad}),
        message(109, 0, bad, {"class": bad, "componentId": bad, "imolCommentHead": bad}),
        message(110, 999, ">>" + bad + "\n------\n" + bad + "\n------")]


def user(number, name, **more):
    return {"id": str(number), "name": name, "firstName": name, "lastName": "", "color": "#ab7761",
            "workPosition": name, "bot": False, "connector": False, **more}


def history(bad):
    listed = messages(bad)
    users = [user(450, bad, connector=True), user(7, bad), user(31, bad, bot=True, color=bad)]
    chat = {"id": "2210", "name": bad, "entityType": "LINES", "entityId": f"{bad}|58|1981|450",
            "entityData1": f"Y|{bad}|1205|N|N|903|1684478426|0|0|0", "type": "lines"}
    file = {"id": 5437, "chatId": 2210, "name": bad, "type": "file", "extension": bad,
            "size": 120034, "status": "done", "authorId": 450, "authorName": bad,
            "urlShow": bad, "urlDownload": bad, "image": False}
    return {"result": {
        "chatId": 2210, "sessionId": 903, "sessionVoteHead": 4, "sessionCommentHead": bad,
        "canVoteHead": bad, "userId": "chat2210",
        "message": {m["id"]: m for m in reversed(listed)},
        "usersMessage": {"chat2210": [m["id"] for m in reversed(listed)]},
        "users": {u["id"]: u for u in users}, "chat": {"2210": chat},
        "files": {"5437": file}, "userInChat": {"2210": [7]}}}


def as_json(value):
    """Payloads are bytes: what is no UTF-8 stands in the file as it is, the rest as it may."""
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "surrogateescape")


# --- running ---------------------------------------------------------------------------------


class Hostile:
    def __init__(self, options, home):
        self.program, self.verbose, self.home = options.program, options.verbose, Path(home)
        self.passed = self.failed = 0
        self.sane = str(self.home / "sane.json")
        Path(self.sane).write_bytes(as_json(history("plain")))
        self.has_chats = bool(self.run(["chats", self.sane])[0])

    def judge(self, what, wrong):
        if wrong:
            self.failed += 1
            print(f"FAIL {what}: {wrong}", flush=True)
        else:
            self.passed += 1
            if self.verbose:
                print(f"ok {what}")

    def run(self, arguments):
        """Standard output, standard error, and what is wrong with the way it ended."""
        command = [os.fsencode(self.program)] + [
            a if isinstance(a, bytes) else os.fsencode(a) for a in arguments]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                                  env=environment(str(self.home)), timeout=60, check=False)
        except subprocess.TimeoutExpired:
            return b"", b"", "took longer than 60 s"
        if done.returncode not in range(5):
            return done.stdout, done.stderr, f"ended with {done.returncode}: {done.stderr[-300:]!r}"
        return done.stdout, done.stderr, None

    def check_run(self, what, arguments, check, must_print=False):
        out, sentences, wrong = self.run(arguments)
        if must_print and not out:
            wrong = wrong or f"printed nothing: {sentences[-300:]!r}"
        self.judge(what, wrong or check(out))
        self.judge(what + ", standard error", check_plain(sentences))

    def check_panes(self, what, arguments):
        program = Program([self.program, *arguments], environment(str(self.home)), keep=True)
        try:
            program.settle()
            for keys in (b"l", b"G", b"g", b" ", b"h"):
                program.press(keys)
            program.send(b"q")
            status = program.wait()
            wrong = None if status in range(5) else f"ended with {status}"
        except (Ended, TimeoutError) as error:
            wrong = f"{error}; {program.take()[-200:]!r}"
        finally:
            program.close()
        self.judge(what, wrong or check_panes(program.take()))

    def check_history(self, name, path):
        self.check_panes(f"{name}: panes", [path])
        for form, check in FORMATS:
            more = ["--color=always"] if form == "ansi" else []
            self.check_run(f"{name}: print -f {form}", ["print", "-f", form, *more, path], check,
                           must_print=True)
        if self.has_chats:
            self.check_run(f"{name}: chats", ["chats", path], check_plain, must_print=True)

    def check_errors(self, name, bad, raw):
        folder = self.home
        answer = folder / "error.json"
        answer.write_bytes(as_json({"error": bad, "error_description": bad}))
        self.check_run(f"{name}: error_description", ["print", answer], check_plain)
        answer.write_bytes(b'{"result": ' + raw)
        self.check_run(f"{name}: broken JSON", ["print", answer], check_plain)
        word = raw.replace(b"\0", b"")[:1000]
        for what, arguments in (("argument", [b"--" + word]), ("command's option", [
                "print", b"-f", word]), ("missing file", ["print", b"no such " + word])):
            self.check_run(f"{name}: {what}", arguments, check_plain)

    def check_file_name(self, name, raw):
        word = raw.replace(b"\0", b"").replace(b"/", b"_")[:200]
        path = os.fsencode(str(self.home)) + b"/x" + word + b".json"
        try:
            Path(os.fsdecode(path)).write_bytes(as_json({"error": "ACCESS_DENIED"}))
        except OSError:
            return
        self.check_run(f"{name}: file name", ["print", path], check_plain)
        os.unlink(path)

    def check_theme(self, name, raw):
        folder = self.home / ".config/imolog/themes"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bad.theme").write_bytes(
            b"text " + raw + b" - bold\n" + raw + b" red - bold\nclient red - " + raw + b"\n")
        self.check_run(f"{name}: theme", ["print", "-f", "ansi", "--color=always", "--theme=bad",
                                          self.sane], check_ansi, must_print=True)

    def check_config(self, name, raw):
        path = self.home / "bad.conf"
        path.write_bytes(b"%s = 1\ntheme = %s\nbind any \"%s\" next\nbind %s x next\n"
                         b"color %s red -\ninclude %s\n%s\n" % ((raw,) * 7))
        for option in "--check-config", "--dump-config":
            self.check_run(f"{name}: {option}", ["--config", path, option], check_plain)

    def check_payload(self, name, raw):
        bad = raw.decode("utf-8", "surrogateescape")
        path = self.home / "history.json"
        path.write_bytes(as_json(history(bad)))
        self.check_history(name, str(path))
        self.check_errors(name, bad, raw)
        self.check_file_name(name, raw)
        self.check_theme(name, raw)
        self.check_config(name, raw)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--only", default="", help="payloads whose name holds this word")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as home:
        hostile = Hostile(options, home)
        for name, raw in PAYLOADS:
            if options.only in name:
                hostile.check_payload(name, raw)
    print(f"{hostile.passed} passed, {hostile.failed} failed")
    return hostile.failed > 0 or hostile.passed == 0


if __name__ == "__main__":
    sys.exit(main())
