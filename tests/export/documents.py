#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Documents of hostile chats, read again by others: Python's html.parser and csv, and cmark.

Usage: documents.py [--program build/imolog] [--only WORD] [--verbose]

Each payload stands in all places of a history at once (tests/hostile). What is read must have the
elements, attributes and cells of a harmless history and nothing besides, and the text of a message
must come back as it was. Ends with "N passed, N failed".
"""
import argparse
import csv
import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "hostile"), str(TESTS / "export")]
from hostile import as_json, history  # noqa: E402
from payloads import PAYLOADS  # noqa: E402
from program import environment  # noqa: E402
from web import ADDRESSES, FORMULAS, MARKDOWN, SCRIPTS  # noqa: E402

SERVER = "http://127.0.0.1:9"
MESSAGES = 10
POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"

# --- HTML ------------------------------------------------------------------------------------

VOID = {"meta", "br", "hr"}
BLOCKS = {"p", "blockquote", "pre"}
ATTRIBUTES = {
    "html": {"lang"}, "meta": {"charset", "http-equiv", "content", "name"},
    "section": {"class", "id"}, "article": {"class", "id"}, "h1": {"dir"},
    "time": {"datetime", "title"}, "div": {"class", "lang", "style"},
    "p": {"class", "dir", "style"}, "blockquote": {"dir"}, "span": {"class", "role", "aria-label", "style"},
    "a": {"class", "rel", "href"}, "hr": {"style"}, "th": {"scope"}, "td": {"dir"},
    **{tag: set() for tag in ("head title style body main header footer h2 h3 pre code b i u s br "
                              "table tr bdi").split()}}
HREF = re.compile(r"(https?://[!-~]+|mailto:[!-~]+@[!-~]+)")
COLOUR = re.compile(r"--c:#[0-9a-f]{6}")


class Page(html.parser.HTMLParser):
    """Takes a page apart; what is wrong ends up in wrong."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open, self.counts, self.texts = [], [], {}, {}
        self.policy = self.message = None
        self.n_tags = 0
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"left open: {self.open}")
        # Every < but those of our style sheet is that of a tag of ours.
        if re.sub(r"<style>.*?</style>", "", text, flags=re.S).count("<") != self.n_tags - 1:
            self.wrong.append("a < that begins no tag")
        if self.policy != POLICY:
            self.wrong.append(f"the policy is {self.policy!r}")

    def handle_starttag(self, tag, attrs):
        self.n_tags += 1
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in ATTRIBUTES:
            self.wrong.append(f"<{tag}>")
            return
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names) or set(names) - ATTRIBUTES[tag]:
            self.wrong.append(f"<{tag}> with {names}")
        values = dict(attrs)
        if tag == "a":
            self.check_link(values)
        if not COLOUR.fullmatch(values.get("style", "--c:#000000")):
            self.wrong.append(f"style={values['style']!r}")
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if tag == "article":
            self.message = values["id"]
            self.texts[self.message] = ""
        if "text" in self.open and (tag == "br" or tag in BLOCKS and self.texts[self.message]):
            self.texts[self.message] += "\n"
        if tag not in VOID:
            self.open.append("text" if values.get("class") == "text" else tag)

    def check_link(self, values):
        if not HREF.fullmatch(values.get("href", "")):
            self.wrong.append(f"href={values.get('href')!r}")
        if values.get("rel") != "noopener noreferrer nofollow":
            self.wrong.append(f"rel={values.get('rel')!r}")

    def handle_endtag(self, tag):
        self.n_tags += 1
        opened = self.open.pop() if self.open else None
        if ("div" if opened == "text" else opened) != tag:
            self.wrong.append(f"</{tag}> ends <{opened}>")

    def handle_data(self, data):
        if "text" in self.open and self.open[-1] != "text":
            self.texts[self.message] += data

    def handle_decl(self, decl):
        if decl != "DOCTYPE html":
            self.wrong.append(f"<!{decl}>")

    def handle_comment(self, data):
        self.wrong.append(f"<!--{data}-->")

    def handle_pi(self, data):
        self.wrong.append(f"<?{data}>")

    def unknown_decl(self, data):
        self.wrong.append(f"<![{data}]>")


def check_html(text):
    page = Page(text)
    for tag, n in (("html", 1), ("title", 1), ("main", 1), ("h1", 1), ("h2", 1), ("h3", 1),
                   ("article", MESSAGES)):
        if page.counts.get(tag) != n:
            page.wrong.append(f"{page.counts.get(tag)} of <{tag}>, not {n}")
    return page.wrong[:3], page.texts.get("m101", "")


# --- Markdown --------------------------------------------------------------------------------


class Rendered(html.parser.HTMLParser):
    """What cmark made of a document."""

    ALLOWED = set("h1 h2 h3 p strong em br ul li blockquote pre code a hr".split())

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.counts, self.blocks = [], {}, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        values = dict(attrs)
        if tag not in self.ALLOWED or set(values) - ({"href"} if tag == "a" else set()):
            self.wrong.append(f"<{tag} {attrs}>")
        if tag == "a" and not HREF.fullmatch(values.get("href", "")):
            self.wrong.append(f"href={values.get('href')!r}")
        if tag in ("p", "h1", "h2", "h3", "pre"):
            self.blocks.append("")
        if tag in ("ul", "ol", "hr"):
            self.blocks.append(f"<{tag}>")

    def handle_data(self, data):
        if self.blocks:
            self.blocks[-1] += data

    def handle_comment(self, data):
        self.wrong.append(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_markdown(text):
    done = subprocess.run(["cmark", "--unsafe"], input=text, capture_output=True, text=True,
                          check=True)
    page = Rendered(done.stdout)
    for tag, n in (("h1", 1), ("h2", 1), ("h3", 1)):
        if page.counts.get(tag) != n:
            page.wrong.append(f"{page.counts.get(tag)} of <{tag}>, not {n}")
    # The first message ends where the next one begins, both in paragraphs of ours.
    heads = [i for i, block in enumerate(page.blocks) if re.match(r"10:02:4[12] ", block)]
    if len(heads) < 2:
        return page.wrong + ["no heads"], ""
    body = "\n".join(page.blocks[heads[0]:heads[1]])
    return page.wrong[:3], body.partition("\n")[2]


# --- CSV -------------------------------------------------------------------------------------

csv.field_size_limit(1 << 30)
COLUMNS = ("chat chat_name session id date sender sender_name sender_role class text links attach "
           "files flags").split()
FORMULA = re.compile("[-=+@\t\r\n|%＝＋－＠]")


def check_csv(text):
    wrong = []
    if not text.endswith("\r\n"):
        wrong.append("the last record has no end")
    records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if records[0] != COLUMNS or len(records) != MESSAGES + 1:
        wrong.append(f"{len(records)} records, the first {records[0]}")
    for record in records:
        if len(record) != len(COLUMNS):
            wrong.append(f"{len(record)} cells: {record}")
        wrong += [f"a formula: {cell[:60]!r}" for cell in record if FORMULA.match(cell)]
    return wrong[:3], records[1][COLUMNS.index("text")]


# --- all -------------------------------------------------------------------------------------

CHECKS = {"html": check_html, "markdown": check_markdown, "csv": check_csv}
MEMORY_SLACK = 2048  # KiB; the document is several thousand
NO_QUARANTINE = {"ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}
# How much of a text comes back: breaks and blanks are Markdown's to lay out.
NORMAL = {
    "html": lambda text: text.replace("\t", " ").split("\n"),
    "markdown": lambda text: re.sub(r"[ \t\n\u00a0\u2003]+", " ", text).strip(),
    "csv": lambda text: text.removeprefix("'"),
}


def is_plain(text):
    """Passes the gate unchanged, and is not all blanks."""
    return text.strip() and not re.search("[^\n -~]", text) and "`" * 3 not in text


class Documents:
    def __init__(self, options, folder):
        self.program, self.verbose, self.folder = options.program, options.verbose, Path(folder)
        self.passed = self.failed = 0

    def judge(self, what, wrong):
        if wrong:
            self.failed += 1
            print(f"FAIL {what}: {wrong}", flush=True)
        else:
            self.passed += 1
            if self.verbose:
                print(f"ok {what}")

    def print_as(self, form, *arguments):
        return subprocess.run([self.program, "print", "-f", form, *arguments],
                              env=environment(str(self.folder)), capture_output=True, check=False,
                              timeout=60).stdout.decode("utf-8")

    def check(self, name, payload):
        path = str(self.folder / "chat.json")
        Path(path).write_bytes(as_json(history(payload)))
        first = json.loads(self.print_as("jsonl", path).split("\n")[0])
        read = first["text"]
        for form, check in CHECKS.items():
            if form == "markdown" and not shutil.which("cmark"):
                continue
            wrong, text = check(self.print_as(form, path))
            normal = NORMAL[form]
            if not wrong and is_plain(read) and not first["links"] and normal(text) != normal(read):
                wrong = [f"{normal(read)!r} came back as {normal(text)!r}"]
            self.judge(f"{form}, {name}", wrong)
        raw = self.print_as("csv", "--csv-raw", path)
        cell = list(csv.reader(io.StringIO(raw, newline="")))[1][COLUMNS.index("text")]
        self.judge(f"raw csv, {name}", is_plain(read) and cell != read and f"{cell!r}")

    def peak(self, form, path):
        """Most memory it had, in KiB."""
        child = subprocess.Popen([self.program, "print", "-f", form, path],
                                 env=environment(str(self.folder), **NO_QUARANTINE), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        return os.wait4(child.pid, 0)[2].ru_maxrss

    def check_memory(self):
        """Documents are written as they are made: none needs more than text, whatever the size."""
        path = str(self.folder / "many.json")
        subprocess.run([sys.executable, TESTS / "bench/generate.py", "20000", path], check=True)
        text = self.peak("text", path)
        for form in CHECKS:
            peak = self.peak(form, path)
            self.judge(f"memory, {form}", peak > text + MEMORY_SLACK and f"{peak} KiB, text {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", default="build/imolog")
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    web = [(name, text.replace("{server}", SERVER))
           for name, text in SCRIPTS + ADDRESSES + FORMULAS + MARKDOWN]
    hostile = [(name, data.decode("utf-8", "surrogateescape")) for name, data in PAYLOADS]
    with tempfile.TemporaryDirectory() as folder:
        documents = Documents(options, folder)
        for name, payload in web + hostile:
            if options.only in name:
                documents.check(name, payload)
        if options.only in "memory":
            documents.check_memory()
    if not shutil.which("cmark"):
        print("1 skipped: cmark is not installed, so Markdown was not read")
    print(f"{documents.passed} passed, {documents.failed} failed")
    return documents.failed > 0


if __name__ == "__main__":
    sys.exit(main())
