# SPDX-License-Identifier: MIT
"""What goes wrong: one calm sentence each, keys are answered meanwhile, and q ends it at once."""
import time
from pathlib import Path

import oauth
from client import check
from watch import BOTTOM, TOP, Seen, live

LIST = "imopenlines.v2.session.list"
HISTORY = "imopenlines.session.history.get"
LATE = 0.1  # seconds after which a key has not been answered


def shown(seen):
    return " ".join(" ".join(row[32:].strip(" │") for row in seen.rows[2:-1]).split())


def answers_keys(seen):
    """The help opens and closes while the network does what it likes."""
    for key, word in (("?", "A first minute"), ("q", "Chats")):
        begin = time.monotonic()
        seen.send(key)
        seen.wait(word)
        check(time.monotonic() - begin < 2 * LATE * seen.slow + 0.1, "a key waited")


# --- everything fails alike ----------------------------------------------------------------------

STOPS = (
    ({"kind": "error", "code": "NO_AUTH_FOUND", "status": 401}, "log in again"),
    ({"kind": "overload"}, "OVERLOAD_LIMIT"),
    ({"kind": "redirect"}, "127.0.0.1"),
)
REFUSALS = (
    ({"kind": "error", "code": "insufficient_scope", "status": 403}, "the webhook lacks a right"),
    ({"kind": "error", "code": "", "status": 400}, "refused"),
    ({"kind": "confirm"}, "has to confirm it first"),
    ({"kind": "error-empty"}, "refused"),
    ({"kind": "error-object"}, "refused"),
    ({"kind": "error-200"}, "refused"),
)
GARBLED = (
    ({"kind": "login"}, "a web page came instead of an answer"),
    ({"kind": "html"}, "a web page came instead of an answer"),
    ({"kind": "html", "status": 502}, "a web page came instead of an answer"),
    ({"kind": "truncate"}, "cut off or not JSON"),
    ({"kind": "bad-gzip"}, "127.0.0.1"),
    ({"kind": "reset"}, "127.0.0.1"),
    ({"kind": "fin"}, "127.0.0.1"),
    ({"kind": "silent"}, "127.0.0.1"),
    ({"kind": "short-length"}, "127.0.0.1"),
    ({"kind": "headers"}, "127.0.0.1"),
)
TOO_LARGE = ({"kind": "huge"}, {"kind": "endless"}, {"kind": "bomb"})
HARMLESS = ({"kind": "garbage", "text": "} trailing"}, {"kind": "stacked"}, {"kind": "batch-order"},
            {"kind": "batch-extra", "count": 3})


def fails_with(setting, rule, sentence, pace="1000"):
    setting.portal.set(faults=[{"method": "*", "times": 0, **rule}])
    with setting.show(IMOLOG_PACE=pace) as seen:
        seen.until(lambda _: sentence in shown(seen), f"{rule}: {sentence!r}", 40)
        answers_keys(seen)
        seen.quit()


@live(n=30)
def what_concerns_every_call(setting):
    for rule, sentence in STOPS:
        fails_with(setting, rule, sentence)


@live(n=30, wrong_secret=True)
def a_wrong_secret(setting):
    with setting.show() as seen:
        seen.until(lambda _: "log in again" in shown(seen), "log in again")
        seen.wait("refused: = says why")
        seen.type("=")
        seen.wait("trouble")
        seen.type("q")
        setting.portal.set(wrong_secret=False)
        seen.send("R")
        seen.wait("10 chats")
        seen.rest()
        check("refused" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit()
    setting.portal.set(wrong_secret=True)
    printed = setting.run("chats")
    check(printed.returncode == 1 and "log in again" in printed.stderr, printed.stderr)


@live(n=30)
def what_is_refused(setting):
    for rule, sentence in REFUSALS:
        fails_with(setting, rule, sentence)


@live(n=30, scopes="crm")
def a_scope_that_is_missing(setting):
    with setting.show() as seen:
        seen.until(lambda _: "lacks a right" in shown(seen), "lacks a right")
        seen.quit()


@live(n=30)
def what_is_no_answer(setting):
    for rule, sentence in GARBLED:
        fails_with(setting, rule, sentence)


@live(n=30)
def what_is_too_large(setting):
    for rule in TOO_LARGE:
        fails_with(setting, rule, "127.0.0.1")


@live(n=30)
def what_can_be_read_all_the_same(setting):
    for rule in HARMLESS:
        setting.portal.set(faults=[{"method": "*", "times": 0, **rule}])
        with setting.show() as seen:
            seen.wait("10 chats", "session ")
            seen.rest()
            check("no answer" not in seen.rows[TOP], seen.rows[TOP])
            seen.quit()


# --- one session fails ---------------------------------------------------------------------------

@live(n=30)
def a_session_that_does_not_come(setting):
    for rule, sentence in (*REFUSALS, *GARBLED, ({"kind": "bomb"}, "127.0.0.1"),
                           ({"kind": "endless"}, "127.0.0.1")):
        setting.portal.set(faults=[{"method": HISTORY, "times": 0, **rule}])
        with setting.show(IMOLOG_PACE="1000") as seen:
            seen.wait("10 chats")
            seen.until(lambda _: "not loaded: " in shown(seen) and sentence in shown(seen),
                       f"{rule}: {sentence!r}", 40)
            setting.portal.set(faults=[])
            seen.send("l", "G", "\r")
            seen.gone("not loaded: ")
            seen.wait("session ")
            seen.quit()


# --- slow ----------------------------------------------------------------------------------------

def leaves_at_once(setting, when="the start", *keys):
    with setting.show() as seen:
        seen.wait("imolog")
        for key in keys:
            seen.send(key)
        time.sleep(0.3)
        answers_keys(seen)
        seen.quit()


@live(n=30)
def whoever_waits_may_leave(setting):
    for rule in ({"kind": "slow"}, {"kind": "hang"}, {"kind": "unavailable", "retry_after": 86400},
                 {"kind": "query-limit"}, {"kind": "operating-limit"}):
        for method in ("*", LIST, HISTORY, "imopenlines.dialog.get", "im.user.list.get"):
            setting.portal.set(faults=[{"method": method, "times": 0, **rule}])
            leaves_at_once(setting)
    setting.portal.set(faults=[], latency=60)
    leaves_at_once(setting)


@live(n=30)
def what_runs_is_stopped_by_escape_and_by_interrupt(setting):
    for key in ("\x1b", "\x03"):
        setting.portal.set(latency=60)
        with setting.show() as seen:
            seen.wait("loading")
            seen.send(key)
            seen.gone("loading", 2)
            seen.until(lambda _: "stopped; R asks again" in shown(seen), "that it was stopped")
            setting.portal.stopped.set()  # whoever waits for the old answers
            setting.portal.stopped.clear()
            setting.portal.set(latency=0)
            seen.send("R")
            seen.wait("10 chats")
            seen.rest()
            setting.portal.set(latency={HISTORY: 60})
            seen.send("J")
            seen.wait("loading")
            seen.send(key)
            seen.wait("cancelled; Enter asks again")
            seen.type("R")
            seen.wait("asked for again")
            seen.send(key)
            seen.wait("cancelled; Enter asks again")
            setting.portal.set(latency=0)
            seen.send("l", "\r")
            seen.gone("cancelled")
            seen.wait("session ")
            seen.quit()


@live(n=60)
def one_escape_stops_all_that_is_in_sight(setting):
    setting.portal.set(latency={HISTORY: 60})
    with setting.show() as seen:
        seen.wait("not loaded yet", "loading")
        seen.type("\x1b")
        setting.portal.set(latency=0)
        time.sleep(0.5)  # what would come without being asked for
        seen.rest()
        stopped = "not loaded: cancelled; Enter asks again"
        check(sum(stopped in row for row in seen.rows) == 3, "\n".join(seen.rows))
        seen.type("l", "k")
        seen.wait("C  ")  # by moving to it; the one below stays
        seen.rest()
        check(sum(stopped in row for row in seen.rows) == 1, "\n".join(seen.rows))
        seen.type("R", "g")
        seen.rest()
        seen.type("g")
        seen.wait("session ")
        seen.gone("cancelled")
        seen.quit()


# --- waits ---------------------------------------------------------------------------------------

@live(n=30)
def a_wait_is_told_on_narrow_screens_too(setting):
    with setting.show(size=(60, 20), IMOLOG_PACE="1") as seen:
        seen.wait("10 chats")
        seen.rest()
        setting.portal.set(faults=[{"kind": "unavailable", "method": "*", "times": 1,
                                    "retry_after": 60}])
        seen.type("R")
        seen.wait("the portal is out of order; trying again, 5")
        check("10 chats" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit()


@live(n=30)
def waits_are_told_with_reason_and_countdown(setting):
    setting.portal.set(faults=[{"kind": "unavailable", "method": "*", "times": 1,
                                "retry_after": 3}])
    with setting.show(IMOLOG_PACE="1") as seen:
        seen.wait("the portal is out of order; trying again, 3 s")
        seen.wait("trying again, 2 s")
        seen.wait("10 chats", "session ")
        seen.quit()
    for rule, sentence in (({"kind": "query-limit"}, "too many requests for the portal; waiting"),
                           ({"kind": "operating-limit"}, "working time is used up")):
        setting.portal.set(faults=[{"method": HISTORY, "times": 3, **rule}])
        with setting.show(IMOLOG_PACE="1") as seen:
            seen.wait("10 chats")
            seen.wait(sentence)
            check(" s" in seen.rows[TOP].rpartition(",")[2], seen.rows[TOP])
            answers_keys(seen)
            seen.quit()


@live(n=30)
def a_login_that_is_renewed_is_waited_for(setting):
    given = setting.do("grant")
    file = Path(setting.home) / ".config/imolog/portals/app"
    file.parent.mkdir(parents=True)
    file.touch(0o600)
    file.write_text(f"portal = {setting.portal.url}/rest/\nclient_id = {oauth.CLIENT_ID}\n"
                    f"client_secret = {oauth.CLIENT_SECRET}\n"
                    f"access_token = {given['access_token']}\n"
                    f"refresh_token = {given['refresh_token']}\n"
                    f"server = {setting.portal.url}/oauth/token/\n")
    setting.do("expire")
    setting.portal.set(faults=[{"kind": "unavailable", "method": "oauth.token", "times": 1,
                                "retry_after": 60}])
    with setting.show("--portal=app", IMOLOG_PACE="1") as seen:
        seen.wait("renewing the login, 60 s", "renewing the login, 59 s")
        seen.send("R")
        seen.until(lambda rows: "renewing the login, " not in rows[TOP], "another try")
        seen.quit()


@live(n=30)
def waits_without_panes_are_told_in_one_line(setting):
    for command in (("chats",), ("print", "--chat=2000")):
        setting.portal.set(faults=[{"kind": "unavailable", "method": "*", "times": 1,
                                    "retry_after": 2}])
        with Seen(setting, (*command, "--portal"), (100, 30), {"IMOLOG_PACE": "1"}) as seen:
            seen.until(lambda rows: "trying again, 2 s" in rows[0], "why it waits")
            seen.until(lambda rows: "trying again, 1 s" in rows[0] and "so far" in rows[0], "less")
            check(seen.program.wait() in (0, 4), "another end")
            check(not any("127.0.0.1" in row for row in seen.look()), "it stays")
    setting.portal.set(faults=[{"kind": "silent", "method": "*", "times": 0}])
    lines = setting.run("chats").stderr.splitlines()
    check(len(lines) == 2 and all("no answer" in line for line in lines), lines)
    check("it is tried again, for at most " in lines[0], lines)


@live(n=600, bucket=True, plan="50/2", speed=1.0)
def the_bucket_is_kept(setting):
    setting.portal.limits.clock  # the plain one
    with setting.show(IMOLOG_PACE="1") as seen:
        seen.wait("200 chats")
        for _ in range(70):
            seen.send("J")
            time.sleep(0.02)
        check(not [c for c in setting.portal.record.calls if c["error"]], "a refused request")
        seen.quit()
