# SPDX-License-Identifier: MIT
"""What happens on the portal while a chat is shown: it comes by itself, and nothing moves."""
import time

from client import check, equal
from watch import BOTTOM, TOP, live

LOOK = 5 / 20  # seconds between two looks, at the tests' pace
N_LOOKS = 110


def open_chat(setting):
    """The newest chat with an open session an operator answered."""
    return next(chat for chat in setting.world.newest_chats()
                if setting.world.last_of(chat).closed is None
                and setting.world.last_of(chat).answered is not None)


def looks(setting, chat):
    return [call for call in setting.calls("imopenlines.dialog.get")
            if str(call["params"].get("CHAT_ID")) == str(chat.id)]


@live(n=300)
def an_open_chat_is_followed_without_being_told(setting):
    chat = open_chat(setting)
    session = setting.world.last_of(chat)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait(f"session {session.id}", "following")
        setting.do("add", chat=chat.id, text="a new question")
        seen.wait("a new question")
        message = setting.do("add", chat=chat.id, author=session.operator, text="first answer")
        seen.wait("first answer")
        setting.do("edit", message=message["message"], text="better answer")
        seen.wait("better answer")
        seen.gone("first answer")
        setting.do("delete", message=message["message"])
        seen.gone("better answer")
        seen.wait("deleted")
        setting.do("close", chat=chat.id)
        seen.wait("■")
        setting.do("start", chat=chat.id)
        seen.wait(f"session {setting.world.last_of(chat).id}", "following")
        seen.rest()
        setting.do("add", chat=chat.id, text="a question of the next session")
        seen.wait("a question of the next session")
        check(seen.rows[BOTTOM].endswith("100 %"), seen.rows[BOTTOM])
        seen.quit()


@live(n=300)
def who_reads_above_is_not_moved_but_told(setting):
    chat = open_chat(setting)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait("following")
        seen.type("b")
        seen.rest()
        before = seen.look()[2:-1]
        check("■" not in "".join(before), "the end is in sight")
        for number in range(3):
            setting.do("add", chat=chat.id, text=f"news {number}")
        seen.wait("▼ 3 new")
        equal([row[33:] for row in seen.rows[2:-1]], [row[33:] for row in before], "the pane")
        setting.do("start", chat=chat.id)
        seen.until(lambda rows: "▼ " in rows[BOTTOM] and "▼ 3 new" not in rows[BOTTOM], "more new")
        equal([row[33:] for row in seen.look()[2:-1]], [row[33:] for row in before], "the pane")
        seen.type("G")
        seen.wait(f"session {setting.world.last_of(chat).id}")
        check("▼" not in seen.rows[BOTTOM], seen.rows[BOTTOM])
        seen.quit()


@live(n=300)
def what_is_closed_is_followed_when_told(setting):
    world = setting.world
    chat = next(c for c in world.newest_chats() if world.last_of(c).closed is not None)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait(f"session {world.last_of(chat).id}")
        seen.rest()
        check("following" not in seen.rows[TOP], seen.rows[TOP])
        n = len(looks(setting, chat))
        time.sleep(4 * LOOK)
        equal(len(looks(setting, chat)), n, "looks at a closed chat")
        seen.type("F")
        seen.wait("following", "new messages are followed")
        setting.do("start", chat=chat.id)
        seen.wait(f"session {world.last_of(chat).id}")
        seen.type("F")
        seen.wait("this chat is not followed")
        seen.rest()
        check("following" not in seen.rows[TOP], seen.rows[TOP])
        seen.quit()


@live(n=300)
def what_stays_quiet_is_looked_at_less_and_less(setting):
    chat = open_chat(setting)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait("following")
        seen.rest()
        time.sleep(3 * LOOK)
        seen.look()
        n_bytes, n_before = seen.program.bytes, len(setting.requests())
        begin = time.time()
        time.sleep(14 * LOOK + 8 * LOOK)
        seen.program.drain_to_mark()
        times = [call["time"] for call in setting.requests()[n_before:]]
        equal(seen.program.bytes, n_bytes, "the bytes drawn")
        check(4 <= len(times) <= (time.time() - begin) / LOOK, f"{len(times)} looks")
        steps = [b - a for a, b in zip(times, times[1:])]
        check(steps[-1] > 1.7 * steps[0], f"the looks are {steps} apart")
        check(max(steps[:4]) < 3 * LOOK, steps)
        seen.quit()


@live(n=300)
def cancelling_leaves_what_is_followed(setting):
    chat = open_chat(setting)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait("following")
        seen.rest()
        seen.type("\x1b", "j", "\x1b")
        setting.do("add", chat=chat.id, text="still seen")
        seen.wait("still seen")
        seen.quit()


@live(n=300)
def a_wait_of_following_is_cancelled(setting):
    chat = open_chat(setting)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait("following")
        seen.rest()
        setting.portal.set(faults=[{"kind": "unavailable", "method": "*", "times": 0,
                                    "retry_after": 40}])
        seen.wait("trying again, ")
        setting.portal.set(faults=[])
        seen.type("\x1b")
        seen.wait("stopped", "not up to date: = says why")
        time.sleep(8 * LOOK)
        check("trying again" not in seen.look()[TOP], seen.rows[TOP])
        seen.type("R")
        seen.wait("following")
        setting.do("add", chat=chat.id, text="seen again")
        seen.wait("seen again")
        seen.quit()


REFUSED = ({"kind": "error", "code": "ACCESS_DENIED", "status": 400},
           {"kind": "body", "text": '{"result": "no history"}'})


@live(n=300)
def a_look_that_is_refused_is_told_and_tried_again(setting):
    chat = open_chat(setting)
    with setting.show(f"--chat={chat.id}") as seen:
        seen.wait("following")
        seen.rest()
        for number, rule in enumerate(REFUSED):
            setting.portal.set(faults=[{"method": "imopenlines.session.history.get", "times": 0,
                                        **rule}])
            setting.do("add", chat=chat.id, text=f"news {number}")
            seen.wait("not up to date: = says why")
            seen.type("=")
            seen.wait("trouble")
            seen.type("q")
            n = len(looks(setting, chat))
            setting.portal.set(faults=[])
            seen.wait(f"news {number}", "following")
            check(len(looks(setting, chat)) <= n + 2, "the next look did not read it")
        seen.quit()


@live(n=300, operating=0, plan="250/5")
def a_hundred_looks_take_no_memory(setting):
    chat = open_chat(setting)
    for number in range(400):
        setting.do("add", chat=chat.id, text="long " * 200)

    def memory():
        return int(seen.program.proc("statm").split()[1]) * 4096

    # Two requests a look: these fit into the bucket of the plan, and nothing waits for it to leak.
    with setting.show(f"--chat={chat.id}", "--plan=enterprise", IMOLOG_PACE="1000",
                      ASAN_OPTIONS="quarantine_size_mb=0:thread_local_quarantine_size_kb=0:allocator_release_to_os_interval_ms=0") as seen:
        seen.wait("following")
        sizes = []
        for number in range(N_LOOKS):
            setting.do("add", chat=chat.id, text=f"message {number} came")
            n = len(setting.portal.record.calls)
            end = time.monotonic() + 20
            while time.monotonic() < end:
                new = setting.portal.record.calls[n:]
                if any(call["method"] == "imopenlines.session.history.get" for call in new):
                    break
                time.sleep(0.002)
            seen.look()
            sizes.append(memory())
        seen.wait(f"message {N_LOOKS - 1} came")
        check(sizes[-1] < max(sizes[30:50]) + (4 << 20),
              f"{sizes[30] >> 20} MB after 30 looks, {sizes[-1] >> 20} MB after {N_LOOKS}")
        seen.quit()


@live(n=300)
def a_portal_that_is_gone_leaves_what_was_read(setting):
    chat = open_chat(setting)
    with setting.show(f"--chat={chat.id}", IMOLOG_PACE="400") as seen:
        seen.wait("following")
        seen.rest()
        before = seen.look()[2:-1]
        setting.portal.stop()
        seen.wait("no answer", limit=30)
        for _ in range(50):
            time.sleep(0.02)
            check("following" not in seen.look()[TOP], seen.rows[TOP])
        equal([row[33:] for row in seen.rows[2:-1]], [row[33:] for row in before], "the pane")
        seen.send("R")
        seen.until(lambda rows: "no answer: R asks again" in rows[TOP], "that nothing came", 30)
        equal([row[33:] for row in seen.rows[2:-1]], [row[33:] for row in before], "the pane")
        seen.send("=")
        seen.wait("trouble", "no answer")
        seen.send("q")
        seen.quit()
