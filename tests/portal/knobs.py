# SPDX-License-Identifier: MIT
"""What of the portal can be turned: one row a knob. At start by --set, later by POST /_mock/set."""
from encoding import parse_json

# name, default, what it does
KNOBS = (
    ("v2", "on", "imopenlines.v2.Session.list: on, off (no such method), tariff (not in the plan)"),
    ("crm", True, "crm.activity.list is there"),
    ("chat_id", True, "session.history.get takes CHAT_ID; off: ACCESS_DENIED, as old portals"),
    ("time_start", "float", "time.start is a float, or an int as newer portals write"),
    ("time_operating", True, "time has operating and operating_reset_at"),
    ("skew", 0, "hours that message.date is early, and lastActivityDate late, in the history"),
    ("disorder", False, "messages of one second come in no order"),
    ("zone", 180, "minutes east of UTC in all dates"),
    ("now", 0, "Unix time that the portal's clock shows from this moment on; 0: the real time"),
    ("language", "en", "language of error_description: en or ru"),
    ("scopes", "imopenlines,im,crm,disk,user", "scopes granted"),
    ("wrong_secret", False, "every webhook is unknown: NO_AUTH_FOUND"),
    ("expired", False, "turning it on ends all access tokens given so far: expired_token"),
    ("refresh", "ok", "/oauth/token/ with a refresh token: ok, or the error to answer"),
    ("token_life", 3600, "seconds an access token lives"),
    ("member", 4, "the user of the webhook takes part in each n-th chat; 1: in all, 0: in none"),
    ("denied", 0, "percent of sessions whose history is ACCESS_DENIED"),
    ("denied_sessions", [], "ids of sessions whose history is ACCESS_DENIED"),
    ("poison", [], "ids of sessions whose history is cut inside an escape: the JSON is broken"),
    ("plan", "50/2", "bucket and leak: 50/2, 250/5 (enterprise)"),
    ("bucket", True, "the bucket limits requests"),
    ("count_refused", True, "a refused request counts in the bucket too"),
    ("steal", 0, "requests a second that another client makes out of the same bucket"),
    ("operating", 0, "seconds a call works: a number, or {method: number, \"\": others}"),
    ("operating_limit", 0, "operating seconds of ten minutes after which a method is 429; 0: none"),
    ("speed", 1.0, "how much faster the clock of bucket and baskets runs"),
    ("latency", 0, "seconds before an answer: a number, or {method: number, \"\": others}"),
    ("gzip", True, "answers are packed for who takes it"),
    ("light", False, "histories of closed sessions are others' with their own ids: much faster"),
    ("record", "all", "calls to remember: all, outer (not those inside batch), off"),
)
DEFAULTS = {name: default for name, default, _ in KNOBS}
WORDS = {"on": True, "off": False, "yes": True, "no": False}


def read(name, value):
    """A value as it came (a word of the command line, or JSON) as the knob's type."""
    default = DEFAULTS[name]
    if isinstance(value, str) and not isinstance(default, str):
        is_json, parsed = parse_json(value)
        value = parsed if is_json else WORDS.get(value, value)
    if name == "v2" and isinstance(value, bool):
        value = "on" if value else "off"
    if isinstance(default, bool) and not isinstance(value, bool):
        value = bool(value)
    if isinstance(default, float):
        value = float(value)
    if isinstance(default, list) and not isinstance(value, list):
        value = [value]
    return value


class Knobs:
    """Each row above as an attribute."""

    def __init__(self, **values):
        self.__dict__.update(DEFAULTS)
        self.set(values)

    def set(self, values):
        unknown = sorted(set(values) - set(DEFAULTS))
        if unknown:
            raise KeyError(f"no knob {', '.join(unknown)}")
        for name, value in values.items():
            setattr(self, name, read(name, value))

    def per_method(self, name, method):
        value = getattr(self, name)
        if isinstance(value, dict):
            return value.get(method, value.get("", 0))
        return value

    def all(self):
        return {name: getattr(self, name) for name in DEFAULTS}

    def is_granted(self, scope):
        return not scope or scope in str(self.scopes).split(",")
