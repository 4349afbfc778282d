# SPDX-License-Identifier: MIT
"""One request: read from the wire, its address taken apart, its parameters in PHP's way."""
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_HEAD, MAX_BODY = 1 << 16, 1 << 26
ADDRESS = re.compile(r"/rest/+(?:(\d+)/([^/]+)/+)?([A-Za-z0-9_.]+?)(?:\.(json|xml))?/?$")
BRACKET = re.compile(r"\[([^\]]*)\]")
RESERVED = ("auth", "start", "state", "token")


class Bad(Exception):
    """Not HTTP."""


class Wire:
    """Bytes of a connection, read a head or a body at a time."""

    def __init__(self, sock):
        self.sock, self.data = sock, b""

    def more(self):
        got = self.sock.recv(1 << 16)
        if not got:
            raise ConnectionError
        self.data += got

    def head(self):
        """All up to the blank line, or None when the other end is done."""
        while (end := self.data.find(b"\r\n\r\n")) < 0:
            if len(self.data) > MAX_HEAD:
                raise Bad
            try:
                self.more()
            except ConnectionError:
                return None
        head, self.data = self.data[:end], self.data[end + 4:]
        return head.decode("latin-1")

    def body(self, size):
        if size > MAX_BODY:
            raise Bad
        while len(self.data) < size:
            self.more()
        body, self.data = self.data[:size], self.data[size:]
        return body

    def line(self):
        while (end := self.data.find(b"\r\n")) < 0:
            self.more()
        line, self.data = self.data[:end], self.data[end + 2:]
        return line

    def chunks(self):
        body = b""
        while size := int(self.line().split(b";")[0], 16):
            body += self.body(size)
            self.line()
        while self.line():
            pass
        return body


class Request:
    """verb, target, path, query, headers (lower case), body; then what it means to a portal."""

    def __init__(self, head):
        lines = head.split("\r\n")
        try:
            self.verb, self.target, self.version = lines[0].split(" ")
        except ValueError:
            raise Bad from None
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        parts = urlsplit(self.target)
        self.path, self.query, self.body = parts.path, parts.query, b""
        self.uid = self.secret = self.method = None

    def read_body(self, wire):
        if self.headers.get("expect", "").lower() == "100-continue":
            wire.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            self.body = wire.chunks()
        elif self.headers.get("content-length"):
            try:
                self.body = wire.body(int(self.headers["content-length"]))
            except ValueError:
                raise Bad from None

    def is_kept(self):
        return self.version == "HTTP/1.1" and \
            self.headers.get("connection", "").lower() != "close"

    def read_address(self):
        """Whether this is a call of a method; sets uid, secret and method (lower case)."""
        found = ADDRESS.match(unquote(self.path))
        if found:
            self.uid, self.secret, self.method = found[1], found[2], found[3].lower()
        return bool(found)

    def params(self):
        """The query, then the body over it; None: the body is not what its type says."""
        params = php_query(self.query)
        kind = self.headers.get("content-type", "").lower()
        if not self.body:
            return params
        if "json" in kind:
            try:
                body = json.loads(self.body)
            except ValueError:
                return None
            return {**params, **(body if isinstance(body, dict) else {})}
        if "multipart/form-data" in kind:
            return {**params, **multipart(self.body, kind)}
        return {**params, **php_query(self.body.decode("utf-8", "replace"))}


def multipart(body, kind):
    boundary = b"--" + kind.partition("boundary=")[2].strip('"').encode()
    pairs = []
    for part in re.split(re.escape(boundary), body, flags=re.I)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        if name:
            pairs.append((name[1].decode("utf-8", "replace"), value.decode("utf-8", "replace")))
    return php_pairs(pairs)


def php_query(text):
    return php_pairs(parse_qsl(text, keep_blank_values=True))


def php_pairs(pairs):
    """a=1&b[]=2&c[d][e]=3 as PHP reads it: nested, [] counts on, the last of equals wins."""
    root = {}
    for name, value in pairs:
        keys = BRACKET.findall(name)
        at = name.find("[")
        keys.insert(0, name[:at] if at > 0 and keys else name)
        put(root, keys, value)
    return listed(root)


def put(root, keys, value):
    for place, key in enumerate(keys):
        if key == "":
            key = str(max([int(k) for k in root if k.isdigit()], default=-1) + 1)
        if place == len(keys) - 1:
            root[key] = value
        else:
            if not isinstance(root.get(key), dict):
                root[key] = {}
            root = root[key]


def listed(value):
    """Maps with keys 0..n-1 become lists, below the top."""
    if not isinstance(value, dict):
        return value
    return {key: as_list(listed(item)) for key, item in value.items()}


def as_list(value):
    if isinstance(value, dict) and value and list(value) == [str(n) for n in range(len(value))]:
        return [as_list(item) for item in value.values()]
    return value
