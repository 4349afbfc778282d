# SPDX-License-Identifier: MIT
"""Everything that can go wrong does so on the wire, when it was asked for, and as often."""
import gzip
import json
import time
import zlib

from client import case, check, equal
from faults import FAULTS

MIB = 1 << 20


def ask(client, kind, **rule):
    equal(client.mock("set", fault={"kind": kind, **rule}).status, 200, f"the rule {kind}")


def parts(data):
    head, _, body = data.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


def length_of(head):
    return int(head.partition("Content-Length: ")[2].partition("\r\n")[0])


@case
def faults_come_at_their_turn(client):
    ask(client, "query-limit", method="profile", nth=3, times=2)
    equal([client.call("profile").status for _ in range(6)], [200, 200, 503, 503, 200, 200])
    ask(client, "overload", method="im.*", times=0)
    equal([client.call(name).json.get("error") for name in ("scope", "im.recent.list") * 2],
          [None, "OVERLOAD_LIMIT"] * 2)
    equal([row["fault"] for row in client.mock("calls").json], [None] * 10, "no fault of answers")
    equal([rule["fired"] for rule in client.mock("state").json["faults"]], [2, 2])
    client.mock("set", faults=[])
    equal(client.call("im.recent.list").status, 200, "without rules")
    equal(client.mock("set", fault={"kind": "no-such"}).status, 400, "an unknown fault")


@case
def errors_are_those_of_a_portal(client):
    for kind, wanted in (("query-limit", (503, "QUERY_LIMIT_EXCEEDED")),
                         ("operating-limit", (429, "OPERATION_TIME_LIMIT")),
                         ("overload", (503, "OVERLOAD_LIMIT")),
                         ("confirm", (401, "METHOD_CONFIRM_WAITING")),
                         ("error-200", (200, "insufficient_scope")), ("error-empty", (400, "")),
                         ("error", (500, "INTERNAL_SERVER_ERROR"))):
        ask(client, kind)
        equal(client.call("profile").error, wanted, kind)
    ask(client, "error-object")
    equal(client.call("profile").json["error"]["code"], "ACCESS_DENIED")
    ask(client, "error", code="X", status=418, description="d")
    equal(client.call("profile").error, (418, "X"))


@case
def pages_come_instead_of_json(client):
    for value in (0, 5, 86400, "soon"):
        ask(client, "unavailable", retry_after=value)
        reply = client.call("profile")
        equal((reply.status, reply.headers["Retry-After"]), (503, str(value)))
    ask(client, "unavailable", retry_after=5, code="QUERY_LIMIT_EXCEEDED")
    equal(client.call("profile").error, (503, "QUERY_LIMIT_EXCEEDED"))
    for status in (200, 403, 502):
        ask(client, "html", status=status)
        reply = client.call("profile")
        equal(reply.status, status)
        row = client.mock("calls").json[-1]
        equal((row["status"], row["fault"]), (status, "html"), "what is remembered")
        check(reply.body.startswith(b"<!DOCTYPE") and b"\x1b" in reply.body, "an odd page")
    ask(client, "login")
    check(b"USER_PASSWORD" in client.call("profile").body, "a login page")


@case
def broken_json_comes_whole(client):
    ask(client, "garbage")
    body = client.call("profile").body
    check(body.startswith(b"{") and body.endswith(b"}{"), "garbage after it")
    ask(client, "truncate")
    reply = client.call("profile")
    try:
        check(not reply.json, "it parses")
    except ValueError:
        pass
    ask(client, "body", text="{\"result\":[]")
    equal(client.call("profile").body, b'{"result":[]', "the body that was asked for")
    session = client.portal.world.id_of(7)
    client.mock("set", poison=[session])
    body = client.call("imopenlines.session.history.get", SESSION_ID=session).body
    check(b'\\u04"' in body, "an escape is cut")
    other = client.call("imopenlines.session.history.get", SESSION_ID=client.portal.world.id_of(8))
    equal(other.result["sessionId"], client.portal.world.id_of(8), "only the poisoned one")


@case
def connections_end_early(client):
    whole, _ = client.bytes()
    ask(client, "fin")
    head, body = parts(client.bytes()[0])
    check(0 < len(body) < length_of(head), "a part of the body, then the end")
    ask(client, "reset")
    data, end = client.bytes()
    equal(end, "reset", "the end")
    check(len(data) < len(whole), "less than all")
    ask(client, "silent")
    equal(client.bytes(), (b"", "closed"))
    ask(client, "short-length")
    head, body = parts(client.bytes()[0])
    equal(length_of(head), 5)
    check(len(body) > 5, "more than was said")
    equal(client.call("profile").status, 200, "and then all is well")


@case
def slow_ones_are_slow(client):
    ask(client, "slow", rate=1000)
    begin = time.monotonic()
    head, body = parts(client.bytes()[0])
    check(time.monotonic() - begin >= 0.95 * len(body) / 1000, "a byte at a time")
    equal(len(body), length_of(head))
    client.mock("set", latency={"scope": 0.2})
    begin = time.monotonic()
    client.call("scope")
    check(time.monotonic() - begin >= 0.2, "the latency of a method")


@case
def packed_answers_are_wrong_in_three_ways(client):
    session = client.portal.world.id_of(7)
    target = f"{client.path}imopenlines.session.history.get?SESSION_ID={session}"
    packed = client.send("GET", target, headers={"User-Agent": "t", "Accept-Encoding": "gzip"})
    equal(packed.headers["Content-Encoding"], "gzip")
    check(len(packed.raw) < len(packed.body) / 3, "packed when it is asked for")
    ask(client, "bad-gzip")
    head, body = parts(client.bytes()[0])
    try:
        gzip.decompress(body)
        check(False, "it unpacks")
    except (OSError, EOFError, zlib.error):
        check("Content-Encoding: gzip" in head, "it says so")
    ask(client, "bomb", mib=32)
    head, body = parts(client.bytes()[0])
    equal(len(gzip.decompress(body)), 32 * MIB, "unpacked")
    check(len(body) < MIB // 16, f"packed it is {len(body)}")
    ask(client, "stacked")
    head, body = parts(client.bytes()[0])
    check("Content-Encoding: gzip, gzip, gzip" in head, head)
    for _ in range(3):
        body = gzip.decompress(body)
    check("result" in json.loads(body), "in three layers")


@case
def some_answers_are_too_much(client):
    ask(client, "endless")
    data, _ = client.bytes(most=64 * MIB)
    check(len(data) >= 64 * MIB and b"chunked" in data[:400], "it does not end")
    ask(client, "huge", mib=20)
    head, body = parts(client.bytes(most=64 * MIB)[0])
    equal(len(body), length_of(head))
    check(len(json.loads(body)["result"]["text"]) == 20 * MIB, "valid, and big")
    ask(client, "headers")
    head, _ = parts(client.bytes(most=64 * MIB)[0])
    check(head.count("\r\nX-Header-") == 100_000, "many headers")


@case
def who_follows_a_redirect_is_seen(client):
    ask(client, "redirect")
    reply = client.call("profile")
    equal((reply.status, reply.headers["Location"]), (302, client.portal.elsewhere))
    equal(client.mock("violations").json, [], "so far")
    import http.client
    other = http.client.HTTPConnection("127.0.0.1", client.portal.other.port)
    other.request("GET", client.path + "profile")
    other.getresponse().read()
    equal([row["what"] for row in client.mock("violations").json],
          ["redirect-followed", "secret-to-other-host"])
    ask(client, "redirect", to="file:///etc/passwd", status=307)
    reply = client.call("profile")
    equal((reply.status, reply.headers["Location"]), (307, "file:///etc/passwd"))


@case
def batches_come_back_otherwise(client):
    cmd = {f"c{n}": "profile" for n in range(50)}

    def keys(kind, **options):
        ask(client, kind, **options)
        result = client.call("batch", cmd=cmd).result
        return list(result["result"]), result["result_error"]
    equal(keys("batch-missing", count=3)[0], list(cmd)[3:])
    equal(keys("batch-extra", count=2)[0], [*cmd, "extra0", "extra1"])
    equal(keys("batch-order")[0], list(cmd)[::-1])
    shown, errors = keys("batch-denied")
    equal((len(shown), len(errors)), (25, 25))
    ask(client, "batch-list")
    check(isinstance(client.call("batch", cmd=cmd).result["result"], list), "keys are lost")


@case
def faults_reach_into_a_batch(client):
    ask(client, "error", method="scope", code="ACCESS_DENIED", status=403)
    result = client.call("batch", cmd={"a": "profile", "b": "scope"}).result
    equal((list(result["result"]), result["result_error"]["b"]["error"]), (["a"], "ACCESS_DENIED"))
    ask(client, "html", method="scope", status=502)
    equal(client.call("batch", cmd={"a": "profile"}).status, 200, "it does not call scope")
    equal(client.call("batch", cmd={"a": "profile", "b": "scope"}).status, 502)


@case
def a_token_may_be_lost_on_its_way(client):
    import oauth
    pair = client.mock("do", action="grant").json
    ask(client, "fin", method="oauth.token")
    target = (f"/oauth/token/?grant_type=refresh_token&client_id={oauth.CLIENT_ID}"
              f"&client_secret={oauth.CLIENT_SECRET}&refresh_token={pair['refresh_token']}")
    try:
        client.send("GET", target)
        check(False, "all of it came")
    except Exception as error:
        equal(type(error).__name__, "IncompleteRead")
    equal(client.send("GET", target).error, (400, "invalid_grant"), "the old one is used up")


@case
def every_fault_says_what_it_does(client):
    for kind, (stage, function, help_) in FAULTS.items():
        check(stage in ("error", "batch", "answer") and callable(function) and help_, kind)
