# SPDX-License-Identifier: MIT
"""Other programs on our terminal: what they do to it is undone, and --secure starts none."""
import os
import re
import signal
import time
from pathlib import Path

from program import READ
from setting import case, check, flags, plain_flags, wait_for

BACK = rb"Press any key to go back\."


def run(shown, *keys, answer=b"\r"):
    """Types a command that waits for Enter, gives its output, and comes back."""
    program = shown.program
    for key in keys[:-1]:
        shown.press(key)
    program.take()
    program.send(keys[-1].encode() if isinstance(keys[-1], str) else keys[-1])
    wait_for(program, BACK, 20)
    told = bytes(program.output)
    program.take()
    program.send(answer)
    wait_for(program, rb"\x1b\[\?1049h", 20)
    program.settle()
    shown.look()
    return told


def wait_for_read(program):
    """A key that ends a program also empties the terminal's queues: what is told may be lost."""
    until = time.monotonic() + 20
    while program.proc("syscall").split()[:1] not in ([str(READ)], []):
        check(time.monotonic() < until, "Enter is not waited for")
        time.sleep(0.01)
    time.sleep(0.1)


def is_as_before(shown, before):
    """The notice aside, and painted anew."""
    check(shown.rows[:29] == before[:29], "another screen after the program")
    shown.press("\x1b")
    fresh = shown.press("\x0c")
    check(fresh[:29] == before[:29], "painted anew it is another")


@case
def a_shell_command_comes_and_goes(setting):
    with setting.show() as shown:
        before, mine = shown.rows, flags(shown.program.slave)
        for command, told in (("true", None), ("false", "ended with status 1"),
                              ("exit 3", "ended with status 3"), ("kill -9 $$", "signal 9"),
                              ("no-such-program-here", "status 127"),
                              ("stty raw -echo", None), ("stty -icanon -isig -opost", None),
                              ("printf '\\033[31m\\033[?25h\\033[2J\\033(0\\016\\033[5;9r'", None)):
            run(shown, "!", command + "\r")
            check(told is None or told in shown.rows[29], f"{command}: {shown.rows[29]!r}")
            check(flags(shown.program.slave) == mine, f"{command}: other line settings")
            is_as_before(shown, before)
        shown.quit()


@case
def a_child_has_the_terminal_as_it_was(setting):
    with setting.show() as shown:
        path = Path(setting.home) / "settings"
        run(shown, "!", f"stty -g >'{path}'; stty raw -echo\r")
        first = path.read_text()
        run(shown, "!", f"stty -g >'{path}'\r")
        check(path.read_text() == first, "the next one gets what the last one left")
        shown.quit()
        check(flags(shown.program.slave) == plain_flags(), "and so does the shell")


@case
def a_child_that_takes_the_foreground_and_dies_gives_it_back(setting):
    with setting.show() as shown:
        before = shown.rows
        run(shown, "!", "bash -ic 'kill -9 $$' 2>/dev/null\r")
        is_as_before(shown, before)
        shown.quit()


@case
def ctrl_c_and_ctrl_d_where_enter_is_waited_for(setting):
    with setting.show() as shown:
        run(shown, "!", "true\r", answer=b"\x04")
        told = run(shown, "!", "echo once more\r")
        check(b"once more" in told, "nothing waited after Ctrl-D")
        run(shown, "!", "true\r", answer=b"\x03\r")
        shown.press("j")
        shown.quit()


@case
def ctrl_c_is_for_the_child(setting):
    with setting.show() as shown:
        program = shown.program
        shown.press("!")
        program.send(b"echo beg''un; exec sleep 60\r")  # not the word that is seen being typed
        wait_for(program, rb"begun\r", 10)
        program.take()
        program.send(b"\x03")
        wait_for_read(program)
        program.send(b"\r")
        wait_for(program, rb"\x1b\[\?1049h", 10)
        program.settle()
        shown.quit()


@case
def a_signal_where_enter_is_waited_for(setting):
    with setting.show() as shown:
        shown.press("!")
        shown.program.send(b"true\r")
        wait_for(shown.program, BACK, 10)
        os.kill(shown.program.pid, signal.SIGTERM)
        check(shown.program.wait(10) == -signal.SIGTERM, "another end")
        check(flags(shown.program.slave) == plain_flags(), "other line settings at the end")


def begin(shown, command):
    """Starts a child that stays, and gives its process number."""
    path = Path(shown.home) / "pid"
    path.unlink(missing_ok=True)
    shown.press("!")
    shown.program.send(f"echo $$ >'{path}'; echo beg''un; {command}\r".encode())
    wait_for(shown.program, rb"begun\r", 10)
    return int(path.read_text())


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] == "Z"
    except OSError:
        return True


@case
def a_signal_while_a_child_has_the_terminal(setting):
    """Whatever the child makes of it; what was done before is kept."""
    deaf = "trap '' TERM HUP; while :; do sleep 1; done"
    for signo in (signal.SIGTERM, signal.SIGHUP):
        for command, is_deaf in (("exec sleep 60", False), ("sleep 60; true", False),
                                 ("sleep 60 | cat", False), ("exec bash -i", False),
                                 ("kill -STOP $$", False), (deaf, True)):
            with setting.show() as shown:
                shown.home = setting.home
                shown.press("l", "2G", "ma", "5G")
                pid = begin(shown, command)
                began = time.monotonic()
                os.kill(shown.program.pid, signo)
                check(shown.program.wait(10) == -signo, f"{command}: another end")
                check(time.monotonic() - began < 3, f"{command}: waited for it")
                check(flags(shown.program.slave) == plain_flags(), f"{command}: line settings")
                check(is_deaf or is_gone(pid), f"{command}: goes on")
                if is_deaf and not is_gone(pid):
                    os.kill(pid, signal.SIGKILL)
            with setting.show() as shown:
                shown.press("l", "'a")
                check(" 2/" in shown.rows[29], f"{command}: the mark is gone: {shown.rows[29]!r}")
            (Path(setting.home) / ".local/state/imolog/state").unlink()


@case
def a_signal_while_the_editor_runs_leaves_no_copy(setting):
    name = Path(setting.home) / "copy"
    editor = Path(setting.home) / "editor"
    editor.write_text(f"#!/bin/sh\necho \"$1\" >'{name}'; echo beg''un; exec sleep 60\n")
    editor.chmod(0o755)
    with setting.show(EDITOR=str(editor)) as shown:
        shown.program.send(b"e")
        wait_for(shown.program, rb"begun\r", 10)
        copy = Path(name.read_text().strip())
        check(copy.exists(), "there is no copy to begin with")
        os.kill(shown.program.pid, signal.SIGTERM)
        check(shown.program.wait(10) == -signal.SIGTERM, "another end")
        check(not copy.exists(), "the copy was left")


@case
def messages_are_piped(setting):
    with setting.show() as shown:
        before = shown.press("l")
        told = run(shown, "|", "cat\r")
        check(re.search(rb"\d\d:\d\d", told), f"nothing came: {told!r}")
        check(b"\x1b[3" not in told.split(b"?1049l")[1], "with sequences")
        is_as_before(shown, before)
        shown.press("g", "t", "t", "t")
        check(run(shown, "|", "grep -c .\r").count(b"\n") >= 1, "three tagged")
        run(shown, "|", "true\r")  # does not read what it gets
        run(shown, "|", "exec sleep 0\r")
        shown.quit()


@case
def pager_and_editor(setting):
    out = Path(setting.home) / "seen"
    editor = Path(setting.home) / "editor"
    editor.write_text(f"#!/bin/sh\ncp \"$1\" '{out}'; stat -c %a \"$1\" >'{out}.mode'; "
                      f"echo \"$1\" >'{out}.name'; stty raw\n")
    editor.chmod(0o755)
    with setting.show(PAGER="cat", EDITOR="true") as shown:
        before = shown.rows
        for key in "ve":
            shown.program.send(key.encode())
            wait_for(shown.program, rb"(?s)\x1b\[\?1049l.*\x1b\[\?1049h", 10)
            shown.program.settle()
            shown.look()
            is_as_before(shown, before)
        shown.quit()
    with setting.show(PAGER="no-such-pager", EDITOR=str(editor)) as shown:
        shown.program.send(b"e")
        wait_for(shown.program, rb"(?s)\x1b\[\?1049l.*\x1b\[\?1049h", 10)
        shown.program.settle()
        shown.look()
        check(re.search(r"\d\d:\d\d", out.read_text()), "the editor got no chat")
        check((out.parent / "seen.mode").read_text() == "600\n", "others could read the copy")
        check(not Path((out.parent / "seen.name").read_text().strip()).exists(), "a copy was left")
        shown.program.send(b"v")
        wait_for(shown.program, rb"(?s)\x1b\[\?1049l.*\x1b\[\?1049h", 10)
        shown.program.settle()
        check("127" in shown.look()[29], f"not told: {shown.rows[29]!r}")
        shown.quit()


@case
def the_bare_view_begins_at_the_message_and_any_key_leaves_it(setting):
    with setting.show("--demo", "--chat=2301") as shown:
        before = shown.press("l", "17G")
        for key in ("B", "\x1bl"):
            for answer in (b"q", b"\x1b[A"):
                told = run(shown, key, answer=answer).decode().partition("\x1b[?1049l")[2]
                lines = told.split("\r\n")
                check("2026-05-18 10:25:58" in lines[0], f"{key}: not the message: {told!r}")
                check(15 < len(lines) <= 30, f"{key}: {len(lines)} rows")
                after = bytes(shown.program.output).partition(b"\x1b")[0]
                check(after == b"", f"{key}: {answer} was echoed: {after!r}")
                check(shown.rows == before, f"{key}: {answer} did more than go back")
        shown.quit()


@case
def secure_starts_none(setting):
    with setting.show("--demo", "--secure", PAGER="cat", EDITOR="true") as shown:
        for key in "!|ve":
            shown.press(key)
            check("--secure" in shown.rows[29], f"{key}: {shown.rows[29]!r}")
            check(b"\x1b[?1049l" not in shown.program.output, f"{key}: the screen was given away")
        shown.press(":", "shell", "\r")
        check("--secure" in shown.rows[29], f":shell: {shown.rows[29]!r}")
        shown.quit()


@case
def secure_copies_by_the_terminal_alone(setting):
    """Neither what was configured nor what is set then starts anything, nor is a file written."""
    started = Path(setting.home) / "started"
    with setting.show("--demo", "--secure", f"--clipboard=touch '{started}'",
                      XDG_RUNTIME_DIR=setting.home, TMUX="none") as shown:
        for line in (f"clipboard touch '{started}'", "secure off", f"save-to {setting.home}"):
            shown.press(f":set {line}\r")
            check("not with --secure" in shown.rows[29], f"{line}: {shown.rows[29]!r}")
        for keys in ("yh", f":save {started}\r"):
            shown.press("G", keys)
            check("OSC 52" in shown.rows[29] if keys == "yh" else "--secure" in shown.rows[29],
                  f"{keys}: {shown.rows[29]!r}")
        shown.quit()
    check(not started.exists(), "something was started or written")
    check(not (Path(setting.home) / "imolog").exists(), "what was copied is in a file")


@case
def what_is_redacted_is_so_on_every_way_out(setting):
    out = Path(setting.home) / "went"
    program = f"cat >>'{out}'; echo >>'{out}'"
    editor = Path(setting.home) / "redacted-editor"
    editor.write_text(f"#!/bin/sh\ncat \"$1\" >>'{out}'\n")
    editor.chmod(0o755)
    secrets = re.compile(r"Корнеев|Марин|Ольга|Ветров|555-01-17|79005550117|korneeva|poputny-veter|"
                         r"karetka|pamyatka|Harriet|Bexley")
    with setting.show("--demo", "--chat=2210", "--redact", f"--clipboard={program}",
                      PAGER=program, EDITOR=str(editor)) as shown:
        check("redacted" in shown.rows[29], f"the status does not say it: {shown.rows[29]!r}")
        shown.press("l", "/", "телефон", "\r")
        for keys in ("yy", "yh", "yj", "ya"):
            before = out.stat().st_size if out.exists() else 0
            shown.press(*keys)
            until = time.monotonic() + 10
            while not out.exists() or out.stat().st_size <= before + 1:
                check(time.monotonic() < until, f"{keys} copied nothing: {shown.rows[29]!r}")
                time.sleep(0.01)
        run(shown, "|", program + "\r")
        for key in "ve":
            shown.program.send(key.encode())
            wait_for(shown.program, rb"(?s)\x1b\[\?1049l.*\x1b\[\?1049h", 10)
            shown.program.settle()
            shown.look()
        bare = run(shown, "B")
        shown.quit()
    went = out.read_text() + bare.decode()
    check("[client-2]" in went and "[phone-" in went, "nothing went out")
    check(not secrets.search(went), f"it went out: {secrets.search(went)}")
