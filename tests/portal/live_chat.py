# SPDX-License-Identifier: MIT
"""One chat: its sessions as gaps that are loaded when they are seen, and ways to other places."""
import time
from pathlib import Path

import kinds  # noqa: F401
from client import check, equal
from watch import BOTTOM, TOP, live

NO_LIST = {"v2": "off", "crm": False, "member": 0}


def newest(setting, n=0):
    chats = setting.world.newest_chats()
    for _ in range(n):
        next(chats)
    return next(chats)


def sessions(setting, chat):
    return [setting.world.summary(number).id for number in setting.world.numbers_of(chat)]


@live()
def earlier_sessions_come_when_they_are_seen(setting):
    chat = newest(setting)
    first, second, third = sessions(setting, chat)
    with setting.show() as seen:
        seen.wait(f"session {third}")
        seen.rest()
        asked = setting.calls("imopenlines.session.history.get")
        equal([call["params"]["SESSION_ID"] for call in asked], [str(third)], "histories at first")
        seen.type("l", "g")
        seen.wait(f"session {second}")
        seen.rest()
        seen.type("g")
        seen.wait(f"session {first}")
        seen.rest()
        seen.type("G")
        seen.wait(f"session {third}")
        equal(len(setting.calls("imopenlines.session.history.get")), 3, "the histories")
        seen.type("g")
        check("may exist" not in "".join(seen.rows), "all are listed")
        seen.quit()


@live()
def a_refused_session_says_why_and_is_asked_for_again_by_enter(setting):
    chat = newest(setting)
    first, second, third = sessions(setting, chat)
    setting.portal.set(denied_sessions=[second])
    with setting.show() as seen:
        seen.wait(f"session {third}")
        seen.rest()
        seen.type("l", "g")
        seen.wait("not loaded: ", "ACCESS_DENIED")
        seen.rest()
        equal(sum("ACCESS_DENIED" in call["error"] for call in
                  setting.calls("imopenlines.session.history.get") if call["error"]), 1,
              "asked for without being told to")
        setting.portal.set(denied_sessions=[])
        seen.type("g", f":goto imol|{second}\r")
        seen.type("\r")
        seen.gone("ACCESS_DENIED")
        seen.wait(f"session {second}")
        seen.quit()


@live()
def a_session_that_is_listed_nowhere_is_gone_to_and_back(setting):
    setting.portal.set(v2="off", crm=False)  # the recent chats: no earlier sessions
    chat = next(one for one in setting.world.newest_chats() if one.number % 4 == 0)
    first = sessions(setting, chat)[0]
    with setting.show() as seen:
        seen.wait(chat.name[:12])
        seen.rest()
        place = seen.rows
        seen.type(f":goto imol|{first}\r")
        seen.wait(f"session {first}")
        seen.wait("▸")  # its beginning
        seen.rest()
        seen.type("\x0f")
        equal(seen.rest()[3:-1], place[3:-1], "the place one came from")
        seen.quit()


@live()
def a_link_to_another_session_leads_there(setting):
    chat, other = newest(setting), newest(setting, 5)
    target = sessions(setting, other)[0]
    setting.do("add", chat=chat.id, text=f"before: [CHAT=imol|{target}]there[/CHAT]")
    with setting.show() as seen:
        seen.wait("before: there")
        seen.rest()
        seen.type("l", "G", "o")
        seen.wait(f"session {target}")
        seen.rest()
        check(other.name[:10] in seen.rows[1], seen.rows[1])
        seen.type("\x0f")
        seen.wait("before: there")
        seen.quit()


@live()
def the_address_of_a_session_leads_there_too(setting):
    chat, other = newest(setting), newest(setting, 4)
    target = sessions(setting, other)[1]
    setting.do("add", chat=chat.id,
               text=f"see [URL=/online/?IM_HISTORY=imol|{target}]{target}[/URL]")
    with setting.show() as seen:
        seen.wait(f"see {target}")
        seen.rest()
        seen.type("l", "G", "o")
        seen.wait(f"session {target}")
        check(other.name[:10] in seen.rest()[1], seen.rows[1])
        seen.quit()


@live()
def a_permalink_of_another_chat(setting):
    other = newest(setting, 7)
    world = setting.world
    middle = sessions(setting, other)[1]
    message = world.messages(world.session(middle))[3]
    with setting.show() as seen:
        seen.wait("20 chats", "session ")
        seen.rest()
        seen.type(f":goto imolog:{other.id}//{message.id}\r")
        seen.wait(f"session {middle}")
        check(other.name[:10] in seen.rest()[1], seen.rows[1])
        seen.type(":goto 1\r")
        seen.type(f":goto imolog:{other.id}/{middle}/{message.id}\r")
        seen.rest()
        seen.type("p")
        seen.wait(str(message.id))
        seen.type("q")
        seen.type(":goto imol|98765\r")
        seen.wait("ACCESS_DENIED")
        seen.type(f":goto imolog:{other.id}//77\r")
        seen.wait("is not in what was opened")
        seen.quit()


@live(**NO_LIST)
def named_on_the_command_line(setting):
    chat = setting.world.chat(2010)
    last = sessions(setting, chat)[-1]
    first = sessions(setting, chat)[0]
    for place, session in ((f"--chat={chat.id}", last), (f"--session={first}", first),
                           (f"--user-code={chat.code}", last),
                           (f"--crm={chat.crm[0]}:{chat.crm[1]}", last)):
        with setting.show(place) as seen:
            seen.wait(chat.name[:12], f"session {session}")
            seen.rest()
            check("1 chat" in seen.rows[TOP], f"{place}: {seen.rows[TOP]}")
            seen.quit()
    with setting.show("--session=99999") as seen:
        seen.wait("ACCESS_DENIED")
        seen.quit(statuses=(3,))


@live()
def what_is_named_and_not_there_shows_no_other(setting):
    with setting.show("--chat=999999") as seen:
        seen.wait("20 chats", "chat 999999: ", "it is not there; check its")
        seen.rest()
        first = next(setting.world.newest_chats())
        check(first.name[:12] in seen.list()[0], seen.list()[0])
        seen.type("l", *"/a\rnNjkgG}{)(]v[vzczaytVmaX*.,oF=\x1bii\x1b")  # there is nothing to act on
        check(not any("session " in row for row in seen.pane()), "another dialog is shown")
        check(not setting.calls("imopenlines.session.history.get"), "another dialog is read")
        seen.type("J")
        seen.wait("session ")
        check("▌" in seen.list()[0], "not the first of the list")
        seen.quit(statuses=(3,))
        check("chat 999999: 127.0.0.1" in " ".join(seen.look()), seen.rows)


@live(**NO_LIST)
def what_lists_no_earlier_sessions_says_so(setting):
    with setting.show("--chat=2010") as seen:
        seen.wait("C  ")
        seen.rest()
        seen.type("l", "g")
        seen.wait("earlier sessions may exist, which are not listed")
        seen.type("=")
        seen.wait("1, earlier ones may exist")
        seen.type("q")
        seen.quit()


@live(**NO_LIST)
def without_a_session_the_chat_is_asked(setting):
    world = setting.world
    closed = next(c for c in world.newest_chats() if world.last_of(c).closed is not None)
    with setting.show(f"--chat={closed.id}") as seen:
        seen.wait(f"session {world.last_of(closed).id}")
        seen.rest()
        asked = [call["params"] for call in setting.calls("imopenlines.session.history.get")]
        check(any("CHAT_ID" in params for params in asked), asked)
        seen.quit()


@live(n=300, chat_id=False, **NO_LIST)
def an_old_portal_that_denies_the_chat(setting):
    world = setting.world
    closed = next(c for c in world.newest_chats() if world.last_of(c).closed is not None)
    opened = next(c for c in world.newest_chats() if world.last_of(c).closed is None)
    with setting.show(f"--chat={closed.id}") as seen:
        seen.wait("not loaded: ", "ACCESS_DENIED")
        seen.type("F")
        seen.wait("nothing to follow: no session of this chat is known")
        seen.type(f":goto imol|{sessions(setting, closed)[0]}\r")  # by its session it is given
        seen.wait(f"session {sessions(setting, closed)[0]}")
        seen.rest()
        seen.quit()
    with setting.show(f"--chat={opened.id}") as seen:
        seen.wait(f"session {world.last_of(opened).id}")
        seen.quit()


@live()
def read_again_where_one_stands(setting):
    chat = newest(setting)
    first, second, third = sessions(setting, chat)
    with setting.show() as seen:
        seen.wait(f"session {third}")
        seen.rest()
        seen.type("l", "g")
        seen.wait(f"session {second}")
        seen.rest()
        place = seen.type("10k")
        seen.rest()
        place = seen.look()
        message = setting.world.messages(setting.world.session(third))[4]
        setting.do("edit", message=message.id, text="said otherwise")
        setting.portal.set(latency=0.3)
        seen.type("R")
        equal(seen.look()[1:-1], place[1:-1], "the screen while it is asked for")
        setting.portal.set(latency=0)
        seen.wait("asked for again")
        seen.rest()
        equal(seen.look()[1:-1], place[1:-1], "the screen after it has come")
        seen.type("G", "/said otherwise\r")
        seen.wait("said otherwise")
        seen.quit()


@live(n=60)
def an_empty_session_and_one_with_damage(setting):
    chat, other = newest(setting), newest(setting, 1)
    setting.do("empty", chat=chat.id)
    setting.portal.set(poison=[sessions(setting, other)[-1]])
    with setting.show() as seen:
        seen.wait("20 chats")
        seen.rest()
        seen.type("J")
        seen.wait(f"session {sessions(setting, other)[-1]}")
        seen.rest(30)
        seen.type("K")
        seen.rest()
        seen.quit()


@live(n=60, member=1)
def redacted_also_what_comes_later(setting):
    names = {setting.world.client_name(chat.client)[2] for chat in setting.world.newest_chats()}
    names = {name for name in names if len(name) > 6}
    with setting.show("--redact") as seen:
        seen.wait("20 chats", "redacted")
        seen.rest()
        for _ in range(5):
            seen.type("J")
            seen.rest()
            shown = "\n".join(seen.rows)
            check(not [name for name in names if name in shown],
                  f"{[name for name in names if name in shown]}\n{shown}")
            check("[client-" in shown, shown)
        seen.quit()
    setting.portal.record.clear()
    printed = setting.run("print", "--redact", "-f", "text").stdout
    asked = [call["params"].get("SESSION_ID")
             for call in setting.calls("imopenlines.session.history.get")]
    equal(sorted(asked), sorted(set(asked)), "what is read before it is written is asked for once")
    check("[client-" in printed, printed[:300])
    check(not [name for name in names if name in printed], [n for n in names if n in printed])


@live(n=300, latency=0.02)
def an_export_of_all_is_watched_and_ended(setting):
    out = Path(setting.home) / "all.jsonl"
    with setting.show("--plan=enterprise") as seen:
        seen.wait("100 chats")
        seen.rest()
        before = [row.split("│")[1] for row in seen.look()[2:-1]]
        seen.send(f":export jsonl {out} all\r")
        seen.wait("writing: ")
        seen.send("x", "t", "J", "J", "\x1b")  # only the last is heard
        seen.wait("nothing was written")
        check(not list(Path(setting.home).glob("all*")), "something was left")
        equal([row.split("│")[1] for row in seen.rows[2:-1]], before, "the pane")
        seen.type("J", "K")
        seen.rest()
        seen.quit()


@live(n=300, latency=0.5)
def an_export_that_waits_for_the_portal_is_ended_at_once(setting):
    out = Path(setting.home) / "all.jsonl"
    with setting.show("--plan=enterprise") as seen:
        seen.wait("100 chats")
        seen.rest()
        seen.send(f":export jsonl {out} all\r")
        seen.wait("writing: ")
        begin = time.monotonic()
        seen.send("\x1b")
        seen.wait("nothing was written")
        check(time.monotonic() - begin < 0.4 * seen.slow, f"{time.monotonic() - begin:.2f} s")
        seen.rest()
        asked = len(setting.calls("imopenlines.session.history.get"))
        time.sleep(1)
        check(len(setting.calls("imopenlines.session.history.get")) <= asked + 1, "it goes on")
        for _ in range(6):  # nothing that was asked for ahead stays refused
            seen.type("J")
            seen.until(lambda rows: "not loaded" not in "".join(rows), "what was asked for again")
        seen.quit()


@live(n=300)
def an_export_tells_what_it_waits_for_and_ends_with_the_program(setting):
    with setting.show("--plan=enterprise", IMOLOG_PACE="1") as seen:
        seen.wait("100 chats")
        seen.rest()
        setting.portal.set(faults=[{"kind": "unavailable", "method": "*", "times": 0,
                                    "retry_after": 60}])
        seen.send(f":export jsonl {setting.home}/all.jsonl all\r")
        seen.wait("writing: 0 messages", "out of order; trying again, 59 s")
        seen.quit()
    check(not list(Path(setting.home).glob("all*")), "something was left")


def chats_of(rows):
    return int(rows[TOP].split(" chats")[0].split()[-1])


@live(n=6000, light=True, latency=0.2)
def an_export_that_is_ended_ends_no_list(setting):
    with setting.show("--plan=enterprise") as seen:
        seen.wait("1000 chats")
        seen.rest()
        seen.send(f":export jsonl {setting.home}/all.jsonl all\r")
        seen.wait("writing: ")
        seen.send("\x1b")
        seen.wait("nothing was written")
        seen.rest()
        n = chats_of(seen.rows)
        seen.type("h", "G")
        seen.until(lambda rows: chats_of(rows) > n, "more chats")
        check("not whole" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit()


@live(n=30)
def an_export_tells_what_it_lacks(setting):
    chat = next(setting.world.newest_chats())
    setting.portal.set(denied_sessions=[setting.world.summary(setting.world.numbers_of(chat)[0]).id])
    with setting.show() as seen:
        seen.wait("10 chats")
        seen.rest()
        seen.send(f":export jsonl {setting.home}/c.jsonl chat\r")
        seen.wait("not all: 1 chat or session")
        seen.quit()
