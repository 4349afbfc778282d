# SPDX-License-Identifier: MIT
"""Who am I, what may I, what time is it: always granted, but for user.current."""
from encoding import iso
from generate import SUPERVISOR
from methods import METHODS, method


@method("profile")
def profile(call):
    user = call.world.user(SUPERVISOR)
    return {"ID": str(SUPERVISOR), "ADMIN": True, "NAME": user["first_name"],
            "LAST_NAME": user["last_name"], "PERSONAL_GENDER": user["gender"], "TIME_ZONE": ""}


@method("user.current", "user")
def user_current(call):
    user = call.world.user(SUPERVISOR)
    seen = iso(call.portal.now() - 30, call.knobs.zone)
    return {"ID": str(SUPERVISOR), "XML_ID": "", "ACTIVE": True, "NAME": user["first_name"],
            "LAST_NAME": user["last_name"], "SECOND_NAME": "", "EMAIL": "",
            "LAST_LOGIN": seen, "DATE_REGISTER": "2020-01-01T00:00:00+03:00",
            "TIME_ZONE": "", "IS_ONLINE": "Y", "TIMESTAMP_X": "28.05.2026 20:26:40",
            "LAST_ACTIVITY_DATE": seen[:19].replace("T", " "), "PERSONAL_GENDER": "M",
            "UF_DEPARTMENT": [3], "USER_TYPE": "employee"}


@method("scope")
def scope(call):
    return [word for word in str(call.knobs.scopes).split(",") if word]


@method("method.get")
def method_get(call):
    row = METHODS.get(str(call.get("name", "")).lower())
    there = row is not None and call.portal.is_there(row)
    return {"isExisting": there, "isAvailable": there and call.knobs.is_granted(row.scope)}


@method("server.time")
def server_time(call):
    return iso(call.portal.now(), call.knobs.zone)
