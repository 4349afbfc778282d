# SPDX-License-Identifier: MIT
"""The methods of a portal: a row of METHODS for each, made by @method beside its function."""
from answer import Error

METHODS = {}


class Row:
    def __init__(self, name, scope, function, exact):
        self.name, self.scope, self.function, self.exact = name, scope, function, exact


def method(name, scope="", exact=False):
    """exact: names of parameters are taken as they are written; else in any case."""
    def add(function):
        METHODS[name.lower()] = Row(name, scope, function, exact)
        return function
    return add


class Listed:
    """A result that is a page: `next` and `total` go beside it, when they are not None."""

    def __init__(self, result, total=None, next_=None):
        self.result, self.total, self.next = result, total, next_


class Call:
    """One call: where it is made, with which parameters."""

    def __init__(self, portal, row, params, base):
        self.portal, self.knobs, self.world = portal, portal.knobs, portal.world
        self.exact, self.params, self.base = row.exact, params, base
        self.folded = None if row.exact else {key.upper(): item for key, item in params.items()}

    def get(self, name, default=None):
        value = self.params.get(name) if self.exact else self.folded.get(name.upper())
        return default if value is None else value

    def has(self, name):
        return self.get(name) not in (None, "")

    def number(self, name, default=0):
        return to_int(self.get(name), default)

    def is_yes(self, name, default=False):
        value = self.get(name)
        return default if value is None else value in (True, "Y", "y", "true", 1, "1")

    def items(self, name):
        """A list, or one of one."""
        value = self.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, dict):
            return list(value.values())
        return value if isinstance(value, list) else [value]

    def is_member(self, chat):
        every = self.knobs.member
        return bool(every) and chat.number % every == 0

    def dialog(self, name="DIALOG_ID"):
        """The chat that the parameter tells, one the caller takes part in."""
        if not self.has(name):
            raise Error("DIALOG_ID_EMPTY")
        chat = self.world.chat(chat_number(self.get(name)))
        if chat is None or not self.is_member(chat):
            raise Error("ACCESS_ERROR")
        return chat


def to_int(value, default=0):
    try:
        return int(value)
    except (TypeError, ValueError):
        return default


def chat_number(text):
    """2210 of "chat2210" in any case, or of "2210"; -1 of anything else."""
    text = str(text).lower()
    for prefix in ("chat", "sg", "crm"):
        text = text.removeprefix(prefix)
    return to_int(text, -1)
