# SPDX-License-Identifier: MIT
"""Files: one-time addresses of the messenger, signed ones of the drive, and what they give."""
import hashlib
import re

from answer import Answer, Error
from encoding import iso
from methods import method, to_int
from faults import HTML, login

KINDS = {"image": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4"}
BLOCK = 32


def content(file):
    """`size` bytes that follow from the id."""
    block = hashlib.sha256(b"%d" % file["id"]).digest()
    return (block * (file["size"] // BLOCK + 1))[:file["size"]]


@method("im.v2.File.download", "im", exact=True)
def file_download(call):
    session, file = call.world.file(call.number("fileId", -1))
    if file is None:
        raise Error("FILE_NOT_FOUND", "File not found", 400)
    if not call.is_member(session.chat):
        raise Error("ACCESS_DENIED", "Access denied", 403)
    token = call.portal.once(file["id"])
    return {"downloadUrl": f"{call.base}/rest/download.json?token={token}"}


@method("disk.file.get", "disk")
def disk_file(call):
    session, file = call.world.file(call.number("id", -1))
    if file is None:
        raise Error("ERROR_NOT_FOUND", "Could not find entity with id `X`.", 400)
    date, sign = iso(file["date"], call.knobs.zone), call.portal.sign(file["id"])
    return {"ID": str(file["id"]), "NAME": file["name"], "CODE": None, "STORAGE_ID": "5",
            "TYPE": "file", "PARENT_ID": "17", "DELETED_TYPE": "0", "GLOBAL_CONTENT_VERSION": "1",
            "FILE_ID": str(file["id"] * 3), "SIZE": str(file["size"]), "CREATE_TIME": date,
            "UPDATE_TIME": date, "DELETE_TIME": None, "CREATED_BY": str(file["authorId"]),
            "UPDATED_BY": str(file["authorId"]), "DELETED_BY": "0",
            "DOWNLOAD_URL": f"{call.base}/rest/download/{file['id']}?sign={sign}",
            "DETAIL_URL": f"{call.base}/company/personal/user/7/disk/file/{file['id']}"}


def send(request, file):
    """The file, or a part of it. Front servers know no file for a client without a name."""
    if not re.search(r"\w", request.headers.get("user-agent", "")):
        return Answer(b"", 404, HTML)
    body, headers = content(file), [("ETag", f'"{file["id"]}"'), ("Accept-Ranges", "bytes")]
    answer = Answer(body, 200, KINDS.get(file["type"], "application/octet-stream"), headers)
    answer.encoding = ""
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
    if asked:
        first, last = int(asked[1]), min(to_int(asked[2], len(body)), len(body) - 1)
        if first >= len(body):
            answer.body, answer.status = b"", 416
            answer.headers.append(("Content-Range", f"bytes */{len(body)}"))
        else:
            answer.body, answer.status = body[first:last + 1], 206
            answer.headers.append(("Content-Range", f"bytes {first}-{last}/{len(body)}"))
    return answer


def denied():
    return Answer(Error("ACCESS_DENIED", "Access denied", 403).body("en"), 403)


def serve(portal, request):
    """An Answer for the address of a file, or None if it is none."""
    params = request.params() or {}
    if request.path == "/rest/download.json":
        file_id = portal.once_used(params.get("token", ""))
    elif request.path.startswith("/rest/download/"):
        file_id = to_int(request.path.rpartition("/")[2], -1)
        file_id = file_id if params.get("sign") == portal.sign(file_id) else None
    elif request.path.startswith("/bitrix/services/main/ajax.php"):
        answer = Answer()
        login(answer, {})  # an address of the web client: it wants a cookie
        return answer
    else:
        return None
    _, file = portal.world.file(file_id) if file_id is not None else (None, None)
    return send(request, file) if file else denied()
