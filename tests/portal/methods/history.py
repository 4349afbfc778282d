# SPDX-License-Identifier: MIT
"""imopenlines.session.history.get: a whole session at once, in its own casing."""
from answer import Error
from encoding import POISON, camel, camel_key
from methods import light, method, to_int
from shapes import (chat_in_history, file_in_im, message_in_history, participants,
                    user_in_history, users_of)


def newest_first(call, messages):
    """By the second only; inside one by id, or in no order."""
    world = call.world
    if call.knobs.disorder:
        return sorted(messages, key=lambda m: (-m.time, world.hash("disorder", m.id)))
    return sorted(messages, key=lambda m: (-m.time, m.id))


def find_session(call):
    if call.has("SESSION_ID"):
        session_id = to_int(call.get("SESSION_ID"), -1)
        if session_id <= 0:
            raise Error("INVALID_SESSION_ID")
        return call.world.session(session_id)
    if not call.knobs.chat_id:
        return None
    if not call.has("CHAT_ID"):
        raise Error("MISSING_REQUIRED_PARAM")
    chat = call.world.chat(call.number("CHAT_ID"))
    return call.world.last_of(chat) if chat else None


def is_denied(call, session):
    knobs = call.knobs
    return session.id in knobs.denied_sessions or \
        (knobs.denied and call.world.hash("denied", session.number) % 100 < knobs.denied)


def groups(users):
    """Departments of the authors: {"3": {"id": 3, "users": ["7"]}}."""
    found = {}
    for user in users:
        for number in user["departments"]:
            group = found.setdefault(str(number), {"id": number, "users": []})
            group["users"].append(str(user["id"]))
    return found


@method("imopenlines.session.history.get", "imopenlines", exact=True)
def history(call):
    session = find_session(call)
    if session is None or is_denied(call, session):
        raise Error("ACCESS_DENIED")
    if call.knobs.light and light.fits(call, session):
        return light.history(call, session, whole_history)
    return whole_history(call, session)


def whole_history(call, session):
    chat, dialog = session.chat, f"chat{session.chat.id}"
    messages = newest_first(call, call.world.messages(session))
    users = users_of(call, messages)
    here = participants(call, chat)
    shown = {str(m.id): message_in_history(call, chat, m) for m in messages}
    if session.id in call.knobs.poison and messages:
        shown[str(messages[-1].id)]["text"] += POISON
    files = [file_in_im(call, file) for m in messages for file in m.files]
    return {
        "chatId": chat.id, "canJoin": "Y", "canVoteHead": "N" if chat.line == 8 else "Y",
        "sessionId": session.id, "sessionVoteHead": session.vote_head or 0,
        "sessionCommentHead": session.comment_head, "userId": dialog,
        "message": shown or [],
        "usersMessage": {dialog: [str(m.id) for m in messages]} if messages else [],
        "users": {str(user["id"]): camel(user_in_history(call, user)) for user in users} or [],
        "openlines": {camel_key("canVoteAsHead"): {str(chat.line): chat.line != 8}},
        "userInGroup": camel(groups(users)), "woUserInGroup": [],
        "chat": {str(chat.id): camel(chat_in_history(call, chat))},
        "userBlockChat": {str(chat.id): {str(user): False for user in here}},
        "userInChat": {str(chat.id): here},
        "files": {str(file["id"]): camel(file) for file in files} or []}
