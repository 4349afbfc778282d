# SPDX-License-Identifier: MIT
"""imopenlines.v2.Session.list: the statistics of newer portals, camelCase."""
from itertools import islice

from answer import Error
from encoding import iso, parse_iso
from methods import method, to_int

MOST_OFFSET, MOST_LIMIT, MOST_DAYS = 10000, 200, 366
STATUSES = ("new", "answered", "closed", "spam", "paused")
ORDERS = ("dateCreate", "dateClose", "waitAnswer", "waitClose")


def moment(call, name):
    if not call.has(name):
        return None
    seconds = parse_iso(call.get(name))
    if seconds is None:
        raise Error("INVALID_FILTER", f"Invalid value of {name}")
    return seconds


def period(call, name):
    begin, end = moment(call, name + "From"), moment(call, name + "To")
    if begin is not None and end is not None and end - begin > MOST_DAYS * 86400:
        raise Error("PERIOD_TOO_LARGE", f"Period must not exceed {MOST_DAYS} days")
    return begin, end


def wait_answer(session):
    return None if session.answered is None else session.answered - session.created


def wait_close(session):
    return None if session.closed is None else session.closed - session.created


def among(call, one, many, read, convert=str):
    """A test for a list or a single value; the list wins."""
    wanted = call.items(many) or call.items(one)
    if len(wanted) > 1000:
        raise Error("INVALID_FILTER", f"Too many values in {many}")
    allowed = {convert(item) for item in wanted}
    return (lambda session: read(session) in allowed) if allowed else None


def between(bounds, read):
    begin, end = bounds
    if begin is None and end is None:
        return None
    return lambda session: (read(session) is not None and
                            (begin is None or read(session) >= begin) and
                            (end is None or read(session) <= end))


def seconds(call, name):
    return tuple(call.number(name + end) if call.has(name + end) else None
                 for end in ("From", "To"))


def yes_or_no(call, name, read):
    if not call.has(name):
        return None
    wanted = call.is_yes(name)
    return lambda session: read(session) == wanted


def kpi(session):
    wait = wait_answer(session)
    return None if wait is None else wait <= 300


def tests(call):
    status, reason = call.get("status"), call.get("closeReason")
    if status and reason:
        raise Error("INVALID_FILTER", "status and closeReason cannot be used together")
    if status and status not in STATUSES:
        raise Error("INVALID_FILTER", "Unknown status")
    vote = call.get("vote")
    created, closed = period(call, "dateCreate"), period(call, "dateClose")
    if call.has("kpiFirstAnswer") and None in created:
        raise Error("INVALID_FILTER", "kpiFirstAnswer needs a full period")
    found = [
        among(call, "configId", "configIdList", lambda s: s.chat.line, to_int),
        among(call, "operatorId", "operatorIdList", lambda s: s.operator, to_int),
        among(call, "source", "sourceList", lambda s: s.chat.connector),
        (lambda s: s.status() == status) if status else None,
        (lambda s: s.reason == reason) if reason else None,
        (lambda s: s.vote == vote or (vote == "any" and s.vote != "none")) if vote else None,
        yes_or_no(call, "hasVoteHead", lambda s: s.vote_head is not None),
        yes_or_no(call, "hasCrm", lambda s: s.chat.crm is not None),
        yes_or_no(call, "kpiFirstAnswer", kpi),
        between(created, lambda s: s.created), between(closed, lambda s: s.closed),
        between(seconds(call, "waitAnswer"), wait_answer),
        between(seconds(call, "waitClose"), wait_close)]
    return [test for test in found if test], created


def shape(call, session):
    zone, chat = call.knobs.zone, session.chat
    return {
        "id": session.id, "configId": chat.line, "source": chat.connector,
        "operatorId": session.operator, "userId": chat.client, "userCode": chat.code,
        "chatId": chat.id, "dateCreate": iso(session.created, zone),
        "dateClose": iso(session.closed, zone), "dateFirstAnswer": iso(session.answered, zone),
        "dateOperatorAnswer": iso(session.answered, zone), "status": session.status(),
        "closeReason": session.reason, "vote": session.vote, "voteHead": session.vote_head,
        "commentHead": session.comment_head,
        "crmEntityType": chat.crm[0].lower() if chat.crm else None,
        "crmEntityId": chat.crm[1] if chat.crm else None, "queueTransfers": session.transfers,
        "waitAnswer": wait_answer(session), "waitClose": wait_close(session),
        "kpiFirstAnswer": kpi(session), "messageCount": session.count}


def in_order(call, created):
    """All sessions as order and orderDirection say; cut to the period where that is cheap."""
    world, order = call.world, call.get("order", "dateCreate")
    descending = str(call.get("orderDirection", "desc")).lower() != "asc"
    if order not in ORDERS:
        raise Error("INVALID_FILTER", "Unknown order")
    if order == "dateCreate" or None in created:
        numbers = range(world.count())
        sessions = map(world.summary, reversed(numbers) if descending else numbers)
        return sessions if world.extra else inside(sessions, created, descending)
    read = {"dateClose": lambda s: s.closed, "waitAnswer": wait_answer,
            "waitClose": wait_close}[order]
    return iter(sorted(world.newest_first(), key=lambda s: (read(s) or 0, s.id),
                       reverse=descending))


def inside(sessions, created, descending):
    """Stops behind the period: sessions come in order of creation."""
    begin, end = created
    for session in sessions:
        if descending and begin is not None and session.created < begin:
            return
        if not descending and end is not None and session.created > end:
            return
        yield session


@method("imopenlines.v2.Session.list", "imopenlines", exact=True)
def session_list(call):
    if call.knobs.v2 == "tariff":
        raise Error("TARIFF_RESTRICTION")
    offset, limit = call.number("offset"), call.number("limit", 50)
    if offset > MOST_OFFSET:
        raise Error("OFFSET_TOO_LARGE", f"Offset must not exceed {MOST_OFFSET}")
    if offset < 0 or not 1 <= limit <= MOST_LIMIT:
        raise Error("INVALID_FILTER", f"limit must be from 1 to {MOST_LIMIT}")
    wanted, created = tests(call)
    found = (session for session in in_order(call, created)
             if all(test(session) for test in wanted))
    page = list(islice(found, offset, offset + limit + 1))
    return {"sessions": [shape(call, session) for session in page[:limit]],
            "hasNextPage": len(page) > limit}
