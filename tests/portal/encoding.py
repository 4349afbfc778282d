# SPDX-License-Identifier: MIT
"""How a portal writes: JSON with PHP's flags, its casing of keys, its dates, its old HTML."""
import json
import re
from datetime import datetime, timezone
from functools import lru_cache

ENCODE = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode
HEX = (("/", "\\/"), ("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"), ("'", "\\u0027"))
ESCAPED = re.compile(r'\\(["\\])')

# Two private characters that no data holds: the encoder leaves a cut escape there, as portals did.
POISON = "\ue000\ue001"
POISON_ESCAPED, POISON_CUT = "\\ue000\\ue001", "\\u04"


class Raw:
    """JSON that is written already."""

    def __init__(self, text):
        self.text = text


def dumps_with_raw(value):
    """Each Raw is held by a private character, and put in its place at last."""
    raws = []

    def hold(item):
        raws.append(item.text)
        return "\ue002"
    encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, default=hold).encode
    pieces = hexed(encode(value)).split('"\\ue002"')
    return pieces[0] + "".join(raw + piece for raw, piece in zip(raws, pieces[1:]))


def dumps(value):
    """As json_encode with JSON_HEX_TAG, _AMP, _APOS, _QUOT: one line, no blanks, ASCII."""
    try:
        return hexed(ENCODE(value))
    except TypeError:
        return dumps_with_raw(value)


def hexed(text):
    if '\\"' in text:
        text = ESCAPED.sub(lambda found: "\\u0022" if found[1] == '"' else found[0], text)
    for plain, escaped in HEX:
        text = text.replace(plain, escaped)
    return text.replace(POISON_ESCAPED, POISON_CUT)


def php_map(items):
    """What PHP makes of an array: [] when empty, a list when its keys are exactly 0..n-1."""
    if all(str(key) == str(place) for place, key in enumerate(items)):
        return list(items.values())
    return items


@lru_cache(4096)
def fold_key(key):
    return re.sub(r"_(.)", lambda found: found[1].upper(), key.lower())


def camel_key(key):
    """The casing of the history: all lower, then each _x is X; what was camel becomes flat."""
    return key if key.isdigit() else fold_key(key)


def camel(value):
    """The same over all keys of a value, those that are data too."""
    if isinstance(value, dict):
        return {camel_key(key): camel(item) for key, item in value.items()} or []
    if isinstance(value, list):
        return [camel(item) for item in value]
    return value


def iso(seconds, zone):
    """PHP's date("c"): the zone in minutes east of UTC. None stays None."""
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(int(seconds) + zone * 60, timezone.utc)
    return moment.isoformat()[:19] + zone_suffix(zone)


@lru_cache(64)
def zone_suffix(zone):
    return "%s%02d:%02d" % ("-" if zone < 0 else "+", *divmod(abs(zone), 60))


def parse_iso(text):
    """Unix seconds of an ISO date, or None if it is none."""
    try:
        moment = datetime.fromisoformat(str(text).strip().replace("Z", "+00:00").replace(" ", "+"))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "<br />"))
STYLES = re.compile(r"\[(/?)([bius])\]", re.I)
LINKS = re.compile(r"\[url=([^\]]*)\](.*?)\[/url\]|\[url\](.*?)\[/url\]", re.I)


def legacy(text):
    """textlegacy: HTML of bold, italic, underline, strike and links; other marks stay."""
    for plain, escaped in ENTITIES:
        text = text.replace(plain, escaped)
    if "[" not in text:
        return text
    text = STYLES.sub(lambda found: f"<{found[1]}{found[2].lower()}>", text)
    return LINKS.sub(lambda found: '<a href="%s" target="_blank">%s</a>' % (
        found[1] or found[3], found[2] or found[3]), text)


def whole(number):
    """A float without a fraction is written without one."""
    return int(number) if number == int(number) else round(number, 6)


def parse_json(text):
    try:
        return True, json.loads(text)
    except ValueError:
        return False, None
