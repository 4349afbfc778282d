# SPDX-License-Identifier: MIT
"""The data and its bytes: the seed, kinds of messages, JSON as PHP writes it, changes, calls."""
import http.client
import json
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import kinds
import tls
from changes import ACTIONS
from cases_methods import HISTORY
from client import Client, case, check, equal, fits
from encoding import camel_key, dumps, legacy
from faults import FAULTS
from generate import END, World
from knobs import KNOBS
from portal import Portal
from request import php_query

HERE = Path(__file__).resolve().parent


@case
def the_same_seed_is_the_same_portal(client):
    def all_of(seed):
        world = World(120, seed)
        return [(s.id, s.created, s.chat.code, [(m.id, m.author, m.time, m.text, str(m.params))
                                                for m in world.messages(s)])
                for s in world.newest_first()]
    check(all_of(5) == all_of(5), "twice the same")
    check(all_of(5) != all_of(6), "another seed, other data")


@case
def fifty_thousand_sessions_cost_nothing(client):
    begin = time.monotonic()
    world = World(50_000)
    list(islice(world.newest_first(), 200))
    world.messages(world.summary(49_000))
    check(time.monotonic() - begin < 2, "a moment")
    ids = [world.id_of(number) for number in range(0, 50_000, 7)]
    equal([world.number_of(one) for one in ids], list(range(0, 50_000, 7)), "numbers of ids")
    equal(world.session(world.id_of(9) + 1), None, "an id of nobody")


@case
def numbers_and_times_hold_together(client):
    world = World(600)
    before = 0
    for session in reversed(list(world.newest_first())):
        messages = world.messages(session)
        check(session.created >= before, "sessions begin in order")
        before = session.created
        times, ids = [m.time for m in messages], [m.id for m in messages]
        equal(times, sorted(times), f"times of session {session.id}")
        equal(ids, sorted(set(ids)), f"ids of session {session.id}")
        equal((times[0], len(ids)), (session.created, session.count), f"session {session.id}")
        if session.closed is not None:
            equal(times[-1], session.closed, f"the end of session {session.id}")
        check(times[-1] <= END, "nothing is later than the end")


@case
def every_kind_of_message_is_there(client):
    world = World(60)
    messages = [m for s in world.newest_first() for m in world.messages(s)]
    classes = {word for m in messages for word in m.params.get("CLASS", "").split()}
    equal(classes, {kinds.OL + "start", kinds.OL + "end", kinds.OL + "output", kinds.HIDDEN,
                    kinds.OL + "attention", "bx-messenger-content-item-vote"})
    blocks = {name for m in messages for item in m.params.get("ATTACH", ())
              for block in item["BLOCKS"] for name in block}
    check({"MESSAGE", "HTML", "LINK", "RICH_LINK", "USER", "GRID", "IMAGE", "FILE",
           "DELIMITER"} < blocks, f"{blocks}")
    names = {name for m in messages for name in m.params}
    check({"KEYBOARD", "LIKE", "IS_EDITED", "IS_DELETED", "FILE_ID", "CRM_FORM_ID", "IMOL_VOTE",
           "CONNECTOR_MID", "IS_DELIVERED", "NAME"} < names, f"{names}")
    text = "\n".join(m.text for m in messages)
    for part in ("שלום", "👨‍👩‍👧‍👦", "订单", "\u202e", "IM_HISTORY=imol|", "[CODE]", "\x1b[31m"):
        check(part in text, f"no {part!r}")
    types = {f["type"] for m in messages for f in m.files}
    equal(types, {"file", "image", "audio", "video"})
    check(any(world.user(m.author) is None for m in messages if m.author), "someone is gone")
    lines = {s.chat.line for s in world.newest_first()}
    connectors = {s.chat.connector for s in World(200).newest_first()}
    equal((len(lines), len(connectors)), (3, 6), "lines and connectors")
    statuses = {s.status() for s in World(600).newest_first()}
    equal(statuses, {"new", "answered", "closed", "spam"}, "statuses")


@case
def light_histories_are_like_the_others(client):
    world = client.portal.world

    def facts(number):
        found = history(client, world.id_of(number))
        fits(found, HISTORY)
        chat = found["chat"][str(found["chatId"])]
        return (found["sessionId"], sorted(found["message"]), found["userId"], chat["name"],
                chat["entityId"], chat["entityData1"], found["sessionVoteHead"],
                {row["recipientid"] for row in found["message"].values()})
    whole = [facts(number) for number in range(60, 160)]
    client.mock("set", light=True)
    equal([facts(number) for number in range(60, 160)], whole)
    check(len(world.templates) < 60, f"{len(world.templates)} templates")
    session = world.id_of(70)
    client.mock("do", action="add", session=session, text="New")
    check("New" in str(history(client, session)["message"]), "what changed is seen")


@case
def some_sessions_are_very_long(client):
    world = World(50)
    equal(len(world.messages(world.summary(40))), 5000, "messages of a long session")


@case
def json_is_as_php_writes_it(client):
    text = dumps({"a": "<b>&'\"/\\\"\\\n\u2028я😀", "n": None, "e": [], "f": 1.5})
    equal(text, '{"a":"\\u003Cb\\u003E\\u0026\\u0027\\u0022\\/\\\\\\u0022\\\\\\n\\u2028\\u044f'
                '\\ud83d\\ude00","n":null,"e":[],"f":1.5}')
    equal([camel_key(key) for key in ("SESSION_VOTE_HEAD", "canVoteAsHead", "ENTITY_DATA_1")],
          ["sessionVoteHead", "canvoteashead", "entityData1"])
    equal(legacy("[B]a[/B] <x>\n[URL=/q]w[/URL]"),
          '<b>a</b> &lt;x&gt;<br /><a href="/q" target="_blank">w</a>')
    raw = client.call("imopenlines.session.history.get",
                      SESSION_ID=client.portal.world.id_of(14)).body
    check(raw.isascii() and b"\n" not in raw and b'": ' not in raw, "one line of ASCII")


@case
def parameters_come_in_three_ways(client):
    equal(php_query("a=1&b[]=2&b[]=3&c[d][e]=4&c[%3EID]=5&a=6"),
          {"a": "6", "b": ["2", "3"], "c": {"d": {"e": "4"}, ">ID": "5"}})
    session = client.portal.world.id_of(3)
    name = "imopenlines.session.history.get"
    for reply in (client.get(name, f"SESSION_ID={session}"), client.call(name, SESSION_ID=session),
                  client.get(name + ".json", f"SESSION_ID={session}"),
                  client.form(name, [("SESSION_ID", session)])):
        equal(reply.result["sessionId"], session)
    wrong = client.send("POST", client.path + name, "{", {"Content-Type": "application/json",
                                                         "User-Agent": "t"})
    equal(wrong.error, (400, "WRONG_ENCODING"))


# --- batch ----------------------------------------------------------------------------------------

@case
def a_batch_has_five_maps_that_may_be_lists(client):
    result = client.call("batch", cmd={"c0": "profile", "c1": "no.such", "c2": "crm.activity.list"})
    result = result.result
    equal(sorted(result), ["result", "result_error", "result_next", "result_time", "result_total"])
    equal(list(result["result"]), ["c0", "c2"])
    equal(result["result_error"]["c1"]["error"], "ERROR_METHOD_NOT_FOUND")
    equal((list(result["result_total"]), result["result_next"]), (["c2"], {"c2": 50}))
    result = client.call("batch", cmd=["profile", "scope"]).result
    check(isinstance(result["result"], list) and result["result_error"] == [], "a list of two")
    mixed = client.call("batch", cmd=["no.such", "profile"]).result
    equal((list(mixed["result"]), isinstance(mixed["result_error"], list)), (["1"], True))
    form = client.form("batch", [("halt", 0), ("cmd[a]", "profile"), ("cmd[b]", "server.time")])
    equal(list(form.result["result"]), ["a", "b"])


@case
def a_batch_halts_refers_and_has_its_limits(client):
    cmd = {"a": "imopenlines.config.list.get?PARAMS[filter][ID]=5",
           "b": "imopenlines.config.get?CONFIG_ID=$result[a][0][ID]",
           "c": "imopenlines.config.get?CONFIG_ID=$result[nothing][ID]"}
    result = client.call("batch", cmd=cmd).result["result"]
    equal((result["b"]["ID"], result["c"]), ("5", False))
    halted = client.call("batch", halt=1, cmd={"a": "scope", "b": "no.such", "c": "scope"}).result
    equal((list(halted["result"]), list(halted["result_error"])), (["a"], ["b"]))
    many = client.call("batch", cmd={f"c{n}": "scope" for n in range(52)}).result
    equal([error["error"] for error in many["result_error"].values()],
          ["ERROR_BATCH_LENGTH_EXCEEDED"] * 2)
    nested = client.call("batch", cmd={"a": "batch?cmd[x]=scope"}).result["result_error"]["a"]
    equal(nested["error"], "ERROR_BATCH_METHOD_NOT_ALLOWED")


# --- changes --------------------------------------------------------------------------------------

def history(client, session):
    return client.call("imopenlines.session.history.get", SESSION_ID=session).result


@case
def messages_are_added_edited_and_deleted(client):
    session = client.portal.world.id_of(33)
    before = history(client, session)
    added = str(client.mock("do", action="add", session=session, text="New").json["message"])
    edited, deleted = sorted(before["message"])[2:4]
    client.mock("do", action="edit", message=int(edited), text="Edited")
    client.mock("do", action="delete", message=int(deleted))
    after = history(client, session)
    equal(set(after["message"]) - set(before["message"]), {added}, "what is new")
    equal(after["usersMessage"][after["userId"]][0], added, "the newest")
    equal((after["message"][edited]["text"], after["message"][edited]["params"]["isEdited"]),
          ("Edited", "Y"))
    equal((after["message"][deleted]["text"], after["message"][deleted]["params"]),
          ("", {"isDeleted": "Y"}))
    client.mock("do", action="delete", message=int(deleted), vanish=True)
    check(deleted not in history(client, session)["message"], "it is gone")
    client.mock("do", action="empty", session=session)
    empty = history(client, session)
    equal((empty["message"], empty["usersMessage"], empty["users"]), ([], [], []), "no messages")
    equal(client.mock("do", action="edit", message=1, text="").status, 400, "no such message")


@case
def sessions_end_and_begin(client):
    world = client.portal.world
    chat = next(c for c in world.newest_chats() if world.last_of(c).closed is None)
    session = world.last_of(chat).id

    def current():
        card = client.call("imopenlines.dialog.get", CHAT_ID=chat.id).result
        return int(card["entity_data_1"].split("|")[5])
    equal(current(), session, "the session")
    end = str(client.mock("do", action="close", chat=chat.id).json["message"])
    equal(current(), 0, "after its end")
    message = history(client, session)["message"][end]
    equal(message["params"]["class"], kinds.OL + "end")
    started = client.mock("do", action="start", chat=chat.id).json["session"]
    equal(current(), started, "the new session")
    listed = client.call("imopenlines.v2.Session.list", limit=1).result["sessions"][0]
    equal((listed["id"], listed["chatId"], listed["status"]), (started, chat.id, "new"))
    found = client.call("imopenlines.session.history.get", CHAT_ID=chat.id).result
    equal(found["sessionId"], started)
    first = found["usersMessage"][found["userId"]]
    check(any(kinds.OL + "start" in str(found["message"][key]["params"]) for key in first), "start")


# --- what is remembered ---------------------------------------------------------------------------

@case
def calls_are_remembered_without_secrets(client):
    client.call("batch", cmd={"a": "profile", "b": "no.such"})
    client.send("POST", "/rest/scope", "auth=" + client.mock("do", action="grant").json[
        "access_token"])
    rows = client.mock("calls").json
    equal([(row["method"], row["status"], row["batch"]) for row in rows],
          [("profile", 200, "a"), ("no.such", 404, "b"), ("batch", 200, None),
           ("scope", 200, None)])
    check(client.portal.webhook.split("/")[5] not in json.dumps(rows), "no secret")
    equal(len(client.mock("calls?from=3").json), 1, "the last one")
    client.mock("clear")
    equal(client.mock("calls").json, [])


@case
def what_must_not_be_is_seen(client):
    for name in ("im.dialog.read", "imopenlines.session.open", "imopenlines.operator.answer",
                 "im.message.add", "imopenlines.session.head.vote", "crm.lead.add"):
        client.call(name, CHAT_ID=1)
        row = client.mock("violations").json[-1]
        equal((row["what"], row["detail"]), ("write", name))
    client.call("batch", cmd={"a": "im.dialog.unread"})
    equal(client.mock("violations").json[-1]["detail"], "im.dialog.unread", "inside a batch")
    client.call("im.v2.event.get", offset=5)
    equal(client.mock("violations").json[-1]["what"], "write", "events that are confirmed")
    secret = client.path.split("/")[3]
    for headers, what in (({}, "no-user-agent"),
                          ({"User-Agent": "t", "Referer": client.portal.webhook},
                           "secret-in-referer"),
                          ({"User-Agent": f"x {secret}"}, "secret-in-user-agent"),
                          ({"User-Agent": "t", "Host": "other.example"}, "secret-to-other-host")):
        client.send("GET", client.path + "profile", headers=headers)
        equal(client.mock("violations").json[-1]["what"], what)
    check(secret not in json.dumps(client.mock("violations").json), "and told without the secret")


@case
def a_reader_breaks_nothing(client):
    for name in ("im.recent.list", "imopenlines.v2.Session.list", "crm.activity.list", "scope"):
        client.call(name)
    equal(client.mock("violations").json, [])


@case
def certificates_are_good_or_bad_as_asked(client):
    if shutil.which("openssl") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind in tls.KINDS:
            with Portal(20, certificates=folder, certificate=kind) as portal:
                context = ssl.create_default_context(cafile=folder + "/ca.pem")
                target = http.client.HTTPSConnection(portal.host, context=context, timeout=5)
                try:
                    target.request("GET", portal.webhook, headers={"User-Agent": "t"})
                    is_good = target.getresponse().status == 404
                except ssl.SSLError:
                    is_good = False
                target.close()
                equal(is_good, kind == "good", kind)


@case
def it_runs_as_a_program(client):
    command = [sys.executable, str(HERE / "portal.py"), "--generate", "30", "--set", "bucket=off"]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    word, url = program.stdout.readline().split()
    equal((word, url[:17]), ("ready", "http://127.0.0.1:"))
    program.stdin.close()
    equal(program.wait(5), 0, "the end")
    program.stdout.close()
    shown = subprocess.run([*command, "--run", "sh", "-c", "echo $IMOLOG_WEBHOOK; exit 3"],
                           capture_output=True, text=True, timeout=10, check=False)
    equal((shown.returncode, shown.stdout[:17]), (3, "http://127.0.0.1:"))


@case
def the_readme_tells_every_knob_fault_and_action(client):
    text = (HERE / "README.md").read_text()
    for name, default, help_ in KNOBS:
        check(f"| `{name}` |" in text and help_.replace("|", "\\|") in text, f"the knob {name}")
    for kind, (_, _, help_) in FAULTS.items():
        check(f"| `{kind}` |" in text and help_ in text, f"the fault {kind}")
    for name, function in ACTIONS.items():
        check(f"| `{name}` | {function.__doc__} |" in text, f"the action {name}")


@case
def it_is_fast_enough(client):
    def rate(n=300):
        begin = time.monotonic()
        for _ in range(n):
            client.call("profile")
        return n / (time.monotonic() - begin)
    best = max(rate() for _ in range(3))  # other programs run too
    check(best >= 500, f"{best:.0f} requests a second")


@case
def knobs_are_words_of_the_command_line_too(client):
    with Portal(20, bucket="off", plan="250/5", v2="off", skew="7", poison="101") as portal:
        knobs = portal.knobs
        equal((knobs.bucket, knobs.plan, knobs.v2, knobs.skew, knobs.poison),
              (False, "250/5", "off", 7, [101]))
        equal(Client(portal).mock("set", no_such=1).status, 400, "an unknown knob")
        portal.set(v2=True)
        equal(knobs.v2, "on")
