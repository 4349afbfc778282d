# SPDX-License-Identifier: MIT
"""batch: up to fifty calls in one, with PHP's idea of what is a list."""
import re

from answer import Error
from encoding import dumps, php_map
from methods import Listed
from request import php_query

MOST = 50
NOT_IN_BATCH = ("batch", "im.v2.file.download.content", "disk.folder.uploadfile")
REFERENCE = re.compile(r"\$result((?:\[[^\]]*\])+)")
PARTS = ("result", "result_error", "result_total", "result_next", "result_time")


def look_up(results, path):
    """The value of $result[a][b], or None."""
    value = results
    for key in re.findall(r"\[([^\]]*)\]", path):
        try:
            value = value[key] if isinstance(value, dict) else value[int(key)]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return value


def fill(text, results):
    """References to earlier results; those that lead nowhere stay as they are."""
    def value(found):
        known = look_up(results, found[1])
        if known is None:
            return found[0]
        return dumps(known) if isinstance(known, (dict, list)) else str(known)
    return REFERENCE.sub(value, text)


def fill_all(value, results):
    if isinstance(value, str):
        return fill(value, results) if "$result" in value else value
    if isinstance(value, dict):
        return {key: fill_all(item, results) for key, item in value.items()}
    if isinstance(value, list):
        return [fill_all(item, results) for item in value]
    return value


def commands(params):
    listed = params.get("cmd") or {}
    if isinstance(listed, list):
        return {str(place): text for place, text in enumerate(listed)}
    return listed if isinstance(listed, dict) else {}


def names(params):
    """Methods that a batch calls, for what matches requests by method."""
    return [str(text).partition("?")[0].strip("/").lower().removesuffix(".json")
            for text in commands(params).values()]


def run_one(portal, text, results, base):
    name, _, query = str(text).partition("?")
    name = name.strip("/").lower().removesuffix(".json")
    if name in NOT_IN_BATCH:
        raise Error("ERROR_BATCH_METHOD_NOT_ALLOWED")
    return name, fill_all(php_query(query), results)


def run(portal, params, base):
    """All commands in turn, into the five maps of a batch's result."""
    found = {part: {} for part in PARTS}
    halt = params.get("halt") in (1, True, "1", "true", "Y")
    for place, (key, text) in enumerate(commands(params).items()):
        try:
            if place >= MOST:
                raise Error("ERROR_BATCH_LENGTH_EXCEEDED")
            name, inner = run_one(portal, text, found["result"], base)
            result, time = portal.call(name, inner, base, batch=key)
        except Error as error:
            found["result_error"][key] = error.body(portal.knobs.language)
            if halt:
                break
            continue
        if isinstance(result, Listed):
            if result.total is not None:
                found["result_total"][key] = result.total
            if result.next is not None:
                found["result_next"][key] = result.next
            result = result.result
        found["result"][key], found["result_time"][key] = result, time
    portal.faults.change_batch(found)
    return {part: php_map(items) for part, items in found.items()}


