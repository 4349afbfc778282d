#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No secret leaves the program: every command, every fault of the mock portal, with and without a
terminal, also when it crashes; then everything that was written is searched for every secret, as
it is, percent-encoded, as JSON escapes it and in base64.

Usage: canary.py --program P [--only WORD]. Ends with "N passed, N failed".
"""
import argparse
import base64
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import oauth  # noqa: E402
import portal as mock  # noqa: E402
from faults import FAULTS  # noqa: E402
from program import Ended, Program, environment  # noqa: E402

CODE = "c4n4ryW3bh00kQ7zX9vK2"
mock.SECRET, oauth.CLIENT_SECRET = CODE, "c4n4ry+Cl1ent/S=cret%41Zq8"
SAMPLE = HERE.parent / "data/seed-history.json"
# The signals we send are no finding of a sanitizer.
SANITIZERS = {name: "handle_segv=0:handle_sigbus=0:handle_abort=0"
              for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS")}
PAUSE = 0.12  # seconds after a key
SECONDS = 0.7  # that a command may run under a fault, until it is made to crash
ENDS = [signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM, signal.SIGINT, signal.SIGHUP,
        signal.SIGBUS]
PROBE = """#!/bin/sh
# Everything a child can see.
out=$HOME/seen/$(basename "$0")-$$
{ env; echo "$0 $*"; cat /proc/$$/environ /proc/$$/cmdline /proc/$PPID/cmdline /proc/$PPID/environ
for a in "$@"; do [ -f "$a" ] && cat "$a"; done; [ -t 0 ] || cat; } >"$out" 2>&1
exit 0
"""


def escaped(secret):
    return "".join(f"\\u{ord(c):04x}" for c in secret)


def forms(secret):
    """What it may look like; base64 in each of the three places it may stand in a text."""
    found = {secret, quote(secret, safe=""), quote(secret, safe="").lower(), escaped(secret),
             secret.replace("/", "\\/"), "".join(f"%{ord(c):02X}" for c in secret),
             quote(quote(secret, safe=""), safe="")}
    for shift in range(3):
        text = base64.b64encode(b"_" * shift + secret.encode() + b"_" * 3).decode()
        inner = text[4 if shift else 0:len(text) - 8]
        found |= {inner, inner.replace("+", "-").replace("/", "_")}
    return [form.encode() for form in found]


def encoded(secret):
    """Texts with it, made by others than forms()."""
    text = f"?auth={secret}/"
    yield from (text.encode(), json.dumps(text).encode(), quote(text).encode())
    for before in ("", "a", "ab", "abc"):
        yield base64.b64encode((before + text).encode())
        yield base64.urlsafe_b64encode((before + text).encode())


class Hunt:
    """Collects what the program let out."""

    def __init__(self, program, home):
        self.program, self.home, self.seen, self.n = program, Path(home), [], 0
        self.passed = self.failed = 0
        self.ends = 0
        (self.home / "seen").mkdir()
        (self.home / "bin").mkdir()
        for name in ("pager", "editor", "browser", "clipboard"):
            path = self.home / "bin" / name
            path.write_text(PROBE)
            path.chmod(0o755)

    def environment(self, portal, **more):
        bin_ = f"{self.home}/bin"
        return environment(str(self.home), IMOLOG_WEBHOOK=portal.webhook, PAGER=f"{bin_}/pager",
                           EDITOR=f"{bin_}/editor", BROWSER=f"{bin_}/browser", DISPLAY=":99",
                           **{**SANITIZERS, **more})

    def keep(self, name, data):
        self.seen.append((name, data))

    def look_at(self, name, pid):
        """What others see of a process and of its children."""
        for file in ("cmdline", "environ"):
            try:
                self.keep(f"{name}: /proc/PID/{file}", Path(f"/proc/{pid}/{file}").read_bytes())
            except OSError:
                pass
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            return
        for child in children:
            self.look_at(f"{name}'s child", child)

    def run(self, portal, name, *arguments, text="", seconds=30.0, wait=True, **more):
        process = subprocess.Popen([self.program, *arguments], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=self.home, env=self.environment(portal, **more))
        process.stdin.write(text.encode())
        process.stdin.close()
        process.stdin = None
        started = (name, process, time.monotonic() + seconds)
        return self.finish(started) if wait else started

    def end(self, pid):
        self.ends += 1
        signo = ENDS[self.ends % len(ENDS)]
        try:
            os.kill(pid, signo)
            if signo == signal.SIGINT:  # the first may only stop what runs
                time.sleep(0.05)
                os.kill(pid, signo)
        except ProcessLookupError:
            pass

    def finish(self, started):
        name, process, until = started
        try:
            out, err = process.communicate(timeout=max(0.05, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.look_at(name, process.pid)
            self.end(process.pid)
            try:
                out, err = process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
        self.keep(f"{name}: standard output", out)
        self.keep(f"{name}: standard error", err)
        return process.returncode

    def panes(self, portal, *arguments):
        """Running: until it writes it may not have begun, with the environment it was given."""
        program = Program([self.program, *arguments], self.environment(portal), keep=True)
        until = time.monotonic() + 10
        while not program.drain() and not program.check_end() and time.monotonic() < until:
            time.sleep(0.002)
        return program

    def type(self, program, keys):
        """Keys, if it still runs; then what the portal and children do about them is awaited."""
        try:
            program.send(keys)
            program.settle(5)
            until = time.monotonic() + PAUSE
            while time.monotonic() < until and not program.check_end():
                program.drain()
                time.sleep(0.01)
        except (Ended, TimeoutError, OSError):
            pass

    def leave(self, name, program, how=None):
        self.look_at(name, program.pid)
        if how is None:
            self.end(program.pid)
        else:
            self.type(program, how)
        try:
            program.wait(5)
        except TimeoutError:
            pass
        self.keep(f"{name}: terminal", bytes(program.output))
        program.close()

    def files(self):
        """All of HOME but where logins are kept."""
        kept = self.home / ".config/imolog/portals"
        for path in sorted(self.home.rglob("*")):
            if path.is_file() and kept not in path.parents:
                self.keep(str(path.relative_to(self.home)), path.read_bytes())

    def search(self, what, secrets):
        self.files()
        patterns = [(secret, form) for secret in secrets for form in forms(secret)]
        hits = [(name, secret, form) for name, data in self.seen for secret, form in patterns
                if form in data]
        for name, secret, form in hits[:5]:
            print(f"FAIL {what}: {name} has {secret!r} as {form[:40]!r}", flush=True)
        reports = [name for name, data in self.seen if b"Sanitizer" in data or
                   b"runtime error:" in data]
        for name in reports[:5]:
            print(f"FAIL {what}: a sanitizer reports in {name}", flush=True)
        self.n += len(self.seen)
        self.count(not hits and not reports)
        self.seen.clear()

    def count(self, good):
        self.passed += bool(good)
        self.failed += not good

    def check(self, good, sentence):
        if not good:
            print(f"FAIL {sentence}", flush=True)
        self.count(good)


# --- what is done --------------------------------------------------------------------------------

def log_in(hunt, portal):
    code = portal.tokens.code()
    answers = f"\n{portal.url}\n{oauth.CLIENT_ID}\n{oauth.CLIENT_SECRET}\n{code}\n"
    hunt.run(portal, "login", "login", "hook", text=portal.webhook)
    hunt.run(portal, "login of an application", "login", "app", text=answers)
    kept = hunt.home / ".config/imolog/portals"
    return [(kept / name).read_bytes() for name in ("hook", "app")]


def every_command(hunt, portal):
    """Nothing goes wrong; every format, also into files."""
    for name in ("hook", "app"):
        for command in ("doctor", "doctor --json", "chats", "chats -f json", "print --session=101",
                        "search отзыв", "archive info", "archive verify", "help", "help login",
                        "--dump-config", "--dump-keys", "--check-config", "--version", "nonsense",
                        "--portal=none", f"sync {SAMPLE}", "search доставка",
                        "sync"):
            words = command.split()
            is_asked = words[0] in ("chats", "print", "doctor") or words == ["sync"]
            hunt.run(portal, command, *words, *([f"--portal={name}"] if is_asked else []))
    for form in "text ansi markdown html json jsonl csv".split():
        hunt.run(portal, f"print -f {form}", "print", "--portal=hook", "--session=101", "-f", form,
                 "-o", f"export.{form}", "--force")
    hunt.run(portal, "IMOLOG_WEBHOOK alone", "chats", "--portal")
    hunt.run(portal, "webhook-command", "doctor", "--webhook-command", "cat hook.txt")
    for words in ([portal.webhook], ["login", portal.webhook], [f"--proxy={portal.webhook}"],
                  ["--webhook-command=echo " + portal.webhook], ["-f", portal.webhook]):
        hunt.run(portal, "a webhook on the command line", *words)
    hunt.run(portal, "garbage for login", "login", "x", text=portal.webhook[:-6] + "%%/\n")
    hunt.run(portal, "a broken login", "chats", "--portal=broken")


def prepare(hunt, portal):
    (hunt.home / "hook.txt").unlink(missing_ok=True)
    broken = hunt.home / ".config/imolog/portals/broken"
    broken.write_text(f"webhook = {portal.webhook}\nclient_secret = {oauth.CLIENT_SECRET}\n"
                      f"nonsense {CODE}\n")
    broken.chmod(0o600)


def on_a_terminal(hunt, portal):
    """Children of all kinds, the prompt, crashes and plain ends."""
    shell = b"env; cat /proc/$$/environ /proc/$PPID/environ /proc/$PPID/cmdline | tr '\\0' ' '\r"
    for name in ("hook", "app", ""):
        program = hunt.panes(portal, f"--portal={name}" if name else "--portal",
                             f"--clipboard={hunt.home}/bin/clipboard")
        hunt.type(program, b"")
        for keys in (b"\t", b"!", shell, b"\r", b"v", b"e", b"yy", b"\r", b"\x1b", b"i", b"/a\r",
                     b"R", b":", b"w all.json\r", b"o", b"\r", b"\x1b", b"u", b"|", b"cat\r", b"\r"):
            hunt.type(program, keys)
        hunt.leave(f"browse {name}", program, b"Q" if name == "hook" else None)
    program = hunt.panes(portal, "login", "typed")
    hunt.type(program, b"")
    hunt.type(program, portal.webhook.encode())
    hunt.leave("login, given up", program, b"\x03")
    program = hunt.panes(portal, "login", "typed")
    hunt.type(program, b"")
    hunt.type(program, portal.webhook.encode() + b"\r")
    hunt.leave("login, typed", program)
    program = hunt.panes(portal, "doctor")
    hunt.leave("doctor", program, b"")
    for words in (["--demo"], [str(SAMPLE)]):
        program = hunt.panes(portal, *words)
        for keys in (b"", b"!", shell, b"\r"):
            hunt.type(program, keys)
        hunt.leave("without a portal", program)


def with_fault(hunt, portal, rule, only=""):
    """All that asks, at once; what does not end in time crashes."""
    portal.set(faults=[rule])
    started = [hunt.run(portal, f"{rule['kind']}: {name}", *words, text=text, seconds=SECONDS,
                        wait=False)
               for name, words, text in (
                   ("login", ("login", "--force", "again"), portal.webhook),
                   ("doctor", ("doctor", "--portal=hook"), ""),
                   ("doctor --json", ("doctor", "--json", "--portal=app"), ""),
                   ("chats", ("chats", "--portal=hook"), ""),
                   ("sync", ("sync", "--archive=sync.db", "--portal=hook"), ""),
                   ("print", ("print", "--portal=app", "--session=101", "-f", "json"), ""))
               if only in words[-1]]
    program = hunt.panes(portal, f"--portal={'app' if only else 'hook'}")
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and not program.check_end():
        program.drain()
        time.sleep(0.02)
    for one in started:
        hunt.finish(one)
    hunt.leave(f"{rule['kind']}: browse", program)
    portal.set(faults=[])


def rules(portal):
    for kind in FAULTS:
        yield {"kind": kind, "times": 0}
    words = f"{portal.webhook} auth={CODE} {CODE}"
    yield {"kind": "error", "times": 0, "code": "ACCESS_DENIED", "description": words}
    yield {"kind": "error", "times": 0, "code": CODE, "description": quote(words)}
    yield {"kind": "body", "times": 0, "text": f"<html><title>{words}</title></html>"}
    yield {"kind": "body", "times": 0, "status": 500,
           "text": f'{{"error":"x","error_description":"{escaped(words)}"}}'}
    yield {"kind": "redirect", "times": 0, "to": portal.elsewhere + CODE + "/profile"}
    yield {"kind": "error", "method": "oauth.token", "times": 0, "description": words}


def knobs():
    return [{"wrong_secret": True}, {"scopes": ""}, {"v2": "off", "crm": False}, {"denied": 100},
            {"expired": True}, {"refresh": "invalid_grant", "expired": True}]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    with tempfile.TemporaryDirectory() as home, mock.Portal(60, bucket=False) as portal:
        os.chdir(home)
        hunt = Hunt(program, home)

        def part(what, function, *arguments):
            if options.only in what:
                function(hunt, portal, *arguments)
                hunt.search(what, portal.record.secrets)

        kept = log_in(hunt, portal)
        hunt.check(CODE.encode() in kept[0] and oauth.CLIENT_SECRET.encode() in kept[1],
                   "the logins do not hold the secrets: nothing is tested")
        hunt.search("login", portal.record.secrets)
        hunt.check(all(any(form in text for form in forms(CODE)) for text in encoded(CODE)),
                   "not every form of a secret would be found")
        prepare(hunt, portal)
        part("every command", every_command)
        part("on a terminal", on_a_terminal)
        n_seen = len(list((hunt.home / "seen").iterdir()))
        hunt.check(n_seen >= 3 or options.only, f"only {n_seen} children told what they saw")
        for rule in rules(portal):
            part(f"fault {rule['kind']}", with_fault, rule)
        part("a fault that tells the secret of an application", with_fault,
             {"kind": "error", "times": 0, "code": oauth.CLIENT_SECRET[:60],
              "description": f"{oauth.CLIENT_SECRET} {quote(oauth.CLIENT_SECRET)}"}, "=app")
        for values in knobs():
            before = {name: getattr(portal.knobs, name) for name in values}
            portal.set(**values)
            part(f"knob {values}", with_fault, {"kind": "html", "times": 1, "nth": 1000})
            portal.set(**before)
        hunt.check(not list(hunt.home.rglob("core*")), "a crash left a core")
        hunt.check(not [v for v in portal.record.violations if "secret" in str(v)],
                   f"the portal saw a secret where none belongs: {portal.record.violations[:3]}")
        os.chdir("/")
    if not options.only:
        print(f"{hunt.n} texts searched for {len(portal.record.secrets)} secrets")
    print(f"{hunt.passed} passed, {hunt.failed} failed")
    return hunt.failed > 0


if __name__ == "__main__":
    sys.exit(main())
