#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A portal's data, made from a seed: lines, chats, sessions, people. Costs nothing until asked for.

Usage: generate.py N [--seed S] [--session ID]   prints the sessions, or one with its messages

A session is known by its number 0..N-1, oldest first; all else follows from it by arithmetic.
"""
import argparse
import json
import sys
import threading
from collections import OrderedDict
from random import Random
from zlib import crc32

import phrases
import script

END = 1780000000
DAY, HOUR = 86400, 3600
FIRST_SESSION, GAP = 101, 11  # each GAP-th session id is of nobody
FIRST_CHAT, FIRST_CLIENT = 2000, 1000
SESSIONS_A_CHAT = 3
LONG_EVERY, LONG_AT, LONG = 5000, 40, 5000
FIRST_MESSAGE, MESSAGES = 100000, 20000  # ids that one session may use
KEPT = 512

CONNECTORS = ("livechat", "telegrambot", "whatsappbytwilio", "viber", "facebook", "network")
TITLES = {"livechat": "Live chat", "telegrambot": "Telegram", "whatsappbytwilio": "WhatsApp",
          "viber": "Viber", "facebook": "Facebook", "network": "Bitrix24.Network"}
LINES = (
    {"ID": 5, "LINE_NAME": "Support", "ACTIVE": "Y", "QUEUE": [7, 8, 14]},
    {"ID": 3, "LINE_NAME": "Продажи", "ACTIVE": "Y", "QUEUE": [8, 9, 15]},
    {"ID": 8, "LINE_NAME": "客服 & \"VIP\"", "ACTIVE": "Y", "QUEUE": [9, 14]},
    {"ID": 1, "LINE_NAME": "Old line", "ACTIVE": "N", "QUEUE": []},
)
SUPERVISOR, BOT, DELETED_USER = 12, 31, 99
OPERATORS = {7: ("Olga", "Sedova", "F"), 8: ("Пётр", "Волков", "M"), 9: ("Wei", "伟", "M"),
             14: ("Анна-Мария", "Константинопольская", "F"), 15: ("J.", "<b>Smith</b>", "M"),
             SUPERVISOR: ("Ivan", "Petrov", "M")}
CRM_TYPES = ("LEAD", "DEAL", "CONTACT", "COMPANY")
CLOSE_REASONS = ("operator", "operator", "auto", "client", "spam", "replyLimit")


class Session:
    """What lists show of a session, without its messages."""
    __slots__ = ("number", "id", "chat", "operator", "created", "answered", "closed", "reason",
                 "vote", "vote_head", "comment_head", "transfers", "count")

    def status(self):
        if self.reason == "spam":
            return "spam"
        if self.closed is not None:
            return "closed"
        return "answered" if self.answered is not None else "new"


class Chat:
    __slots__ = ("number", "id", "client", "connector", "line", "code", "crm", "created", "name")


class World:
    def __init__(self, n=1000, seed=1, end=END, days=400):
        self.n, self.seed, self.end = n, seed, end
        self.n_chats = max(1, -(-n // SESSIONS_A_CHAT))
        self.step = days * DAY / max(1, n)
        self.summaries, self.chats, self.kept = {}, {}, {}  # kept: number → messages that changed
        self.renamed, self.templates = {}, {}
        self.extra = []          # (chat number, Session) started later
        self.recent = OrderedDict()
        self.lock = threading.RLock()

    # --- sessions ---------------------------------------------------------------------------------
    def hash(self, word, number):
        return crc32(b"%d %s %d" % (self.seed, word.encode(), number)) * 2654435761 >> 7 & 0xffffff

    def id_of(self, number):
        return FIRST_SESSION + number + number // (GAP - 1)

    def number_of(self, session_id):
        place = session_id - FIRST_SESSION
        number = place - place // GAP
        is_there = place >= 0 and place % GAP != GAP - 1 and number < self.count()
        return number if is_there else None

    def count(self):
        return self.n + len(self.extra)

    def summary(self, number):
        found = self.summaries.get(number)
        if found is None:
            found = self.summaries.setdefault(number, self.make_summary(number))
        return found

    def session(self, session_id):
        number = self.number_of(session_id)
        return None if number is None else self.summary(number)

    def created(self, number):
        jitter = self.hash("jitter", number) / 0x1000000
        return int(self.end - 4 * HOUR - (self.n - number - jitter / 2) * self.step)

    def make_summary(self, number):
        session, mix = Session(), self.hash("session", number)
        session.number, session.id = number, self.id_of(number)
        session.chat = self.chat_by_number(number % self.n_chats)
        line = next(line for line in LINES if line["ID"] == session.chat.line)
        session.operator = line["QUEUE"][mix % len(line["QUEUE"])]
        session.created = self.created(number)
        is_last = number + self.n_chats >= self.n
        is_open = is_last and mix % 8 == 0
        is_new = is_open and mix % 16 == 0
        session.answered = None if is_new else session.created + 20 + mix % 900
        session.closed = None if is_open else session.answered + 600 + mix % (2 * HOUR)
        session.reason = None if is_open else CLOSE_REASONS[(mix >> 4) % len(CLOSE_REASONS)]
        session.vote = "none" if is_open else ("none", "like", "dislike", "like")[mix >> 6 & 3]
        session.vote_head = 1 + mix % 5 if not is_open and mix % 9 == 0 else None
        session.comment_head = "Хорошо, \"but\" <slow>" if session.vote_head == 3 else None
        session.transfers = 1 if mix % 11 == 0 else 0
        session.count = LONG if number % LONG_EVERY == LONG_AT else script.LEAST + mix % 20
        if is_new:
            session.operator = None
        return session

    def newest_first(self):
        for number in range(self.count() - 1, -1, -1):
            yield self.summary(number)

    # --- chats ------------------------------------------------------------------------------------
    def chat_by_number(self, number):
        found = self.chats.get(number)
        if found is None:
            found = self.chats.setdefault(number, self.make_chat(number))
        return found

    def chat(self, chat_id):
        place = chat_id - FIRST_CHAT
        if place < 0 or place % 2 or place // 2 >= self.n_chats:
            return None
        return self.chat_by_number(place // 2)

    def make_chat(self, number):
        chat, mix = Chat(), self.hash("chat", number)
        chat.number, chat.id = number, FIRST_CHAT + 2 * number
        chat.client = FIRST_CLIENT + number
        chat.connector = CONNECTORS[mix % len(CONNECTORS)]
        line = LINES[(mix >> 5) % 3]
        chat.line = line["ID"]
        theirs = (chat.id - 1, chat.client) if chat.connector == "livechat" else \
            (7_000_000_000 + mix, "%x.%d" % (mix, number))
        chat.code = "%s|%d|%s|%s" % (chat.connector, chat.line, *theirs)
        chat.crm = (CRM_TYPES[mix % 4], 1200 + number) if mix % 4 != 3 else None
        chat.created = self.created(number)
        chat.name = self.client_name(chat.client)[2] + " - " + line["LINE_NAME"]
        return chat

    def numbers_of(self, chat):
        """Numbers of the sessions of a chat, oldest first."""
        numbers = list(range(chat.number, self.n, self.n_chats))
        return numbers + [session.number for number, session in self.extra if number == chat.number]

    def last_of(self, chat):
        return self.summary(self.numbers_of(chat)[-1])

    def chat_by_code(self, code):
        code = code[5:] if code.startswith("imol|") else code
        return next((chat for chat in map(self.chat_by_number, range(self.n_chats))
                     if chat.code == code), None)

    def newest_chats(self):
        """Chats by their last session, newest first."""
        seen = set()
        for session in self.newest_first():
            if session.chat.number not in seen:
                seen.add(session.chat.number)
                yield session.chat
            if len(seen) == self.n_chats:
                return

    # --- messages ---------------------------------------------------------------------------------
    def first_message(self, number):
        return FIRST_MESSAGE + number * MESSAGES

    def messages(self, session):
        """Oldest first. Those that changed are kept, others made anew."""
        with self.lock:
            found = self.kept.get(session.number)
            if found is None:
                found = self.recent.get(session.number)
            if found is None:
                random = Random(f"{self.seed}.{session.number}")
                found = script.messages(self, session, random)
                self.recent[session.number] = found
                if len(self.recent) > KEPT:
                    self.recent.popitem(last=False)
            return found

    def message(self, message_id):
        """(session, message) or (None, None)."""
        number = (message_id - FIRST_MESSAGE) // MESSAGES
        if 0 <= number < self.count():
            session = self.summary(number)
            for message in self.messages(session):
                if message.id == message_id:
                    return session, message
        return None, None

    def file(self, file_id):
        """(session, file) or (None, None). A file's id is its message's, and one more."""
        session, message = self.message(file_id - 1)
        file = next((file for file in message.files if file["id"] == file_id), None) \
            if message else None
        return (session, file) if file else (None, None)

    # --- people -----------------------------------------------------------------------------------
    def client_name(self, user_id):
        mix = self.hash("user", user_id)
        first = phrases.FIRST[mix % len(phrases.FIRST)]
        last = phrases.LAST[(mix >> 5) % len(phrases.LAST)]
        return first, last, f"{first} {last}".strip()

    def user(self, user_id):
        """snake_case, with numbers as numbers; None: there is no such user (any more)."""
        is_client = FIRST_CLIENT <= user_id < FIRST_CLIENT + self.n_chats
        if is_client:
            first, last, name = self.client_name(user_id)
            gender = "MF"[user_id & 1]
        elif user_id in OPERATORS:
            first, last, gender = OPERATORS[user_id]
            name = f"{first} {last}"
        elif user_id == BOT:
            first, last, name, gender = "Помощник 🤖", "", "Помощник 🤖", "M"
        else:
            return None
        name = self.renamed.get(user_id, name)
        kind = "imconnector" if is_client else "bot" if user_id == BOT else "default"
        return {"id": user_id, "active": True, "name": name, "first_name": first,
                "last_name": last, "work_position": None if is_client else "Operator",
                "color": phrases.COLORS[user_id % len(phrases.COLORS)], "gender": gender,
                "extranet": is_client, "network": False, "bot": user_id == BOT,
                "connector": is_client, "external_auth_id": kind, "status": "online",
                "departments": [] if is_client else [3],
                "type": "bot" if user_id == BOT else "extranet" if is_client else "user"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--session", type=int)
    options = parser.parse_args()
    world = World(options.n, options.seed)
    if options.session is not None:
        session = world.session(options.session)
        for message in world.messages(session) if session else ():
            print(json.dumps([message.id, message.time, message.author, message.text,
                              message.params], ensure_ascii=False))
        return
    for session in world.newest_first():
        print(session.id, session.chat.id, session.created, session.status(), session.count,
              session.chat.code, sep="\t")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
