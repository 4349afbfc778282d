# SPDX-License-Identifier: MIT
"""Cases of `imolog sync`: portals that refuse, limits, what is told on the way, and early ends."""
import random
import re
import signal
import socket
import subprocess
import time

from program import Program
from syncing import HISTORY, ROWS, SESSIONS, equal, must, wait_for

CASES = []
READ = "SELECT count(*) FROM session WHERE state = 1"


def case(**knobs):
    def add(function):
        CASES.append((function, knobs))
        return function
    return add


def content(bench):
    """Every row but what tells when, and by which run, it came."""
    tables = {"session": "id, chat_id, line_id, vote_head, is_closed, speaker_id, operators,"
                         " n_messages, n_missing, first_ts, last_ts, state, next_check_at,"
                         " attempts, last_error",
              "chat": "id, name, entity, data1, data2, last_ts", "user": "*", "file": "*",
              "message_rev": "message_id, rev, text"}
    rows = {table: bench.asks(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
            for table, columns in tables.items()}
    return {**rows, "message": bench.asks(ROWS)}


def one_sentence(done):
    equal((len(done.err.splitlines()), done.out), (1, ""), f"sentences of {done.err!r}")


# --- portals that refuse --------------------------------------------------------------------------

REFUSALS = (
    ("wrong secret", {"wrong_secret": True}, 3, "log in again"),
    ("no rights", {"scopes": "disk"}, 3, "refused"),
    ("a web page", {"fault": {"kind": "html", "method": "*", "times": 0}}, 1, "a web page came"),
    ("a login page", {"fault": {"kind": "login", "method": "*", "times": 0}}, 1, "a web page"),
    ("an overload", {"fault": {"kind": "overload", "method": "*", "times": 0}}, 3, "OVERLOAD"),
    ("elsewhere", {"fault": {"kind": "redirect", "method": "*", "times": 0}}, 1, "another address"),
)


@case()
def portals_that_refuse_everything(bench):
    """The exit code, one sentence with what to do, and the archive as it was."""
    bench.sync()
    before = content(bench)
    for name, knobs, code, words in REFUSALS:
        bench.portal.set(**knobs)
        done = bench.sync(code=None)
        equal(done.code, code, f"{name}: {done.err}")
        done.says("127.0.0.1", words)
        must("s3cr3t" not in done.err, f"{name}: a secret was told")
        if name != "no rights":
            one_sentence(done)
        bench.portal.set(wrong_secret=False, scopes="imopenlines,im,crm,disk,user", faults=[])
        equal(content(bench) == before, True, f"{name}: the archive is as it was")


@case()
def a_portal_that_is_gone(bench):
    bench.sync()
    before = content(bench)
    with socket.socket() as nobody:  # bound, and listening to nobody
        nobody.bind(("127.0.0.1", 0))
        host = "127.0.0.1:%d" % nobody.getsockname()[1]
        bench.does("UPDATE meta SET value = ? WHERE key = 'portal_host'", host)
        webhook = bench.portal.webhook.replace(bench.portal.host, host)
        done = bench.sync(code=1, env=bench.env(IMOLOG_WEBHOOK=webhook))
    one_sentence(done)
    done.says("127.0.0.1", "imopenlines.v2.Session.list")
    equal(content(bench) == before, True, "the archive is as it was")


@case(n=600)
def a_portal_that_goes_away(bench):
    """In the middle: it does not try for ever, and what came is kept."""
    bench.portal.set(fault={"kind": "unavailable", "method": "batch", "nth": 3, "times": 0,
                            "retry_after": 0})
    bench.portal.set(fault={"kind": "unavailable", "method": HISTORY, "nth": 100, "times": 0})
    done = bench.sync(code=1)
    read = bench.number(READ)
    must(0 < read < 600, f"{read} sessions were read")
    bench.portal.set(faults=[])
    bench.sync().says(f"{600 - read} read")


@case(n=51)
def one_history_that_always_fails(bench):
    """The others are stored, the sentence names it, and the next run asks for it again."""
    bench.portal.set(poison=[], denied_sessions=[])
    name = bench.portal.world.summary(7).id
    real = bench.portal.call

    def call(method, params, base, batch=None):
        if method == HISTORY and int(params.get("SESSION_ID", 0)) == name:
            from answer import Error
            raise Error("INTERNAL_SERVER_ERROR", status=500)
        return real(method, params, base, batch)

    bench.portal.call = call
    done = bench.sync(code=4)
    done.says(f"session {name}", "50 read", "1 failed")
    bench.portal.call = real
    bench.sync().says("1 read")


# --- limits ---------------------------------------------------------------------------------------

def shown(bench, *words, plan="50/2", columns=160, limit=60):
    """What a run says on a terminal, its lines written over one another; it must end with 0."""
    command = [word for word in bench.command(*words) if not word.startswith("--plan")]
    program = Program([*command, f"--plan={plan}"], bench.env(IMOLOG_PACE="1", TERM="xterm"),
                      columns=columns, keep=True)
    try:
        code = program.wait(limit)
        text = program.take().decode()
    finally:
        program.close()
    equal(code, 0, f"{text[-300:]!r} ended with")
    return text


@case(n=1000, light=True, bucket=True, plan="20/5", speed=1.0)
def two_at_once_fill_one_bucket(bench):
    command = [word for word in bench.command() if not word.startswith(("--plan", "--archive"))]
    runs = [subprocess.Popen([*command, "--plan=20/5", f"--archive={bench.home}/{n}.db"],
                             env=bench.env(IMOLOG_PACE="1"), stderr=subprocess.PIPE, text=True)
            for n in range(2)]
    for run in runs:
        said = run.communicate(timeout=90)[1]
        equal(run.returncode, 0, f"{said[-300:]!r} ended with")
    refused = [call for call in bench.portal.record.calls if call["error"]]
    equal(len(refused), 0, f"refused of {bench.n_requests()} requests")
    must(bench.n_requests() > 40, f"only {bench.n_requests()} requests")


@case()
def too_many_requests(bench):
    """It waits, and tells why."""
    bench.portal.set(fault={"kind": "query-limit", "method": "batch", "times": 3})
    text = shown(bench)
    must("slower, since the portal refused a request" in text or "too many requests" in text,
         f"no reason in {text!r}")
    equal(bench.number(READ), SESSIONS, "sessions read")


@case(operating=0.5, operating_limit=24, speed=200)
def working_time_used_up(bench):
    """The method rests until the portal has forgotten some of it; then the rest comes. Who was
    refused after that moment rests a basket's minute, and the program's minute is not sped up."""
    text = shown(bench, limit=200)
    must("the method's working time is used up" in text, f"no reason in {text!r}")
    equal(bench.number(READ), SESSIONS, "sessions read")


@case(n=4000, light=True, record="outer", bucket=True, steal=1, speed=20)
def another_client_takes_half(bench):
    done = bench.run(*[word.replace("5000/1000", "50/40") for word in bench.command()[1:]],
                     env=bench.env(IMOLOG_PACE="20"))
    figures = bench.portal.limits.figures()
    done.says("4000 read")
    must(figures["refused"] <= 3, f"{figures['refused']} of {figures['let_in']} were refused")


@case()
def a_restart_does_not_burst_again(bench):
    """What the last minute took of the bucket is remembered."""
    bench.run(*[word.replace("5000/1000", "12/1") for word in bench.command("--recheck")[1:]])
    kept = [file.read_text() for file in bench.home.rglob("*")
            if file.is_file() and file.parent.name == "limits"]
    must(kept and int(kept[0].split()[2]) >= 2000, f"the bucket: {kept}")


# --- what is told ---------------------------------------------------------------------------------

@case(n=1000, light=True)
def progress_on_a_terminal(bench):
    text = shown(bench, plan="10/2", columns=200)
    lines = text.split("\r")
    must(any("of 1000 sessions" in line for line in lines), f"no line of them all: {lines[-4:]}")
    for words in (r"\d+\.\d a second", r"\d+ % of the permitted rate", r"still \d",
                  "keeping to the portal's rate"):
        must(re.search(words, text), f"no {words!r} in {lines[-6:]}")
    must(lines[-2].startswith("\x1b[K") or "\x1b[K" in lines[-2][-40:], "it is not taken away")
    must("1000 read" in lines[-2] + lines[-1], f"no sum: {lines[-3:]}")
    shares = [int(found) for found in re.findall(r"(\d+) % of", text)]
    must(60 <= max(shares) <= 100, f"the share of the rate: {shares}")


@case(n=300, light=True)
def progress_on_a_narrow_terminal(bench):
    """No line is longer than the screen is wide, or \\r could not write over it."""
    text = shown(bench, plan="8/4", columns=40)
    for line in text.split("\r"):
        line = line.replace("\x1b[K", "").rstrip("\n")
        must(len(line) < 40 or line.startswith("imolog:"), f"{line!r}")


@case(latency=0.2)
def nothing_but_the_sum_without_a_terminal(bench):
    one_sentence(bench.sync())
    one_sentence(bench.sync())
    bench.portal.set(v2="off")
    bench.sync("--recheck")
    one_sentence(bench.sync())


# --- early ends -----------------------------------------------------------------------------------

def begun(bench, least, *words):
    """A run that has stored so many sessions, and goes on."""
    run = bench.start(*words)
    wait_for(lambda: run.poll() is not None or
             bench.archive.exists() and has_read(bench) >= least)
    return run


def has_read(bench):
    import sqlite3
    try:
        return bench.number(READ)
    except sqlite3.OperationalError:  # not made yet
        return 0


@case(n=300, light=True, latency={"batch": 0.1})
def signals_in_the_middle(bench):
    """It ends at once, by that signal, and the next run goes on."""
    for signo in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        bench.forget()
        run = begun(bench, 60)
        read, begin = has_read(bench), time.monotonic()
        run.send_signal(signo)
        code = run.wait()
        took = time.monotonic() - begin
        said = run.communicate()[1]
        equal(code, -signo, f"{said!r} ended with")
        must(took < 0.2, f"it took {took * 1000:.0f} ms")
        goes_on(bench, read)
        equal(bench.number("SELECT count(*) FROM run WHERE finished_at IS NULL"), 1, "interrupted")


def goes_on(bench, acknowledged):
    """All that was stored is there, sound; the next run asks for the rest only."""
    read = {row[0] for row in bench.asks("SELECT id FROM session WHERE state = 1")}
    must(len(read) >= acknowledged, f"{len(read)} sessions, there were {acknowledged}")
    bench.verify()
    before = set(bench.asked())
    bench.portal.record.clear()
    bench.sync()
    again = set(bench.asked())
    equal(again & read, set(), "what was stored is asked for again")
    must(len(again & before) <= 250, f"{len(again & before)} were under way")


@case(latency={"batch": 1})
def two_at_once(bench):
    """The second is refused and names the first, which goes on."""
    first = begun(bench, 0)
    wait_for(lambda: bench.portal.record.calls)
    second = bench.sync(code=1)
    second.says(f"process {first.pid}")
    one_sentence(second)
    equal(first.wait(), 0, "the first")
    first.communicate()
    equal(bench.number(READ), SESSIONS, "sessions read")


# --- kill -9 --------------------------------------------------------------------------------------

def undisturbed(bench):
    """What such a run makes, and the seconds it takes."""
    begin = time.monotonic()
    bench.sync()
    seconds = time.monotonic() - begin
    return content(bench), bench.stored(), seconds


def same(got, wanted):
    for table, rows in wanted.items():
        must(got[table] == rows, f"{table} is not what an undisturbed run makes: "
             f"{sorted(set(map(str, rows)) ^ set(map(str, got[table])))[:2]}")


def check_killed(bench, wanted, printed):
    if bench.archive.exists():
        bench.verify()
        counts = dict(bench.asks("SELECT session_id, count(*) FROM message GROUP BY 1"))
        whole = {row[0]: row[7] for row in wanted["session"]}
        for session, n in counts.items():
            equal(n, whole[session], f"session {session} is there in part: messages")
        goes_on(bench, 0)
    else:
        bench.sync()
    got = content(bench)
    same(got, wanted)
    equal(bench.stored() == printed, True, "so is what is printed")
    bench.verify()


@case()
def killed_at_random(bench):
    wanted, printed, seconds = undisturbed(bench)
    chance = random.Random(20260504)
    for _ in range(200 if bench.long else 10):
        bench.forget()
        run = bench.start()
        time.sleep(chance.uniform(0, seconds))
        run.kill()
        run.communicate()
        check_killed(bench, wanted, printed)


@case()
def killed_after_commits(bench):
    """As soon as a session more can be seen."""
    wanted, printed, _ = undisturbed(bench)
    for least in range(1, SESSIONS, 1 if bench.long else 20):
        bench.forget()
        run = begun(bench, least)
        run.kill()
        run.communicate()
        check_killed(bench, wanted, printed)


@case()
def killed_while_all_is_asked_again(bench):
    """Edits and deletions are there whole, or not yet."""
    from changes import ACTIONS
    world = bench.portal.world
    bench.sync()
    first = bench.archive.read_bytes()
    for number in range(0, SESSIONS, 3):
        ids = [message.id for message in world.messages(world.summary(number))]
        ACTIONS["edit"](bench.portal, {"message": ids[1], "text": f"edited {number}"})
        ACTIONS["delete"](bench.portal, {"message": ids[2], "vanish": True})
    begin = time.monotonic()
    bench.sync("--recheck")
    seconds = time.monotonic() - begin
    wanted = content(bench)
    chance = random.Random(7)
    for _ in range(50 if bench.long else 4):
        bench.forget()
        bench.archive.write_bytes(first)
        bench.archive.chmod(0o600)
        run = bench.start("--recheck")
        time.sleep(chance.uniform(0, seconds))
        run.kill()
        run.communicate()
        bench.verify()
        bench.sync("--recheck")
        same(content(bench), wanted)

