#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A portal on loopback, for tests and to look at. See README.md.

Usage: portal.py [--port 0] [--tls CERTDIR [--tls-kind KIND]] [--generate N] [--seed S]
                 [--end UNIX|now] [--data FILE] [--log FILE.jsonl] [--set KNOB=VALUE ...]
                 [--run COMMAND ...]

Prints "ready URL" and serves until its standard input ends. With --run it starts the command with
IMOLOG_WEBHOOK set instead, and ends with it.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path

if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.modules["portal"] = sys.modules[__name__]
sys.path.insert(0, str(Path(__file__).resolve().parent))

import methods.basic  # noqa: E402, F401
import methods.crm  # noqa: E402, F401
import methods.history  # noqa: E402, F401
import methods.lines  # noqa: E402, F401
import methods.messenger  # noqa: E402, F401
import methods.recent  # noqa: E402, F401
import methods.sessions  # noqa: E402, F401
import oauth  # noqa: E402
import tls  # noqa: E402
from answer import Answer, Error  # noqa: E402
from changes import ACTIONS  # noqa: E402
from control import control  # noqa: E402
from encoding import iso, whole  # noqa: E402
from faults import HTML, Faults  # noqa: E402
from generate import END, SUPERVISOR, World  # noqa: E402
from knobs import Knobs  # noqa: E402
from limits import Limits  # noqa: E402
from methods import METHODS, Call, Listed, batch, files  # noqa: E402
from record import Record, is_write  # noqa: E402
from server import Server, context_of  # noqa: E402

SECRET = "s3cr3tw3bh00kc0de"
UNREAD = ("auth", "state", "token")  # parameters the server takes for itself


class Portal:
    """url: where it is. webhook: its address with the secret. Use as `with Portal(...) as portal`.

    world, knobs, record (calls, violations), faults, limits and tokens may be used directly."""

    def __init__(self, n=200, seed=1, end=END, port=0, log=None, certificates=None,
                 certificate="good", world=None, fault=(), **knobs):
        self.world = world or World(n, seed, end)
        self.knobs, self.record = Knobs(**knobs), Record(log)
        self.limits, self.stopped = Limits(self.knobs), threading.Event()
        self.faults = Faults(self.stopped)
        self.faults.replace(fault)
        self.tokens = oauth.Tokens(self.now, self.knobs, self.record.secrets)
        self.record.secrets.add(SECRET)
        self.tickets, self.numbers = {}, count(1)
        context = context_of(*tls.make(certificates, certificate),
                             version="1.1" if certificate == "tls1.1" else None) \
            if certificates else None
        self.server = Server(self.respond, port, context)
        self.other = Server(self.respond_elsewhere)
        self.host = f"127.0.0.1:{self.server.port}"
        self.hosts = (self.host, f"localhost:{self.server.port}")
        self.url = f"{'https' if context else 'http'}://{self.host}"
        self.webhook = f"{self.url}/rest/{SUPERVISOR}/{SECRET}/"
        self.elsewhere = f"http://127.0.0.1:{self.other.port}/rest/{SUPERVISOR}/"

    def start(self):
        self.server.start()
        self.other.start()
        return self

    def stop(self):
        if self.stopped.is_set():
            return
        self.stopped.set()
        self.server.stop()
        self.other.stop()

    __enter__ = start

    def __exit__(self, *_):
        self.stop()

    def now(self):
        return self.limits.clock.now()

    def set(self, **values):
        """Turns knobs; fault adds a rule, faults replaces all."""
        rule, rules = values.pop("fault", None), values.pop("faults", None)
        was_expired = self.knobs.expired
        self.knobs.set(values)
        if self.knobs.expired and not was_expired:
            self.tokens.expire()
        self.limits.change()
        if rules is not None:
            self.faults.replace(rules)
        if rule is not None:
            self.faults.add(rule)

    # --- addresses of files -----------------------------------------------------------------------
    def sign(self, file_id):
        return hashlib.sha256(f"{SECRET} {file_id}".encode()).hexdigest()[:32]

    def once(self, file_id):
        ticket = hashlib.sha256(f"once {next(self.numbers)} {file_id}".encode()).hexdigest()
        self.tickets[ticket] = file_id
        return ticket

    def once_used(self, ticket):
        return self.tickets.pop(ticket, None)

    # --- requests ---------------------------------------------------------------------------------
    def respond(self, request):
        if request.path.startswith("/_mock/"):
            return control(self, request)
        self.record.look(request, self.hosts)
        if request.path.rstrip("/") == "/oauth/token":
            return self.respond_token(request)
        if request.path.rstrip("/") == "/oauth/authorize":
            return oauth.authorize(self, request)
        file = files.serve(self, request)
        if file is not None:
            fault = self.faults.change(file, ["download"], self)
            self.record.call("download", {}, file.status, level=self.knobs.record, fault=fault)
            return file
        if not request.read_address():
            return Answer(b"<html><h1>404 Not Found</h1></html>", 404, HTML)
        return self.respond_call(request)

    def respond_elsewhere(self, request):
        self.record.elsewhere(request)
        return Answer(b"<html>elsewhere</html>", 200, HTML)

    def respond_token(self, request):
        answer, error = oauth.token(self, request)
        fault = self.faults.change(answer, ["oauth.token"], self)
        self.record.call("oauth.token", request.params() or {}, answer.status, error,
                         level=self.knobs.record, fault=fault)
        return answer

    def respond_call(self, request):
        begin, method, error = time.monotonic(), request.method, None
        params, names = request.params(), [method]
        if method == "batch" and params:
            names += batch.names(params)
        try:
            body, status = self.admit(request, params), 200
        except Error as caught:
            error, status = caught.code, caught.status
            body = caught.body(self.knobs.language)
        pause = self.knobs.per_method("latency", method)
        if pause:
            self.stopped.wait(pause)
        answer = Answer(body, status)
        fault = self.faults.change(answer, names, self)
        self.record.call(method, self.told(method, params), answer.status, error,
                         ms=(time.monotonic() - begin) * 1000, level=self.knobs.record, fault=fault)
        if self.knobs.gzip and "gzip" in request.headers.get("accept-encoding", ""):
            answer.pack()
        return answer

    @staticmethod
    def told(method, params):
        """Parameters to remember; a batch's commands are calls of their own."""
        return {"halt": params.get("halt", 0), "commands": len(batch.commands(params))} \
            if method == "batch" and params else params or {}

    def admit(self, request, params):
        """The body of the answer to a call that comes over HTTP."""
        if not self.limits.admit(request.address):
            raise Error("QUERY_LIMIT_EXCEEDED")
        if params is None:
            raise Error("WRONG_ENCODING")
        self.check_caller(request, params)
        for name in UNREAD:
            params.pop(name, None)
        if request.method == "batch":
            begin = self.now()
            self.faults.raise_error("batch")
            result = batch.run(self, params, self.url)
            return {"result": result, "time": self.time(begin, None)}
        result, spent = self.call(request.method, params, self.url)
        if not isinstance(result, Listed):
            return {"result": result, "time": spent}
        body = {"result": result.result}
        body |= {"next": result.next} if result.next is not None else {}
        body |= {"total": result.total} if result.total is not None else {}
        return {**body, "time": spent}

    def check_caller(self, request, params):
        if request.secret is None:
            if "auth" not in params:
                raise Error("NO_AUTH_FOUND")
            self.tokens.check(str(params["auth"]))
        elif self.knobs.wrong_secret or (request.uid, request.secret) != (str(SUPERVISOR), SECRET):
            raise Error("NO_AUTH_FOUND")

    # --- calls ------------------------------------------------------------------------------------
    def is_there(self, row):
        return not (row.name.startswith("imopenlines.v2.") and self.knobs.v2 == "off" or
                    row.scope == "crm" and not self.knobs.crm)

    def call(self, method, params, base, batch=None):
        """(result, time) of one call, alone or of a batch; errors are raised."""
        begin, error, status = self.now(), None, 200
        try:
            result = self.execute(method, params, base, batch)
        except Error as caught:
            error, status = caught.code, caught.status
            raise
        finally:
            if batch is not None:
                self.record.call(method, params, status, error, batch, level=self.knobs.record)
        return result, self.time(begin, self.limits.work(method))

    def execute(self, method, params, base, batch):
        self.faults.raise_error(method)
        row = METHODS.get(method)
        if row is None or not self.is_there(row):
            if row is None and is_write(method, params):
                return True  # as a portal would; the record tells
            raise Error("ERROR_METHOD_NOT_FOUND")
        if not self.knobs.is_granted(row.scope):
            # user.* says so by a result of its own, and that is a success.
            raise Error("insufficient_scope", status=200 if row.scope == "user" else None)
        if self.limits.is_blocked(method):
            raise Error("OPERATION_TIME_LIMIT")
        if batch is not None and isinstance(self.knobs.latency, dict):
            self.stopped.wait(self.knobs.latency.get(method, 0))
        return row.function(Call(self, row, params, base))

    def time(self, begin, work):
        """work: (operating seconds, when the oldest minute ends, those of this call), or None for a
        batch."""
        end, zone, is_int = self.now(), self.knobs.zone, self.knobs.time_start == "int"
        lasted = whole(max(end - begin, work[2] or 0 if work else 0))
        spent = {"start": int(begin) if is_int else begin, "finish": end,
                 "duration": lasted, "processing": 0 if is_int else lasted,
                 "date_start": iso(begin, zone), "date_finish": iso(end, zone)}
        if work and self.knobs.time_operating:
            spent |= {"operating_reset_at": work[1], "operating": whole(work[0])}
        return spent


# --- command line ---------------------------------------------------------------------------------

def parse():
    parser = argparse.ArgumentParser(description="A Bitrix24 portal on loopback, for tests.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", metavar="CERTDIR")
    parser.add_argument("--tls-kind", default="good", choices=tls.KINDS)
    parser.add_argument("--generate", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--end", default=str(END), help="Unix time of the newest data, or now")
    parser.add_argument("--data", metavar="FILE", help="JSON: n, seed, end and actions to do")
    parser.add_argument("--log", metavar="FILE.jsonl")
    parser.add_argument("--set", action="append", default=[], metavar="KNOB=VALUE")
    parser.add_argument("--run", nargs=argparse.REMAINDER, metavar="COMMAND")
    return parser.parse_args()


def make(options):
    data = json.loads(Path(options.data).read_text()) if options.data else {}
    end = int(time.time()) if options.end == "now" else int(options.end)
    portal = Portal(data.get("n", options.generate), data.get("seed", options.seed),
                    data.get("end", end), options.port, options.log, options.tls,
                    options.tls_kind)
    for words in options.set:
        name, _, value = words.partition("=")
        portal.set(**{name: json.loads(value) if name in ("fault", "faults") else value})
    for action in data.get("do", ()):
        ACTIONS[action["action"]](portal, action)
    return portal


def wait(process):
    """Its end; Ctrl-C is for the command, not for us."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def main():
    options = parse()
    with make(options) as portal:
        if options.run:
            environment = {**os.environ, "IMOLOG_WEBHOOK": portal.webhook}
            return wait(subprocess.Popen(options.run, env=environment))
        print(f"ready {portal.url}", flush=True)
        try:
            while sys.stdin.buffer.read(1):
                pass
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
