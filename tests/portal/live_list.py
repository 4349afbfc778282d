# SPDX-License-Identifier: MIT
"""The list of chats: by each way a portal has, page by page, with what cards tell."""
import time

from client import check, equal
from generate import LINES
from watch import BOTTOM, TOP, live

WAY_OFF = {"v2": "off"}
NO_WAY = {"v2": "off", "crm": False}

LINE_NAMES = {line["ID"]: line["LINE_NAME"] for line in LINES}


def newest_chat(setting):
    return next(setting.world.newest_chats())


@live()
def by_the_statistics_of_sessions(setting):
    with setting.show() as seen:
        seen.wait("20 chats", f"session {setting.world.last_of(newest_chat(setting)).id}")
        seen.rest()
        check("lists" not in seen.rows[BOTTOM], seen.rows[BOTTOM])
        check(newest_chat(setting).name[:12] in seen.list()[0], seen.list()[0])
        asked = setting.requests()
        equal([call["method"] for call in asked[:2]], ["batch", "batch"], "the first requests")
        check(len(asked) <= 4, f"{len(asked)} requests: {[call['method'] for call in asked]}")
        seen.quit()


@live(**WAY_OFF)
def by_activities_of_the_crm(setting):
    world = setting.world
    bound = [chat for chat in world.newest_chats() if chat.crm]
    with setting.show() as seen:
        seen.wait(f"{len(bound)} chats", "only sessions that are bound to the CRM")
        seen.rest()
        # Closed ones are not shown as open, and the newest is the first.
        n_open = sum(world.last_of(chat).closed is None for chat in bound[:13])
        check(sum("open" in row for row in seen.list()) <= n_open, "closed sessions are open")
        check(bound[0].name[:12] in seen.list()[0], seen.list()[0])
        seen.type("i")
        seen.type("=")
        seen.wait("only sessions that are bound to")
        seen.type("q")
        seen.type("l", "g")
        seen.wait("session 1")  # the earlier sessions of the chat are known, and come
        seen.quit()


@live(n=300, **NO_WAY)
def by_the_recent_chats(setting):
    mine = [chat for chat in setting.world.newest_chats() if chat.number % 4 == 0]
    with setting.show() as seen:
        seen.wait("only chats you take part in", mine[0].name[:12])
        seen.rest()
        check(f"{len(mine)} chats" in seen.rows[TOP], seen.rows[TOP])
        waiting = sum(setting.world.last_of(chat).status() == "new" for chat in mine)
        seen.type(":filter status:waiting\r")
        check(f"filter: {waiting} of " in seen.look()[TOP], (waiting, seen.rows[TOP]))
        seen.quit()


@live(n=900, member=1, **NO_WAY)
def a_chat_twice_in_two_pages_is_one(setting):
    with setting.show() as seen:
        seen.wait("200 chats")
        seen.rest()
        # A chat that was not on the first page moves to the top, and all others down by one.
        setting.do("start", chat=setting.world.chat_by_number(3).id)
        seen.type("G")
        seen.until(lambda rows: "299 chats" in rows[TOP] or "300 chats" in rows[TOP], "all chats")
        seen.type("G")
        seen.rest()
        names = setting.run("chats").stdout
        ids = [line.split(",")[0] for line in names.splitlines() if line.startswith("chat")]
        equal(len(ids), len(set(ids)), "the chats without doubles")
        seen.quit()


@live(n=9000, light=True)
def further_pages_when_the_end_is_in_sight(setting):
    with setting.show() as seen:
        seen.wait("1000 chats")
        seen.rest()
        pages = len(setting.calls("imopenlines.v2.session.list"))
        equal(pages, 5, "the pages at first")
        seen.type("h", "G")
        seen.wait("1200 chats")
        seen.rest()
        seen.type("G", "G")
        seen.until(lambda rows: int(rows[TOP].split(" chats")[0].split()[-1]) >= 1400, "more chats")
        seen.type("K", "K")
        seen.rest()
        check(len(setting.calls("imopenlines.v2.session.list")) <= 9, "too many pages")
        seen.quit()


@live(n=300)
def cards_come_in_batches_for_what_is_seen(setting):
    with setting.show() as seen:
        seen.wait("100 chats")
        seen.rest()
        equal(len(setting.calls("imopenlines.dialog.get")), 14, "the cards of the first screen")
        asked = len(setting.requests())
        seen.type(" ")
        seen.rest()
        check(len(setting.calls("imopenlines.dialog.get")) <= 30, "cards of chats not in sight")
        check(len(setting.requests()) - asked <= 3, "the cards of a page are not one request")
        check(not [row for row in seen.list() if row[1:].startswith("chat ")], "a chat without its card")
        seen.quit()


@live()
def until_its_card_is_here_a_chat_is_told_by_its_number(setting):
    chat = newest_chat(setting)
    setting.portal.set(latency={"imopenlines.dialog.get": 1})
    with setting.show() as seen:
        seen.wait(f" chat {chat.id} · {chat.connector}"[:20])
        check("without a name" not in "".join(seen.rows), "\n".join(seen.rows))
        seen.wait(chat.name[:12])
        seen.quit()


@live(denied=0, n=30)
def a_chat_whose_card_is_denied_keeps_its_sessions(setting):
    chats = list(setting.world.newest_chats())
    place = next(i for i, chat in enumerate(chats) if setting.world.last_of(chat).closed is None)
    setting.portal.set(fault={"kind": "error", "method": "imopenlines.dialog.get", "times": 0,
                              "code": "ACCESS_ERROR", "status": 400})
    with setting.show() as seen:
        seen.wait("10 chats", f"session {setting.world.last_of(newest_chat(setting)).id}")
        seen.rest()
        seen.type(*"J" * place)
        seen.wait("following")
        setting.do("add", chat=chats[place].id, text="news without a card")
        seen.wait("news without a card")
        seen.type("K", "J")
        seen.rest()
        cards = len(setting.calls("imopenlines.dialog.get"))
        looks = len(setting.calls("imopenlines.session.history.get"))
        check(cards <= 10 + looks // 5, f"{cards} cards, of 10 chats and {looks} looks")
        seen.quit()


@live(n=30)
def a_card_that_was_denied_is_tried_again(setting):
    chats = list(setting.world.newest_chats())
    place = next(i for i, chat in enumerate(chats) if setting.world.last_of(chat).closed is None)
    setting.portal.set(fault={"kind": "error", "method": "imopenlines.dialog.get", "times": 10,
                              "code": "ACCESS_ERROR", "status": 400})
    with setting.show() as seen:
        seen.wait("10 chats")
        seen.rest()
        seen.type(*"J" * place)
        seen.wait("following")
        setting.do("close", chat=chats[place].id)
        setting.do("start", chat=chats[place].id)
        seen.wait(f"session {setting.world.last_of(chats[place]).id}")
        seen.quit()


@live()
def what_was_lost_comes_when_it_is_asked_for_again(setting):
    for method, lack in (("imopenlines.dialog.get", "chat 20"),
                         ("im.user.list.get", " User ")):
        setting.portal.set(faults=[{"kind": "error", "method": method, "times": 0,
                                    "code": "INTERNAL_SERVER_ERROR", "status": 500}])
        with setting.show("--plan=9000/900", IMOLOG_PACE="2000") as seen:
            seen.wait("no answer: R asks again", lack)
            setting.portal.set(faults=[])
            seen.type("R")
            seen.gone(lack)
            seen.quit()
    setting.portal.set(latency={"im.user.list.get": 30})
    with setting.show() as seen:
        seen.wait("loading", " User ", f"session {setting.world.last_of(newest_chat(setting)).id}")
        seen.send("\x1b")
        seen.wait("stopped")
        setting.portal.set(latency=0)
        seen.type("R")
        seen.gone(" User ")
        seen.quit()


@live(n=900)
def a_list_that_is_whole_again_says_so(setting):
    setting.portal.set(faults=[{"kind": "error", "method": "imopenlines.v2.session.list",
                                "code": "INTERNAL_SERVER_ERROR", "status": 500, "nth": 3,
                                "times": 0}])
    with setting.show("--plan=9000/900", IMOLOG_PACE="2000") as seen:
        seen.wait("no answer: R asks again")
        setting.portal.set(faults=[])
        seen.type("R")
        seen.gone("no answer")
        seen.rest()
        seen.type("R")
        seen.rest()
        check("repaired" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit(statuses=(0,))


@live(latency={"imopenlines.dialog.get": 30}, **WAY_OFF)
def a_list_of_the_crm_that_is_stopped_says_so(setting):
    with setting.show() as seen:
        seen.wait("only sessions that are bound to the CRM")
        seen.until(lambda _: setting.calls("crm.activity.list"), "a page")
        time.sleep(0.3)
        seen.send("\x1b")
        seen.wait("the list was stopped; R asks again")
        setting.portal.set(latency=0)
        seen.type("R")
        seen.gone("0 chats")
        seen.rest()
        check("not whole" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit()


@live(n=300)
def what_is_renamed_is_seen_when_asked_for_again(setting):
    with setting.show() as seen:
        seen.wait("100 chats")
        seen.rest()
        cards = len(setting.calls("imopenlines.dialog.get"))
        for chat in list(setting.world.newest_chats())[3:6]:
            setting.do("rename", chat=chat.id, name=f"Renamed {chat.id}")
        seen.type("R")
        seen.until(lambda rows: "".join(rows).count("Renamed") == 3, "three new names")
        seen.rest()
        check(len(setting.calls("imopenlines.dialog.get")) <= 2 * cards, "cards not in sight")
        seen.quit()


@live(skew=7, n=120)
def a_clock_hours_off_moves_nothing(setting):
    with setting.show() as seen:
        seen.wait("40 chats", "session ")
        seen.rest()
        before = [row[1:12] for row in seen.list()[::2]]
        for _ in range(6):
            seen.type("J")
            seen.rest()
            row = next(row for row, text in enumerate(seen.list()) if text.startswith("▌"))
            equal([text[1:12] for text in seen.list()[::2]], before, "the list")
        equal(row, 12, "the row of the seventh chat")
        seen.type("l", "g")
        seen.rest()
        sessions = [int(word.split()[0]) for row in seen.type("=") for word in
                    row.split("Session ")[1:]]
        equal(sessions, sorted(sessions, reverse=True), "the sessions, newest first")
        seen.type("q")
        seen.quit()


@live()
def names_of_lines_and_of_operators_who_say_nothing(setting):
    with setting.show() as seen:
        seen.wait("20 chats")
        seen.gone(" User ")
        seen.type("=")
        seen.wait('8 客服 & "VIP"')
        seen.type("q")
        seen.quit()


@live()
def facts_of_a_session_that_is_not_loaded_are_those_of_the_list(setting):
    with setting.show() as seen:
        seen.wait("20 chats", "session ")
        seen.rest()
        seen.type("=")
        seen.wait("2 sessions not loaded yet", "may join")
        seen.type("G")
        seen.wait(", not loaded yet")
        first = [row.split() for row in seen.rows[seen.row_of("Session "):-1]]
        for name in ("operators", "state", "first", "last", "messages"):
            check(any(row[:1] == [name] for row in first), f"{name} of {first}")
        seen.type("g", "q")
        seen.quit()


@live()
def printed_without_a_terminal(setting):
    world = setting.world
    chat, session = world.chat(2010), world.last_of(world.chat(2010))
    listed = setting.run("chats")
    equal(listed.returncode, 0, "the end")
    equal(sum(line.startswith("chat") for line in listed.stdout.splitlines()), 20, "the chats")
    for named in world.newest_chats():  # by their cards, which come in a batch; operators in one
        check(f": {named.name}\n" in listed.stdout, f"{named.name}: {listed.stdout}")
    check(", User " not in listed.stdout, listed.stdout)
    check(len(setting.requests()) <= 4, [call["method"] for call in setting.requests()])
    places = (f"--chat={chat.id}", f"--session={session.id}", f"--user-code={chat.code}",
              f"--crm={chat.crm[0]}:{chat.crm[1]}")
    for place in places:
        printed = setting.run("print", place)
        check(printed.returncode in (0, 4), f"{place}: {printed.stderr}")
        check(printed.stdout.startswith(chat.name.split(" - ")[0]), f"{place}: {printed.stdout[:90]}")
        check(f"session {session.id}" in printed.stdout, place)
        equal(printed.stdout.count("\nchat"), 1, f"{place}: the chats")
    missing = setting.run("print", "--session=99999")
    equal(missing.returncode, 3, "the end where there is none")
    check("ACCESS_DENIED" in missing.stderr, missing.stderr)
    for crm, sentence in (("LEAD:999999", "no chat of this CRM object was found on 127.0.0.1"),
                          ("FOO:1", "there are LEAD, DEAL, CONTACT and COMPANY")):
        missing = setting.run("print", f"--crm={crm}")
        check(missing.returncode == 3 and sentence in missing.stderr, missing.stderr)


@live(n=300)
def what_cannot_be_asked_yet_is_told(setting):
    names = sorted(chat.name for chat in setting.world.newest_chats())
    with setting.show() as seen:
        seen.wait("100 chats")
        seen.rest()
        cards = len(setting.calls("imopenlines.dialog.get"))
        seen.type("h", f":filter {names[0].split()[0]} vote:any\r")
        left = int(seen.rows[BOTTOM].split(" chats not looked at: they are")[0].split()[-1])
        check(30 < left < 100 - cards, f"{left} of {100 - cards}")  # votes are known
        seen.type(":filter status:waiting\r")
        check("10 chats not looked at" in seen.rows[BOTTOM], seen.rows[BOTTOM])
        seen.type(":filter\r", "o", "n")
        check(" chats come last: they are not loaded yet" in seen.rows[BOTTOM], seen.rows[BOTTOM])
        for key in "gGg":  # cards that come move no chat away from the first place
            seen.type(key)
            seen.rest()
        check(" 1/100" in seen.rows[BOTTOM], seen.rows[BOTTOM])
        seen.quit()


@live(n=300, **WAY_OFF)
def votes_that_the_list_does_not_tell_are_told_to_be_unknown(setting):
    with setting.show() as seen:
        seen.wait("chats", "only sessions")
        seen.rest()
        n = int(seen.rows[TOP].split(" chats")[0].split()[-1])
        seen.type(":filter vote:any\r")
        check(f"{n - 1} chats not looked at" in seen.rows[BOTTOM] or
              f"{n} chats not looked at" in seen.rows[BOTTOM], seen.rows[BOTTOM])
        seen.quit()


@live(n=300)
def a_filter_shows_some_of_the_chats(setting):
    world = setting.world
    chats = list(world.newest_chats())
    lines = {name: [c for c in chats if c.line == number] for number, name in
             ((5, "line:5"), (5, "line:support"), (3, "line:продажи"))}
    cases = {**{name: len(found) for name, found in lines.items()},
             "-line:5": sum(c.line != 5 for c in chats),
             "line:5,3": sum(c.line in (5, 3) for c in chats),
             "connector:telegram": sum(c.connector == "telegrambot" for c in chats),
             "connector:viber line:5": sum(c.connector == "viber" and c.line == 5 for c in chats),
             "status:waiting": sum(world.last_of(c).status() == "new" for c in chats),
             "status:open": sum(world.last_of(c).closed is None for c in chats),
             "status:closed": sum(world.last_of(c).closed is not None for c in chats)}
    with setting.show() as seen:
        seen.wait("100 chats")
        seen.rest()
        for text, count in cases.items():
            seen.type(f":filter {text}\r")
            seen.rest()
            if count:
                check(f"filter: {count} of 100 chats" in seen.rows[TOP], f"{text}: {seen.rows[TOP]}")
            else:
                check("no chat of the list matches" in seen.rows[BOTTOM], text)
        for text, told in {"foo:bar": "foo: is not understood; there are line: ",
                           "status:open,spam": "status:spam is not understood; there is status:open",
                           "vote:6": "1 to 5", "-before:rubbish": "before:DATE",
                           "http://a 10:30": "no chat of the list matches"}.items():
            seen.type(f":filter {text}\r")
            notice = " ".join(row.strip() for row in seen.rows[-4:])
            check(told in notice, f"{text}: {notice}")
        seen.type(":filter line:5\r", "g")
        for _ in range(13):
            seen.type("J")
            seen.rest()
            check(f" · {LINE_NAMES[5]}" in seen.rows[1], seen.rows[1])
        other = next(c for c in chats if c.line == 3)
        seen.type(f":goto imolog:{other.id}\r")
        seen.rest()
        check(f" · {LINE_NAMES[3]}" in seen.rows[1] and "filter" not in seen.rows[TOP], seen.rows[TOP])
        seen.type(":filter status:closed\r")
        seen.rest()
        setting.do("start", chat=int(world.newest_chats().__next__().id))
        seen.type(":filter\r")
        seen.rest()
        check(" 100 chats" in seen.rows[TOP] and "filter" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit()
