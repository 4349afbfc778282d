# SPDX-License-Identifier: MIT
"""A portal that misbehaves: each method is one fault of a server or of a network.

The last part of the path names the method; a method is a function `m_NAME(portal, request)` that
writes to `request` and gives True when the connection may go on. Dots become underscores.
"""
import gzip
import json
import random
import socket
import ssl
import struct
import threading
import time
import urllib.parse
import zlib

DATE = "2026-05-04T10:06:40+03:00"


def times(operating=None, reset=None, duration=0.01):
    now = time.time()
    found = {"start": int(now), "finish": now, "duration": duration, "processing": 0,
             "date_start": DATE, "date_finish": DATE}
    if operating is not None:
        found.update(operating=operating, operating_reset_at=int(now + reset))
    return found


class Request:
    """What was asked, and how to answer."""

    def __init__(self, connection, head, body):
        self.connection = connection
        self.head = head
        self.body = body
        self.path = head.split(" ")[1]
        self.method = urllib.parse.urlsplit(self.path).path.rsplit("/", 1)[-1]
        try:
            self.params = json.loads(body) if body else {}
        except ValueError:
            self.params = None

    def send(self, data):
        self.connection.sendall(data)

    def answer(self, body, status=200, headers=(), length=None, kind="application/json"):
        if not isinstance(body, bytes):
            body = (body if isinstance(body, str) else json.dumps(body)).encode()
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}; charset=utf-8",
                 f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
        self.send("\r\n".join(lines).encode() + body)
        return True

    def result(self, result, **time_):
        return self.answer({"result": result, "time": times(**time_)})

    def error(self, status, code, words="no", headers=()):
        return self.answer({"error": code, "error_description": words}, status, headers)


class Portal:
    def __init__(self, methods, tls=None):
        self.methods = methods
        self.requests = []      # (time, method, Request)
        self.raw = b""          # everything that came over TLS or in the clear
        self.n_connections = 0
        self.lock = threading.Lock()
        self.state = {}
        self.random = random.Random(7)
        self.tls = tls
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def count(self, method):
        return sum(1 for _, name, _ in self.requests if name == method)

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.n_connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
                if self.nth("handshake") < self.state.get("hang_ups", 0):
                    return
            while self.serve_one(connection):
                pass
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            connection.close()

    def serve_one(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return False
            self.raw += more
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        head = head.decode("latin-1")
        length = next((int(line.split(":")[1]) for line in head.split("\r\n")
                       if line.lower().startswith("content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        request = Request(connection, head, body)
        with self.lock:
            self.requests.append((time.monotonic(), request.method, request))
        method = self.methods.get("m_" + request.method.replace(".", "_"), self.methods["m_plain"])
        return method(self, request)

    def nth(self, name):
        """How often this was asked before."""
        with self.lock:
            self.state[name] = self.state.get(name, -1) + 1
            return self.state[name]

    def close(self):
        self.listener.close()


# --- faults ---------------------------------------------------------------------------------------

def m_plain(portal, request):
    return request.result(request.method)


def m_wait_a_second(portal, request):
    time.sleep(1)
    return request.result("waited")


def reset(request):
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()
    return False


def m_reset_mid_body(portal, request):
    if portal.nth("reset") >= 2:
        return m_plain(portal, request)
    request.answer('{"result":"half', length=1000)
    return reset(request)


def m_end_early(portal, request):
    if portal.nth("early") >= 2:
        return m_plain(portal, request)
    request.answer('{"result":"half', length=1000)
    return False


def m_short_length(portal, request):
    if portal.nth("short") >= 1:
        return m_plain(portal, request)
    request.answer('{"result":"a whole answer"}', length=12)
    return False


def m_cut_anywhere(portal, request):
    """The first two tries end after any number of bytes, in one way or the other."""
    n = portal.nth(f"cut {request.params['N']}")
    if n >= 2:
        return request.result([request.params["N"]] * 50)
    body = json.dumps({"result": [-1] * 50}).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    request.send((head + body)[:portal.random.randrange(len(head + body))])
    return reset(request) if n else False


def m_slow(portal, request):
    request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(60):
        request.send(b"x")
        time.sleep(1)
    return False


def unavailable(name, value):
    def method(portal, request):
        if portal.nth(name):
            return m_plain(portal, request)
        return request.error(503, "INTERNAL_SERVER_ERROR", headers=[f"Retry-After: {value}"])
    return method


m_after_0 = unavailable("after 0", "0")
m_after_2 = unavailable("after 2", "2")
m_after_day = unavailable("after day", "86400")
m_after_words = unavailable("after words", "soon\x7f")


def m_worked(portal, request):
    n = portal.nth("worked")
    if n == 0:
        return request.result("first", operating=100, reset=2)
    if n == 1:
        return request.error(429, "OPERATION_TIME_LIMIT")
    return request.result("again", operating=1, reset=60)


def m_bad_gzip(portal, request):
    return request.answer(b"\x1f\x8b\x08\x00garbage that is none", headers=["Content-Encoding: gzip"])


def bomb(size, times_=1):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for _ in range(times_ - 1):
        data = gzip.compress(data)
    return data


BOMB, STACKED = bomb(256 << 20), bomb(64 << 20, 3)


def m_bomb(portal, request):
    request.answer(BOMB, headers=["Content-Encoding: gzip"])
    return False


def m_stacked(portal, request):
    request.answer(STACKED, headers=["Content-Encoding: gzip, gzip, gzip"])
    return False


def m_packed(portal, request):
    body = json.dumps({"result": "x" * 100000}).encode()
    return request.answer(gzip.compress(body), headers=["Content-Encoding: gzip"])


def m_endless(portal, request):
    request.send(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"result":"')
    while True:
        request.send(b"x" * 65536)


def m_headers(portal, request):
    request.send(b"HTTP/1.1 200 OK\r\n")
    for i in range(100000):
        request.send(b"X-Header-%d: %s\r\n" % (i, b"y" * 40))
    return False


PAGE = ("<!DOCTYPE html>\n<html><head><title>\n Log in\x1b[31m to <b>Wi-Fi</b> " + "z" * 500 +
        "</title></head><body>x</body></html>")


def page(status):
    return lambda portal, request: request.answer(PAGE, status, kind="text/html")


m_page_200, m_page_403, m_page_502 = page(200), page(403), page(502)


def m_renamed(portal, request):
    """Portal-api.md 5: 302 from the old name, with the rest as it was asked."""
    host = next(line.split(": ")[1] for line in request.head.split("\r\n")
                if line.lower().startswith("host:"))
    if host.startswith("old."):
        where = f"https://new.{host[4:]}{request.path}"
        return request.answer("", 302, headers=[f"Location: {where}"])
    return request.result(host.split(":")[0])


def m_redirect(portal, request):
    return request.answer("", 302, headers=[f"Location: {portal.state['location']}"])


def m_error_200(portal, request):
    return request.error(200, "insufficient_scope")


def m_error_empty(portal, request):
    return request.error(400, "", "Not\nfound")


def m_error_object(portal, request):
    return request.answer({"error": {"code": "access_denied", "message": "no rights"}}, 400)


def m_trailing(portal, request):
    return request.answer('{"result":[1]}<br />\n<b>Warning</b>')


def m_stop(portal, request):
    return request.error(401, "NO_AUTH_FOUND", "Wrong authorization data")


def m_batch(portal, request):
    """Commands answered by their own rules; a big one spoils the whole."""
    results, errors, stamps = {}, {}, {}
    for key, command in request.params["cmd"].items():
        name, query = command.split("?", 1)
        number = dict(urllib.parse.parse_qsl(query)).get("N", "0")
        portal.state.setdefault("commands", []).append((name, number))
        if name == "poison" and number == "7":
            return request.answer('{"result":{"result":{"c0":"cut', 200)
        if name == "large" and len(request.params["cmd"]) > 10:
            return request.answer('{"result":"' + "x" * (9 << 20) + '"}')
        if name == "half.denied" and int(number) % 2:
            errors[key] = {"error": "ACCESS_DENIED", "error_description": "no"}
        elif name != "one.missing" or number != "3":
            results[key] = f"{name} {number}"
        slow = 2.0 if name == "lasts" else 0.01
        stamps[key] = times(operating=1, reset=60, duration=slow)
    results = dict(reversed(results.items()))
    results["c99"] = results["other"] = "not asked for"
    return request.result({"result": results, "result_error": errors or [], "result_total": [],
                           "result_next": [], "result_time": stamps})


def m_poison(portal, request):
    if str(request.params.get("N")) == "7":
        return request.answer('{"result":"cut', 200)
    return request.result(f"poison {request.params.get('N')}")


def m_bucket(portal, request):
    """+1 a request, refused above X, -Y once a second; here a second is 1/scale of one."""
    x, y, scale = portal.state["bucket"]
    with portal.lock:
        second = int((time.monotonic() - portal.state["began"]) * scale)
        level = max(0, portal.state.get("level", 0) -
                    y * (second - portal.state.get("second", second))) + 1
        portal.state.update(level=level, second=second)
        if level > x:
            portal.state["refused"] = portal.state.get("refused", 0) + 1
    time.sleep(portal.state.get("delay", 0))
    if level > x:
        return request.error(503, "QUERY_LIMIT_EXCEEDED")
    return request.result(1)


def m_token_needed(portal, request):
    if request.params.get("auth") != portal.state["token"]:
        return request.error(401, "expired_token")
    return request.result("with token")


def m_oauth_answer(portal, request):
    """The renewal of a login, by the rules in state: fails first, is refused, or is good."""
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request.path).query))
    n = portal.nth("renewals")
    if n < portal.state.get("renewal_fails", 0):
        return reset(request)
    if query.get("refresh_token") != portal.state["refresh"]:
        return request.error(400, "invalid_grant", "refresh token is old")
    portal.state.update(token="access-new-Canary2", refresh="refresh-new-Canary2")
    return request.answer({"access_token": portal.state["token"], "expires_in": 3600,
                           "refresh_token": portal.state["refresh"], "status": "L"})


METHODS = {name: value for name, value in globals().items() if name.startswith("m_")}
