# SPDX-License-Identifier: MIT
"""Limits and access: the bucket to the request, the baskets to the minute, tokens, scopes."""
import time

from client import case, check, equal
from limits import Baskets, Bucket


@case
def the_bucket_counts_as_it_is_written(client):
    bucket = Bucket(50, 2, 1000.9)
    equal([bucket.take(1000.95) for _ in range(51)], [True] * 50 + [False], "a burst")
    equal(bucket.counter, 51, "a refused request counts")
    equal([bucket.take(1001.0) for _ in range(2)], [True, False], "after one whole second")
    equal([bucket.take(1001.99) for _ in range(1)], [False], "within the same second")
    equal(bucket.take(1003.0), True, "after two more seconds")
    bucket.take(1100)
    equal(bucket.counter, 1, "an empty bucket is not below nothing")


@case
def a_refused_request_may_cost_nothing(client):
    bucket = Bucket(3, 1, 0)
    bucket.counts_refused = False
    equal([bucket.take(0) for _ in range(5)], [True] * 3 + [False] * 2)
    equal([bucket.take(1), bucket.take(1)], [True, False], "one second later")


@case
def another_client_takes_its_share(client):
    bucket = Bucket(50, 2, 0)
    bucket.steal = 1
    for second in range(1, 101):
        bucket.take(second)
        bucket.take(second)
    check(bucket.counter >= 50, f"two a second are too many: {bucket.counter}")
    alone = Bucket(50, 2, 0)
    alone.steal = 1
    equal(all(alone.take(second) for second in range(1, 1001)), True, "one a second")


@case
def paced_requests_are_never_refused(client):
    for size, leak in ((50, 2), (250, 5)):
        bucket, refused = Bucket(size, leak, 0), 0
        for number in range(10 * size):
            refused += not bucket.take(max(0, number - size + leak) / leak)
        equal(refused, 0, f"refused of {size}/{leak}")


@case
def requests_above_the_bucket_are_503(client):
    client.portal.set(bucket=True, plan="5/0")
    statuses = [client.call("profile").error for _ in range(8)]
    equal(statuses[:5], [(200, None)] * 5)
    check((503, "QUERY_LIMIT_EXCEEDED") in statuses[5:], f"never refused: {statuses}")
    equal(client.mock("state").json["limits"]["let_in"] + 0, statuses.count((200, None)))


@case
def a_fast_clock_empties_the_bucket_sooner(client):
    client.portal.set(bucket=True, plan="5/2", speed=100)
    for _ in range(4):
        equal([client.call("profile").status for _ in range(5)], [200] * 5, "a burst")
        time.sleep(0.04)


@case
def baskets_hold_ten_minutes(client):
    baskets, begin = Baskets(), 600_000
    for minute in range(10):
        baskets.add(10, begin + 60 * minute)
    equal(baskets.used(begin + 599), 100, "all minutes")
    equal(baskets.reset_at(begin + 599), begin + 600, "the oldest ends")
    equal(baskets.used(begin + 600), 90, "one less")
    equal(baskets.reset_at(begin + 600), begin + 660, "the next one ends")
    equal(baskets.used(begin + 2000), 0, "long after")


@case
def a_method_that_worked_too_long_is_429_and_no_other(client):
    client.portal.set(operating={"profile": 20}, operating_limit=60)
    replies = [client.call("profile") for _ in range(4)]
    equal([reply.status for reply in replies], [200, 200, 200, 429], "the crossing call succeeds")
    equal(replies[3].json["error"], "OPERATION_TIME_LIMIT")
    equal([reply.json["time"]["operating"] for reply in replies[:3]], [20, 40, 60])
    equal(client.call("scope").status, 200, "another method")
    left = replies[2].json["time"]["operating_reset_at"] - client.portal.now()
    check(540 <= left <= 600, f"the reset is {left} s away")
    client.portal.set(speed=10000)
    time.sleep(0.1)
    equal(client.call("profile").status, 200, "after the reset")


@case
def inside_a_batch_each_call_works_and_the_batch_does_not(client):
    client.portal.set(operating=1, operating_limit=2)
    result = client.call("batch", cmd={f"c{n}": "profile" for n in range(4)}).result
    equal(sorted(result["result"]), ["c0", "c1"])
    equal({error["error"] for error in result["result_error"].values()}, {"OPERATION_TIME_LIMIT"})
    equal(list(client.portal.limits.baskets), ["profile"], "what worked")


@case
def time_is_written_as_portals_of_all_ages_do(client):
    portal = client.portal
    check(isinstance(client.call("profile").json["time"]["start"], float), "a float")
    portal.set(time_start="int", time_operating=False, zone=-330)
    spent = client.call("profile").json["time"]
    check(isinstance(spent["start"], int) and "operating" not in spent, f"{spent}")
    equal(spent["date_start"][19:], "-05:30", "the zone")


@case
def the_clock_shows_what_it_is_set_to(client):
    client.portal.set(now=1780000000, zone=0)
    check(client.call("server.time").result[:16] == "2026-05-28T20:26", "the time")
    client.portal.set(now=0)
    check(abs(client.call("profile").json["time"]["start"] - time.time()) < 60, "the real time")


@case
def clocks_disagree_when_asked(client):
    session = client.portal.world.summary(30)

    def dates():
        found = client.call("imopenlines.session.history.get", SESSION_ID=session.id).result
        first = found["usersMessage"][found["userId"]][-1]
        user = next(iter(found["users"].values()))
        return (int(found["message"][first]["date"][11:13]), int(user["lastActivityDate"][11:13]),
                found["chat"][str(session.chat.id)]["dateCreate"])
    before = dates()
    client.portal.set(skew=7)
    after = dates()
    equal(((before[0] - after[0]) % 24, (after[1] - before[1]) % 24, after[2]), (7, 7, before[2]))


@case
def one_second_has_an_order_or_none(client):
    session = client.portal.world.summary(31)

    def ids():
        found = client.call("imopenlines.session.history.get", SESSION_ID=session.id).result
        keys = found["usersMessage"][found["userId"]]
        return keys, [found["message"][key]["date"] for key in keys]
    tidy = ids()
    client.portal.set(disorder=True)
    wild = ids()
    equal(wild[1], tidy[1], "the dates")
    check(wild[0] != tidy[0] and sorted(wild[0]) == sorted(tidy[0]), "the ids are in disorder")


@case
def who_may_not_is_told_so(client):
    portal, profile = client.portal, client.path + "profile"
    equal(client.send("GET", "/rest/12/wrong/profile").error, (401, "NO_AUTH_FOUND"))
    equal(client.send("GET", "/rest/profile").error, (401, "NO_AUTH_FOUND"))
    equal(client.call("no.such.method").error, (404, "ERROR_METHOD_NOT_FOUND"))
    portal.set(scopes="imopenlines")
    equal(client.call("im.recent.list").error, (403, "insufficient_scope"))
    equal(client.call("user.current").error, (200, "insufficient_scope"))
    equal(client.call("method.get", name="im.recent.list").result,
          {"isExisting": True, "isAvailable": False})
    portal.set(wrong_secret=True, language="ru")
    reply = client.send("GET", profile)
    equal(reply.error, (401, "NO_AUTH_FOUND"))
    check(reply.json["error_description"].startswith("Неверные"), "in the user's language")


@case
def some_sessions_are_denied(client):
    world = client.portal.world
    client.portal.set(denied=20, denied_sessions=[world.id_of(5)])
    cmd = {f"c{n}": f"imopenlines.session.history.get?SESSION_ID={world.id_of(n)}"
           for n in range(50)}
    errors = client.call("batch", cmd=cmd).result["result_error"]
    check("c5" in errors and 4 <= len(errors) <= 20, f"{len(errors)} denied")


@case
def tokens_come_by_code_and_by_refresh(client):
    import oauth
    portal = client.portal
    app = f"client_id={oauth.CLIENT_ID}&client_secret={oauth.CLIENT_SECRET}"
    page = client.send("GET", f"/oauth/authorize/?client_id={oauth.CLIENT_ID}&state=x1"
                              "&redirect_uri=http://127.0.0.1:9/back")
    check(page.status == 302 and "state=x1" in page.headers["Location"], "sent back")
    code = page.headers["Location"].partition("code=")[2].partition("&")[0]
    exchange = f"/oauth/token/?grant_type=authorization_code&{app}&code={code}"
    pair = client.send("GET", exchange).json
    equal(client.send("GET", exchange).error, (400, "invalid_grant"), "the code again")
    equal(pair["client_endpoint"], portal.url + "/rest/")

    def profile(token):
        return client.send("POST", "/rest/profile", f"auth={token}").error
    equal(profile(pair["access_token"]), (200, None))
    portal.set(expired=True)
    equal(profile(pair["access_token"]), (401, "expired_token"))
    refresh = f"/oauth/token/?grant_type=refresh_token&{app}&refresh_token="
    fresh = client.send("GET", refresh + pair["refresh_token"]).json
    check(fresh["refresh_token"] != pair["refresh_token"], "a new one each time")
    equal(profile(fresh["access_token"]), (200, None))
    equal(client.send("GET", refresh + pair["refresh_token"]).error, (400, "invalid_grant"))
    portal.set(refresh="invalid_grant")
    equal(client.send("GET", refresh + fresh["refresh_token"]).error, (400, "invalid_grant"))
