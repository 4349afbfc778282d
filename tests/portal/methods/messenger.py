# SPDX-License-Identifier: MIT
"""im.dialog.* and im.user.*: what the webhook's user may read as one who takes part."""
import json

from answer import Error
from encoding import parse_iso, php_map
from methods import Listed, method, to_int
from shapes import (chat_card, files_of, flat, message_in_im, participants, user_in_im,
                    users_of)


# --- messages -------------------------------------------------------------------------------------

def all_messages(call, chat):
    """Of all sessions of the chat, oldest first. Sessions are made as they are asked for."""
    for number in call.world.numbers_of(chat):
        yield from call.world.messages(call.world.summary(number))


def before(call, chat, last_id, limit):
    """The newest `limit` messages that are older than last_id (0: than anything)."""
    found = []
    for number in reversed(call.world.numbers_of(chat)):
        if last_id and call.world.first_message(number) >= last_id:
            continue
        messages = call.world.messages(call.world.summary(number))
        found += [m for m in reversed(messages) if not last_id or m.id < last_id]
        if len(found) >= limit:
            break
    return found[:limit]


def after(call, chat, first_id, limit):
    """The oldest `limit` messages that are newer than first_id, newest first."""
    found = []
    for number in call.world.numbers_of(chat):
        if call.world.first_message(number + 1) <= first_id:
            continue
        messages = call.world.messages(call.world.summary(number))
        found += [m for m in messages if m.id > first_id]
        if len(found) >= limit:
            break
    return list(reversed(found[:limit]))


@method("im.dialog.messages.get", "im")
def messages_get(call):
    for name in ("FIRST_ID", "LAST_ID"):
        if call.has(name) and to_int(call.get(name), None) is None:
            raise Error(f"{name}_STRING", f"{name} can't be a string")
    chat, limit = call.dialog(), min(50, max(1, call.number("LIMIT", 20)))
    found = after(call, chat, call.number("FIRST_ID"), limit) if call.get("FIRST_ID") is not None \
        else before(call, chat, call.number("LAST_ID"), limit)
    return {"chat_id": chat.id, "messages": [message_in_im(call, chat, m) for m in found],
            "users": [user_in_im(call, user) for user in users_of(call, found)],
            "files": files_of(call, found)}


def searched(call, chat, message):
    shape = message_in_im(call, chat, message)
    return {"id": shape["id"], "chatId": chat.id, "chat_id": chat.id, "authorId": message.author,
            "author_id": message.author, "date": shape["date"], "text": message.text,
            "isSystem": message.author == 0, "uuid": None, "forward": None,
            "params": shape["params"], "viewedByOthers": True, "block": [], "unread": False,
            "viewed": True, "viewedCount": 0}


@method("im.dialog.messages.search", "im")
def messages_search(call):
    if not call.has("CHAT_ID"):
        raise Error("CHAT_ID_EMPTY")
    chat = call.dialog("CHAT_ID")
    words = str(call.get("SEARCH_MESSAGE", "")).casefold()
    begin, end = (parse_iso(call.get(name, "")) for name in ("DATE_FROM", "DATE_TO"))
    day = parse_iso(call.get("DATE", ""))
    if day is not None:
        begin, end = day, day + 86400
    limit, last = min(200, max(1, call.number("LIMIT", 50))), call.number("LAST_ID")
    order = call.get("ORDER") or {}
    ascending = str(order.get("ID", "DESC")).upper() == "ASC" if isinstance(order, dict) else False
    found = [m for m in all_messages(call, chat)
             if (len(words) < 3 or words in m.text.casefold()) and
             (begin is None or m.time >= begin) and (end is None or m.time <= end) and
             (not last or (m.id > last if ascending else m.id < last))]
    found = (found if ascending else found[::-1])[:limit]
    users = [flat(user_in_im(call, user)) for user in users_of(call, found)]
    return {"users": users, "files": files_of(call, found), "additionalMessages": [],
            "copilot": None, "stickers": [], "reactions": [],
            "tariffRestrictions": {"isHistoryLimitExceeded": False}, "usersShort": [],
            "messages": [searched(call, chat, m) for m in found]}


# --- dialogs and people ---------------------------------------------------------------------------

@method("im.dialog.get", "im")
def dialog_get(call):
    return chat_card(call, call.dialog())


@method("im.chat.get", "im")
def chat_get(call):
    chat = call.world.chat_by_code(str(call.get("ENTITY_ID", ""))) \
        if str(call.get("ENTITY_TYPE", "")).upper() == "LINES" else None
    return {"ID": chat.id} if chat and call.is_member(chat) else None


@method("im.dialog.users.list", "im")
def dialog_users(call):
    chat, limit = call.dialog(), min(200, max(1, call.number("LIMIT", 50)))
    users = [user for user in map(call.world.user, participants(call, chat)) if user]
    if call.is_yes("SKIP_EXTERNAL"):
        users = [user for user in users if not user["connector"]]
    offset = call.number("OFFSET")
    page = [user for user in users if user["id"] > call.number("LAST_ID")][offset:offset + limit]
    more = offset + limit < len(users)
    return Listed([user_in_im(call, user) for user in page], len(users),
                  offset + limit if more else None)


@method("im.chat.user.list", "im")
def chat_users(call):
    chat = call.world.chat(call.number("CHAT_ID", -1))
    return participants(call, chat) if chat and call.is_member(chat) else []


@method("im.user.get", "im")
def user_get(call):
    user_id = call.number("ID", 12)
    if call.get("ID") == "":
        raise Error("ID_EMPTY", "User ID can't be empty")
    user = call.world.user(user_id)
    if user is None:
        raise Error("USER_NOT_EXISTS", "User not exists")
    return {**user_in_im(call, user), "avatar": f"{call.base}/upload/avatar/{user_id}.png"}


@method("im.user.list.get", "im")
def user_list(call):
    ids = call.get("ID")
    if isinstance(ids, str):
        try:
            ids = json.loads(ids)
        except ValueError:
            ids = None
    if isinstance(ids, dict):
        ids = list(ids.values())
    if not isinstance(ids, list):
        raise Error("INVALID_FORMAT", "A wrong format for the ID field is passed")
    found = {str(number): call.world.user(number) for number in map(to_int, ids)}
    shapes = {key: user_in_im(call, user) for key, user in found.items() if user}
    return list(shapes.values()) if call.get("RESULT_TYPE") == "array" else php_map(shapes)


@method("im.counters.get", "im")
def counters(call):
    return {"TYPE": dict.fromkeys(("ALL", "NOTIFY", "CHAT", "LINES", "DIALOG", "MESSENGER"), 0),
            "CHAT": [], "CHAT_MUTED": [], "CHAT_UNREAD": [], "LINES": [], "DIALOG": [],
            "DIALOG_UNREAD": []}
