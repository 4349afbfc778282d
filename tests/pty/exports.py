# SPDX-License-Identifier: MIT
"""Files that x and :export write."""
import json
import os
import re
import signal
import time
from pathlib import Path

from archives import made
from program import Program, environment
from setting import SANITIZERS, case, check, wait_for


def export(shown, keys, name):
    """Types the keys that lead to the prompt, then this name; gives the bottom row."""
    return shown.press(*filter(None, [*keys, "\x15", name, "\r"]))[-1]


def ids(path):
    return [json.loads(line)["id"] for line in Path(path).read_text().splitlines()]


@case
def a_session_a_range_what_is_filtered_and_tagged_are_exported(setting):
    out = Path(setting.home) / "out"
    out.mkdir()
    with setting.show("--demo", "--chat", "2301", size=(160, 30)) as shown:
        shown.press("l", "G")
        told = export(shown, ["x", "j"], f"{out}/session")
        check("16 messages written to" in told, told)
        shown.press("k", "t", "k", "k", "t")
        told = export(shown, [";", "x", "j"], f"{out}/tagged")
        check("2 messages written to" in told, told)
        shown.press("V", "k", "k")
        told = export(shown, ["x", "j"], f"{out}/range")
        check("3 messages written to" in told, told)
        shown.press("\x1b")
        shown.press("&invoice\r")
        told = export(shown, ["x", "j"], f"{out}/filtered")
        shown.press(f":export jsonl {out}/chat chat\r", f":export jsonl {out}/all all\r")
        shown.quit()
    session = ids(out / "session")
    check(len(session) == 16, session)
    check(set(ids(out / "tagged")) < set(session) and len(ids(out / "tagged")) == 2, "tagged")
    check(len(ids(out / "range")) == 3, "range")
    found = (out / "filtered").read_text().splitlines()
    check(found and all("invoice" in line.lower() for line in found), found)
    check(set(session) < set(ids(out / "chat")) < set(ids(out / "all")), "chat and all")
    for file in out.iterdir():
        check(file.stat().st_mode & 0o777 == 0o600, f"the mode of {file}")


@case
def in_the_list_a_chat_or_the_tagged_chats_are_exported(setting):
    out = Path(setting.home) / "out"
    out.mkdir()
    with setting.show() as shown:
        shown.press("JJ", "x", "j")
        check("to file: chat-2301.jsonl" in shown.rows[29], shown.rows[29])
        told = export(shown, [], f"{out}/chat")
        check("42 messages written to" in told, told)
        export(shown, ["g", "ttt", ";", "x", "j"], f"{out}/tagged")
        shown.press(f":export jsonl {out}/all all\r")
        shown.quit()
    check(set(ids(out / "chat")) < set(ids(out / "tagged")) < set(ids(out / "all")), "which")


@case
def each_format_is_exported_under_its_name(setting):
    before = os.getcwd()
    setting.imolog, setting.cells = map(os.path.abspath, (setting.imolog, setting.cells))
    os.chdir(setting.home)
    with setting.show("--demo", "--chat", "2301", size=(160, 30)) as shown:
        shown.press("l", "G")
        for key, end, begin in (("t", "txt", "Harriet Lowe"), ("m", "md", "# Harriet Lowe"),
                                ("h", "html", "<!DOCTYPE html>"), ("j", "jsonl", '{"chat":"2301"'),
                                ("c", "csv", "chat,chat_name")):
            name = f"chat-2301-session-955.{end}"
            check(f"to file: {name}" in shown.press("x", key)[-1], shown.rows[-1])
            check(f"16 messages written to {name}" in shown.press("\r")[-1], shown.rows[-1])
            check(Path(name).read_text().startswith(begin), f"{name} begins otherwise")
        shown.quit()
    os.chdir(before)


@case
def a_file_is_replaced_only_after_y(setting):
    kept = Path(setting.home) / "kept"
    with setting.show("--demo", "--chat", "2301", size=(160, 30)) as shown:
        shown.press("l", "G")
        for answer in ("n", "\x1b", "\r", "q"):
            kept.write_text("mine")
            told = export(shown, ["x", "c"], str(kept))
            check("exists already; y replaces it" in told, told)
            shown.press(answer)
            check(kept.read_text() == "mine", f"{answer!r} replaced it")
        export(shown, ["x", "c"], str(kept))
        told = shown.press("y")[-1]
        check("16 messages written" in told and kept.read_text().startswith("chat,"), told)
        told = export(shown, ["x", "c"], "/nowhere/out.csv")
        check("/nowhere/out.csv" in told and "cannot be written" in told, told)
        check("nothing was written" in export(shown, ["x", "c"], ""), shown.rows[-1])
        told = shown.press(":export xml\r")[-1]
        check("there is no format xml" in told and "markdown" in told, told)
        shown.quit()


@case
def what_was_found_in_all_chats_is_exported(setting):
    out = Path(setting.home) / "found.jsonl"
    with setting.show("--demo", size=(160, 30)) as shown:
        told = shown.press(f":export jsonl {out} hits\r")[-1]
        check("P searches" in told and not out.exists(), told)
        shown.press("Pbackup\r", "q")
        told = shown.press(f":export jsonl {out} hits\r")[-1]
        check("6 messages written" in told, told)
        texts = out.read_text().lower().splitlines()
        check(len(texts) == 6 and all("backup" in text for text in texts), "others as well")
        shown.quit()


def long_answer(setting, n):
    messages = ",".join(f'"{i}":{{"id":"{i}","senderid":"7","date":"2026-05-04T10:00:00+03:00",'
                        f'"text":"Word{i % 9} about parcel {i}"}}' for i in range(1, n + 1))
    path = Path(setting.home) / "long.json"
    path.write_text(f'{{"result":{{"chatId":1,"sessionId":1,"message":{{{messages}}}}}}}')
    return str(path)


@case
def all_that_was_found_is_exported_not_a_page_of_it(setting):
    out = Path(setting.home) / "found.jsonl"
    with setting.show(long_answer(setting, 900), size=(160, 30)) as shown:
        shown.press("Pparcel\r")
        told = export(shown, ["x", "j"], str(out))
        check("900 messages written" in told, told)
        check(len(out.read_text().splitlines()) == 900, "others")
        shown.press("q")
        shown.press("l&word3\r", "V", "k", "k")
        told = export(shown, ["x", "j"], str(Path(setting.home) / "range.jsonl"))
        check("3 messages written" in told, told)
        shown.quit()


def begin_long(shown, path):
    """An export that takes long enough to be seen."""
    shown.program.take()
    shown.program.send(f":export html {path} all\r".encode())
    wait_for(shown.program, rb"writing: ", 20)


@case
def a_long_export_tells_how_far_it_is_and_is_ended(setting):
    out = Path(setting.home) / "all.html"
    with setting.show(f"--archive={made(setting, 48000)}") as shown:
        before = shown.look()[:-1]
        for end in (b"\x1b", b"q", b"\x03"):
            begin_long(shown, out)
            check(shown.look()[:-1] == before, "the panes are gone meanwhile")
            begin = time.monotonic()
            shown.program.send(end)
            wait_for(shown.program, rb"nothing was written", 5)
            check(time.monotonic() - begin < 0.25, f"{end} took {time.monotonic() - begin:.3f} s")
            check(shown.press()[:-1] == before, "the panes have changed")
        check(not list(Path(setting.home).glob("all*")), "something was left")
        begin_long(shown, out)
        shown.program.send(b"JJJxt:goto 1\r")  # for nobody
        shown.program.resize(90, 25)
        wait_for(shown.program, rb"48000 messages|48,?000", 60)
        shown.program.settle()
        shown.quit()
    check(out.read_text().rstrip().endswith("</html>"), "it is cut off")
    check(len(re.findall("about parcel", out.read_text())) == 48000, "not all of it")


@case
def while_a_filter_runs_nothing_is_exported(setting):
    """It would be a part of what it finds, or of what it has found the end."""
    out = Path(setting.home) / "all.jsonl"
    with setting.show(long_answer(setting, 150000)) as shown:
        shown.program.send(f"&Word5\r:export jsonl {out} all\r".encode())
        wait_for(shown.program, rb"a search still runs", 20)
        shown.program.settle()
        check("filter: 16667" in shown.press("\x0c")[-1], shown.rows[-1])
        check(not out.exists(), "it was written")
        told = shown.press(f":export jsonl {out}\r")[-1]
        check("16667 messages" in told, told)
        shown.quit()


@case
def all_is_all_while_the_list_is_still_read(setting):
    out = Path(setting.home) / "all.jsonl"
    program = Program([setting.imolog, f"--archive={made(setting, 48000)}"],
                      environment(setting.home, **SANITIZERS), keep=True)
    wait_for(program, rb"reading the list", 20)
    program.send(f":export jsonl {out} all\r".encode())
    wait_for(program, rb"48000 messages", 60)
    program.settle()
    program.send(b"Q")
    check(program.wait(20) == 0, "it did not end well")
    check(len(set(ids(out))) == 48000, "not all of it")


@case
def a_signal_ends_a_long_export_and_the_program(setting):
    out = Path(setting.home) / "all.html"
    with setting.show(f"--archive={made(setting, 48000)}") as shown:
        begin_long(shown, out)
        os.kill(shown.program.pid, signal.SIGTERM)
        check(shown.program.wait(5) != 0, "it ended as if nothing had been")
    check(not list(Path(setting.home).glob("all*")), "something was left")
