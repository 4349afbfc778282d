# SPDX-License-Identifier: MIT
"""What the portal's own tests are given: a client that shows everything that came, and checks."""
import gzip
import http.client
import json
import socket
from urllib.parse import urlencode

CASES = []
AGENT = {"User-Agent": "portal-test/1"}


def case(function):
    CASES.append(function)
    return function


class Failed(Exception):
    pass


def check(truth, sentence):
    if not truth:
        raise Failed(sentence)


def equal(got, wanted, what="the value"):
    check(got == wanted, f"{what} is {got!r}, not {wanted!r}")


class Reply:
    def __init__(self, answer):
        self.status, self.headers = answer.status, answer.headers
        self.raw = answer.read()
        packed = self.headers.get("Content-Encoding") == "gzip"
        self.body = gzip.decompress(self.raw) if packed else self.raw

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def result(self):
        check(self.status == 200, f"status {self.status}: {self.body[:200]}")
        return self.json["result"]

    @property
    def error(self):
        return self.status, self.json.get("error")


class Client:
    """One connection, made anew when the portal ends it."""

    def __init__(self, portal):
        self.portal, self.port = portal, portal.server.port
        self.path = portal.webhook[len(portal.url):]
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def send(self, verb, target, body=None, headers=None):
        self.connection.request(verb, target, body, AGENT if headers is None else headers)
        return Reply(self.connection.getresponse())

    def call(self, method, **params):
        """As JSON, by the webhook."""
        return self.send("POST", self.path + method, json.dumps(params),
                         {**AGENT, "Content-Type": "application/json"})

    def get(self, method, query=""):
        return self.send("GET", self.path + method + ("?" + query if query else ""))

    def form(self, method, pairs):
        return self.send("POST", self.path + method, urlencode(pairs),
                         {**AGENT, "Content-Type": "application/x-www-form-urlencoded"})

    def mock(self, name, /, **given):
        verb = "POST" if name in ("set", "do", "clear") else "GET"
        return self.send(verb, "/_mock/" + name, json.dumps(given) if given else None)

    def bytes(self, method="profile", most=1 << 20):
        """All that the portal writes on a connection of its own, and how it ended."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        sock.sendall(f"GET {self.path}{method} HTTP/1.1\r\nHost: {self.portal.host}\r\n"
                     "User-Agent: t\r\nConnection: close\r\n\r\n".encode())
        data, end = bytearray(), "closed"
        try:
            while len(data) < most and (got := sock.recv(1 << 16)):
                data += got
        except ConnectionResetError:
            end = "reset"
        sock.close()
        return bytes(data), end


# --- shapes ---------------------------------------------------------------------------------------

class Map:
    """An object with any keys, or [] when it is empty; `item` is what it holds."""

    def __init__(self, item):
        self.item = item


class Some:
    """An object that has at least these."""

    def __init__(self, **members):
        self.members = members


DIGITS, DATE, NULL, FLAG = "digits", "date", type(None), "Y/N"


def fits(value, shape, path="result"):
    """Fails unless the value is of the shape: a type, alternatives, exact members, a list of."""
    if isinstance(shape, tuple):
        for one in shape:
            try:
                return fits(value, one, path)
            except Failed:
                continue
        raise Failed(f"{path}: {value!r} is none of {shape}")
    if isinstance(shape, dict):
        check(isinstance(value, dict), f"{path} is no object but {value!r}")
        equal(sorted(value), sorted(shape), f"{path}: the keys")
        for key, inner in shape.items():
            fits(value[key], inner, f"{path}.{key}")
    elif isinstance(shape, Some):
        check(isinstance(value, dict), f"{path} is no object but {value!r}")
        for key, inner in shape.members.items():
            check(key in value, f"{path}.{key} is missing")
            fits(value[key], inner, f"{path}.{key}")
    elif isinstance(shape, Map):
        check(value == [] or (isinstance(value, dict) and value), f"{path}: {value!r} is no map")
        for key, item in (value or {}).items() if value else ():
            fits(item, shape.item, f"{path}.{key}")
    elif isinstance(shape, list):
        check(isinstance(value, list), f"{path} is no list but {value!r}")
        check(shape or not value, f"{path}: {value!r} is not empty")
        for place, item in enumerate(value):
            fits(item, shape[0], f"{path}[{place}]")
    elif isinstance(shape, type):
        is_bool = isinstance(value, bool)
        check(isinstance(value, shape) and (shape is bool or not is_bool),
              f"{path}: {value!r} is no {shape.__name__}")
    else:
        fits_text(value, shape, path)


def fits_text(value, shape, path):
    is_text = isinstance(value, str)
    if shape == DIGITS:
        check(is_text and value.isdigit(), f"{path}: {value!r} is no text of digits")
    elif shape == FLAG:
        check(value in ("Y", "N"), f"{path}: {value!r} is neither Y nor N")
    elif shape == DATE:
        check(is_text and len(value) == 25 and value[19] in "+-" and value[10] == "T",
              f"{path}: {value!r} is no ISO date")
    else:
        equal(value, shape, path)
