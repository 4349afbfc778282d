#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes an answer of imopenlines.session.history.get as a portal encodes it, newest first.

Usage: generate.py MESSAGES [FILE]. The same number gives the same bytes; about 770 a message.
"""
import json
import random
import sys
from datetime import datetime, timedelta, timezone

CHAT, SESSION, FIRST = 2210, 903, 70000
CLIENT, OPERATORS, BOT = 450, (7, 8, 12), 31
PORTAL_TIME = timezone(timedelta(hours=3))
OL = "bx-messenger-content-item-ol-"

RUSSIAN = """здравствуйте подскажите пожалуйста когда придёт заказ номер оплата прошла но письмо не
пришло спасибо сейчас проверю минуту уточните адрес доставка завтра после обеда можно вернуть
товар документы менеджер ответит вам счёт договор настройка открытая линия не работает кнопка
на сайте форма ошибка обновите страницу попробуйте ещё раз всё получилось хорошего дня""".split()
ENGLISH = """hello please tell me when the order will arrive payment went through but no letter came
thank you let me check a minute what is your address delivery tomorrow after lunch can I return
it documents manager will answer you invoice contract setting open channel does not work button
on the site form error reload the page try once more it worked have a nice day""".split()


def encode(value):
    """As PHP with Bitrix' flags: JSON_HEX_TAG, _AMP, _APOS, _QUOT, compact."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    for plain, escaped in (("\\\"", "\\u0022"), ("/", "\\/"), ("<", "\\u003C"), (">", "\\u003E"),
                           ("&", "\\u0026"), ("'", "\\u0027")):
        text = text.replace(plain, escaped)
    return text


def sentence(random_):
    words = RUSSIAN if random_.random() < 0.6 else ENGLISH
    n = min(80, max(1, int(random_.expovariate(1 / 12))))
    text = " ".join(random_.choice(words) for _ in range(n)).capitalize() + random_.choice(".?!")
    kind = random_.random()
    if kind < 0.06:
        text += " [URL=https://acme.example/faq?id=%d]FAQ[/URL]" % random_.randrange(1000)
    elif kind < 0.10:
        text = "[B]" + text + "[/B]"
    elif kind < 0.12:
        text += "\n" + random_.choice(RUSSIAN) + random_.choice((" :)", " 👍", " 🙏"))
    return text


def attachment(random_):
    return {"attach": [{"id": 1684478426, "blocks": [
        {"message": sentence(random_)},
        {"grid": [{"display": "ROW", "name": "Имя", "value": "Гость"},
                  {"display": "ROW", "name": "Phone", "value": "+7 900 000-00-00"}]},
        {"link": [{"name": "acme.example", "link": "https://acme.example/crm/lead/1205/"}]}],
        "description": "", "color": "#df532d"}], "class": "bx-messenger-content-item-system"}


def pools(random_):
    """Encoded once, used many times: the senders' bodies and the portal's own."""
    spoken, system = [], []
    for number in range(1500):
        text = encode(sentence(random_))
        params = encode([] if number % 3 else {"connectorMid": [str(FIRST + number)]})
        spoken.append(f'"text":{text},"textlegacy":{text},"params":{params}')
    for number in range(60):
        text = encode(sentence(random_))
        params = encode(attachment(random_) if number % 2 else {"class": OL + "output"})
        system.append(f'"text":{text},"textlegacy":{text},"params":{params}')
    return spoken, system


def messages(n, random_):
    spoken, system = pools(random_)
    start = encode("Начат новый диалог №[B]%d[/B]" % SESSION)
    begin = datetime(2026, 5, 4, 10, 2, 11, tzinfo=PORTAL_TIME)
    passed, sender = 0, CLIENT
    for number in range(n):
        passed += int(random_.expovariate(1 / 90))
        if random_.random() < 0.35:
            sender = CLIENT if sender != CLIENT else random_.choice((*OPERATORS, BOT))
        body, who = random_.choice(spoken), sender
        if number == 0:
            body, who = f'"text":{start},"textlegacy":{start},"params":' + encode(
                {"class": OL + "start"}), 0
        elif random_.random() < 0.04:
            body, who = random_.choice(system), 0
        date = (begin + timedelta(seconds=passed)).isoformat()
        yield (f'"{FIRST + number}":{{"id":"{FIRST + number}","chatid":"{CHAT}","senderid":"{who}",'
               f'"recipientid":"chat{CHAT}","date":"{date}",{body}}}')


def user(number, name, **more):
    first, _, last = name.partition(" ")
    return {"id": str(number), "name": name, "active": True, "firstName": first, "lastName": last,
            "workPosition": None, "color": "#ab7761", "avatar": "/bitrix/js/im/images/blank.gif",
            "birthday": False, "gender": "M", "extranet": False, "network": False, "bot": False,
            "connector": False, "externalAuthId": "default", "status": "online", "idle": False,
            "departments": [1], "absent": False, **more}


def rest(n):
    users = [user(CLIENT, "Гость", connector=True, extranet=True, externalAuthId="imconnector"),
             user(BOT, "Marta", bot=True, externalAuthId="bot"), user(7, "Olga Sedova"),
             user(8, "Владимир Логинов"), user(12, "O'Neil & <Co>")]
    chat = {"id": str(CHAT), "name": "Бурый гость №33 — A1", "owner": "0", "color": "#ab7761",
            "entityType": "LINES", "entityId": "livechat|58|1981|450",
            "entityData1": "Y|LEAD|1205|N|N|%d|1684478426|0|0|0" % SESSION, "entityData2": "",
            "type": "lines", "messageType": "L", "dateCreate": "2026-05-04T10:02:11+03:00"}
    return {"usersMessage": {f"chat{CHAT}": [str(FIRST + i) for i in range(n - 1, -1, -1)]},
            "users": {u["id"]: u for u in users}, "openlines": {"canvoteashead": {"58": True}},
            "userInGroup": [], "woUserInGroup": [], "chat": {str(CHAT): chat},
            "userInChat": {str(CHAT): [7, CLIENT]}, "files": []}


def generate(n, file):
    random_ = random.Random(20260504)
    head = {"chatId": CHAT, "canJoin": "Y", "canVoteHead": "Y", "sessionId": SESSION,
            "sessionVoteHead": 4, "sessionCommentHead": None, "userId": f"chat{CHAT}"}
    listed = list(messages(n, random_))
    listed.reverse()
    file.write('{"result":' + encode(head)[:-1] + ',"message":{')
    file.write(",".join(listed))
    file.write("}," + encode(rest(n))[1:] + ',"time":{"start":1685712569.097672,'
               '"finish":1685712569.247064,"duration":0.1493921279907,"processing":0.06828}}\n')


def main():
    if len(sys.argv) < 2 or not sys.argv[1].isdigit() or int(sys.argv[1]) < 1:
        sys.exit(__doc__)
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="ascii") as file:
            generate(int(sys.argv[1]), file)
    else:
        generate(int(sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    main()
