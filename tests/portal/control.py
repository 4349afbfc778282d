# SPDX-License-Identifier: MIT
"""/_mock/: how a test talks to the portal besides reading it. Never recorded, never limited."""
import json
from urllib.parse import parse_qs

from answer import Answer
from changes import ACTIONS
from encoding import ENCODE


def show(value, status=200):
    return Answer(ENCODE(value).encode(), status)


def calls(portal, request):
    """The calls so far; ?method=NAME of one method, ?from=N without the first N."""
    query = {name: values[0] for name, values in parse_qs(request.query).items()}
    found = portal.record.calls[int(query.get("from", 0)):]
    method = query.get("method", "").lower()
    return show([row for row in found if not method or row["method"] == method])


def violations(portal, request):
    return show(portal.record.violations)


def state(portal, request):
    return show({"knobs": portal.knobs.all(), "limits": portal.limits.figures(),
                 "counts": portal.record.counts,
                 "faults": [rule.state() for rule in portal.faults.rules],
                 "failures": portal.server.failures, "webhook": portal.webhook,
                 "elsewhere": portal.elsewhere,
                 "sessions": portal.world.count(), "chats": portal.world.n_chats})


def turn(portal, request):
    portal.set(**json.loads(request.body or b"{}"))
    return show(True)


def do(portal, request):
    given = json.loads(request.body)
    return show(ACTIONS[given["action"]](portal, given))


def clear(portal, request):
    """Forgets calls, violations and what was used of the limits."""
    portal.record.clear()
    portal.limits.reset()
    return show(True)


ADDRESSES = {("GET", "calls"): calls, ("GET", "violations"): violations, ("GET", "state"): state,
             ("POST", "set"): turn, ("POST", "do"): do, ("POST", "clear"): clear}


def control(portal, request):
    function = ADDRESSES.get((request.verb, request.path.removeprefix("/_mock/").strip("/")))
    if function is None:
        return show({"error": "no such address"}, 404)
    try:
        return function(portal, request)
    except (KeyError, ValueError, TypeError) as error:
        return show({"error": str(error)}, 400)
