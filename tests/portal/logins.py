#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`imolog login` and `imolog doctor` against the mock portal, by pipes and on a terminal.

Usage: logins.py --program P [--only WORD]. Ends with "N passed, N failed".
"""
import argparse
import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import tempfile
import termios
import time
import traceback
from pathlib import Path
from urllib.request import Request, urlopen

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import oauth  # noqa: E402
from portal import SECRET, Portal  # noqa: E402
from program import Program, environment  # noqa: E402

CASES = []


def case(function):
    CASES.append(function)
    return function


class Failed(Exception):
    pass


def check(truth, sentence):
    if not truth:
        raise Failed(sentence)


class Setting:
    """A HOME, and a portal beside it."""

    def __init__(self, program, home, portal):
        self.program, self.home, self.portal = program, home, portal

    def run(self, *arguments, text="", **more):
        return subprocess.run([self.program, *arguments], input=text, text=True, timeout=60,
                              capture_output=True, env=environment(self.home, **more))

    def login(self, *arguments, text=None, **more):
        return self.run("login", *arguments, text=self.portal.webhook + "\n" if text is None
                        else text, **more)

    def kept(self):
        folder = Path(self.home) / ".config/imolog/portals"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def doctor(self, *arguments, **more):
        done = self.run("doctor", "--json", *arguments, **more)
        return done.returncode, json.loads(done.stdout)

    def code(self):
        asked = Request(self.portal.url + "/_mock/do", data=b'{"action": "code"}')
        return json.load(urlopen(asked))["code"]

    def application(self, code, secret=oauth.CLIENT_SECRET):
        return f"\n{self.portal.url}\n{oauth.CLIENT_ID}\n{secret}\n{code}\n"


def ends(done, code, *phrases):
    said = done.stdout + done.stderr
    check(done.returncode == code, f"exit {done.returncode}, not {code}: {said}")
    check(SECRET not in said, f"the secret is repeated: {said}")
    for phrase in phrases:
        check(phrase in said, f"not told: {phrase}\n{said}")


# --- a webhook -----------------------------------------------------------------------------------

@case
def a_webhook_is_checked_and_kept_for_us_alone(it):
    ends(it.login("acme"), 0, "Ivan Petrov (12, administrator)",
         "rights: imopenlines, im, crm, disk, user", "every session you may see", "kept as acme")
    path = Path(it.home) / ".config/imolog/portals/acme"
    check(stat.S_IMODE(path.stat().st_mode) == 0o600, "others may read it")
    check(stat.S_IMODE(path.parent.stat().st_mode) == 0o700, "others may look for it")
    calls = it.portal.record.calls
    check([call["method"] for call in calls if call["batch"] is None] == ["batch"],
          "not in one request")
    check(it.portal.record.violations == [], "the portal complains")
    ends(it.run("chats", "--portal=acme"), 0)


@case
def the_name_is_that_of_the_portal_unless_given(it):
    ends(it.login(), 0, "kept as 127.0.0.1")
    ends(it.login("../acme"), 2, "is no name for a portal")
    ends(it.login("acme", "more"), 2, "one name at most")
    check(it.kept() == ["127.0.0.1"], it.kept())


@case
def what_is_there_is_replaced_only_when_forced(it):
    ends(it.login("acme"), 0)
    it.portal.record.calls.clear()
    ends(it.login("acme"), 2, "already", "--force")
    check(not it.portal.record.calls, "it was asked all the same")
    ends(it.login("--force", "acme"), 0)


@case
def an_address_may_be_pasted_as_it_comes(it):
    for i, paste in enumerate(("  {}  \n", "{}profile.json\n", "{}profile?auth=1\n", "{}\r\n")):
        ends(it.login(f"p{i}", text=paste.format(it.portal.webhook)), 0)
    ends(it.login("p9", text=it.portal.webhook.rstrip("/")), 0)


@case
def an_address_without_https_is_asked_by_it(it):
    with tempfile.TemporaryDirectory() as folder:
        with Portal(60, certificates=folder) as portal:
            bare = portal.webhook.removeprefix("https://")
            ends(it.login("acme", f"--cacert={folder}/ca.pem", text=bare), 0, "kept as acme")
            ends(it.login("other", text=bare), 1, "the connection is not safe", "cacert")


@case
def what_is_no_webhook_is_told_and_not_repeated(it):
    for text in ("acme.bitrix24.example", "https://acme.bitrix24.example/rest/",
                 "https://acme.bitrix24.example/rest/x/S3cretS3cret/", "S3cretS3cret"):
        done = it.login("acme", text=text + "\n")
        ends(done, 2, "this is no webhook's address", "Inbound webhook")
        check("S3cret" not in done.stderr, done.stderr)
    ends(it.login("acme", text=""), 2, "standard input ended")
    ends(it.login("acme", text="x" * 5000), 2, "more than 4096 bytes")
    check(it.kept() == [], it.kept())


FAULTS = [("html", 3, "a web page came instead of an answer"), ("login", 3, "login page"),
          ("redirect", 1, "answered with another address, at"), ("reset", 1, "no answer"),
          ("silent", 1, "no answer"), ("truncate", 3, "cut off or not JSON"),
          ("bad-gzip", 1, "no answer"), ("unavailable", 3, "out of order"),
          ("query-limit", 3, "too many requests"), ("overload", 3, "blocked this access by hand"),
          ("confirm", 3, "an administrator of the portal has to confirm"),
          ("batch-list", 3, "not answered"), ("batch-denied", 3, "ACCESS_DENIED")]


@case
def each_trouble_has_its_sentence_and_nothing_is_kept(it):
    for kind, code, phrase in FAULTS:
        it.portal.set(faults=[{"kind": kind, "times": 0}])
        ends(it.login("acme"), code, phrase)
    it.portal.set(faults=[], wrong_secret=True)
    ends(it.login("acme"), 3, "the webhook or token is not known there")
    ends(it.login("acme", text="https://127.0.0.1:1/rest/7/S3cretS3cret/"), 1, "connect")
    ends(it.login("acme", text="https://none.invalid/rest/7/S3cretS3cret/"), 1, "resolve")
    check(it.kept() == [], it.kept())


@case
def what_lacks_is_told_with_what_it_is_for(it):
    it.portal.set(scopes="im", v2="off")
    done = it.login("acme")
    ends(done, 0, "the right imopenlines is missing: dialogs of open lines cannot be read",
         "the right crm is missing", "the list of chats comes by im.recent.list: only chats")
    check("session.history.get" not in done.stdout, "told twice")
    it.portal.set(scopes="im,imopenlines,crm")
    ends(it.login("b"), 0, "imopenlines.v2.session.list is not known to this portal: not every",
         "by crm.activity.list: only sessions that are bound to the CRM")


@case
def an_answer_in_pieces_still_tells_something(it):
    it.portal.set(fault={"kind": "batch-missing", "count": 3})
    ends(it.login("acme"), 0, "kept as acme")
    it.portal.set(fault={"kind": "batch-missing", "count": 3})
    check(it.doctor()[1]["portals"][0]["administrator"] is None, "an administrator, or none")


@case
def a_webhook_on_the_command_line_is_refused(it):
    for words in (("login", it.portal.webhook), (it.portal.webhook,),
                  ("print", "--portal=" + it.portal.webhook), ("search", it.portal.webhook),
                  ("--webhook-command", "echo " + it.portal.webhook),
                  ("--none" + it.portal.webhook,)):
        ends(it.run(*words), 2, "run `imolog login`")


@case
def every_method_that_is_asked_is_looked_for(it):
    it.login("acme")
    needs = it.doctor()[1]["portals"][0]["needs"]
    asked = {"im", "imopenlines", "crm", "disk"}
    method = re.compile(r'"((?:im|imopenlines|crm|user(?!\.xdg)|disk)\.[\w.]+)"')
    for path in (HERE.parent.parent / "src/source").glob("*.c"):
        if path.name != "access.c":
            asked |= {name.lower() for name in method.findall(path.read_text())}
    check(asked <= set(needs), f"not in the table: {asked - set(needs)}")
    check(asked == set(needs), f"not asked: {set(needs) - asked}")


# --- an application ------------------------------------------------------------------------------

@case
def an_application_is_kept_with_its_tokens_and_renewed(it):
    done = it.login("app", text=it.application(it.code()))
    ends(done, 0, f"{it.portal.url}/oauth/authorize/?client_id={oauth.CLIENT_ID}", "kept as app")
    check(oauth.CLIENT_SECRET not in done.stdout + done.stderr, "the secret is told")
    it.portal.set(expired=True)
    ends(it.run("chats", "--portal=app"), 0)
    code, found = it.doctor("--portal=app")
    check(code == 0 and found["portals"][0]["kind"] == "application", found)


@case
def an_application_that_is_refused_is_not_kept(it):
    code = it.code()
    ends(it.login("app", text=it.application("S3cretCode")), 3, "invalid_grant", "half a minute")
    ends(it.login("app", text=it.application(code, "S3cretOther")), 3, "id or secret is wrong")
    ends(it.login("app", text="\nhttps://\nid\nsecret1\n"), 2, "no address of a portal")
    ends(it.login("app", text=it.application("")[:-1]), 2, "standard input ended")
    check(it.kept() == [], it.kept())


# --- a terminal ----------------------------------------------------------------------------------

def flags(fd):
    return termios.tcgetattr(fd)[:4]


def plain_flags():
    master, slave = pty.openpty()
    try:
        return flags(slave)
    finally:
        os.close(master)
        os.close(slave)


def at_question(it, *arguments):
    program = Program([it.program, "login", *arguments], environment(it.home), keep=True)
    program.settle()
    check(b"webhook" in program.output, program.output)
    check(not flags(program.slave)[3] & termios.ECHO, "what is typed is shown")
    return program


@case
def what_is_typed_is_not_shown(it):
    program = at_question(it, "acme")
    try:
        program.send(it.portal.webhook.encode() + b"\r")
        check(program.wait() == 0, program.output)
        check(b"kept as acme" in program.output, program.output)
        check(SECRET.encode() not in program.output, "the secret is on the screen")
        check(flags(program.slave) == plain_flags(), "other line settings")
    finally:
        program.close()


@case
def signals_give_the_echo_back(it):
    for name in "INT TERM HUP QUIT".split():
        program = at_question(it)
        try:
            program.send(b"half of it\x03" if name == "INT" else b"half")
            if name != "INT":
                os.kill(program.pid, getattr(signal, "SIG" + name))
            check(program.wait(10) == -getattr(signal, "SIG" + name), f"{name}: another end")
            check(flags(program.slave) == plain_flags(), f"{name}: other line settings")
            check(b"half" not in program.output, "shown")
        finally:
            program.close()


class Job:
    """A login under a shell of one job: tests/pty/stopper.py."""

    def __init__(self, it, *arguments):
        told, tell = os.pipe()
        asked, ask = os.pipe()
        os.dup2(tell, 71)
        os.dup2(asked, 70)
        self.told, self.ask = os.fdopen(told), ask
        command = [sys.executable, str(HERE.parent / "pty/stopper.py"), it.program, "login"]
        self.shell = Program([*command, *arguments], environment(it.home), keep=True)
        for fd in (tell, asked, 70, 71):
            os.close(fd)
        self.pid = int(self.told.readline().split()[1])

    def hear(self):
        until = time.monotonic() + 10
        while not select.select([self.told], [], [], 0.01)[0]:
            check(time.monotonic() < until, "nothing was told")
            self.shell.drain()
        return self.told.readline().strip()

    def wait_for_echo(self, on):
        until = time.monotonic() + 10
        while bool(flags(self.shell.slave)[3] & termios.ECHO) != on:
            check(time.monotonic() < until, f"echo is not {'on' if on else 'off'}")
            self.shell.drain()
            time.sleep(0.01)


@case
def a_stop_gives_the_echo_back_until_it_goes_on(it):
    job = Job(it, "acme")
    try:
        for _ in range(3):
            job.wait_for_echo(False)
            job.shell.send(b"ha\x1a")
            check(job.hear() == "stopped", "no stop")
            check(flags(job.shell.slave) == plain_flags(), "stopped with other line settings")
            os.write(job.ask, b".")
        job.wait_for_echo(False)
        job.shell.send(it.portal.webhook.encode() + b"\r")
        check(job.hear() == "ended 0", bytes(job.shell.output))
        check(SECRET.encode() not in job.shell.output, "shown")
    finally:
        job.shell.close()


@case
def secrets_of_an_application_are_not_shown_and_the_rest_is(it):
    program = at_question(it, "app")
    try:
        for line in it.application(it.code()).encode().split(b"\n")[:-1]:
            program.press(line + b"\r") if b"Code" not in program.output else program.send(
                line + b"\r")
        check(program.wait() == 0, program.output)
        check(oauth.CLIENT_SECRET.encode() not in program.output, "the secret is shown")
        check(oauth.CLIENT_ID.encode() in program.output, "the id is not")
    finally:
        program.close()


# --- doctor --------------------------------------------------------------------------------------

@case
def all_is_well_without_portal_network_and_archive(it):
    done = it.run("doctor")
    ends(done, 0, "Terminal", "Configuration", "Network", "imolog login", "All is well.")
    code, found = it.doctor()
    check(code == 0 and found["ok"] and found["portals"] == [] == found["archives"], found)


@case
def a_portal_is_looked_at(it):
    it.login("acme")
    code, found = it.doctor()
    portal = found["portals"][0]
    check(code == 0, found)
    wanted = {"login": "acme", "host": it.portal.host, "kind": "webhook", "reachable": True,
              "user": 12, "name": "Ivan Petrov", "administrator": True,
              "list": "imopenlines.v2.Session.list", "requests_room": 50, "problems": []}
    check({key: portal[key] for key in wanted} == wanted, portal)
    check(set(portal["needs"].values()) == {"granted"}, portal["needs"])
    check(0 < portal["requests_used"] < 5 and portal["latency_ms"] < 5000, portal)
    check(SECRET not in json.dumps(found), "the secret is told")
    code, found = it.doctor("--plan=enterprise")
    check(found["portals"][0]["requests_room"] == 250, found)


@case
def a_list_that_the_plan_forbids_is_none(it):
    it.portal.set(v2="tariff")
    ends(it.login("acme"), 0, "the list of chats comes by crm.activity.list")
    code, found = it.doctor()
    check(found["portals"][0]["list"] == "crm.activity.list", found)
    check(found["portals"][0]["needs"]["imopenlines.v2.session.list"] == "denied", found)


@case
def what_is_wrong_with_a_portal_ends_with_1(it):
    it.login("acme")
    it.portal.set(scopes="im")
    code, found = it.doctor()
    check(code == 1 and not found["ok"] and "imopenlines" in found["portals"][0]["problems"][0],
          found)
    it.portal.set(scopes="im,imopenlines", now=1700000000)
    code, found = it.doctor()
    check(code == 1 and "clock" in found["portals"][0]["problems"][0], found)
    check("crm" in found["portals"][0]["notes"][0], found)
    it.portal.set(wrong_secret=True)
    code, found = it.doctor()
    check(code == 1 and not found["portals"][0]["reachable"], found)
    code, found = it.doctor("--portal=none")
    unknown = "no portal is called none; there are acme; `imolog login none` adds it"
    check(code == 1 and found["portals"][0]["problems"] == [unknown], found)
    ends(it.run("chats", "--portal=none"), 3, unknown)


@case
def every_login_is_looked_at_and_the_environment_s_too(it):
    it.login("acme")
    it.login("beta")
    code, found = it.doctor(IMOLOG_WEBHOOK=it.portal.webhook)
    check([p["login"] for p in found["portals"]] == ["acme", "beta", "IMOLOG_WEBHOOK"], found)
    code, found = it.doctor("--portal=beta", IMOLOG_WEBHOOK=it.portal.webhook)
    check([p["login"] for p in found["portals"]] == ["beta"], found)


@case
def archives_and_mistakes_of_the_configuration_are_told(it):
    it.run("sync", str(HERE.parent / "data/seed-history.json"))
    path = Path(it.home) / ".config/imolog/config"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("timezone = UTC\nno-such = 1\n")
    code, found = it.doctor()
    check(code == 1 and found["configuration"]["files"] == [str(path)], found)
    check(f"{path}:2:" in found["configuration"]["problems"][0], found)
    archive = found["archives"][0]
    check(archive["messages"] == 9 and archive["index_current"], archive)
    code, found = it.doctor("--archive=/none.db", "--config=")
    check(code == 1 and "/none.db" in found["archives"][0]["problems"][0], found)


@case
def a_proxy_is_told_without_its_password(it):
    for name in ("https_proxy", "ALL_PROXY"):
        code, found = it.doctor(**{name: "http://joe:p@ss@proxy.example:3128/"})
        check(found["network"] == {"proxy": "http://proxy.example:3128/", "proxy_from": name,
                                   "problems": [], "notes": []}, found["network"])


@case
def the_terminal_is_asked(it):
    for answer, wanted in ((b"\x1b[?69;2$y\x1b[?1;2c", "yes"), (b"\x1b[?1;2c", "no")):
        program = Program([it.program, "doctor"], environment(it.home), keep=True)
        try:
            until = time.monotonic() + 10
            while b"\x1b[c" not in program.output and time.monotonic() < until:
                program.drain()
            program.send(answer)
            check(program.wait() == 0, program.output)
            check(re.search(rb"69\) +" + wanted.encode(), program.output), program.output)
            check(b"100 columns, 30 rows" in program.output, program.output)
            check(flags(program.slave) == plain_flags(), "other line settings")
        finally:
            program.close()


# --- the bucket ----------------------------------------------------------------------------------

@case
def a_new_start_does_not_burst_as_if_there_had_been_none(it):
    it.login("acme")
    used = [it.doctor()[1]["portals"][0]["requests_used"] for _ in range(4)]
    check(used == sorted(used) and used[-1] > used[0], f"forgotten between runs: {used}")
    path = Path(it.home) / ".local/state/imolog/limits" / it.portal.host.replace(":", "_")
    check(stat.S_IMODE(path.stat().st_mode) == 0o600, "others may read it")
    path.write_text(f"bucket {int(time.time() * 1000)} 50000 1970\n")
    begin = time.monotonic()
    ends(it.run("chats", "--portal=acme"), 0)
    check(time.monotonic() - begin > 0.3, "a full bucket was not waited for")


def run(function, options):
    name = function.__name__.replace("_", " ")
    try:
        with Portal(60) as portal, tempfile.TemporaryDirectory() as home:
            function(Setting(options.program, home, portal))
    except Exception as error:  # whatever it is, the other cases are run
        where = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in where if frame.name == function.__name__]
        kind = "" if isinstance(error, Failed) else f"{type(error).__name__}: "
        print(f"FAIL {name} (line {lines[-1] if lines else '?'}): {kind}{error}", flush=True)
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.program = str(Path(options.program).resolve())
    results = [run(function, options) for function in CASES if options.only in function.__name__]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
