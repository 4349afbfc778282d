# SPDX-License-Identifier: MIT
"""R and F5: the files are read again, and the person stays where they were."""
import json
import os
from pathlib import Path

from setting import case, check

CLIENT, OPERATOR = "341", "7"


def answer(texts, chat=2210, session=903, first=100):
    """An answer of the portal; every third text is the operator's, None was never there."""
    numbered = [(first + i, text) for i, text in enumerate(texts) if text is not None]
    return {"result": {
        "chatId": chat, "canJoin": "Y", "canVoteHead": "Y", "sessionId": session,
        "sessionVoteHead": 0, "sessionCommentHead": None, "userId": f"chat{chat}",
        "message": {str(number): {
            "id": str(number), "chatid": str(chat), "recipientid": f"chat{chat}",
            "senderid": OPERATOR if number % 3 == 0 else CLIENT, "text": text, "textlegacy": text,
            "date": f"2026-04-07T{10 + number // 60}:{number % 60:02}:00+03:00", "params": []}
            for number, text in numbered},
        "usersMessage": {str(chat): [str(number) for number, _ in numbered]},
        "users": {CLIENT: {"id": CLIENT, "name": "Anna", "connector": True},
                  OPERATOR: {"id": OPERATOR, "name": "Olga"}}}}


def write(setting, texts, name="dialog.json", **more):
    path = Path(setting.home) / name
    path.with_suffix(".new").write_text(json.dumps(answer(texts, **more)))
    os.replace(path.with_suffix(".new"), path)
    return str(path)


def row_of(shown, word):
    found = [number for number, row in enumerate(shown.rows) if word in row]
    check(found, f"{word!r} is not on the screen")
    return found[0]


TEXTS = [f"word{number}" for number in range(40)]


@case
def what_was_edited_added_and_removed_is_shown(setting):
    path = write(setting, TEXTS)
    with setting.show(path) as shown:
        shown.press("20G", "zz")
        row = row_of(shown, "word19")
        write(setting, ["begun", *TEXTS[1:22], "edited", None, *TEXTS[24:], "new", "newer"])
        shown.press("R")
        check("2 messages more" not in shown.rows[29] and "1 message more" in shown.rows[29],
              shown.rows[29])
        check(row_of(shown, "word19") == row, "the message is on another row")
        check("▌" in shown.rows[row], "another message is selected")
        check(any("edited" in line for line in shown.rows), "the edit is not shown")
        check(not any("word23" in line for line in shown.rows), "it has not gone")
        shown.press("G")
        check(any("newer" in line for line in shown.rows), "the new message is not shown")
        shown.quit()


@case
def a_selected_message_that_is_gone_leaves_its_place(setting):
    path = write(setting, TEXTS)
    with setting.show(path) as shown:
        shown.press("20G", "zz")
        write(setting, [*TEXTS[:19], None, *TEXTS[20:]])
        shown.press("\x1b[15~")
        check("▌" in shown.rows[row_of(shown, "word20")], "not the one in its place")
        check("20/39" in shown.rows[29], shown.rows[29])
        shown.quit()


@case
def filter_folds_and_tags_stay(setting):
    path = write(setting, TEXTS)
    write(setting, TEXTS, "other.json", session=904, first=200)
    with setting.show(path, str(Path(path).with_name("other.json"))) as shown:
        shown.press("5G", "t", "zc", "&word3\r")
        shown.press("g")
        row = row_of(shown, "folded")
        write(setting, [*TEXTS, "word3 once more"], "other.json", session=904, first=200)
        shown.press("R")
        check(row_of(shown, "folded") == row, "the fold is gone or moved")
        check("filter: 12" in shown.rows[29] or "read again" in shown.rows[29], shown.rows[29])
        shown.press("G")
        check("word3 once more" in shown.rows[row_of(shown, "once more")], "not among the found")
        shown.press("g", "zo", "&\r", "5G")
        check("tagged" in shown.rows[row_of(shown, "word4 ")], "the tag is gone")
        shown.quit()


@case
def what_cannot_be_read_again_is_told(setting):
    path = write(setting, TEXTS)
    with setting.show(path) as shown:
        shown.press("20G")
        os.unlink(path)
        shown.press("R")
        check("dialog.json" in shown.rows[29], shown.rows[29])
        check("▌" in shown.rows[row_of(shown, "word19")], "it moved")
        shown.press("j", "G")
        check(any("word39" in line for line in shown.rows), "what was read is gone")
        shown.quit()
    with setting.show() as shown:
        shown.press("R")
        check("does not change" in shown.rows[29], shown.rows[29])
        shown.quit()


@case
def a_chat_that_is_gone_gives_way_to_another(setting):
    path = write(setting, TEXTS)
    write(setting, TEXTS, "other.json", chat=9, session=904, first=200)
    folder = Path(setting.home) / "folder"
    folder.mkdir()
    for name in ("dialog.json", "other.json"):
        os.replace(Path(path).with_name(name), folder / name)
    with setting.show(str(folder)) as shown:
        shown.press("J", "l", "i")
        (folder / "dialog.json").unlink()
        shown.press("R")
        shown.press("j", "k", "G", "i", "J", "K", "=", "q")
        check(any("word39" in line for line in shown.rows), "nothing is shown")
        shown.quit()
