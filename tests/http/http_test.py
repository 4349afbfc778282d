#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Asking a portal over a real connection, with every fault of networks and servers we know of.

Usage: http_test.py --driver build/http-driver [NAME...]. Ends with "N passed, N failed".
"""
import argparse
import os
import shutil
import ssl
import stat
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import faulty

warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.1 is offered on purpose

CODE = "canary7Secret9Code"
CANARIES = [CODE, "Canary1", "Canary2", "clientsecretCanary"]
options = None
folder = None


class Driver:
    def __init__(self, *args, environment=None, timeout=60):
        self.began = time.monotonic()
        environment = dict(os.environ, LC_ALL="C.UTF-8", XDG_CONFIG_HOME=str(folder / "config"),
                           **(environment or {}))
        done = subprocess.run([options.driver, *map(str, args)], capture_output=True, text=True,
                              timeout=timeout, env=environment, errors="replace")
        self.out, self.err, self.status = done.stdout, done.stderr, done.returncode
        self.seconds = time.monotonic() - self.began
        shown = self.out + self.err
        assert not any(canary in shown for canary in CANARIES), "a secret was shown:\n" + shown
        assert done.returncode in (0, 1), f"ended with {done.returncode}:\n{shown}"
        lines = self.out.splitlines()
        self.facts = dict(line.split("=", 1) for line in lines if "=" in line and "\t" not in line)
        self.answers = [line.split("\t") for line in lines if line[:1].isdigit()]
        self.waits = [line.split("\t") for line in lines if line.startswith("wait\t")]

    def __getitem__(self, name):
        return self.facts[name]

    def faults(self):
        return [answer[1] for answer in self.answers]


def portal(**state):
    made = faulty.Portal(faulty.METHODS)
    made.state.update(state)
    return made


def webhook(at):
    return f"http://127.0.0.1:{at.port}/rest/7/{CODE}"


def call(at, *calls, before=(), **more):
    return Driver(*before, "call", webhook(at), *calls, **more)


def post(at, method, *before):
    return Driver(*before, "post", f"{webhook(at)}/{method}")


FAST = ("--pace", 20)


# --- one request ----------------------------------------------------------------------------------

def test_a_request_says_what_it_is():
    at = portal()
    got = post(at, "profile")
    head = at.requests[0][2].head.lower()
    assert got["failure"] == "none" and got["status"] == "200", got.out
    assert "user-agent: imolog/" in head and "accept: application/json" in head, head
    assert "content-type: application/json" in head and "gzip" in head, head
    assert "expect:" not in head and "cookie" not in head and "referer" not in head, head


def test_files_are_streamed_without_being_held():
    at = portal()
    got = Driver("--limit", 300 << 20, "get", f"{webhook(at)}/bomb")
    assert got["failure"] == "none" and got["sunk"] == str(256 << 20), got.out
    assert int(got["rss"]) < 40 * 1024, got["rss"]


def test_packed_answers_are_unpacked():
    assert post(portal(), "packed")["size"] == str(len('{"result": ""}') + 100000)


def test_only_https_beyond_this_machine():
    for address in ("http://example.com/rest/7/x/y", "file:///etc/passwd", "ftp://127.0.0.1/x",
                    "http://localhost/rest/7/x/y", "http://127.0.0.1@example.com/", "gopher://x/",
                    "http://127.0.0.1.example.com/x", "http://user@127.0.0.1/x"):
        got = Driver("post", address)
        assert got["failure"] == "refused" and int(got["ms"]) < 1000, address + "\n" + got.out


def test_nothing_near_is_asked_for_a_portal_that_is_far():
    at = portal()
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433",
                 "10.255.255.1", "[fe80::1]", "169.254.169.254"):
        got = Driver("far", f"https://{host}:{at.port}/profile")
        assert got["failure"] == "refused" and "private network" in got["error"], host + got.out
    got = Driver("far", f"{webhook(at)}/profile")
    assert got["failure"] == "refused" and at.requests == [], got.out
    got = Driver("near", f"{webhook(at)}/profile")
    assert got["failure"] == "none" and got["status"] == "200", got.out
    assert "referer" not in at.requests[-1][2].head.lower(), at.requests[-1][2].head


def test_cancelled_within_a_turn():
    at = portal()
    for method in ("slow", "wait.a.second", "endless"):
        for ms in (0, 50):
            got = Driver("--cancel", ms, "--limit", 1 << 40, "post", f"{webhook(at)}/{method}")
            assert "failure" not in got.facts and "cancelled" in got.out, got.out
            assert int(got["ms"]) < 300 + ms + 700, got.out


# S1, S2
def test_reset_and_cut_answers_are_asked_again():
    for method in ("reset.mid.body", "end.early", "short.length"):
        at = portal()
        got = call(at, method, before=FAST)
        assert got.faults() == ["ok"] and method in got.answers[0][3], got.out
        assert int(got["retries"]) == len(at.requests) - 1 >= 1, got.out


def test_a_thousand_cut_answers_lose_nothing():
    at = portal()
    got = call(at, "500:cut.anywhere", before=("--pace", 1000, "--rate", 5000, "--room", 5000))
    assert len(got.answers) == 500 and len(at.requests) >= 1500, len(at.requests)
    for answer in got.answers:
        assert answer[1] == "ok" and answer[3].startswith(f"[{answer[0]}, {answer[0]},"), answer


# S3
def test_a_trickle_is_given_up():
    got = post(portal(), "slow", "--slow", 2)
    assert got["failure"] == "broken" and got["timed_out"] == "1" and got.seconds < 6, got.out


# S4
def test_retry_after_is_the_least_to_wait():
    at = portal()
    got = call(at, "after.0", before=("--random", 0))
    assert got.faults() == ["ok"] and got.seconds < 1, got.out
    got = call(at, "after.2", "profile", before=("--random", 0))
    assert got.faults() == ["ok", "ok"] and 2 <= got.seconds < 3.5, got.out
    got = call(at, "after.words", before=("--random", 0))
    assert got.faults() == ["ok"] and got.seconds < 1, got.out


def test_a_long_wait_is_capped_told_and_cancelled():
    at = portal()
    got = call(at, "after.day", before=("--waits", 1, "--cancel", 900))
    seconds = [int(wait[3]) for wait in got.waits[:3]]
    assert all(298 <= second <= 300 for second in seconds), got.out
    assert "out of order" in got.waits[0][1] and got.waits[0][2] == "after.day", got.out
    assert not got.answers and int(got["ms"]) < 2000, got.out


# S5
def test_a_used_up_method_rests_while_others_go_on():
    at = portal()
    got = call(at, "worked", 'worked{"N":2}', "profile", "user.current",
               before=("--random", 0))
    assert got.faults() == ["ok"] * 4, got.out
    assert at.count("worked") == 3, "no try was made in vain"
    stamps = [when for when, name, _ in at.requests if name == "worked"]
    assert 2 < stamps[2] - stamps[1] < 5, stamps
    others = [when for when, name, _ in at.requests if name != "worked"]
    assert max(others) - stamps[0] < 1, "others did not wait"


# S6, S7
def test_what_is_too_large_is_refused():
    at = portal()
    for method, seconds in (("bomb", 2), ("stacked", 2), ("endless", 1), ("headers", 1)):
        got = post(at, method)
        assert got["failure"] == "large", method + "\n" + got.out
        assert int(got["rss"]) < 96 * 1024, method + ": " + got["rss"]
        assert int(got["ms"]) < seconds * 1000, method + ": " + got["ms"]
        print(f"  {method}: {got['ms']} ms, {got['rss']} KiB", end="")
    assert post(at, "bad.gzip")["failure"] == "broken"


# S8
def test_web_pages_are_judged_by_their_status():
    at = portal()
    for status, fault, requests in ((200, "retry", 9), (403, "denied", 1), (502, "retry", 9)):
        got = call(at, f"page.{status}", before=("--pace", 1000))
        error = got.answers[0][4]
        assert got.faults() == [fault], got.out
        assert at.count(f"page.{status}") == requests, at.count(f"page.{status}")
        assert "a web page" in error and "Log in" in error and str(status) in error, error
        assert "\x1b" not in error and len(error) < 520, error


# S11
def test_redirects_are_told_not_followed():
    other = portal()
    for location, host in ((f"http://127.0.0.2:{other.port}/rest/7/{CODE}/x", "127.0.0.2"),
                           ("https://moved.bitrix24.example/rest/", "moved.bitrix24.example"),
                           ("file:///etc/passwd", "?")):
        at = portal(location=location)
        got = call(at, "redirect", "profile")
        told = next(answer for answer in got.answers if answer[0] == "0")  # the other may be first
        assert told[1] == "stop" and len(at.requests) <= 2, got.out
        assert host in told[4] and "log in again" in told[4], got.out
    assert other.n_connections == 0


def test_errors_in_every_form():
    at = portal()
    for method, fault, code in (("error.200", "denied", "insufficient_scope"),
                                ("error.empty", "request", ""),
                                ("error.object", "denied", "access_denied")):
        got = call(at, method)
        assert got.answers[0][1:3] == [fault, code], got.out
    assert "Not found" in call(at, "error.empty").answers[0][4]
    assert call(at, "trailing").answers[0][1:4] == ["ok", "", "[1]"]


def test_a_refused_login_stops_everything():
    at = portal()
    got = call(at, "stop", *[f"m{i}" for i in range(40)], before=("--rate", 100))
    assert got.faults().count("stop") >= 35 and len(at.requests) < 6, got.out


# --- TLS ------------------------------------------------------------------------------------------

def openssl(*args):
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True, cwd=folder)


def certificate(name, subject, days=30, signer="ca"):
    names = folder / f"{name}.ext"
    names.write_text(f"subjectAltName={subject}\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
            f"{name}.csr", "-subj", f"/CN={name}")
    openssl("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", "-days", days, "-CA",
            f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial", "-extfile", names)


def authority(name):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
            f"{name}.pem", "-days", 30, "-subj", f"/CN={name}")


def tls_portal(name, most=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    if most:
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = most
    return faulty.Portal(faulty.METHODS, tls=context)


def ask_safely(at, cacert="ca"):
    before = ("--cacert", folder / f"{cacert}.pem") if cacert else ()
    return Driver(*before, "call", f"https://127.0.0.1:{at.port}/rest/7/{CODE}", "profile")


# S10
def test_no_byte_is_sent_to_who_is_not_the_portal():
    authority("ca")
    authority("foreign")
    certificate("good", "IP:127.0.0.1")
    certificate("wrong-host", "DNS:other.example")
    certificate("expired", "IP:127.0.0.1", days=-1)
    certificate("bad-chain", "IP:127.0.0.1", signer="foreign")
    assert ask_safely(tls_portal("good")).faults() == ["ok"]
    cases = [(tls_portal("wrong-host"), "ca"), (tls_portal("expired"), "ca"),
             (tls_portal("bad-chain"), "ca"), (tls_portal("foreign"), "ca"),
             (tls_portal("good"), None), (tls_portal("good", ssl.TLSVersion.TLSv1_1), "ca")]
    for at, cacert in cases:
        got = ask_safely(at, cacert)
        assert got.faults() == ["stop"] and got["retries"] == "0", got.out
        assert "not safe" in got.answers[0][4] and at.raw == b"" and not at.requests, got.out


def test_a_renamed_portal_is_asked_under_its_new_name():
    authority("ca3")
    certificate("cloud", "DNS:*.bitrix24.localhost", signer="ca3")
    at = tls_portal("cloud")
    old = f"https://old.bitrix24.localhost:{at.port}/rest/7/{CODE}"
    before = ("--cacert", folder / "ca3.pem", "call", old)
    got = Driver(*before, "renamed", "renamed{\"N\":2}", "renamed{\"N\":3}")
    assert got.answers[0][1:4] == ["ok", "", '"new.bitrix24.localhost"'], got.out
    assert got.faults() == ["ok"] * 3 and len(at.requests) <= 6, got.out
    assert got.err.count(f"is called new.bitrix24.localhost:{at.port} now") == 1, got.err
    at.state["location"] = "https://new.bitrix24.localhost/rest/7/other/redirect"
    assert Driver(*before, "redirect").faults() == ["stop"]


def test_who_hangs_up_in_tls_is_asked_again():
    authority("ca2")
    certificate("good2", "IP:127.0.0.1", signer="ca2")
    at = tls_portal("good2")
    at.state["hang_ups"] = 3
    got = Driver(*FAST, "--cacert", folder / "ca2.pem", "call",
                 f"https://127.0.0.1:{at.port}/rest/7/{CODE}", "profile")
    assert got.faults() == ["ok"] and 1 <= int(got["retries"]) <= 3, got.out


# --- the queue ------------------------------------------------------------------------------------

# S12
def test_batches_carry_many_and_lose_none():
    at = portal()
    got = call(at, "b120:half.denied", before=("--rate", 50))
    assert at.count("batch") == len(at.requests) == 3, [name for _, name, _ in at.requests]
    assert got.faults().count("ok") == got.faults().count("denied") == 60, got.out
    for answer in got.answers:
        assert answer[1] == "denied" or answer[3] == f'"half.denied {answer[0]}"', answer


def test_a_command_left_out_is_asked_alone():
    at = portal()
    got = call(at, "b10:one.missing", before=("--pace", 50))
    assert got.faults() == ["ok"] * 10, got.out
    assert [name for _, name, _ in at.requests] == ["batch", "one.missing"]


def test_one_poisonous_answer_spoils_only_itself():
    at = portal()
    got = call(at, "b50:poison", before=("--rate", 200, "--pace", 1000))
    bad = [answer[0] for answer in got.answers if answer[1] != "ok"]
    assert bad == ["7"] and len(got.answers) == 50, got.out
    print(f"  {len(at.requests)} requests", end="")
    assert len(at.requests) < 40


def test_batches_shrink_when_they_are_too_large():
    at = portal()
    got = call(at, "b50:large", before=("--rate", 200))
    sizes = [len(request.params.get("cmd", ["alone"])) for _, _, request in at.requests]
    assert got.faults() == ["ok"] * 50 and max(sizes[3:]) <= 12, sizes


def test_batches_shrink_when_commands_take_long():
    at = portal()
    call(at, "b300:lasts", before=("--rate", 200))
    sizes = [len(request.params["cmd"]) for _, _, request in at.requests if request.params.get("cmd")]
    assert sizes[0] == 50 and 10 in sizes, sizes  # 20 s / 2 s


def test_what_a_person_waits_for_overtakes():
    at = portal()
    got = call(at, *[f"background{i}" for i in range(70)],
               before=("--rate", 10, "--room", 20, "--person", 600, "--waits", 1))
    order = [name for _, name, _ in at.requests]
    asked = [when - at.requests[0][0] for when, name, _ in at.requests if name == "person.waits"]
    assert order.index("person.waits") < 25 and asked[0] < 1.2, order
    assert len(got.answers) == 71 and any("rate" in why for _, why, *_ in got.waits), got.out


def test_calls_under_way_are_cancelled():
    for spec in (("wait.a.second", "b50:slow", "profile"), ("b500:half.denied",)):
        for ms in (0, 5, 100):
            got = call(portal(), *spec, before=("--cancel", ms, "--room", 3, "--rate", 1))
            late = got.out[got.out.index("cancelled"):]
            assert "\t" not in late and int(got["ms"]) < ms + 500, got.out


def test_ten_thousand_waiting_calls_are_no_burden():
    at = portal()
    got = call(at, "b10000:m", before=("--room", 1000, "--rate", 1000))
    print(f"  {got.seconds:.1f} s, {len(at.requests)} requests", end="")
    assert got.faults() == ["ok"] * 10000 and len(at.requests) == 200


def test_no_moment_to_send_is_slept_over():
    at = portal()
    got = call(at, "2000:m", before=("--room", 12, "--rate", 1000, "--wait", 20000))
    assert got.faults() == ["ok"] * 2000 and got.seconds < 15, len(got.answers)


def test_the_same_is_asked_once():
    at = portal()
    got = call(at, "wait.a.second", "profile", "profile", 'profile{"a":1}', "profile")
    assert at.count("profile") == 2 and got.faults() == ["ok"] * 5, got.out


def efficiency(rate, seconds, delay, scale=10, burst=4):
    """Of what a bucket of 50 and 2 a second permits after the burst, time running faster."""
    at = portal(bucket=(50, 2, scale), began=time.monotonic(), delay=delay)
    Driver("--rate", rate * scale, "--wait", (seconds + burst + 2) * 1000, "call", webhook(at),
           *[f'bucket{{"N":{i}}}' for i in range(int(60 + rate * scale * (seconds + burst + 2)))],
           timeout=seconds + burst + 30)
    began = at.requests[0][0] + burst
    sent = sum(1 for when, _, _ in at.requests if began <= when < began + seconds)
    return sent / (rate * scale * seconds), at.state.get("refused", 0)


def test_the_bucket_is_used_and_never_runs_over():
    share, refused = efficiency(2, 20, 0)
    print(f"  {share:.1%} of the permitted rate, {refused} refused", end="")
    assert share >= 0.97 and refused == 0


# S15
def test_the_bucket_is_used_over_a_slow_line():
    share, refused = efficiency(2, 12, 0.2, scale=5, burst=12)
    print(f"  {share:.1%} at 200 ms, {refused} refused", end="")
    assert share >= 0.90 and refused == 0


# --- logins ---------------------------------------------------------------------------------------

def login(at, refresh="refresh-Canary1"):
    file = folder / "config/imolog/portals/acme"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"portal = http://127.0.0.1:{at.port}/rest/\nclient_id = app.1\n"
                    f"client_secret = clientsecretCanary\naccess_token = access-Canary1\n"
                    f"refresh_token = {refresh}\n"
                    f"server = http://127.0.0.1:{at.port}/oauth.answer\n")
    file.chmod(0o600)
    return file


# S9
def test_a_login_is_renewed_once_for_all():
    for fails in (0, 2):
        at = portal(token="other", refresh="refresh-Canary1", renewal_fails=fails)
        file = login(at)
        got = Driver(*FAST, "call", "@acme", 'token.needed{"N":1}', 'token.needed{"N":2}',
                     'token.needed{"N":3}')
        assert got.faults() == ["ok"] * 3, got.out
        assert at.count("oauth.answer") == 1 + fails
        text = file.read_text()
        assert "access-new-Canary2" in text and "refresh-new-Canary2" in text, text
        assert "clientsecretCanary" in text and stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_renewal_is_told_while_it_waits():
    at = portal(token="other", refresh="refresh-Canary1", renewal_fails=9)
    login(at)
    got = Driver("--waits", 1, "--cancel", 2500, "call", "@acme", "token.needed")
    assert any("renewing" in why and int(seconds) > 0 for _, why, _, seconds, *_ in got.waits), \
        got.out


def test_a_login_that_cannot_be_renewed_stops():
    at = portal(token="other", refresh="another")
    file = login(at)
    before = file.read_text()
    got = Driver("call", "@acme", "token.needed", 'token.needed{"N":2}')
    assert got.faults() == ["stop", "stop"] and "log in again" in got.answers[0][4], got.out
    assert at.count("oauth.answer") == 1 and file.read_text() == before


def test_a_login_others_may_read_is_refused():
    file = login(portal())
    for mode in (0o640, 0o604, 0o660):
        file.chmod(mode)
        assert "may be read by others" in Driver("call", "@acme", "profile").out
    file.chmod(0o600)
    file.rename(folder / "elsewhere")
    file.symlink_to(folder / "elsewhere")
    assert "is a link" in Driver("call", "@acme", "profile").out
    file.unlink()
    os.mkfifo(file, 0o600)
    assert "is not a file" in Driver("call", "@acme", "profile").out
    file.unlink()


# --- running --------------------------------------------------------------------------------------

def run(name, test):
    print(name.removeprefix("test_").replace("_", " "), end="", flush=True)
    try:
        test()
    except Exception:
        print("\nFAIL", name)
        traceback.print_exc(file=sys.stdout)
        return False
    print()
    return True


def main():
    global options, folder
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver", required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="imolog-http-"))
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_") and
             (not options.names or any(word in name for word in options.names))]
    try:
        passed = sum(run(name, test) for name, test in tests)
    finally:
        shutil.rmtree(folder)
    print(f"{passed} passed, {len(tests) - passed} failed")
    return passed != len(tests)


if __name__ == "__main__":
    sys.exit(main())
