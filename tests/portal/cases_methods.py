# SPDX-License-Identifier: MIT
"""Each method answers in the documented shape: names, casing, types."""
from client import DATE, DIGITS, FLAG, NULL, Map, Some, case, check, equal, fits
from portal import METHODS

WORD = (str, NULL)
MESSAGE = {"id": DIGITS, "chatid": DIGITS, "senderid": DIGITS, "recipientid": str, "date": DATE,
           "text": str, "textlegacy": str, "params": Map((str, int, list, dict))}
USER = Some(id=DIGITS, name=str, active=bool, firstName=str, lastName=str, workPosition=WORD,
            color=str, avatar=str, avatarId=WORD, birthday=(False, str), gender=str,
            phoneDevice=bool, phones=bool, extranet=bool, network=bool, bot=bool, connector=bool,
            profile=str, externalAuthId=str, status=str, idle=False, lastActivityDate=DATE,
            mobileLastDate=False, desktopLastDate=False, departments=[int], absent=False)
CHAT = Some(id=DIGITS, name=str, owner=DIGITS, color=str, extranet=bool, avatar=str, call="0",
            callNumber="", entityType="LINES", entityId=str, entityData1=str, entityData2=str,
            entityData3=str, public="", muteList=Map(bool), managerList=(NULL, [int]),
            dateCreate=DATE, type="lines", messageType="L",
            permissions=Some(manageUsersAdd="member", canPost="member"))
FILE = Some(id=int, chatid=int, date=DATE, type=str, name=str, extension=str, size=int,
            image=(False, {"height": int, "width": int}), status="done", progress=100,
            authorid=int, authorname=str, urlpreview=str, urlshow=str, urldownload=str,
            viewerattrs=Some(viewertype=str, objectid=DIGITS, imchatid=DIGITS, actions=str),
            mediaurl=([], {"preview": {"250": str}}), isvideonote=bool)
HISTORY = {
    "chatId": int, "canJoin": FLAG, "canVoteHead": FLAG, "sessionId": int, "sessionVoteHead": int,
    "sessionCommentHead": WORD, "userId": str, "message": Map(MESSAGE),
    "usersMessage": Map([DIGITS]), "users": Map(USER), "openlines": {"canvoteashead": Map(bool)},
    "userInGroup": Map({"id": int, "users": [DIGITS]}), "woUserInGroup": [], "chat": Map(CHAT),
    "userBlockChat": Map(Map(bool)), "userInChat": Map([int]), "files": Map(FILE)}
TIME = Some(start=float, finish=float, duration=(int, float), processing=(int, float),
            date_start=DATE, date_finish=DATE, operating_reset_at=int, operating=(int, float))
CARD = Some(id=int, parent_chat_id=int, name=str, description=NULL, owner=int, extranet=bool,
            avatar=str, type="lines", counter=int, user_counter=int, message_count=int,
            unread_id=int, restrictions=Map(bool), last_message_id=int, entity_type="LINES",
            entity_id=str, entity_data_1=str, entity_data_2=str, entity_data_3=str,
            mute_list=[int], date_create=DATE, message_type="L", role=str, manager_list=[int],
            permissions=Map(str), readed_list=[Some(user_id=int, user_name=str)],
            dialog_id=str)
SESSION = {
    "id": int, "configId": int, "source": str, "operatorId": (int, NULL), "userId": int,
    "userCode": str, "chatId": int, "dateCreate": DATE, "dateClose": (DATE, NULL),
    "dateFirstAnswer": (DATE, NULL), "dateOperatorAnswer": (DATE, NULL), "status": str,
    "closeReason": WORD, "vote": str, "voteHead": (int, NULL), "commentHead": WORD,
    "crmEntityType": WORD, "crmEntityId": (int, NULL), "queueTransfers": int,
    "waitAnswer": (int, NULL), "waitClose": (int, NULL), "kpiFirstAnswer": (bool, NULL),
    "messageCount": int}
IM_USER = Some(id=int, name=str, first_name=str, last_name=str, connector=bool, bot=bool,
               birthday="", departments=[int], last_activity_date=DATE)
IM_MESSAGE = {"id": int, "chat_id": int, "author_id": int, "date": DATE, "text": str,
              "unread": bool, "uuid": WORD, "replaces": [], "params": Map((str, int, list)),
              "disappearing_date": NULL}
IM_FILE = Some(id=int, chatId=int, authorId=int, authorName=str, urlPreview=str, urlDownload=str,
               viewerAttrs=Some(viewerType=str, objectId=DIGITS), isTranscribable=bool)
ITEM = Some(id=(int, str), chat_id=int, type=("user", "chat"), avatar={"url": str, "color": str},
            title=str, counter=int, last_id=int, date_update=DATE, chat=dict, user=Some(id=int),
            message=Some(id=int, text=str, file=bool, author_id=int, attach=bool, date=DATE),
            options=[])
LINES = Some(lines={"id": int, "status": int, "date_create": DATE})
ACTIVITY = Some(ID=DIGITS, TYPE_ID="6", PROVIDER_ID="IMOPENLINES_SESSION", PROVIDER_TYPE_ID=DIGITS,
                ASSOCIATED_ENTITY_ID=DIGITS, ORIGIN_ID=str, START_TIME=DATE, END_TIME=DATE,
                COMPLETED=FLAG, RESPONSIBLE_ID=DIGITS, PROVIDER_PARAMS={"USER_CODE": str},
                SETTINGS=[], PROVIDER_DATA=NULL)


@case
def history_has_its_shape_whatever_is_in_it(client):
    world = client.portal.world
    for number in range(0, world.n, 3):  # the kinds of messages come round in each 29
        session = world.summary(number)
        reply = client.call("imopenlines.session.history.get", SESSION_ID=session.id)
        fits(reply.result, HISTORY)
        fits(reply.json["time"], TIME, "time")
        result, order = reply.result, reply.result["usersMessage"][f"chat{session.chat.id}"]
        equal(sorted(order), sorted(result["message"]), "the listed ids")
        equal(len(order), session.count, "the number of messages")
        dates = [result["message"][key]["date"] for key in order]
        equal(dates, sorted(dates, reverse=True), "newest first")


@case
def history_is_found_by_exact_names(client):
    chat = client.portal.world.chat_by_number(3)
    newest = client.portal.world.last_of(chat).id
    history = "imopenlines.session.history.get"
    equal(client.call(history, CHAT_ID=chat.id).result["sessionId"], newest)
    equal(client.call(history.upper() + ".json", CHAT_ID=str(chat.id)).result["sessionId"], newest)
    equal(client.call(history, session_id=newest).error, (400, "MISSING_REQUIRED_PARAM"))
    equal(client.call(history, SESSION_ID="x").error, (400, "INVALID_SESSION_ID"))
    equal(client.call(history, SESSION_ID=10**9).error, (400, "ACCESS_DENIED"))
    client.portal.set(chat_id=False)
    equal(client.call(history, CHAT_ID=chat.id).error, (400, "ACCESS_DENIED"))


@case
def the_card_of_a_dialog_is_found_four_ways(client):
    chat = client.portal.world.chat_by_number(4)
    session = client.portal.world.last_of(chat)
    card = client.call("imopenlines.dialog.get", chat_id=chat.id).result
    fits(card, CARD)
    for params in ({"DIALOG_ID": f"CHAT{chat.id}"}, {"SESSION_ID": session.id},
                   {"user_code": "imol|" + chat.code}, {"CHAT_ID": chat.id, "DIALOG_ID": "no"}):
        equal(client.call("imopenlines.dialog.get", **params).result["id"], chat.id, str(params))
    equal(client.call("imopenlines.dialog.get", DIALOG_ID="12").error, (400, "ACCESS_ERROR"))
    fields = card["entity_data_1"].split("|")
    equal(int(fields[5]), 0 if session.closed is not None else session.id, "the sixth field")
    equal(int(fields[6]), session.created, "the seventh field")


@case
def sessions_are_listed_page_by_page_and_filtered(client):
    name, seen, offset = "imopenlines.v2.Session.list", [], 0
    while True:
        page = client.call(name, limit=70, offset=offset).result
        fits(page, {"sessions": [SESSION], "hasNextPage": bool})
        seen += [session["id"] for session in page["sessions"]]
        offset += 70
        if not page["hasNextPage"]:
            break
    equal(seen, [session.id for session in client.portal.world.newest_first()], "the ids")
    check(not client.call(name, limit=70, offset=len(seen) - 70).result["hasNextPage"],
          "nothing follows the last full page")
    for given, key, wanted in (({"configIdList": [3]}, "configId", 3),
                               ({"status": "answered"}, "status", "answered"),
                               ({"closeReason": "spam"}, "closeReason", "spam"),
                               ({"source": "viber"}, "source", "viber"),
                               ({"operatorId": 7}, "operatorId", 7),
                               ({"vote": "like"}, "vote", "like"),
                               ({"hasCrm": "N"}, "crmEntityId", None)):
        found = client.call(name, limit=200, **given).result["sessions"]
        check(found and all(session[key] == wanted for session in found), f"{given}: {found[:1]}")
    half = client.call(name, limit=1, offset=100).result["sessions"][0]["dateCreate"]
    newer = client.call(name, limit=200, dateCreateFrom=half).result["sessions"]
    equal(len(newer), 101, "sessions from a date on")
    waits = client.call(name, limit=200, order="waitClose", orderDirection="asc",
                        dateCreateFrom="2026-01-01T00:00:00+00:00",
                        dateCreateTo="2026-06-01T00:00:00+00:00").result["sessions"]
    waits = [session["waitClose"] or 0 for session in waits]
    equal(waits, sorted(waits), "by waiting time")


@case
def the_list_of_sessions_says_what_is_wrong(client):
    name = "imopenlines.v2.Session.list"
    equal(client.call(name, offset=10001).error, (400, "OFFSET_TOO_LARGE"))
    equal(client.call(name, limit=201).error, (400, "INVALID_FILTER"))
    equal(client.call(name, status="new", closeReason="auto").error, (400, "INVALID_FILTER"))
    equal(client.call(name, dateCreateFrom="2024-01-01T00:00:00+00:00",
                      dateCreateTo="2026-01-01T00:00:00+00:00").error, (400, "PERIOD_TOO_LARGE"))
    client.portal.set(v2="tariff")
    equal(client.call(name).error, (400, "TARIFF_RESTRICTION"))
    client.portal.set(v2="off")
    equal(client.call(name).error, (404, "ERROR_METHOD_NOT_FOUND"))
    equal(client.call("method.get", name=name.lower()).result,
          {"isExisting": False, "isAvailable": False})


@case
def activities_are_walked_by_id(client):
    seen, last = [], 0
    wanted = [s.id for s in reversed(list(client.portal.world.newest_first())) if s.chat.crm]
    while True:
        reply = client.form("crm.activity.list", [
            ("order[ID]", "ASC"), ("filter[PROVIDER_ID]", "IMOPENLINES_SESSION"),
            ("filter[>ID]", last), ("start", -1)])
        fits(reply.result, [ACTIVITY])
        check("next" not in reply.json, "start=-1 counts nothing")
        equal(reply.json["total"], 0, "the total")
        seen += [int(one["ASSOCIATED_ENTITY_ID"]) for one in reply.result]
        if len(reply.result) < 50:
            break
        last = reply.result[-1]["ID"]
    equal(seen, wanted, "the sessions")
    reply = client.call("crm.activity.list", select=["ID", "ORIGIN_ID"], order={"ID": "DESC"})
    equal((reply.json["total"], reply.json["next"]), (len(wanted), 50), "total and next")
    equal(sorted(reply.result[0]), ["ID", "ORIGIN_ID"], "what was selected")
    client.portal.set(crm=False)
    equal(client.call("crm.activity.list").error, (404, "ERROR_METHOD_NOT_FOUND"))


@case
def recent_has_chats_and_people(client):
    items = client.call("im.recent.get", ONLY_OPENLINES="Y").result
    fits(items, [ITEM])
    fits(items, [LINES])
    check(all(item["chat"]["role"] == "MEMBER" for item in items), "the role is in upper case")
    page = client.call("im.recent.list", LIMIT=10)
    fits(page.result, {"items": [ITEM], "hasMore": True, "hasMorePages": True, "copilot": [],
                       "messagesAutoDeleteConfigs": []})
    equal((page.json["total"], page.json["next"]), (-1, 10), "total and next")
    seen, offset, more = set(), 0, True
    while more:
        result = client.call("im.recent.list", LIMIT=10, OFFSET=offset).result
        seen |= {str(item["id"]) for item in result["items"]}
        offset, more = offset + 10, result["hasMore"]
    check({str(item["id"]) for item in items} < seen, "people come besides the lines")
    check({"7", "8"} < seen, "ids of people are numbers")


@case
def a_dialog_is_read_both_ways(client):
    chat = client.portal.world.chat_by_number(4)
    dialog, name = f"chat{chat.id}", "im.dialog.messages.get"
    result = client.call(name, DIALOG_ID=dialog, LIMIT=100).result
    fits(result, {"chat_id": int, "messages": [IM_MESSAGE], "users": [IM_USER],
                  "files": [IM_FILE]})
    equal(len(result["messages"]), 50, "the limit")
    seen = [message["id"] for message in result["messages"]]
    while page := client.call(name, DIALOG_ID=dialog, LAST_ID=seen[-1]).result["messages"]:
        seen += [message["id"] for message in page]
    equal(seen, sorted(set(seen), reverse=True), "newest first")
    newer = client.call(name, DIALOG_ID=dialog, FIRST_ID=seen[3], LIMIT=50).result["messages"]
    equal([message["id"] for message in newer], seen[:3], "those after an id")
    equal(client.call(name, DIALOG_ID="chat2002").error, (403, "ACCESS_ERROR"))
    equal(client.call(name).error, (400, "DIALOG_ID_EMPTY"))
    equal(client.call(name, DIALOG_ID=dialog, LAST_ID="x").error, (400, "LAST_ID_STRING"))
    found = client.call("im.dialog.messages.search", CHAT_ID=chat.id, SEARCH_MESSAGE="ДИАЛОГ")
    check(found.result["messages"], "a word is found in any case")
    fits(client.call("im.dialog.get", DIALOG_ID=dialog).result, CARD)
    users = client.call("im.dialog.users.list", DIALOG_ID=dialog)
    fits(users.result, [IM_USER])
    equal(users.json["total"], len(users.result), "the total")


@case
def lines_and_people_are_told(client):
    lines = client.form("imopenlines.config.list.get", [
        ("PARAMS[select][]", "ID"), ("PARAMS[select][]", "LINE_NAME"),
        ("PARAMS[filter][ACTIVE]", "Y")]).result
    fits(lines, [{"ID": DIGITS, "LINE_NAME": str}])
    equal(len(lines), 3, "the lines")
    line = client.call("imopenlines.config.get", CONFIG_ID=5).result
    fits(line, Some(ID="5", QUEUE=[int], QUEUE_USERS_FIELDS=Map(dict), DATE_CREATE={}))
    equal(client.call("imopenlines.config.get").error, (400, "CONFIG_ID_EMPTY"))
    users = client.call("im.user.list.get", ID=[7, 99, 12]).result
    fits(users, Map(IM_USER))
    equal(list(users), ["7", "12"], "the users")
    fits(client.call("im.user.list.get", ID="[7]", RESULT_TYPE="array").result, [IM_USER])
    equal(client.call("im.user.get", ID=99).error, (400, "USER_NOT_EXISTS"))
    fits(client.call("user.current").result, Some(ID=DIGITS, ACTIVE=True, LAST_ACTIVITY_DATE=str))
    fits(client.call("profile").result, {"ID": DIGITS, "ADMIN": bool, "NAME": str, "LAST_NAME": str,
                                         "PERSONAL_GENDER": str, "TIME_ZONE": ""})
    fits(client.call("server.time").result, DATE)
    equal(client.call("scope").result, ["imopenlines", "im", "crm", "disk", "user"])


@case
def chats_of_the_crm_are_found(client):
    world = client.portal.world
    chat = next(c for c in map(world.chat_by_number, range(50)) if c.crm)
    params = {"CRM_ENTITY_TYPE": chat.crm[0].lower(), "CRM_ENTITY": chat.crm[1]}
    found = client.call("imopenlines.crm.chat.get", ACTIVE_ONLY="N", **params).result
    fits(found, [{"CHAT_ID": DIGITS, "CONNECTOR_ID": str, "CONNECTOR_TITLE": str}])
    equal(client.call("imopenlines.crm.chat.getLastId", **params).result, chat.id)
    equal(client.call("imopenlines.crm.chat.getLastId", CRM_ENTITY_TYPE="deal",
                      CRM_ENTITY=1).error, (400, "CRM_CHAT_EMPTY_CRM_DATA"))
    equal(client.call("imopenlines.crm.chat.get", **{**params, "CRM_ENTITY": 1}).result, [])


@case
def files_come_once_or_by_sign(client):
    world = client.portal.world
    file = next(f for n in range(world.n) if n % world.n_chats % 4 == 0
                for m in world.messages(world.summary(n)) for f in m.files)
    address = client.call("im.v2.File.download", dialogId=f"chat{file['chatId']}",
                          fileId=file["id"]).result["downloadUrl"]
    target = address[len(client.portal.url):]
    equal(len(client.send("GET", target).body), file["size"], "the size")
    equal(client.send("GET", target).status, 403, "the second time")
    drive = client.call("disk.file.get", id=file["id"]).result
    fits(drive, Some(ID=DIGITS, SIZE=DIGITS, DOWNLOAD_URL=str, NAME=str))
    target = drive["DOWNLOAD_URL"][len(client.portal.url):]
    part = client.send("GET", target, headers={"User-Agent": "t", "Range": "bytes=10-19"})
    equal((part.status, len(part.body)), (206, 10), "a part")
    equal(client.send("GET", target, headers={}).status, 404, "without a name")
    equal(client.send("GET", target.replace("sign=", "sign=0")).status, 403, "a wrong sign")
    web = client.call("imopenlines.session.history.get", SESSION_ID=world.file(file["id"])[0].id)
    web = next(iter(web.result["files"].values()))["urldownload"][len(client.portal.url):]
    check(b"USER_LOGIN" in client.send("GET", web).body, "the web's address wants a login")


@case
def files_and_names_may_be_anything(client):
    session = client.portal.world.summary(9)
    hostile = "\x1b]0;x\x07 ../../\u202e.exe"
    client.mock("do", action="add", session=session.id, text=hostile, file=hostile)
    client.mock("do", action="rename", user=session.chat.client, name=hostile)
    client.mock("do", action="rename", chat=session.chat.id, name=hostile)
    found = client.call("imopenlines.session.history.get", SESSION_ID=session.id).result
    newest = found["message"][found["usersMessage"][found["userId"]][0]]
    file = found["files"][str(newest["params"]["fileId"][0])]
    equal({newest["text"], file["name"], found["users"][str(session.chat.client)]["name"],
           found["chat"][str(session.chat.id)]["name"]}, {hostile})


@case
def every_method_of_the_table_answers(client):
    for name in METHODS:
        status = client.call(name).status
        check(status in (200, 400), f"{name}: {status}")
