# SPDX-License-Identifier: MIT
"""Chats, people, messages and files as answers show them: each method family has its own casing."""
from encoding import camel, camel_key, iso, legacy
from generate import SUPERVISOR

BLANK = "/bitrix/js/im/images/blank.gif"
PERMISSIONS = {"manage_users_add": "member", "manage_users_delete": "manager",
               "manage_ui": "member", "manage_settings": "owner", "manage_messages": "member",
               "can_post": "member"}
ABILITIES = ("avatar rename extend call mute leave leave_owner send user_list").split()


def upper(items):
    return {key.upper(): value for key, value in items.items()}


# --- chats ----------------------------------------------------------------------------------------

def entity_data(world, chat):
    """The three strings: what the chat is bound to, and its current session."""
    last = world.last_of(chat)
    kind, number = chat.crm or ("NONE", 0)
    current = last.id if last.closed is None else 0
    first = f"{'Y' if chat.crm else 'N'}|{kind}|{number}|N|N|{current}|{last.created}|0|0|0"
    ids = {name: chat.crm[1] if chat.crm and chat.crm[0] == name else 0
           for name in ("LEAD", "COMPANY", "CONTACT", "DEAL")}
    second = "|".join(f"{name}|{number}" for name, number in ids.items()) if chat.crm else ""
    return first, second, "N"


def participants(call, chat):
    """Ids of those who are in the chat now."""
    last = call.world.last_of(chat)
    here = {chat.client, last.operator or 0} - {0}
    return sorted(here | ({SUPERVISOR} if call.is_member(chat) else set()))


def newest_message(world, chat):
    """None: there is none in any session."""
    for number in reversed(world.numbers_of(chat)):
        messages = world.messages(world.summary(number))
        if messages:
            return messages[-1]
    return None


def chat_card(call, chat):
    """imopenlines.dialog.get and im.dialog.get: flat, snake_case, numbers are numbers."""
    world, zone = call.world, call.knobs.zone
    last = world.last_of(chat)
    data, newest = entity_data(world, chat), newest_message(world, chat)
    newest_id, author = (newest.id, newest.author) if newest else (0, 0)
    name = (world.user(author) or {"name": ""})["name"]
    return {
        "id": chat.id, "parent_chat_id": 0, "parent_message_id": 0, "name": chat.name,
        "description": None, "owner": last.operator or 0, "extranet": True, "avatar": "",
        "color": "#58cc47", "type": "lines", "counter": 0,
        "user_counter": len(participants(call, chat)),
        "message_count": sum(world.summary(n).count for n in world.numbers_of(chat)),
        "unread_id": 0, "restrictions": dict.fromkeys(ABILITIES, True),
        "last_message_id": newest_id, "last_id": newest_id, "marked_id": 0, "disk_folder_id": 0,
        "entity_type": "LINES", "entity_id": chat.code, "entity_data_1": data[0],
        "entity_data_2": data[1], "entity_data_3": data[2], "mute_list": [],
        "date_create": iso(chat.created, zone), "message_type": "L", "public": "",
        "role": "member" if call.is_member(chat) else "guest",
        "entity_link": {"type": "LINES", "url": "", "id": chat.code}, "text_field_enabled": True,
        "background_id": None, "permissions": PERMISSIONS, "is_new": False,
        "readed_list": [{"user_id": author, "user_name": name,
                         "message_id": newest_id, "date": None}] if author else [],
        "manager_list": [last.operator] if last.operator else [],
        "last_message_views": {"message_id": newest_id, "first_viewers": [],
                               "count_of_viewers": 0},
        "dialog_id": f"chat{chat.id}"}


def chat_in_history(call, chat):
    """Names as in the database; the history's rule makes its casing of them."""
    last = call.world.last_of(chat)
    data = entity_data(call.world, chat)
    operator = last.operator
    return {
        "ID": str(chat.id), "NAME": chat.name, "OWNER": str(operator or 0), "COLOR": "#58cc47",
        "EXTRANET": True, "AVATAR": BLANK, "CALL": "0", "CALL_NUMBER": "",
        "ENTITY_TYPE": "LINES", "ENTITY_ID": chat.code, "ENTITY_DATA_1": data[0],
        "ENTITY_DATA_2": data[1], "ENTITY_DATA_3": data[2], "PUBLIC": "",
        "MUTE_LIST": {str(operator): False} if operator else {},
        "MANAGER_LIST": [operator] if operator else None,
        "DATE_CREATE": iso(chat.created, call.knobs.zone), "TYPE": "lines", "MESSAGE_TYPE": "L",
        "PARENT_CHAT_ID": 0, "PARENT_MESSAGE_ID": 0, "MESSAGE_COUNT": last.count,
        "ENTITY_LINK": {"TYPE": "LINES", "URL": "", "ID": chat.code},
        "PERMISSIONS": upper(PERMISSIONS), "TEXT_FIELD_ENABLED": True, "BACKGROUND_ID": None,
        "IS_NEW": False}


# --- people ---------------------------------------------------------------------------------------

def seen_at(call, user, shift=0):
    return iso(call.world.end - user["id"] % 600 + shift, call.knobs.zone)


def user_in_im(call, user):
    """snake_case, ids are numbers, what is not known is false or an empty text."""
    return {
        **{key: user[key] for key in ("id", "active", "name", "first_name", "last_name",
                                      "work_position", "color")},
        "avatar": "", "avatar_hr": BLANK, "gender": user["gender"], "birthday": "",
        **{key: user[key] for key in ("extranet", "network", "bot", "connector",
                                      "external_auth_id", "status")},
        "idle": False, "last_activity_date": seen_at(call, user), "mobile_last_date": False,
        "desktop_last_date": False, "absent": False, "departments": user["departments"],
        "phones": False, "bot_data": None, "type": user["type"], "website": "", "email": ""}


def user_in_history(call, user):
    shift = int(call.knobs.skew * 3600)
    return {
        "ID": str(user["id"]), "NAME": user["name"], "ACTIVE": user["active"],
        "FIRST_NAME": user["first_name"], "LAST_NAME": user["last_name"],
        "WORK_POSITION": user["work_position"], "COLOR": user["color"], "AVATAR": BLANK,
        "AVATAR_ID": None, "BIRTHDAY": "08-03" if user["id"] == 7 else False,
        "GENDER": user["gender"], "PHONE_DEVICE": False, "PHONES": False,
        "EXTRANET": user["extranet"], "NETWORK": False, "BOT": user["bot"],
        "CONNECTOR": user["connector"], "PROFILE": f"/company/personal/user/{user['id']}/",
        "EXTERNAL_AUTH_ID": user["external_auth_id"], "STATUS": user["status"], "IDLE": False,
        "LAST_ACTIVITY_DATE": seen_at(call, user, shift), "MOBILE_LAST_DATE": False,
        "DESKTOP_LAST_DATE": False, "DEPARTMENTS": user["departments"], "ABSENT": False,
        "TYPE": user["type"], "SERVICES": None, "BOT_DATA": None}


def users_of(call, messages):
    """The authors who still exist, in order of first appearance."""
    ids = dict.fromkeys(message.author for message in messages if message.author)
    return [user for user in map(call.world.user, ids) if user]


# --- messages and files ---------------------------------------------------------------------------

def params_of(message):
    return dict(message.params) or []


def message_in_history(call, chat, message):
    """In its casing already, for there are many."""
    shift = int(call.knobs.skew * 3600)
    return {
        "id": str(message.id), "chatid": str(chat.id), "senderid": str(message.author),
        "recipientid": f"chat{chat.id}", "date": iso(message.time - shift, call.knobs.zone),
        "text": message.text, "textlegacy": legacy(message.text), "params": camel(message.params)}


def message_in_im(call, chat, message):
    return {
        "id": message.id, "chat_id": chat.id, "author_id": message.author,
        "date": iso(message.time, call.knobs.zone), "text": message.text, "unread": False,
        "uuid": None, "replaces": [], "params": params_of(message), "disappearing_date": None}


def file_in_im(call, file):
    """camelCase. The history's rule makes it all lower."""
    get = (f"{call.base}/bitrix/services/main/ajax.php?action=disk.api.file.%s&SITE_ID=s1"
           f"&humanRE=1&fileId={file['id']}&fileName=file.{file['extension']}")
    is_image = file["type"] == "image"
    return {
        **file, "date": iso(file["date"], call.knobs.zone),
        "urlPreview": get % "showImage" + "&width=640&height=640&exact=N" if is_image else "",
        "urlShow": get % ("showImage" if is_image else "download"), "urlDownload": get % "download",
        "viewerAttrs": {"viewer": None, "viewerType": file["type"], "src": get % "download",
                        "viewerResized": is_image, "objectId": str(file["id"]),
                        "viewerGroupBy": str(file["chatId"]), "imChatId": str(file["chatId"]),
                        "title": file["name"], "actions": '[{"type":"download"}]'},
        "mediaUrl": {"preview": {"250": get % "showImage"}} if is_image else [],
        "isTranscribable": file.get("isTranscribable", False),
        "isVideoNote": file.get("isVideoNote", False),
        "isVoiceNote": file.get("isVoiceNote", False)}


def files_of(call, messages):
    return [file_in_im(call, file) for message in messages for file in message.files]


def flat(items):
    """Keys of a map through the history's rule, values left alone."""
    return {camel_key(key): value for key, value in items.items()}
