# SPDX-License-Identifier: MIT
"""Sockets: one thread a connection, requests read, answers written, nothing of their meaning."""
import socket
import ssl
import threading

from answer import Answer
from request import Bad, Request, Wire

BACKLOG, SECONDS = 256, 120


class Server:
    """Listens on loopback; `respond` makes an Answer of a Request."""

    def __init__(self, respond, port=0, context=None):
        self.respond, self.context = respond, context
        self.sock = socket.create_server(("127.0.0.1", port), backlog=BACKLOG)
        self.port = self.sock.getsockname()[1]
        self.open, self.lock = set(), threading.Lock()
        self.failures = 0  # connections that never became HTTP, of TLS for the most part

    def start(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def accept(self):
        while True:
            try:
                sock, address = self.sock.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(sock, address[0]), daemon=True).start()

    def serve(self, sock, address):
        with self.lock:
            self.open.add(sock)
        try:
            sock.settimeout(SECONDS)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.context:
                sock = self.secure(sock)
            self.talk(sock, address)
        except (OSError, Bad, ValueError):
            self.failures += 1
        finally:
            with self.lock:
                self.open.discard(sock)
            sock.close()

    def secure(self, plain):
        with self.lock:
            self.open.discard(plain)
        sock = self.context.wrap_socket(plain, server_side=True)
        with self.lock:
            self.open.add(sock)
        return sock

    def talk(self, sock, address):
        wire = Wire(sock)
        while (head := wire.head()) is not None:
            try:
                request = Request(head)
                request.read_body(wire)
            except (Bad, ValueError):
                sock.sendall(Answer(b"Bad Request", 400, "text/plain").head() + b"Bad Request")
                raise
            request.address = address
            answer = self.respond(request)
            answer.keep = answer.keep and request.is_kept()
            if answer.send:
                answer.send(sock)
            else:
                body = b"" if request.verb == "HEAD" else answer.body
                sock.sendall(answer.head() + body)
            if not answer.keep:
                self.finish(sock)
                return

    @staticmethod
    def finish(sock):
        """What was written is read before the end is seen."""
        try:
            sock.shutdown(socket.SHUT_WR)
            sock.settimeout(1)
            while sock.recv(1 << 16):
                pass
        except OSError:
            pass

    def stop(self):
        self.sock.shutdown(socket.SHUT_RDWR)  # wakes accept(), which close() does not
        self.sock.close()
        with self.lock:
            still_open = list(self.open)
        for sock in still_open:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def context_of(certificate, key, version=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if version == "1.1":
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(certificate, key)
    return context
