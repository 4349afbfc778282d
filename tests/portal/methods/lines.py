# SPDX-License-Identifier: MIT
"""imopenlines.*: lines, dialog cards, chats of the CRM, the one write a viewer may offer."""
import re

from answer import Error
from generate import CRM_TYPES, LINES, TITLES, OPERATORS
from methods import chat_number, method, to_int
from shapes import chat_card

DIALOG_ID = re.compile(r"(chat|sg|crm)[0-9]+$", re.I)


# --- lines ----------------------------------------------------------------------------------------

def line_shape(call, line, with_queue):
    """All scalars are texts, dates are objects that lost everything."""
    shape = {"ID": str(line["ID"]), "LINE_NAME": line["LINE_NAME"], "ACTIVE": line["ACTIVE"],
             "CRM": "Y", "CRM_CREATE": "none", "QUEUE_TIME": "60", "QUEUE_TYPE": "evenly",
             "WELCOME_BOT_ENABLE": "N", "VOTE_MESSAGE": "Y", "LANGUAGE_ID": "ru",
             "WELCOME_MESSAGE_TEXT": "Welcome![br]\r\n[b]We will answer[/b] soon",
             "DATE_CREATE": {}, "DATE_MODIFY": {}, "MODIFY_USER_ID": "12", "TEMPORARY": "N"}
    if with_queue:
        users = {str(user): {"USER_NAME": " ".join(OPERATORS[user][:2]), "USER_WORK_POSITION": "",
                             "USER_AVATAR": "", "USER_AVATAR_ID": "0"} for user in line["QUEUE"]}
        shape |= {"QUEUE": line["QUEUE"], "QUEUE_USERS_FIELDS": users or [],
                  "CONFIG_QUEUE": [{"ENTITY_ID": str(user), "ENTITY_TYPE": "user"}
                                   for user in line["QUEUE"]]}
    return shape


def has_right_values(line, conditions):
    """A filter of ORM: ID, =ID, @ID, !ID and the like."""
    for name, wanted in conditions.items():
        sign, field = re.match(r"([=@!]*)(.*)", name).groups()
        allowed = [str(item) for item in (wanted if isinstance(wanted, list) else [wanted])]
        if (str(line.get(field, "")) in allowed) == ("!" in sign):
            return False
    return True


@method("imopenlines.config.list.get", "imopenlines")
def config_list(call):
    params, options = call.get("PARAMS") or {}, call.get("OPTIONS") or {}
    if not isinstance(params, dict) or not isinstance(options, dict):
        raise Error("INVALID_FORMAT", "Wrong format of PARAMS")
    limit, offset = to_int(params.get("limit"), 50), to_int(params.get("offset"))
    if not 1 <= limit <= 200:
        raise Error("INVALID_FORMAT", "Wrong format of limit")
    found = [line for line in LINES if has_right_values(line, params.get("filter") or {})]
    order = params.get("order") or {"ID": "ASC"}
    for field, way in reversed(list(order.items())):
        found.sort(key=lambda line, at=field: line.get(at, 0), reverse=str(way).upper() == "DESC")
    select = params.get("select") or ["*"]
    queue = "Y" in (options.get("QUEUE"), options.get("CONFIG_QUEUE"))
    shapes = [line_shape(call, line, queue) for line in found[offset:offset + limit]]
    if "*" in select:
        return shapes
    return [{key: value for key, value in shape.items() if key in select or "QUEUE" in key[:12]
             and queue} for shape in shapes]


@method("imopenlines.config.get", "imopenlines")
def config_get(call):
    line = next((line for line in LINES if line["ID"] == call.number("CONFIG_ID")), None)
    if not call.has("CONFIG_ID"):
        raise Error("CONFIG_ID_EMPTY", "Config id can't be empty")
    return line_shape(call, line, call.is_yes("WITH_QUEUE", True)) if line else False


@method("imopenlines.config.path.get", "imopenlines")
def config_path(call):
    return {"SERVER_ADDRESS": call.base, "PUBLIC_PATH": "/contact_center/"}


@method("imopenlines.revision.get", "imopenlines")
def revision(call):
    return {"rest": 4, "web": 2, "mobile": 2}


# --- dialogs --------------------------------------------------------------------------------------

def find_dialog(call):
    """Of several addresses the first of this order counts."""
    if call.has("CHAT_ID"):
        return call.world.chat(call.number("CHAT_ID", -1))
    if call.has("DIALOG_ID"):
        text = str(call.get("DIALOG_ID"))
        return call.world.chat(chat_number(text)) if DIALOG_ID.match(text) else None
    if call.has("SESSION_ID"):
        session = call.world.session(call.number("SESSION_ID", -1))
        return session.chat if session else None
    return call.world.chat_by_code(str(call.get("USER_CODE", "")))


@method("imopenlines.dialog.get", "imopenlines")
def dialog_get(call):
    chat = find_dialog(call)
    if chat is None:
        raise Error("ACCESS_ERROR", status=400)
    return chat_card(call, chat)


# --- CRM ------------------------------------------------------------------------------------------

def crm_chats(call, error):
    kind, number = str(call.get("CRM_ENTITY_TYPE", "")).upper(), call.number("CRM_ENTITY")
    for name, is_given in (("CRM_ENTITY_TYPE", kind in CRM_TYPES), ("CRM_ENTITY", number > 0)):
        if not is_given:
            raise Error(error, f"Argument '{name}' is null or empty", argument=name)
    place = number - 1200
    chat = call.world.chat_by_number(place) if 0 <= place < call.world.n_chats else None
    return [chat] if chat and chat.crm == (kind, number) else []


@method("imopenlines.crm.chat.get", "imopenlines")
def crm_chat_get(call):
    active_only = call.is_yes("ACTIVE_ONLY", True)
    found = [chat for chat in crm_chats(call, "ERROR_ARGUMENT")
             if not active_only or call.world.last_of(chat).status() == "answered"]
    return [{"CHAT_ID": str(chat.id), "CONNECTOR_ID": chat.connector,
             "CONNECTOR_TITLE": TITLES[chat.connector]} for chat in found]


@method("imopenlines.crm.chat.getLastId", "imopenlines")
def crm_chat_last(call):
    found = crm_chats(call, "CRM_CHAT_EMPTY_CRM_DATA")
    if not found:
        raise Error("CRM_CHAT_EMPTY_CRM_DATA", "Could not find CRM object")
    return found[0].id


# --- the vote -------------------------------------------------------------------------------------

@method("imopenlines.session.head.vote", "imopenlines", exact=True)
def head_vote(call):
    if not call.has("SESSION_ID"):
        raise Error("EMPTY_SESSION_ID", "Session id can't be empty")
    rating, comment = call.number("RATING"), call.get("COMMENT")
    if not rating and not comment:
        raise Error("EMPTY_VOTE_PARAMS", "Rating or comment must be given")
    session = call.world.session(call.number("SESSION_ID"))
    if session is None or session.chat.line == 8:
        raise Error("ACCESS_DENIED")
    if rating:
        session.vote_head = rating if rating <= 5 else None
    session.comment_head = comment if comment is not None else session.comment_head
    call.world.recent.pop(session.number, None)  # its last line tells the vote too
    return True
