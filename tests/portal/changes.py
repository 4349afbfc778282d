# SPDX-License-Identifier: MIT
"""What happens on the portal while someone reads it: one function an action of POST /_mock/do."""
import kinds
import script
from generate import Session

ACTIONS = {}


def action(function):
    ACTIONS[function.__name__] = function
    return function


def chosen(world, given):
    """The session that is told by `session`, or the last one of `chat`."""
    if "session" in given:
        session = world.session(int(given["session"]))
    else:
        chat = world.chat(int(given.get("chat", -1)))
        session = world.last_of(chat) if chat else None
    if session is None:
        raise KeyError("no such session or chat")
    return session


def kept(world, session):
    """The session's messages, to change: made once more they would be as before."""
    with world.lock:
        if session.number not in world.kept:
            world.kept[session.number] = list(world.messages(session))
            world.recent.pop(session.number, None)
        return world.kept[session.number]


def append(world, session, message, moment=None):
    messages = kept(world, session)
    last = messages[-1] if messages else None
    message.id = last.id + 2 if last else world.first_message(session.number)
    message.time = int(moment) if moment else (last.time + 60 if last else session.created)
    messages.append(message)
    session.count = len(messages)
    return message


def found_message(world, given):
    session, message = world.message(int(given["message"]))
    if message is None:
        raise KeyError("no such message")
    messages = kept(world, session)
    return session, messages, next(m for m in messages if m.id == message.id)


@action
def add(portal, given):
    """session or chat, author, text, params, file (a name), size, time → message and session"""
    session = chosen(portal.world, given)
    author = int(given.get("author", session.chat.client))
    message = script.Message(author, str(given.get("text", "one more")), given.get("params"))
    if author == session.operator and session.answered is None:
        session.answered = session.created
    append(portal.world, session, message, given.get("time"))
    if "file" in given:
        file = kinds.file(given["file"], size=int(given.get("size", 2048)))
        message.files, message.params["FILE_ID"] = [file], kinds.OWN_FILE
        script.own_files(portal.world, session, message)
    return {"message": message.id, "session": session.id}


@action
def rename(portal, given):
    """chat or user, name → that is its name from now on"""
    name = str(given["name"])
    if "user" in given:
        portal.world.renamed[int(given["user"])] = name
    else:
        portal.world.chat(int(given["chat"])).name = name
    return {"name": name}


@action
def edit(portal, given):
    """message, text → edited, with isEdited"""
    _, _, message = found_message(portal.world, given)
    message.text, message.params = str(given["text"]), {**message.params, "IS_EDITED": "Y"}
    return {"message": message.id}


@action
def delete(portal, given):
    """message, vanish → an empty text with isDeleted; vanish: not there any more"""
    session, messages, message = found_message(portal.world, given)
    if given.get("vanish"):
        messages.remove(message)
        session.count = len(messages)
    else:
        message.text, message.params, message.files = "", {"IS_DELETED": "Y"}, []
    return {"message": message.id}


@action
def empty(portal, given):
    """session or chat: all its messages vanish"""
    session = chosen(portal.world, given)
    kept(portal.world, session).clear()
    session.count = 0
    return {"session": session.id}


@action
def close(portal, given):
    """session or chat, time → ends it: entity_data_1's sixth field is 0, a line of class -ol-end"""
    session = chosen(portal.world, given)
    if session.closed is not None:
        raise KeyError("the session is closed")
    session.reason = given.get("reason", "operator")
    message = append(portal.world, session, script.end_line(session), given.get("time"))
    session.closed = message.time
    return {"session": session.id, "message": message.id}


@action
def start(portal, given):
    """chat, time → a new session in it, open; the one before is closed first"""
    world = portal.world
    last = chosen(world, given)
    if last.closed is None:
        close(portal, {"session": last.id, "time": given.get("time")})
    session = Session()
    session.number = world.count()
    session.id, session.chat = world.id_of(session.number), last.chat
    session.operator = last.operator or 7
    end = max([last.closed] + [other.created for _, other in world.extra])
    session.created = int(given.get("time") or max(world.end, end) + 60)
    session.answered = session.closed = session.reason = None
    session.vote, session.vote_head, session.comment_head = "none", None, None
    session.transfers, session.count = 0, 0
    world.summaries[session.number], world.kept[session.number] = session, []
    world.extra.append((last.chat.number, session))
    for message in script.head(world, session):
        append(world, session, message, session.created)
    return {"session": session.id}


@action
def expire(portal, given):
    """all access tokens given so far end"""
    portal.tokens.expire()
    return {}


@action
def grant(portal, given):
    """→ access_token and refresh_token, as after a person's consent"""
    access, refresh = portal.tokens.grant()
    return {"access_token": access, "refresh_token": refresh}


@action
def code(portal, given):
    """→ code, for the exchange at /oauth/token/"""
    return {"code": portal.tokens.code()}
