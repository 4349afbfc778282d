#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pages in a real browser: nothing is fetched, nothing runs, nothing is complained about.

Usage: browser.py [--program build/imolog] [--keep FOLDER]

Prints the bundled dialogs and a hostile history as HTML, opens them in headless Chromium in light
and dark, 800 pixels wide, and prints them to PDF; --keep leaves the pictures. A server that all
hostile addresses name must not be asked for anything. Ends with "N passed, N failed".
"""
import argparse
import http.server
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import zlib
from pathlib import Path

sys.dont_write_bytecode = True
TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "hostile"), str(TESTS / "export")]
from hostile import as_json, history  # noqa: E402
from program import environment  # noqa: E402
from web import ADDRESSES, MARKDOWN, SCRIPTS  # noqa: E402

CASES = ["a browser that asks is seen", "demo, light", "demo, dark", "hostile", "print"]
# sRGB of --paper in html_style.css
LIGHT, DARK = (0xfd, 0xfd, 0xfb), (0x18, 0x1a, 0x1b)


class Server:
    """Remembers what it was asked for."""

    def __init__(self):
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

            do_POST = do_HEAD = do_GET

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


class Browser:
    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)

    def open(self, page, *arguments, dark=False):
        """What the page said on the console, and what is wrong with the way the browser ended."""
        done = subprocess.run(
            [self.program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
             "--disable-extensions", "--disable-component-update", "--enable-logging=stderr",
             f"--user-data-dir={self.folder / 'profile'}",
             f"--blink-settings=preferredColorScheme={0 if dark else 1}", *arguments,
             page.as_uri()], capture_output=True, text=True, timeout=60, check=False,
            env=environment(str(self.folder)))
        said = re.findall(r"CONSOLE.*", done.stderr)
        if done.returncode:
            return [f"ended with {done.returncode}: {done.stderr[-300:]}"]
        return said

    def picture(self, page, name, height, dark=False):
        file = self.folder / f"{name}.png"
        wrong = self.open(page, f"--window-size=800,{height}", f"--screenshot={file}", dark=dark)
        return wrong, file.read_bytes() if file.exists() else b""


def corner(png):
    """Width, height and the first pixel, which no filter of PNG changes."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        data += png[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return width, height, tuple(zlib.decompress(data)[1:4])


class Pages:
    def __init__(self, options, browser, folder):
        self.options, self.folder = options, Path(folder)
        self.server, self.browser = Server(), Browser(browser, folder)
        self.passed = self.failed = 0

    def judge(self, what, *wrong):
        wrong = [one for one in wrong if one]
        if self.server.asked and what != CASES[0]:
            wrong.append(f"was asked for: {self.server.asked[:5]}")
        self.server.asked.clear()
        self.passed += not wrong
        self.failed += bool(wrong)
        if wrong:
            print(f"FAIL {what}: {wrong}", flush=True)

    def write(self, name, *arguments):
        page = self.folder / f"{name}.html"
        page.write_bytes(subprocess.run(
            [self.options.program, "print", "-f", "html", *arguments], capture_output=True,
            env=environment(str(self.folder)), check=False).stdout)
        return page

    def control(self):
        page = self.folder / "control.html"
        page.write_text(f"<img src='{self.server.address}/seen.png'><script>console.log(1)</script>")
        said = self.browser.open(page, "--dump-dom")
        self.judge(CASES[0], not said and "the console is not heard",
                   "/seen.png" not in self.server.asked and "the server is not heard")

    def demo(self, what, dark, paper):
        page = self.write("demo", "--demo")
        wrong, png = self.browser.picture(page, "dark" if dark else "light", 2400, dark)
        width, height, pixel = corner(png) if png else (0, 0, None)
        self.judge(what, *wrong, (width, height) != (800, 2400) and f"{width}×{height}",
                   pixel != paper and f"the paper is {pixel}, not {paper}")

    def hostile(self):
        payloads = [text.replace("{server}", self.server.address)
                    for _, text in SCRIPTS + ADDRESSES + MARKDOWN]
        files = []
        for i, payload in enumerate(payloads):
            answer = history(payload)
            answer["result"]["sessionId"] = 903 + i
            for message in answer["result"]["message"].values():
                message["id"] = str(int(message["id"]) + 100 * i)
            answer["result"]["message"] = {m["id"]: m for m in answer["result"]["message"].values()}
            answer["result"]["usersMessage"]["chat2210"] = list(answer["result"]["message"])
            files.append(self.folder / f"hostile-{i}.json")
            files[-1].write_bytes(as_json(answer))
        page = self.write("hostile", *map(str, files))
        n = page.read_text().count("<article")
        wrong, png = self.browser.picture(page, "hostile", 3000)
        self.judge(CASES[3], *wrong, not png and "no picture",
                   n < 10 * len(payloads) and f"{n} messages only")

    def paper(self):
        pdf = self.folder / "demo.pdf"
        wrong = self.browser.open(self.write("demo", "--demo"), f"--print-to-pdf={pdf}")
        data = pdf.read_bytes() if pdf.exists() else b""
        n = len(re.findall(rb"/Type\s*/Page\b", data))
        self.judge(CASES[4], *wrong, not data.startswith(b"%PDF-") and "no PDF",
                   n < 3 and f"{n} pages")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--keep")
    options = parser.parse_args()
    browser = shutil.which("chromium")
    if not browser:
        print(f"{len(CASES)} skipped: chromium is not installed")
        return 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pages = Pages(options, browser, folder)
        pages.control()
        pages.demo(CASES[1], False, LIGHT)
        pages.demo(CASES[2], True, DARK)
        pages.hostile()
        pages.paper()
        if options.keep:
            Path(options.keep).mkdir(exist_ok=True)
            for file in (*Path(folder).glob("*.p??"), *Path(folder).glob("*.html")):
                shutil.copy(file, options.keep)
    print(f"{pages.passed} passed, {pages.failed} failed")
    return pages.failed > 0


if __name__ == "__main__":
    sys.exit(main())
