# SPDX-License-Identifier: MIT
"""What was called, and what must not have been: writes, secrets in wrong places, redirects."""
import json
import re
import threading
import time
from fnmatch import fnmatchcase

# Methods that a reader of histories never calls: they change something on the portal.
READS_OF_LINES = """imopenlines.config.list.get imopenlines.config.get imopenlines.config.path.get
imopenlines.revision.get imopenlines.v2.session.list imopenlines.v2.session.stat.get
imopenlines.v2.session.rating.list imopenlines.v2.session.transfer.list
imopenlines.v2.operator.list imopenlines.v2.stat.get imopenlines.crm.chat.get
imopenlines.crm.chat.getlastid imopenlines.dialog.get imopenlines.session.history.get""".split()
WRITES = """im.dialog.read im.dialog.read.all im.dialog.unread im.dialog.writing im.recent.pin
im.recent.hide im.recent.unread im.chat.mute im.chat.add im.chat.leave im.chat.user.add
im.chat.user.delete im.chat.updatetitle im.message.* im.user.status.* im.search.last.add
im.notify* im.v2.event.subscribe im.v2.event.unsubscribe im.disk.* event.bind event.unbind
*.add *.update *.delete *.set *.register *.unregister""".split()
SECRET_NAMES = ("auth", "access_token", "refresh_token", "client_secret", "code", "token")
MOST_CALLS = 1_000_000


def is_write(method, params):
    if method.startswith("imopenlines."):
        return method not in READS_OF_LINES
    if method == "im.v2.event.get":
        return any(key.lower() == "offset" for key in params)
    return any(fnmatchcase(method, pattern) for pattern in WRITES)


def without_secrets(params):
    return {key: "***" if key.lower() in SECRET_NAMES else value for key, value in params.items()}


class Record:
    """calls: one row a call; violations: one row for each thing that must not be."""

    def __init__(self, path=None):
        self.calls, self.violations, self.secrets = [], [], set()
        self.lock, self.counts = threading.Lock(), {}
        self.file = open(path, "a", encoding="utf-8") if path else None

    def hide(self, text):
        """The text without any secret."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text

    def call(self, method, params, status, error=None, batch=None, ms=0.0, level="all",
             fault=None):
        with self.lock:
            self.counts[method] = self.counts.get(method, 0) + 1
        if is_write(method, params):
            self.violate("write", method)
        if level == "off" or (level == "outer" and batch is not None):
            return
        row = {"method": method, "params": without_secrets(params), "time": time.time(),
               "status": status, "error": error, "batch": batch, "fault": fault,
               "ms": round(ms, 2)}
        with self.lock:
            if len(self.calls) < MOST_CALLS:
                self.calls.append(row)
            if self.file:
                text = json.dumps(row, ensure_ascii=False, default=str)
                self.file.write(self.hide(text) + "\n")
                self.file.flush()

    def violate(self, what, detail):
        with self.lock:
            self.violations.append({"what": what, "detail": self.hide(detail), "time": time.time()})

    def look(self, request, hosts):
        """What a request itself tells of the client's care."""
        if not re.search(r"\w", request.headers.get("user-agent", "")):
            self.violate("no-user-agent", f"{request.verb} {request.path}")
        for name in ("referer", "user-agent", "cookie", "origin"):
            if self.has_secret(request.headers.get(name, "")):
                self.violate(f"secret-in-{name}", f"{request.verb} {request.path}")
        if request.headers.get("host") not in hosts and self.has_secret(request.target):
            self.violate("secret-to-other-host", f"Host: {request.headers.get('host')}")

    def has_secret(self, text):
        return any(secret in text for secret in self.secrets)

    def elsewhere(self, request):
        """A request on the address that only redirects name."""
        self.violate("redirect-followed", f"{request.verb} {request.path}")
        text = request.target + str(request.headers) + request.body.decode("latin-1")
        if self.has_secret(text):
            self.violate("secret-to-other-host", f"{request.verb} {request.path}")

    def clear(self):
        with self.lock:
            self.calls, self.violations, self.counts = [], [], {}
