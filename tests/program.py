# SPDX-License-Identifier: MIT
"""A program in a pty, for the benchmark and the hostile strings: standard library only.

Quiet means what it means to tests/screen/driver: all output was read (a mark written into the
slave came back), all keys were taken, and the program sleeps in poll without a short timeout.
"""
import fcntl
import os
import platform
import pty
import re
import select
import signal
import struct
import termios
import time

MARK = b"\x1b_all read\x1b\\"
SHORT_MS = 500
# System call numbers: poll, ppoll, pselect6, select, read.
CALLS = {"x86_64": (7, 271, 270, 23, 0), "aarch64": (None, 73, 72, None, 63)}
POLL, PPOLL, PSELECT, SELECT, READ = CALLS.get(platform.machine(), (None,) * 5)


class Ended(Exception):
    """The program is gone; the status is as waitpid gives it."""

    def __init__(self, status):
        super().__init__(f"the program ended with status {os.waitstatus_to_exitcode(status)}")
        self.status = status


def environment(home, **more):
    return {"PATH": os.environ["PATH"], "HOME": home, "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "IMOLOG_NOW": "1780000000",
            **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}, **more}


class Program:
    """bytes: how many came so far; output: what came since the last call of take()."""

    def __init__(self, command, env, columns=100, rows=30, keep=False):
        self.keep, self.output, self.bytes, self.slept = keep, bytearray(), 0, -1
        self.columns, self.rows, self.status = columns, rows, None
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.slave = os.open(os.ttyname(slave), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        os.set_blocking(self.master, False)
        self.begin = self.last = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self.master)
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for fd in range(3):
                    os.dup2(slave, fd)
                os.closerange(3, 64)
                os.execvpe(command[0], command, env)
            finally:
                os._exit(127)
        os.close(slave)

    def proc(self, name):
        try:
            with open(f"/proc/{self.pid}/{name}") as file:
                return file.read()
        except OSError:
            return ""

    def count_sleeps(self):
        found = re.search(r"\nvoluntary_ctxt_switches:\s*(\d+)", self.proc("status"))
        return int(found.group(1)) if found else -1

    def cpu_ns(self):
        return int(self.proc("schedstat").split()[0])

    def peak_bytes(self):
        found = re.search(r"VmHWM:\s*(\d+)", self.proc("status"))
        return int(found.group(1)) * 1024 if found else 0

    def is_waiting(self):
        state = self.proc("stat").rpartition(") ")[2][:1]
        call = self.proc("syscall").split()
        if state != "S":
            return False
        if not call or POLL is None and PPOLL is None:  # hidden from us: asleep for a while
            sleeps = self.count_sleeps()
            time.sleep(0.05)
            return sleeps == self.count_sleeps()
        if not call[0].lstrip("-").isdigit():
            return False
        number, timeout = int(call[0]), -1
        if number == POLL:
            timeout = struct.unpack("i", struct.pack("I", int(call[3], 16) & 0xFFFFFFFF))[0]
        elif number not in (PPOLL, PSELECT, SELECT, READ):
            return False
        return timeout < 0 or timeout > SHORT_MS

    def note(self, data):
        if data:
            self.last = time.monotonic()
            self.bytes += len(data)
            if self.keep:
                self.output += data
        return bool(data)

    def read(self):
        try:
            return os.read(self.master, 1 << 16)
        except (BlockingIOError, OSError):
            return b""

    def drain(self):
        any_came = False
        while self.note(self.read()):
            any_came = True
        return any_came

    def drain_to_mark(self, limit=10):
        """Whether anything came that the program wrote."""
        any_came = self.drain()
        try:
            os.write(self.slave, MARK)
        except BlockingIOError:
            return True
        data, until = b"", time.monotonic() + limit
        while MARK not in data and time.monotonic() < until:
            select.select([self.master], [], [], 0.1)
            data += self.read()
        return self.note(data.replace(MARK, b"", 1)) or any_came

    def check_end(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
                self.drain_to_mark(1)
        return self.status is not None

    def is_quiet(self):
        sleeps = self.count_sleeps()
        typed = struct.unpack("i", fcntl.ioctl(self.slave, termios.FIONREAD, b"\0" * 4))[0]
        return (sleeps > self.slept and typed == 0 and self.is_waiting()
                and not self.drain_to_mark() and self.is_waiting()
                and self.count_sleeps() == sleeps)

    def settle(self, limit=60.0):
        """Until quiet. Raises Ended when the program ends, TimeoutError when it never is."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            self.drain()
            if self.check_end():
                raise Ended(self.status)
            if self.is_quiet():
                return
            select.select([self.master], [], [], 0.0005)
        raise TimeoutError("not quiet")

    def wait(self, limit=60.0):
        """Until the end; gives the exit status (negative: the signal)."""
        until = time.monotonic() + limit
        while not self.check_end():
            if time.monotonic() > until:
                raise TimeoutError("still running")
            self.drain()
            select.select([self.master], [], [], 0.001)
        return os.waitstatus_to_exitcode(self.status)

    def send(self, keys):
        self.slept = self.count_sleeps()
        while keys:
            try:
                keys = keys[os.write(self.master, keys):]
            except BlockingIOError:
                self.drain()

    def press(self, keys, limit=60.0):
        self.send(keys)
        self.settle(limit)

    def resize(self, columns, rows):
        if (columns, rows) == (self.columns, self.rows):
            return
        self.columns, self.rows = columns, rows
        self.slept = self.count_sleeps()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def take(self):
        output, self.output = bytes(self.output), bytearray()
        return output

    def close(self):
        if self.status is None and not self.check_end():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)
        os.close(self.slave)
