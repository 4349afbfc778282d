# SPDX-License-Identifier: MIT
"""Files of messages, from the mock portal to disk: where, how, what not, and what is opened."""
import json
import os
import resource
import select
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from setting import case, check

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "portal"))
from changes import ACTIONS  # noqa: E402
from methods.files import content  # noqa: E402
from portal import SECRET, Portal  # noqa: E402

CHAT = 2000
TOP, BOTTOM = slice(0, 1), slice(27, 30)  # of the screen
PNG = b"\x89PNG\r\n\x1a\n"


class Desk:
    """A portal whose newest message has a file, and the program at that message."""

    def __init__(self, setting, name="photo.png", size=2048, text="here it is", arguments=(),
                 environment=(), **knobs):
        self.home = Path(setting.home)
        self.portal = Portal(n=3, bucket=False, **{"member": 1, **knobs}).start()
        told = ACTIONS["add"](self.portal, {"chat": CHAT, "file": name, "size": size,
                                            "text": text})
        self.file = self.portal.world.file(told["message"] + 1)[1]
        self.shown = setting.show("--portal", *arguments, size=(160, 30),
                                  IMOLOG_WEBHOOK=self.portal.webhook, **dict(environment))
        self.until("⎙ ")
        self.shown.press("l", "G")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shown.__exit__()
        self.portal.stop()

    def until(self, word, part=None, limit=15):
        """Until a row of the screen, or some in one piece, show the word; gives what shows it."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.shown.program.drain()
            rows = self.shown.look()
            self.check_discreet(rows)
            whole = " ".join(text.strip() for text in rows[part or slice(0)])
            found = [text for text in (rows if part is None else [whole]) if word in text]
            if found:
                return found[0]
            select.select([self.shown.program.master], [], [], 0.05)
        check(False, f"{word!r} did not come:\n" + "\n".join(rows))

    def told(self, word, *keys):
        """What the bottom says, with this word, after the keys."""
        for key in keys:
            self.shown.program.send(key.encode())
            time.sleep(0.05)
        return self.until(word, BOTTOM)

    def fault(self, kind, method="download", **options):
        self.portal.set(fault={"kind": kind, "method": method, **options})

    def folder(self):
        return self.home / "Downloads" / "imolog" / str(CHAT)

    def files(self):
        return sorted(path for path in self.home.rglob("Downloads/**/*") if path.is_file())

    def check_saved(self, name, body=None):
        (path,) = self.files()
        check(path.parent == self.folder(), f"in {path.parent}")
        check(path.name.endswith(f"_{self.file['id']}_{name}"), path.name)
        check(path.read_bytes() == (content(self.file) if body is None else body), "other bytes")
        check(path.stat().st_mode & 0o777 == 0o600, f"mode {path.stat().st_mode:o}")
        check(path.parent.stat().st_mode & 0o777 == 0o700, f"mode {path.parent.stat().st_mode:o}")
        self.check_polite()

    def check_nothing(self):
        check(self.files() == [], f"left: {self.files()}")
        self.check_polite()

    def check_polite(self):
        check(self.portal.record.violations == [], self.portal.record.violations)

    def check_discreet(self, rows):
        secrets = [SECRET, self.portal.sign(self.file["id"]), *list(self.portal.tickets)]
        check(not any(secret in row for row in rows for secret in secrets), "a secret is shown")

    def counts(self, method):
        return self.portal.record.counts.get(method.lower(), 0)


class Store:
    """Another host that has files; what it was asked is kept."""

    def __init__(self, body=b"from elsewhere", status=200, to=None):
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                store.asked.append((self.path, dict(self.headers)))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if to:
                    self.send_header("Location", to)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.asked, self.server = [], ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}/f"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self):
        """What a portal says whose files lie here."""
        return json.dumps({"result": {"downloadUrl": self.url}})

    def check_unknown(self):
        """It was not told who asks."""
        for path, headers in self.asked:
            names = {name.lower() for name in headers}
            check(not names & {"referer", "cookie", "authorization", "origin"}, headers)
            check(SECRET not in path + str(headers), "the secret went there")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


# --- saving --------------------------------------------------------------------------------------

@case
def a_file_is_saved_from_the_picker(setting):
    with Desk(setting) as desk:
        desk.shown.press(":set hyperlinks off\r", "o")
        desk.told("saved, not opened")  # the only one is chosen at once; its bytes are no picture
        desk.check_saved("photo.png")
        check(desk.counts("im.v2.File.download") == 1 == desk.counts("download"), "asked twice")
        desk.told("saved, not opened", "o")
        check(desk.counts("im.v2.File.download") == 1, "what is there was fetched again")
        desk.shown.quit()


@case
def s_in_the_picker_saves_without_opening(setting):
    with Desk(setting, "b.pdf", text="see https://acme.example",
              environment={"DISPLAY": ":7"}) as desk:
        desk.shown.press("o")
        desk.until("Links and files of the message")
        desk.until("b.pdf · 2.0 KB")
        check("this is no file" in desk.shown.press("s")[29], desk.shown.rows[29])
        told = desk.told("saved: ~/Downloads/imolog/2000/", "j", "s")
        check(told.split("saved: ")[1].split()[0].endswith("_b.pdf"), told)
        desk.shown.quit()
        check(len(desk.files()) == 1, desk.files())


@case
def a_file_is_saved_from_the_command_line(setting):
    with Desk(setting, arguments=("--save-to", f"{setting.home}/here")) as desk:
        check("1 to 1?" in desk.shown.press(":save-file 2\r")[29], desk.shown.rows[29])
        desk.told("saved: ~/here/2000/", ":save-file 1\r")
        (path,) = (desk.home / "here").rglob("*.png")
        check(path.read_bytes() == content(desk.file), "other bytes")
        check((desk.home / "here").stat().st_mode & 0o777 == 0o700, "the folder's mode")
        desk.shown.quit()


@case
def who_takes_no_part_gets_it_from_the_drive(setting):
    with Desk(setting, member=0) as desk:
        desk.told("saved", "o")
        check(desk.counts("disk.file.get") == 1, "the drive was not asked")
        desk.check_saved("photo.png")
        desk.shown.quit()


@case
def a_name_of_theirs_cannot_leave_the_folder(setting):
    for name, on_disk in (("../../.ssh/photo\u202egpj.exe", "photogpj.exe"), ("-rf", "rf"),
                          ("..\\..\\x", "x"), (".bashrc", "bashrc"), ("CON.txt", "_CON.txt"),
                          ("a\nb\x1b[2J.txt", "ab[2J.txt"), ("..", "file"),
                          ("n" * 4096 + ".docx", "n" * 175 + ".docx")):
        with Desk(setting, name) as desk:
            desk.told("saved", "o")
            desk.check_saved(on_disk)
            desk.files()[0].unlink()
            desk.shown.quit()


@case
def an_empty_file_is_a_file(setting):
    with Desk(setting, size=0) as desk:
        desk.told("saved", "o")
        desk.check_saved("photo.png", b"")
        desk.shown.quit()


# --- what goes wrong -----------------------------------------------------------------------------

@case
def what_the_portal_refuses_is_told(setting):
    with Desk(setting) as desk:
        for code, told in (("FILE_NOT_FOUND", "the file is gone"),
                           ("ACCESS_DENIED", "not for you to see"),
                           ("insufficient_scope", "the webhook lacks a right")):
            for method in ("im.v2.file.download", "disk.file.get"):
                desk.fault("error", method, code=code, status=403)
            desk.told(told, "o")
            desk.check_nothing()
        desk.fault("error", "im.v2.file.download", code="FILE_NOT_FOUND", status=400)
        desk.fault("error", "disk.file.get", code="insufficient_scope", status=403)
        desk.told("the file is gone", "o")  # not that of the drive, which nobody has to have
        desk.fault("body", "im.v2.file.download", text='{"result":{"downloadUrl":"ftp://x/"}}')
        desk.told("named no address", "o")
        desk.shown.quit()


@case
def what_comes_wrong_is_told_and_nothing_is_left(setting):
    with Desk(setting, size=300_000, arguments=("--attachment-limit", "1"),
              environment={"IMOLOG_PACE": "2000"}) as desk:
        for kind, told, options in (
                ("html", "a web page came instead of the file", {}),
                ("login", "a web page came instead of the file", {}),
                ("html", "with status 404", {"status": 404}),
                ("unavailable", "with status 503", {}),
                ("endless", "larger than 1 MB", {}),
                ("huge", "larger than 1 MB", {"mib": 2}),
                ("truncate", "ended after 180000 of 300000 bytes", {}),
                ("short-length", "ended after 5 of 300000 bytes", {}),
                ("fin", "no answer", {}),
                ("reset", "no answer", {}),
                ("bad-gzip", "no answer", {})):
            desk.portal.set(faults=[])
            desk.fault(kind, times=0, **options)
            desk.told(told, "o")
            desk.check_nothing()
        desk.portal.set(faults=[])
        desk.told("saved", "o")
        desk.check_saved("photo.png")
        desk.shown.quit()


@case
def what_is_lost_on_the_way_is_fetched_anew(setting):
    with Desk(setting, size=300_000) as desk:
        for kind, why in (("fin", "no answer"), ("reset", "no answer"),
                          ("unavailable", "out of order")):
            before = desk.counts("download")
            desk.fault(kind, times=2, retry_after=1)
            desk.shown.program.send(b"o")
            desk.until(f"{why}; trying again, ", TOP)
            desk.told("saved")
            desk.check_saved("photo.png")
            check(desk.counts("download") == before + 3, "other tries")
            desk.files()[0].unlink()
        desk.fault("reset", times=0)
        desk.shown.program.send(b"o")
        desk.until("trying again, ", TOP)
        desk.shown.press("\x1b")
        desk.until("stopped", BOTTOM)
        check("trying" not in desk.shown.rows[0], desk.shown.rows[0])
        desk.check_nothing()
        desk.shown.quit()


@case
def where_there_is_no_room_nothing_is_left(setting):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        desk = Desk(setting, size=300_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with desk:
        desk.told("cannot be written: File too large", "o")
        desk.check_nothing()
        desk.shown.quit()


@case
def a_file_over_the_limit_is_not_asked_for(setting):
    with Desk(setting, size=2 << 20, arguments=("--attachment-limit", "1")) as desk:
        desk.told("larger than 1 MB", "o")
        check(desk.counts("im.v2.File.download") == 0, "it was asked for")
        desk.shown.quit()


@case
def redirects_on_the_portal_are_followed_three_times(setting):
    with Desk(setting) as desk:
        path = f"/rest/download/{desk.file['id']}?sign={desk.portal.sign(desk.file['id'])}"
        desk.fault("redirect", to=path, times=3)
        desk.told("saved", "o")
        desk.check_saved("photo.png")
        desk.files()[0].unlink()
        desk.fault("redirect", to=desk.portal.url + path, times=4)
        desk.told("on and on", "o")
        desk.check_nothing()
        desk.shown.quit()


@case
def another_host_is_asked_about_once_and_told_nothing(setting):
    with Store(b"x" * 2048) as store, Desk(setting) as desk:
        desk.fault("body", "im.v2.file.download", text=store.answer(), times=0)
        told = desk.told(f'not on the portal but on "{store.host}"; the same again', "o")
        check(store.asked == [], f"asked without leave: {told}")
        desk.check_nothing()
        desk.told("saved", "o")
        desk.check_saved("photo.png", b"x" * 2048)
        store.check_unknown()
        desk.files()[0].unlink()
        desk.told("saved", "o")  # it is allowed now
        check(len(store.asked) == 2, "other times")
        desk.shown.quit()


@case
def a_redirect_to_another_host_is_asked_about_too(setting):
    with Store(b"x" * 2048) as store, Desk(setting) as desk:
        desk.fault("redirect", times=0)
        desk.told("not on the portal but on", "o")
        desk.portal.set(faults=[])
        desk.fault("redirect", to=store.url, times=0)
        desk.told(f'"{store.host}"; the same', "o")
        check(store.asked == [], "asked without leave")
        desk.told("saved", "o")
        desk.check_saved("photo.png", b"x" * 2048)
        store.check_unknown()
        desk.shown.quit()


@case
def hosts_of_the_option_are_not_asked_about(setting):
    with Store(b"", 302, "http://127.0.0.1:1/f") as far, Store(b"x" * 2048) as store, \
            Desk(setting, arguments=("--attachment-hosts", f"cdn.example {store.host}")) as desk:
        desk.fault("body", "im.v2.file.download", text=store.answer())
        desk.told("saved", "o")
        desk.check_saved("photo.png", b"x" * 2048)
        store.check_unknown()
        desk.files()[0].unlink()
        desk.shown.press(f":set attachment-hosts {far.host}\r")
        desk.fault("body", "im.v2.file.download", text=far.answer())
        desk.told('but on "127.0.0.1:1"', "o")  # each hop is looked at
        far.check_unknown()
        desk.check_nothing()
        desk.shown.quit()


# --- the end before the end ----------------------------------------------------------------------

def begin_slowly(desk):
    """The file comes, slowly; some of it is on disk."""
    desk.fault("slow", rate=2000)
    desk.shown.program.send(b"o")
    title = desk.until("saving ", TOP)
    check(" B" in title or "KB" in title, title)
    until = time.monotonic() + 10
    while not desk.files():
        check(time.monotonic() < until, "no byte comes to disk")
        time.sleep(0.02)
    (path,) = desk.files()
    check(path.suffix == ".part" and path.stat().st_mode & 0o777 == 0o600, path)


@case
def progress_is_shown_and_esc_leaves_nothing(setting):
    with Desk(setting, size=20_000) as desk:
        desk.portal.set(latency={"im.v2.file.download": 60})  # where it is
        desk.shown.program.send(b"ok")
        check(desk.until("saving", TOP).rstrip().endswith("saving"), "figures of nothing")
        desk.shown.press("\x1b")
        desk.until("stopped", BOTTOM)
        desk.portal.set(latency=0)
        desk.shown.press("G")
        begin_slowly(desk)
        desk.until("saving 4", TOP)
        desk.until(" %", TOP)
        desk.shown.press("\x1b")
        desk.until("stopped", BOTTOM)
        desk.check_nothing()
        check("saving" not in desk.shown.rows[0], desk.shown.rows[0])
        desk.told("saved", "o")
        desk.check_saved("photo.png")
        desk.shown.quit()


@case
def one_file_is_saved_at_a_time(setting):
    with Desk(setting, size=20_000) as desk:
        begin_slowly(desk)
        desk.told("another file is being saved; Esc stops it", "o")
        desk.shown.press("\x03")
        desk.until("stopped", BOTTOM)
        desk.check_nothing()
        desk.shown.quit()


@case
def whatever_ends_the_program_leaves_nothing(setting):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, None):
        with Desk(setting, size=20_000) as desk:
            begin_slowly(desk)
            if number is None:
                desk.shown.quit()
            else:
                os.kill(desk.shown.program.pid, number)
                if number == signal.SIGINT:  # stops what runs first
                    desk.until("stopped", BOTTOM)
                    desk.shown.quit()
                else:
                    check(desk.shown.program.wait(10) == -number, "another end")
            desk.check_nothing()


# --- opening -------------------------------------------------------------------------------------

def opener(setting):
    """An xdg-open that notes what it was given; gives the environment, and where it notes it."""
    folder = Path(setting.home) / "bin"
    folder.mkdir(exist_ok=True)
    (folder / "xdg-open").write_text('#!/bin/sh\nenv >"$HOME/env"\n'
                                     'printf "%s\\n" "$@" >>"$HOME/opened"\n')
    (folder / "xdg-open").chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}", "DISPLAY": ":7"}, \
        Path(setting.home) / "opened"


def body_of(setting, start, size=2048):
    path = Path(setting.home) / "body"
    path.write_bytes((start + content({"id": 1, "size": size}))[:size])
    return str(path)


@case
def only_what_is_inert_is_opened(setting):
    environment, opened = opener(setting)
    for name, start, is_opened in (("photo.png", PNG, True), ("offer.PDF", b"%PDF-1.7\n", True),
                                   ("photo.png", b"MZ", False), ("photo.jpg", PNG, False),
                                   ("photo.png.desktop", b"[Desktop Entry]\n", False),
                                   ("page.html", b"<html>", False),
                                   ("run.sh", b"#!/bin/sh", False)):
        opened.unlink(missing_ok=True)
        with Desk(setting, name, environment=environment) as desk:
            desk.fault("body", file=body_of(setting, start), type="application/octet-stream")
            desk.told("saved and opened with xdg-open" if is_opened else "saved, not opened", "o")
            (path,) = desk.files()
            check(opened.exists() == is_opened, f"{name}: opened: {opened.exists()}")
            if is_opened:
                check(opened.read_text() == f"{path}\n", opened.read_text())
                check(SECRET not in (desk.home / "env").read_text(), "it was told the secret")
            path.unlink()
            desk.shown.quit()


@case
def without_a_display_it_is_saved_only(setting):
    with Desk(setting) as desk:
        desk.fault("body", file=body_of(setting, PNG), type="image/png")
        desk.told("saved, not opened (there is no display)", "o")
        check(len(desk.files()) == 1, desk.files())
        desk.shown.quit()


@case
def secure_writes_nothing(setting):
    with Desk(setting, arguments=("--secure",)) as desk:
        desk.told("not with --secure: no files are written", "o")
        desk.told("not with --secure: no files are written", ":save-file\r")
        check(desk.counts("im.v2.File.download") == 0, "it was asked for")
        desk.check_nothing()
        desk.shown.quit()


@case
def a_folder_that_leads_elsewhere_is_refused(setting):
    with Desk(setting) as desk:
        elsewhere = desk.home / "elsewhere"
        elsewhere.mkdir()
        desk.folder().parent.mkdir(parents=True)
        desk.folder().symlink_to(elsewhere)
        desk.told("is no folder of yours", "o")
        check(list(elsewhere.iterdir()) == [], "written through the link")
        desk.shown.quit()


@case
def what_is_no_portal_has_no_files(setting):
    with setting.show("--demo", size=(160, 30)) as shown:
        shown.press("l", "]", "f")
        check("files come only from a portal" in shown.press(":save-file 1\r")[29], shown.rows[29])
        shown.quit()
    check(not (Path(setting.home) / "Downloads").exists(), "a folder was made")
