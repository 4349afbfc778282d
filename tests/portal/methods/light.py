# SPDX-License-Identifier: MIT
"""Histories made of others': for benchmarks, where the portal must not be what is slow.

A template is the written history of one session, in pieces between what is a session's own: ids,
dates, its chat. Sessions of the same number of messages and the same votes share one.
"""
import re

from encoding import Raw, dumps, iso, parse_iso
from generate import LONG
from shapes import entity_data

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def fits(call, session):
    return session.closed is not None and session.count < LONG and \
        session.number not in call.world.kept and session.id not in call.knobs.poison


def own(call, session):
    """What is written in the session's history of its own, as JSON has it."""
    chat = session.chat
    texts = (chat.code, chat.name, *entity_data(call.world, chat)[:2])
    return [*(dumps(text)[1:-1] for text in texts), str(session.id), str(chat.id),
            str(chat.client)]


def span(session):
    return max(1, session.closed - session.created)


class Template:
    """pieces: texts; between them slots: an index of own(), ("m", offset) or ("d", share)."""

    def __init__(self, call, session, text):
        self.pieces, self.slots = [], []
        world, known = call.world, {}
        for place, word in enumerate(own(call, session)):
            if word:
                known.setdefault(word, place)
        first = world.first_message(session.number)
        for message in world.messages(session):
            known.setdefault(str(message.id), ("m", message.id - first))
            known.setdefault(str(message.id + 1), ("m", message.id + 1 - first))
        longest_first = sorted(known, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest_first)
        found = re.compile(rf"{DATE.pattern}|(?<![\w.])(?:chat)?(?:{words})(?!\w)")
        at = 0
        for match in found.finditer(text):
            word = match[0].removeprefix("chat")
            slot = known.get(word)
            if slot is None:
                slot = ("d", (parse_iso(word) - session.created) / span(session))
            self.pieces.append(text[at:match.end() - len(word)])
            self.slots.append(slot)
            at = match.end()
        self.pieces.append(text[at:])

    def fill(self, call, session):
        words, zone = own(call, session), call.knobs.zone
        first, begin, length = call.world.first_message(session.number), session.created, \
            span(session)
        made = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:]):
            if isinstance(slot, int):
                made.append(words[slot])
            elif slot[0] == "m":
                made.append(str(first + slot[1]))
            else:
                made.append(iso(begin + slot[1] * length, zone))
            made.append(piece)
        return Raw("".join(made))


def history(call, session, whole_history):
    world, knobs = call.world, call.knobs
    key = (session.count, session.vote, session.vote_head, knobs.zone, knobs.skew, knobs.disorder,
           knobs.member)
    template = world.templates.get(key)
    if template is None:
        text = dumps(whole_history(call, session))
        template = world.templates[key] = Template(call, session, text)
    return template.fill(call, session)
