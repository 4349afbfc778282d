# SPDX-License-Identifier: MIT
"""How a session goes: its start, the talk with one of each kind of message in turn, its end."""
import kinds
import phrases

LEAST = 18  # messages of the shortest session: head, kinds and tail fit


class Message:
    """time: Unix seconds. params: names as in the database. files: those that have an entry."""
    __slots__ = ("id", "author", "time", "text", "params", "files")

    def __init__(self, author, text, params=None, files=()):
        self.id = self.time = 0
        self.author, self.text = author, text
        self.params, self.files = params or {}, list(files)


def name_of(world, user_id):
    user = world.user(user_id) or {"name": "?"}
    return user["name"]


def mention(world, user_id):
    return f"[USER={user_id} REPLACE]{name_of(world, user_id)}[/USER]"


def head(world, session):
    link = f"[URL=/online/?IM_HISTORY=imol|{session.id}]{session.id}[/URL]"
    yield Message(0, f"Начат новый диалог №{link}",
                  {"CLASS": kinds.OL + "start", "COMPONENT_ID": "StartDialogMessage"})
    if session.operator:
        yield Message(0, f"Обращение направлено на {mention(world, session.operator)}")
    yield Message(session.chat.client, "Здравствуйте! Hello! 您好")
    yield Message(0, "Добро пожаловать в [B]Открытую линию[/B]!\nМы ответим вам скоро.",
                  {"CLASS": kinds.OL + "output", "TYPE": "lines", "IMOL_FORM": "welcome",
                   "COMPONENT_ID": "bx-imopenlines-message", "CONNECTOR_MID": ["1"]})


def tail(world, session):
    if session.vote != "none":
        yield Message(0, "Оцените качество обслуживания", {
            "CLASS": kinds.OL + "output bx-messenger-content-item-vote", "IMOL_VOTE": session.vote,
            "IMOL_VOTE_SID": session.id, "IMOL_VOTE_TEXT": "Please rate",
            "IMOL_VOTE_LIKE": "Thank you!", "IMOL_VOTE_DISLIKE": "Sorry", "IMOL_FORM": "like"})
    if session.operator:
        yield Message(0, f"{mention(world, session.operator)} завершил работу с диалогом")
    yield end_line(session)


def end_line(session):
    params = {"CLASS": kinds.OL + "end", "COMPONENT_ID": "bx-imopenlines-message",
              "TYPE": "lines", "IMOL_VOTE_SID": session.id,
              "IMOL_VOTE_USER": {"like": 5, "dislike": 1}.get(session.vote, 0),
              "IMOL_VOTE_HEAD": session.vote_head or 0}
    if session.comment_head:
        params["IMOL_COMMENT_HEAD"] = session.comment_head
    return Message(0, "Диалог завершен.", params)


def talk(session, random):
    """One message of the client, the operator or the bot."""
    chance = random.random()
    author = session.chat.client if chance < 0.5 or not session.operator else \
        kinds.BOT if chance < 0.55 else session.operator
    params = {"CONNECTOR_MID": [str(random.randrange(10**6))]} if chance < 0.4 else None
    return Message(author, phrases.sentence(random), params)


def special(world, session, random):
    """The kinds that are this session's turn; kinds.KINDS come round every few sessions."""
    made = []
    for kind in range(2):
        make = kinds.KINDS[(session.number * 2 + kind) % len(kinds.KINDS)]
        for author, text, params, n_files in make(kinds.Scene(world, session, random)):
            made.append(Message(author, text, params, n_files))
    return made


def spread(session, messages, end, random):
    """Times from the start to the end, some in the same second; never back."""
    span = max(1, end - session.created)
    moments = sorted(random.randrange(3, span + 3) for _ in range(len(messages) - 5))
    # The portal's first lines are of one second.
    previous = 0
    for message, moment in zip(messages, [0, 0, 0, 0] + moments + [span]):
        is_together = random.random() < 0.1 and moment != span
        previous = previous if is_together else min(moment, span)
        message.time = session.created + previous


def own_files(world, session, message):
    """A file's id follows from its message's."""
    for file in message.files:
        file["id"], file["chatId"] = message.id + 1, session.chat.id
        file["date"], file["authorId"] = message.time, message.author
        file["authorName"] = name_of(world, message.author)
    if message.params.get("FILE_ID") == kinds.OWN_FILE:
        message.params["FILE_ID"] = [message.id + 1]


def number(world, session, messages):
    first = world.first_message(session.number)
    for place, message in enumerate(messages):
        message.id = first + 2 * place
        own_files(world, session, message)


def messages(world, session, random):
    """All of a session, oldest first."""
    first = list(head(world, session))
    last = list(tail(world, session)) if session.closed is not None else []
    made = special(world, session, random)
    n_talk = max(1, session.count - len(first) - len(last) - len(made))
    middle = [talk(session, random) for _ in range(n_talk)]
    for place, message in zip(sorted(random.sample(range(1, n_talk + 1), min(len(made), n_talk))),
                              made):
        middle.insert(place, message)
    for message in made[n_talk:]:
        middle.append(message)
    every = first + middle + last
    spread(session, every, session.closed or session.created + 3 * 3600, random)
    number(world, session, every)
    return every
