# SPDX-License-Identifier: MIT
"""Cases of `imolog sync`: what is listed, stored, asked for again, and left alone."""
from generate import FIRST_SESSION
from syncing import HISTORY, LIST, NOW, ROWS, SESSIONS, equal, must

CASES = []
DAY, HOUR = 86400, 3600


def case(**knobs):
    """A function of a bench, whose portal has these knobs; n: so many sessions."""
    def add(function):
        CASES.append((function, knobs))
        return function
    return add


def closed(bench):
    """Nothing of what is there is looked at again by itself."""
    bench.does("UPDATE session SET next_check_at = NULL")


# --- the ways of listing --------------------------------------------------------------------------

def same_as_the_portal(bench, way, n_sessions):
    done = bench.sync()
    done.says(f"list by {way}", f"{n_sessions} new", f"{n_sessions} read")
    equal(bench.stored(), bench.printed("--portal"), "the archive, printed")
    bench.verify()


@case()
def all_sessions_by_their_list(bench):
    same_as_the_portal(bench, "imopenlines.v2.Session.list", SESSIONS)


@case(v2="off")
def sessions_bound_to_the_crm(bench):
    """The sessions have no chat ids until their histories come."""
    n = sum(s.chat.crm is not None for s in bench.portal.world.newest_first())
    same_as_the_portal(bench, "crm.activity.list", n)


@case(v2="tariff")
def a_plan_without_the_list(bench):
    n = sum(s.chat.crm is not None for s in bench.portal.world.newest_first())
    same_as_the_portal(bench, "crm.activity.list", n)


@case(v2="off", crm=False)
def the_newest_sessions_of_own_chats(bench):
    same_as_the_portal(bench, "im.recent.list", SESSIONS // 3 // 4)


@case(n=10400, light=True, record="outer")
def more_sessions_than_offsets_reach(bench):
    """Behind offset 10,000 the list begins anew at the last date, and skips nothing."""
    bench.sync("--dry-run").says("sessions listed, 1040")
    calls = [call for call in bench.portal.record.calls if call["method"] == LIST]
    must(len(calls) <= 53, f"{len(calls)} pages")


@case()
def people_files_and_chats(bench):
    bench.sync()
    names = dict(bench.asks("SELECT id, name FROM user"))
    equal(names[7], "Olga Sedova", "an operator")
    chat = bench.portal.world.chat_by_number(0)
    equal(bench.asks("SELECT name, entity FROM chat WHERE id = ?", chat.id),
          [(chat.name, chat.code)], "a chat")
    must(bench.number("SELECT count(*) FROM file WHERE name IS NOT NULL") > 10, "files")
    equal(bench.asks("SELECT count(*) FROM message WHERE text LIKE '%signature=%'"), [(0,)],
          "signed addresses")


# --- once more ------------------------------------------------------------------------------------

@case()
def nothing_new(bench):
    """One page, no history, not one row."""
    bench.sync()
    closed(bench)
    before = bench.asks(ROWS), bench.asks("SELECT * FROM session ORDER BY id")
    bench.portal.record.clear()
    bench.sync().says("0 new, 0 read")
    equal(bench.portal.record.counts, {LIST: 1}, "calls")
    equal((bench.asks(ROWS), bench.asks("SELECT * FROM session ORDER BY id")), before, "rows")


@case()
def all_of_it_again(bench):
    """--recheck asks for everything and changes nothing."""
    bench.sync()
    before = bench.asks(ROWS)
    bench.portal.record.clear()
    bench.sync("--recheck").says(f"0 new, {SESSIONS} read")
    equal(bench.asks(ROWS), before, "rows")
    must(bench.n_requests() <= -(-SESSIONS // 50) + 1, f"{bench.n_requests()} requests")


@case()
def what_may_have_changed(bench):
    """Only what is young: fifty to a request."""
    bench.sync()
    young = bench.number("SELECT count(*) FROM session WHERE next_check_at <= ?", NOW + 2 * DAY)
    must(young > 0, "no session is young")
    bench.portal.record.clear()
    bench.sync(env=bench.env(IMOLOG_NOW=str(NOW + 2 * DAY))).says(f"0 new, {young} read")
    equal(len(bench.asked()), young, "histories")


@case()
def new_sessions(bench):
    bench.sync()
    closed(bench)
    started = [bench.portal.world.last_of(bench.portal.world.chat_by_number(i)).chat.id
               for i in (1, 5)]
    from changes import ACTIONS
    new = sorted(ACTIONS["start"](bench.portal, {"chat": chat})["session"] for chat in started)
    bench.portal.record.clear()
    bench.sync().says("2 new, 2 read")
    equal(sorted(bench.asked()), new, "histories")


@case(n=600)
def a_list_that_was_ended_early(bench):
    """What the first pages brought does not hide what stands behind them."""
    bench.portal.set(fault={"kind": "error", "method": LIST, "nth": 2, "code": "NO_AUTH_FOUND",
                            "status": 401})
    bench.sync(code=3)
    must(0 < bench.number("SELECT count(*) FROM session") < 600, "the first page was not stored")
    bench.sync().says("400 new")
    equal(bench.number("SELECT count(*) FROM session WHERE state = 1"), 600, "sessions read")


@case(n=600)
def what_somebody_else_stored(bench):
    """Sessions that came into the archive beside the list do not end it."""
    bench.sync()
    closed(bench)
    ids = [row[0] for row in bench.asks("SELECT id FROM session ORDER BY id DESC")]
    bench.does("UPDATE meta SET value = 'imopenlines.v2.Session.list ' || ? WHERE key = 'listed'",
               ids[450])
    bench.does("DELETE FROM session WHERE id = ?", ids[430])
    bench.sync().says("1 new, 1 read")


# --- changes --------------------------------------------------------------------------------------

def act(bench, action, **given):
    from changes import ACTIONS
    return ACTIONS[action](bench.portal, given)


def messages_of(bench, number):
    session = bench.portal.world.summary(number)
    return session.id, [message.id for message in bench.portal.world.messages(session)]


@case()
def an_edited_message(bench):
    bench.sync()
    session, ids = messages_of(bench, 5)
    old = bench.number("SELECT text FROM message WHERE id = ?", ids[1])
    act(bench, "edit", message=ids[1], text="now it says this")
    bench.sync("--recheck")
    equal(bench.asks("SELECT text, rev FROM message WHERE id = ?", ids[1]),
          [("now it says this", 1)], "the message")
    equal(bench.asks("SELECT text FROM message_rev WHERE message_id = ?", ids[1]), [(old,)],
          "what it said before")
    bench.verify()


@case()
def a_message_that_vanished(bench):
    bench.sync()
    session, ids = messages_of(bench, 5)
    act(bench, "delete", message=ids[2], vanish=True)
    bench.sync("--recheck")
    equal(bench.asks("SELECT id, deleted_at FROM message WHERE session_id = ?"
                     " AND deleted_at IS NOT NULL", session), [(ids[2], NOW)], "deleted")
    equal(bench.number("SELECT count(*) FROM message WHERE id = ?", ids[2]), 1, "it is kept")
    bench.verify()


@case()
def all_messages_vanished(bench):
    """More likely a fault than the truth: all are kept."""
    bench.sync()
    session, ids = messages_of(bench, 5)
    act(bench, "empty", session=session)
    bench.sync("--recheck", code=None)
    equal(bench.number("SELECT count(*) FROM message WHERE session_id = ?"
                       " AND deleted_at IS NULL", session), len(ids), "messages")
    bench.portal.record.clear()
    bench.sync()
    equal(session in bench.asked(), False, "it is asked for again at once")


@case()
def most_messages_vanished(bench):
    bench.sync()
    session, ids = messages_of(bench, 5)
    for message in ids[1:]:
        act(bench, "delete", message=message, vanish=True)
    bench.sync("--recheck")
    equal(bench.asks("SELECT is_suspicious FROM session WHERE id = ?", session), [(1,)], "doubt")
    equal(bench.number("SELECT count(*) FROM message WHERE session_id = ?"
                       " AND deleted_at IS NULL", session), len(ids), "messages")


# --- the clock ------------------------------------------------------------------------------------

@case()
def clocks_that_jump(bench):
    """An hour more or less, here or there, and another time zone: no history is asked for twice."""
    bench.sync()
    young = bench.number("SELECT count(*) FROM session WHERE next_check_at < ?", NOW + HOUR)
    for knobs, now, most in (({"now": NOW + HOUR}, NOW, 0), ({"now": NOW - HOUR}, NOW, 0),
                             ({"zone": 0}, NOW, 0), ({}, NOW - HOUR, 0), ({}, NOW + HOUR, young)):
        bench.portal.set(**knobs)
        bench.portal.record.clear()
        bench.sync(env=bench.env(IMOLOG_NOW=str(now)))
        must(len(bench.asked()) <= most, f"{knobs} {now - NOW}: {len(bench.asked())} histories")


@case()
def a_clock_that_was_years_ahead(bench):
    """What it planned does not keep sessions from being looked at; all are asked for once."""
    bench.sync(env=bench.env(IMOLOG_NOW=str(NOW - DAY)))
    bench.does("UPDATE session SET next_check_at = ? WHERE next_check_at NOT NULL",
               NOW + 1000 * DAY)
    planned = bench.number("SELECT count(*) FROM session WHERE next_check_at NOT NULL")
    bench.sync().says(f"0 new, {planned} read")
    bench.sync().says("0 new, 0 read")


# --- batches that are not what they should be -----------------------------------------------------

def batch_of(bench, kind, **more):
    bench.portal.set(fault={"kind": kind, "method": "batch", **more})


@case(n=51, poison=[FIRST_SESSION + 9])
def one_poisoned_session(bench):
    """The others are stored, and the sentence names it."""
    done = bench.sync(code=4)
    done.says(f"session {FIRST_SESSION + 9}")
    must(bench.number("SELECT count(*) FROM session WHERE state = 1") >= 50, "the others")
    bench.verify()


@case(n=50, denied_sessions=[FIRST_SESSION + n + n // 10 for n in range(25)])
def half_of_them_denied(bench):
    bench.sync(code=4).says("25 read", "25 not for you to see")
    equal(bench.asks("SELECT state, count(*) FROM session GROUP BY 1"), [(1, 25), (2, 25)],
          "states")
    bench.portal.record.clear()
    bench.sync().says("0 read")
    equal(bench.asked(), [], "what was denied is asked for again")
    bench.sync(env=bench.env(IMOLOG_NOW=str(NOW + 30 * DAY)), code=4)
    equal(len(set(bench.asked())) >= 25, True, "a month later it is")


@case()
def keys_missing(bench):
    batch_of(bench, "batch-missing", count=5)
    bench.sync().says(f"{SESSIONS} read")
    equal(bench.stored(), bench.printed("--portal"), "the archive, printed")


@case()
def keys_nobody_asked_for(bench):
    batch_of(bench, "batch-extra", count=5, times=0)
    bench.sync().says(f"{SESSIONS} read")
    equal(bench.number("SELECT count(*) FROM session"), SESSIONS, "sessions")


@case()
def keys_in_another_order(bench):
    batch_of(bench, "batch-order", times=0)
    bench.sync().says(f"{SESSIONS} read")
    equal(bench.stored(), bench.printed("--portal"), "the archive, printed")


@case(n=20)
def answers_that_hold_nothing(bench):
    """Every answer is empty: each is asked for once, not for ever."""
    bench.portal.set(fault={"kind": "body", "method": "batch", "times": 0, "text": '{"result":'
                            '{"result":{' + ",".join(f'"c{i}":[]' for i in range(20)) + '}}}'})
    bench.sync(code=4).says("20 failed")
    equal(len(bench.asked()) <= 40, True, "histories")


@case(n=400, light=True, operating={HISTORY: 1})
def batches_of_slow_calls(bench):
    """A batch is to end long before its minute: of calls that cost a second it takes twenty, and no
    fewer, for each costs a request."""
    bench.sync()
    sizes = [call["params"]["commands"] for call in bench.portal.record.calls
             if call["method"] == "batch"]
    must(max(sizes[4:]) <= 20, f"the batches: {sizes}")
    must(bench.n_requests() <= 25, f"{bench.n_requests()} requests for 400 sessions")


# --- what is wanted -------------------------------------------------------------------------------

@case()
def since_a_date(bench):
    since = NOW - 100 * DAY
    wanted = sorted(s.id for s in bench.portal.world.newest_first() if s.created >= since)
    from encoding import iso
    bench.sync(f"--since={iso(since, 0)[:19]}")
    equal(sorted(bench.asked()), wanted, "sessions")
    bench.sync().says(f"{SESSIONS - len(wanted)} new")


@case()
def one_line(bench):
    wanted = sorted(s.id for s in bench.portal.world.newest_first() if s.chat.line == 5)
    bench.sync("--line=5").says(f"{len(wanted)} read")
    equal(sorted(bench.asked()), wanted, "sessions")
    bench.sync().says(f"{SESSIONS - len(wanted)} new")


@case()
def one_chat_and_one_session(bench):
    chat = bench.portal.world.chat_by_number(3)
    last = bench.portal.world.last_of(chat).id
    bench.sync(f"--chat={chat.id}").says("1 read")
    equal(bench.asks("SELECT id FROM session"), [(last,)], "the chat's newest")
    bench.sync(f"--session={FIRST_SESSION}").says("1 read")
    equal(bench.number("SELECT count(*) FROM session"), 2, "sessions")
    equal(bench.portal.record.counts.get(LIST), None, "pages")


@case(v2="off", crm=False, denied_sessions=[FIRST_SESSION + 3])
def a_sweep_by_numbers(bench):
    """Sessions that no list shows; what is nobody's, or denied, is not asked for twice."""
    first, last = FIRST_SESSION, FIRST_SESSION + 59
    there = [s.id for s in bench.portal.world.newest_first() if first <= s.id <= last]
    bench.sync(f"--sweep={first}..{last}", code=4)
    equal(bench.number("SELECT count(*) FROM session WHERE id <= ? AND state = 1", last),
          len(there) - 1, "sessions read")
    bench.portal.record.clear()
    bench.sync(f"--sweep={first}..{last}")
    equal(bench.asked(), [], "asked for again")


@case()
def a_sweep_far_too_wide(bench):
    """It ends where nobody's numbers begin, and leaves nothing to the next run."""
    last = max(s.id for s in bench.portal.world.newest_first())
    bench.sync(f"--sweep={FIRST_SESSION}..{FIRST_SESSION + 10 ** 6}", code=4)
    equal(max(bench.asked()), last + 200, "the last number")
    equal(bench.number("SELECT count(*) FROM session WHERE state = 0"), 0, "queued")
    closed(bench)
    bench.portal.record.clear()
    bench.sync()
    equal(bench.asked(), [], "asked for by a plain run")


@case()
def a_dry_run(bench):
    """Lists and counts; no history, no file. With an archive: not one byte of it."""
    bench.sync("--dry-run").says(f"{SESSIONS} sessions listed, {SESSIONS} new, 0 read")
    equal(bench.asked(), [], "histories")
    equal(list(bench.home.iterdir()), [], "files")
    bench.sync()
    before = bench.archive.read_bytes()
    bench.sync("--dry-run").says("0 new, 0 read")
    equal(bench.archive.read_bytes() == before, True, "the archive is as it was")


@case()
def a_place_of_its_own(bench):
    """Without --archive the file has the portal's name; another portal's data is refused."""
    bench.run("sync")
    files = [file.name for file in (bench.home / ".local/share/imolog").glob("*.db")]
    equal(files, [bench.portal.host.replace(":", "_") + ".db"], "archives")
    bench.sync()
    bench.does("UPDATE meta SET value = 'acme.example' WHERE key = 'portal_host'")
    before = bench.asks(ROWS)
    bench.portal.record.clear()
    for words in (), ("--dry-run",):
        done = bench.sync(*words, code=2)
        done.says("acme.db holds the dialogs of acme.example, not of 127.0.0.1")
        equal(len(done.err.splitlines()), 1, "sentences")
    equal(bench.portal.record.calls, [], "calls")
    equal(bench.asks(ROWS), before, "rows")


@case()
def two_portals_by_name(bench):
    """Each has its archive."""
    from portal import Portal
    folder = bench.home / ".config/imolog/portals"
    folder.mkdir(parents=True)
    with Portal(30, seed=2, bucket=False) as other:
        for name, portal in ("acme", bench.portal), ("other", other):
            (folder / name).write_text(f"webhook = {portal.webhook}\n")
            (folder / name).chmod(0o600)
        env = bench.env()
        del env["IMOLOG_WEBHOOK"]
        bench.run("sync", "--portal=acme", env=env).says(f"{SESSIONS} read")
        bench.run("sync", "--portal=other", env=env).says("30 read")
    equal(len(list((bench.home / ".local/share/imolog").glob("*.db"))), 2, "archives")
    bench.run("sync", env=env, code=2).says("which portal?", "acme, other")

