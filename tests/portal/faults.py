# SPDX-License-Identifier: MIT
"""What goes wrong, on purpose: one row of FAULTS a kind. See README.md for how to ask for one."""
import gzip
import socket
import struct
import threading
import time
import zlib
from fnmatch import fnmatchcase
from pathlib import Path

from answer import JSON, Answer, Error

HTML = "text/html; charset=utf-8"
PAGE = """<!DOCTYPE html><html><head><title>{title}</title><meta charset="utf-8"></head>
<body><h1>{title}</h1><p>{text}\x1b]0;title\x07 \u202eabc</p>{more}</body></html>"""
CHUNK = 1 << 20
MOST_ENDLESS = 8 << 30
RESET = struct.pack("ii", 1, 0)


class Rule:
    """kind: a row of FAULTS. method: with * and ?, lower case. nth: from which matching request on.
    times: how often, 0 for ever. Everything else belongs to the fault."""

    def __init__(self, kind, method="*", nth=1, times=1, **options):
        if kind not in FAULTS:
            raise KeyError(f"no fault {kind}")
        self.kind, self.method, self.nth, self.times = kind, method.lower(), int(nth), int(times)
        self.options, self.seen, self.fired = options, 0, 0

    def is_due(self, methods):
        if not any(fnmatchcase(method, self.method) for method in methods):
            return False
        self.seen += 1
        due = self.seen >= self.nth and (self.times == 0 or self.fired < self.times)
        self.fired += due
        return due

    def state(self):
        return {"kind": self.kind, "method": self.method, "seen": self.seen, "fired": self.fired}


class Faults:
    def __init__(self, stop):
        self.rules, self.lock, self.stop = [], threading.Lock(), stop

    def add(self, rule):
        with self.lock:
            self.rules.append(Rule(**rule))

    def replace(self, rules):
        made = [Rule(**rule) for rule in rules]
        with self.lock:
            self.rules = made

    def due(self, stage, methods):
        """The rules of this stage whose turn it is, for a request that calls these methods."""
        if not self.rules:
            return []
        with self.lock:
            return [rule for rule in self.rules
                    if FAULTS[rule.kind][0] == stage and rule.is_due(methods)]

    def raise_error(self, method):
        for rule in self.due("error", [method]):
            FAULTS[rule.kind][1](rule.options)

    def change_batch(self, result):
        for rule in self.due("batch", ["batch"]):
            FAULTS[rule.kind][1](result, rule.options)

    def change(self, answer, methods, portal):
        """The kind of the last fault that there was, or None."""
        rule = None
        for rule in self.due("answer", methods):
            FAULTS[rule.kind][1](answer, {**rule.options, "portal": portal})
        return rule and rule.kind


# --- errors: in place of the call, inside a batch too ---------------------------------------------

def error_of(code, **fixed):
    def fail(options):
        raise Error(options.get("code", code), options.get("description"),
                    options.get("status", fixed.get("status")))
    return fail


# --- batches: what comes back in it ---------------------------------------------------------------

def drop_keys(result, options):
    for part in result.values():
        if isinstance(part, dict):
            for key in list(part)[:options.get("count", 1)]:
                del part[key]


def add_keys(result, options):
    for number in range(options.get("count", 1)):
        result["result"][f"extra{number}"] = {"chatId": 1, "message": [], "users": []}


def turn_order(result, options):
    result.update({name: dict(reversed(list(part.items()))) for name, part in result.items()})


def as_lists(result, options):
    result.update({name: {str(n): item for n, item in enumerate(part.values())}
                   for name, part in result.items()})


def deny_some(result, options):
    for key in list(result["result"])[:options.get("count", 25)]:
        del result["result"][key]
        result["result_error"][key] = Error("ACCESS_DENIED").body("en")


# --- answers: other bytes -------------------------------------------------------------------------

def become(answer, other):
    answer.body, answer.status, answer.kind = other.body, other.status, other.kind
    answer.headers, answer.encoding = other.headers, ""


def service_unavailable(answer, options):
    headers = [("Retry-After", str(options.get("retry_after", 0)))]
    status = options.get("status", 503)
    if "code" in options:
        become(answer, Answer(Error(options["code"]).body("en"), status, JSON, headers))
    else:
        text = page("503 Service Unavailable").encode()
        become(answer, Answer(text, status, HTML, headers))


def page(title, text="Please try again later.", more=""):
    return PAGE.format(title=title, text=text, more=more)


def html(answer, options):
    status = options.get("status", 200)
    become(answer, Answer(page(f"{status}").encode(), status, HTML))


def login(answer, options):
    form = '<form action="/auth/"><input name="USER_LOGIN"><input name="USER_PASSWORD"></form>'
    become(answer, Answer(page("Log in", more=form).encode(), options.get("status", 200), HTML))


def redirect(answer, options):
    to = options.get("to") or options["portal"].elsewhere
    become(answer, Answer(b"", options.get("status", 302), HTML, [("Location", to)]))


def body(answer, options):
    text = Path(options["file"]).read_bytes() if "file" in options else \
        options.get("text", "").encode("utf-8", "surrogatepass")
    become(answer, Answer(text, options.get("status", 200), options.get("type", JSON)))


def garbage(answer, options):
    answer.body += options.get("text", "\n<!-- 0.21s --> }{").encode()


def error_with_200(answer, options):
    become(answer, Answer(Error(options.get("code", "insufficient_scope")).body("en"), 200))


def empty_code(answer, options):
    body = {"error": "", "error_description": options.get("description", "Not found")}
    become(answer, Answer(body, options.get("status", 400)))


def error_object(answer, options):
    body = {"error": {"code": "ACCESS_DENIED", "message": "Access denied", "validation": []}}
    become(answer, Answer(body, options.get("status", 403)))


def truncate(answer, options):
    answer.body = answer.body[:int(len(answer.body) * options.get("part", 0.6))]


def bad_gzip(answer, options):
    answer.encoding = "gzip"
    answer.body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"not packed at all" * 20


def bomb_body(size):
    """Zeros that unpack to `size` bytes: one packed megabyte again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(CHUNK)) + packer.flush(zlib.Z_FULL_FLUSH)
    count, crc = size // CHUNK, 0
    for _ in range(count):
        crc = zlib.crc32(bytes(CHUNK), crc)
    return (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + block * count + b"\x03\x00" +
            struct.pack("<II", crc, size & 0xffffffff))


def bomb(answer, options):
    answer.encoding, answer.body = "gzip", bomb_body(options.get("mib", 256) * CHUNK)


def stacked(answer, options):
    count = options.get("count", 3)
    for _ in range(count):
        answer.body = gzip.compress(answer.body, 1)
    answer.encoding = ", ".join(["gzip"] * count)


# --- the wire: other ways to send them ------------------------------------------------------------

def on_wire(function):
    """A fault that writes by itself; the connection ends after it."""
    def change(answer, options):
        answer.keep, answer.send = False, lambda sock: function(sock, answer, options)
    return change


def part_of(answer, options):
    return answer.body[:int(len(answer.body) * options.get("part", 0.5))]


@on_wire
def reset(sock, answer, options):
    sock.sendall(answer.head() + part_of(answer, options))
    time.sleep(options.get("after", 0.02))  # so that what was sent is read before it is lost
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    sock.close()


@on_wire
def fin(sock, answer, options):
    sock.sendall(answer.head() + part_of(answer, options))


@on_wire
def silent(sock, answer, options):
    """Closes before the first byte."""


@on_wire
def short_length(sock, answer, options):
    sock.sendall(answer.head(options.get("length", 5)) + answer.body)


@on_wire
def slow(sock, answer, options):
    sock.sendall(answer.head())
    pause = 1 / options.get("rate", 1)
    for at in range(len(answer.body)):
        if options["portal"].stopped.wait(pause):
            return
        sock.sendall(answer.body[at:at + 1])


@on_wire
def hang(sock, answer, options):
    options["portal"].stopped.wait(options.get("seconds", 3600))


@on_wire
def endless(sock, answer, options):
    answer.encoding = None
    answer.headers.append(("Transfer-Encoding", "chunked"))
    sock.sendall(answer.head(""))
    block = b" " * CHUNK
    chunk, sent = b"%x\r\n" % CHUNK + block + b"\r\n", 0
    while sent < MOST_ENDLESS and not options["portal"].stopped.is_set():
        sock.sendall(chunk)
        sent += CHUNK


@on_wire
def many_headers(sock, answer, options):
    count = options.get("count", 100_000)
    lines = "".join(f"X-Header-{number}: {number}\r\n" for number in range(count))
    sock.sendall(answer.head()[:-2] + lines.encode() + b"\r\n" + answer.body)


@on_wire
def huge(sock, answer, options):
    """Valid JSON of many bytes: one long text."""
    size = options.get("mib", 200) * CHUNK
    before, after = b'{"result":{"text":"', b'"}}'
    answer.encoding = None
    sock.sendall(answer.head(len(before) + size + len(after)) + before)
    for _ in range(size // CHUNK):
        if options["portal"].stopped.is_set():
            return
        sock.sendall(b"a" * CHUNK)
    sock.sendall(after)


# kind: (stage, function, what it does and its options)
FAULTS = {
    "query-limit": ("error", error_of("QUERY_LIMIT_EXCEEDED"), "503 QUERY_LIMIT_EXCEEDED"),
    "operating-limit": ("error", error_of("OPERATION_TIME_LIMIT"), "429 OPERATION_TIME_LIMIT"),
    "overload": ("error", error_of("OVERLOAD_LIMIT"), "503 OVERLOAD_LIMIT"),
    "confirm": ("error", error_of("METHOD_CONFIRM_WAITING"), "401 METHOD_CONFIRM_WAITING"),
    "error": ("error", error_of("INTERNAL_SERVER_ERROR"), "any: code, status, description"),
    "batch-missing": ("batch", drop_keys, "the first `count` commands are not in the answer"),
    "batch-extra": ("batch", add_keys, "`count` commands that nobody sent are in it"),
    "batch-order": ("batch", turn_order, "the answers come in reverse order"),
    "batch-list": ("batch", as_lists, "lists instead of maps: the keys are lost"),
    "batch-denied": ("batch", deny_some, "the first `count` (25) commands are ACCESS_DENIED"),
    "unavailable": ("answer", service_unavailable, "503 and Retry-After: `retry_after` 0; HTML, or "
                    "an error with `code`"),
    "html": ("answer", html, "an HTML page: `status` 200"),
    "login": ("answer", login, "a login page, as captive portals give: `status` 200"),
    "redirect": ("answer", redirect, "302 `to` an address; else to another port of ours"),
    "body": ("answer", body, "`text`, or what is in `file`, with `status` 200 and `type` JSON"),
    "garbage": ("answer", garbage, "`text` after the JSON"),
    "error-200": ("answer", error_with_200, "an error, `code`, with HTTP 200"),
    "error-empty": ("answer", empty_code, "an error with the code \"\""),
    "error-object": ("answer", error_object, "{\"error\":{\"code\":…}}"),
    "truncate": ("answer", truncate, "JSON that ends after `part` 0.6 of it, with a right length"),
    "bad-gzip": ("answer", bad_gzip, "says gzip, is not"),
    "bomb": ("answer", bomb, "gzip that becomes `mib` 256 of zeros"),
    "stacked": ("answer", stacked, "gzip in gzip in gzip: `count` 3"),
    "reset": ("answer", reset, "TCP reset after `part` 0.5 of the body"),
    "fin": ("answer", fin, "the connection ends after `part` 0.5 of the body"),
    "silent": ("answer", silent, "the connection ends before the first byte"),
    "short-length": ("answer", short_length, "Content-Length: `length` 5, more is sent"),
    "slow": ("answer", slow, "`rate` 1 byte a second"),
    "hang": ("answer", hang, "nothing for `seconds` 3600"),
    "endless": ("answer", endless, "a body without end"),
    "headers": ("answer", many_headers, "`count` 100,000 headers"),
    "huge": ("answer", huge, "`mib` 200 of valid JSON"),
}
