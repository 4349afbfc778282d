# SPDX-License-Identifier: MIT
"""im.recent.get and im.recent.list: the dialogs of the webhook's user, lines and others."""
import re
from itertools import islice

from encoding import iso, parse_iso
from generate import OPERATORS, SUPERVISOR
from methods import Listed, method
from shapes import chat_card, user_in_im

MARKS = re.compile(r"\[/?[A-Za-z]+(?:=[^\]]*)?(?: REPLACE)?\]")
STATUS_NEW, STATUS_OPERATOR, STATUS_ANSWERED, STATUS_CLOSED = 0, 10, 40, 60


def stripped(text):
    return re.sub(r"\s+", " ", MARKS.sub("", text)).strip()


def line_status(session):
    if session.closed is not None:
        return STATUS_CLOSED
    return STATUS_ANSWERED if session.answered is not None else STATUS_NEW


def item(call, chat):
    zone, last = call.knobs.zone, call.world.last_of(chat)
    message = call.world.messages(last)[-1]
    text = message.text if call.is_yes("GET_ORIGINAL_TEXT") else stripped(message.text)
    card = chat_card(call, chat)
    for name in ("readed_list", "last_message_views", "dialog_id"):
        del card[name]
    user = call.world.user(message.author) if message.author else None
    return {
        "id": f"chat{chat.id}", "chat_id": chat.id, "type": "chat",
        "avatar": {"url": "", "color": "#58cc47"}, "title": chat.name,
        "message": {"id": message.id, "text": text, "file": bool(message.files),
                    "author_id": message.author, "attach": "ATTACH" in message.params,
                    "sticker": None, "date": iso(message.time, zone), "status": "received",
                    "uuid": None},
        "counter": 0, "last_id": message.id, "pinned": False, "unread": False,
        "has_reminder": False, "date_update": iso(message.time, zone),
        "date_last_activity": iso(message.time, zone),
        "chat": {**card, "role": card["role"].upper()},
        "user": user_in_im(call, user) if user else {"id": 0},
        "lines": {"id": last.id, "status": line_status(last),
                  "date_create": iso(last.created, zone)},
        "options": []}


def person(call, user_id):
    """A dialog of two: its id is a number."""
    zone, user = call.knobs.zone, call.world.user(user_id)
    date = iso(call.world.end - user_id * 86400, zone)
    return {
        "id": user_id, "chat_id": 1000 + user_id, "type": "user",
        "avatar": {"url": "", "color": user["color"]}, "title": user["name"],
        "message": {"id": 5000 + user_id, "text": "ok", "file": False, "author_id": user_id,
                    "attach": False, "sticker": None, "date": date, "status": "received",
                    "uuid": None},
        "counter": 0, "last_id": 5000 + user_id, "pinned": False, "unread": False,
        "has_reminder": False, "date_update": date, "date_last_activity": date,
        "user": user_in_im(call, user), "options": [],
        "chat": {"text_field_enabled": True, "background_id": None, "mute_list": []}}


def my_chats(call):
    return (chat for chat in call.world.newest_chats() if call.is_member(chat))


def people(call):
    return (user_id for user_id in OPERATORS if user_id != SUPERVISOR)


@method("im.recent.get", "im")
def recent_get(call):
    only_lines = call.is_yes("ONLY_OPENLINES")
    since = parse_iso(call.get("LAST_SYNC_DATE", "")) or parse_iso(call.get("LAST_UPDATE", ""))
    found = []
    if only_lines or not call.is_yes("SKIP_OPENLINES"):
        for chat in my_chats(call):
            if since is not None and call.world.last_of(chat).created < since - 86400:
                break
            found.append(item(call, chat))
    if not only_lines and not call.is_yes("SKIP_DIALOG"):
        found += [person(call, user_id) for user_id in people(call)]
    if since is not None:
        found = [one for one in found if (parse_iso(one["date_update"]) or 0) >= since]
    return found


@method("im.recent.list", "im")
def recent_list(call):
    offset, limit = call.number("OFFSET"), min(200, max(1, call.number("LIMIT", 50)))
    before = parse_iso(call.get("LAST_MESSAGE_DATE", ""))
    makers = []
    if not call.is_yes("SKIP_DIALOG"):
        makers += [lambda user_id=user_id: person(call, user_id) for user_id in people(call)]
    if not call.is_yes("SKIP_OPENLINES"):
        makers = (make for source in ((lambda c=chat: item(call, c) for chat in my_chats(call)),
                                      makers) for make in source)
    if before is not None:
        shown = (one for one in (make() for make in makers)
                 if parse_iso(one["date_update"]) < before)
        page = list(islice(shown, offset, offset + limit + 1))
    else:
        page = [make() for make in islice(makers, offset, offset + limit + 1)]
    more = len(page) > limit
    result = {"items": page[:limit], "hasMore": more, "hasMorePages": more, "copilot": [],
              "messagesAutoDeleteConfigs": []}
    return Listed(result, -1, offset + limit if more else None)
