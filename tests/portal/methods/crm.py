# SPDX-License-Identifier: MIT
"""crm.activity.list: the older way to find sessions, those that are tied to the CRM."""
import re
from itertools import islice

from encoding import iso, parse_iso
from generate import CRM_TYPES, TITLES
from methods import Listed, method, to_int

PAGE, FIRST_ACTIVITY = 50, 9001
SIGNS = re.compile(r"(!=|!@|!%|>=|<=|=%|%=|[><=!@%]?)(.*)")
DATES = ("START_TIME", "END_TIME", "CREATED", "LAST_UPDATED", "DEADLINE")


def activity(call, session):
    zone, chat = call.knobs.zone, session.chat
    end = session.closed or session.created + 8 * 3600
    return {
        "ID": str(FIRST_ACTIVITY + session.number), "OWNER_ID": str(chat.crm[1]),
        "OWNER_TYPE_ID": str(CRM_TYPES.index(chat.crm[0]) + 1), "TYPE_ID": "6",
        "PROVIDER_ID": "IMOPENLINES_SESSION", "PROVIDER_TYPE_ID": str(chat.line),
        "PROVIDER_GROUP_ID": None, "ASSOCIATED_ENTITY_ID": str(session.id),
        "SUBJECT": f"{chat.name} ({TITLES[chat.connector]})",
        "CREATED": iso(session.created, zone), "LAST_UPDATED": iso(end, zone),
        "START_TIME": iso(session.created, zone), "END_TIME": iso(end, zone),
        "DEADLINE": iso(end, zone), "COMPLETED": "Y" if session.closed is not None else "N",
        "STATUS": "2" if session.closed is not None else "1",
        "RESPONSIBLE_ID": str(session.operator or 0), "PRIORITY": "2", "DIRECTION": "1",
        "DESCRIPTION": "", "DESCRIPTION_TYPE": "1", "AUTHOR_ID": str(session.operator or 0),
        "EDITOR_ID": str(session.operator or 0), "ORIGINATOR_ID": None,
        "ORIGIN_ID": f"IMOL_{session.id}", "PROVIDER_PARAMS": {"USER_CODE": chat.code},
        "PROVIDER_DATA": None, "SETTINGS": [], "RESULT_MARK": "0", "RESULT_VALUE": None,
        "RESULT_STATUS": "0", "RESULT_STREAM": "0", "RESULT_SOURCE_ID": chat.connector,
        "RESULT_CURRENCY_ID": None, "AUTOCOMPLETE_RULE": "0"}


def order_of(value):
    """Numbers as numbers, dates as moments, the rest as text."""
    number = to_int(value, None)
    return (0, number, "") if number is not None else (1, 0, str(value))


def holds(shape, name, wanted):
    sign, field = SIGNS.match(name).groups()
    value = shape.get(field.upper())
    wanted = list(wanted.values()) if isinstance(wanted, dict) else wanted
    if sign in ("", "=", "@", "!", "!=", "!@"):
        allowed = [str(item) for item in (wanted if isinstance(wanted, list) else [wanted])]
        return (str(value) in allowed) != sign.startswith("!")
    if "%" in sign:
        return (str(wanted).strip("%").casefold() in str(value).casefold()) != ("!" in sign)
    if field.upper() in DATES:
        mine, other = parse_iso(value), parse_iso(wanted)
        if other is None:
            return False
    else:
        mine, other = order_of(value), order_of(wanted)
    return {">": mine > other, "<": mine < other, ">=": mine >= other, "<=": mine <= other}[sign]


def numbers(call, conditions, descending):
    """Sessions in order of activity ids, from where >ID says."""
    first = max(0, to_int(conditions.get(">ID"), FIRST_ACTIVITY - 1) - FIRST_ACTIVITY + 1)
    last = min(call.world.count(), to_int(conditions.get("<ID"), 1 << 60) - FIRST_ACTIVITY)
    return range(last - 1, first - 1, -1) if descending else range(first, last)


def map_of(value):
    return value if isinstance(value, dict) else {}


@method("crm.activity.list", "crm")
def activity_list(call):
    order, conditions = map_of(call.get("order")), map_of(call.get("filter"))
    start = call.number("start")
    ways = {key.upper(): str(way).upper() for key, way in order.items()} or {"ID": "ASC"}
    field, way = next(iter(ways.items()))
    # By start time is by id: sessions begin in order.
    sessions = map(call.world.summary, numbers(call, conditions, way == "DESC"))
    shapes = (activity(call, session) for session in sessions if session.chat.crm)
    found = (shape for shape in shapes
             if all(holds(shape, name, wanted) for name, wanted in conditions.items()))
    if field not in ("ID", "START_TIME", "CREATED"):
        found = iter(sorted(found, key=lambda shape: order_of(shape.get(field)),
                            reverse=way == "DESC"))
    if start < 0:
        return Listed(select(call, islice(found, PAGE)), 0)
    every = list(found)
    more = start + PAGE < len(every)
    return Listed(select(call, every[start:start + PAGE]), len(every),
                  start + PAGE if more else None)


def select(call, shapes):
    wanted = {str(name).upper() for name in call.items("select")}
    if not wanted or "*" in wanted:
        return list(shapes)
    return [{name: value for name, value in shape.items() if name in wanted | {"ID"}}
            for shape in shapes]
