# SPDX-License-Identifier: MIT
"""Every kind of message that a portal sends, one function a kind.

A function gets the scene and yields (author, text, params, files); KINDS come round in turn, so
each is met within the first few sessions of a portal.
"""
import phrases

OL = "bx-messenger-content-item-ol-"
HIDDEN = "bx-messenger-content-item-system"
BOT, DELETED_USER = 31, 99
OWN_FILE = "own"  # replaced by the id of the message's own file
KINDS = []


class Scene:
    def __init__(self, world, session, random):
        self.world, self.session, self.random = world, session, random
        self.client, self.operator = session.chat.client, session.operator or 0

    def sentence(self):
        return phrases.sentence(self.random)


def kind(function):
    KINDS.append(function)
    return function


def attach(*blocks, color="#aac337", description="", **more):
    return {"ATTACH": [{"ID": 1684478426, "BLOCKS": list(blocks), "DESCRIPTION": description,
                        "COLOR": color, **more}]}


def file(name, kind_of="file", size=2048, **more):
    extension = name.rpartition(".")[2].lower()
    return {"id": 0, "chatId": 0, "date": 0, "type": kind_of, "name": name,
            "extension": extension, "size": size, "image": False, "status": "done",
            "progress": 100, **more}


@kind
def attach_of_a_page(scene):
    yield 0, "Страница сайта", {**attach(
        {"MESSAGE": "Клиент на странице [URL=https://acme.example/order?id=1&x=<2>]заказ[/URL]"},
        color="#df532d"), "CLASS": HIDDEN}, ()


@kind
def attach_grids(scene):
    rows = [{"DISPLAY": display, "NAME": f"Имя {display}", "VALUE": "[B]Гость[/B]", "WIDTH": 300,
             "COLOR_TOKEN": "base", "LINK": "https://acme.example/crm/lead/1205/"}
            for display in ("BLOCK", "LINE", "ROW", "TABLE")]
    yield 0, "", {**attach({"GRID": rows}, {"DELIMITER": {"SIZE": 200, "COLOR": "#c6c6c6"}},
                           {"GRID": [{"DISPLAY": "ROW", "NAME": "Only a name"}]},
                           color="transparent", COLOR_TOKEN="alert"), "CLASS": HIDDEN}, ()


@kind
def attach_links_and_users(scene):
    yield scene.operator, scene.sentence(), attach(
        {"LINK": [{"NAME": "acme.example", "LINK": "https://acme.example/", "DESC": "A shop",
                   "PREVIEW": "https://acme.example/p.png", "WIDTH": 100, "HEIGHT": 50}]},
        {"RICH_LINK": [{"NAME": "Card", "LINK": "/crm/deal/details/7/", "DESC": "Deal & more",
                        "EXTRA_IMAGE": "https://acme.example/x.png"}]},
        {"USER": [{"NAME": "Olga Sedova", "AVATAR": "", "AVATAR_TYPE": "USER", "USER_ID": 7,
                   "LINK": "/company/personal/user/7/"}]}, description="SKIP_MESSAGE"), ()


@kind
def attach_images_and_files(scene):
    yield scene.operator, "", attach(
        {"IMAGE": [{"LINK": "https://acme.example/a.jpg", "NAME": "a.jpg", "WIDTH": 640,
                    "HEIGHT": 480, "PREVIEW": "https://acme.example/a_s.jpg"}]},
        {"FILE": [{"LINK": "/disk/1", "NAME": "price.xlsx", "SIZE": 102400}]},
        {"HTML": "[I]was html[/I][BR]second row"}, {"HOLOGRAM": [{"NAME": "of the future"}]},
        description="Two things"), ()


@kind
def a_picture(scene):
    yield scene.client, "", {"FILE_ID": OWN_FILE}, [file(
        "фото заказа.JPG", "image", 48211, image={"height": 1280, "width": 960})]


@kind
def a_document_with_text(scene):
    yield scene.operator, scene.sentence(), {"FILE_ID": OWN_FILE}, [file("Счёт №5 <copy>.pdf")]


@kind
def voice_and_video(scene):
    yield scene.client, "", {"FILE_ID": OWN_FILE}, [file("voice.ogg", "audio", 9000,
                                                         isVoiceNote=True, isTranscribable=True)]
    yield scene.client, "", {"FILE_ID": OWN_FILE}, [file("round.mp4", "video", 65000,
                                                         isVideoNote=True)]


@kind
def a_file_without_entry(scene):
    yield scene.client, "See the file", {"FILE_ID": [4]}, ()


@kind
def a_hostile_file_name(scene):
    yield scene.client, "", {"FILE_ID": OWN_FILE}, [file("../../.ssh/photo\u202egpj.exe")]


@kind
def bbcode(scene):
    yield scene.operator, ("[B]bold[/B] [I]italic[/I] [U]under[/U] [S]struck[/S] [SIZE=20]b[/SIZE]"
                           " [COLOR=#ff0000]red[/COLOR] [CODE]x = [B]1[/B];[/CODE]\n>>quote\n"
                           "[PUT=/help]help[/PUT] [SEND=yes]yes[/SEND] [CALL=+7 900 1]call[/CALL]"
                           " [TIMESTAMP=1780000000 format=SHORT_DATE_FORMAT] [LIKE]"), {}, ()


@kind
def marks_without_end(scene):
    yield scene.client, "[B]bold [URL=https://acme.example/?a=1&b=2]no [USER=7 REPLACE]end", {}, ()
    yield scene.client, "a\\b \"quoted\\\" 'single' </script> &amp; &lt; \u2028 end", {}, ()


@kind
def emoji(scene):
    yield scene.client, phrases.EMOJI + " :f09f9880: :)", {}, ()


@kind
def right_to_left(scene):
    yield scene.client, phrases.RTL, {}, ()


@kind
def combining_marks(scene):
    yield scene.client, phrases.COMBINING, {}, ()


@kind
def controls_and_bidi(scene):
    yield scene.client, phrases.CONTROLS, {}, ()


@kind
def chinese(scene):
    yield scene.client, phrases.sentence(scene.random, language=2), {}, ()


@kind
def a_request_to_rate(scene):
    yield 0, "Оцените диалог", {
        "CLASS": OL + "output bx-messenger-content-item-vote", "IMOL_VOTE": str(scene.session.id),
        "IMOL_VOTE_SID": scene.session.id, "IMOL_DATE_CLOSE_VOTE": "", "IMOL_FORM": "like"}, ()


@kind
def a_form(scene):
    yield 0, "[B]Отправлена форма \"Контакты\"[/B]", {
        "CLASS": OL + "output", "COMPONENT_ID": "bx-imopenlines-form", "TYPE": "lines",
        "CRM_FORM_ID": "5", "CRM_FORM_SEC": "abc123", "CRM_FORM_FILLED": "N"}, ()
    yield 0, "Никто не ответил", {"CLASS": OL + "output", "IMOL_FORM": "offline",
                                 "COMPONENT_ID": "bx-imopenlines-form-offline"}, ()


@kind
def a_transfer(scene):
    yield 0, (f"[USER={scene.operator} REPLACE]Operator[/USER] перенаправил диалог на "
              "[USER=9 REPLACE][/USER]"), {}, ()
    yield 9, "Здравствуйте, продолжу я.", {}, ()


@kind
def a_link_to_another_session(scene):
    other = scene.world.id_of(max(0, scene.session.number - scene.world.n_chats))
    yield 0, f"Earlier: [URL=/online/?IM_HISTORY=imol|{other}]{other}[/URL]", {"CLASS": HIDDEN}, ()
    yield scene.operator, f"[CHAT=imol|{other}]Прошлый диалог[/CHAT]", {}, ()


@kind
def edited(scene):
    yield scene.operator, scene.sentence(), {"IS_EDITED": "Y", "CONNECTOR_MID": ["5"]}, ()


@kind
def deleted(scene):
    yield scene.client, "", {"IS_DELETED": "Y"}, ()


@kind
def of_a_user_who_is_gone(scene):
    yield DELETED_USER, scene.sentence(), {}, ()


@kind
def a_warning(scene):
    yield 0, "The agreement was sent to the client", {"CLASS": OL + "attention"}, ()


@kind
def a_silent_note(scene):
    yield scene.operator, scene.sentence(), {"CLASS": HIDDEN, "COMPONENT_ID": "HiddenMessage"}, ()


@kind
def a_bot_with_buttons(scene):
    yield BOT, "Выберите тему:", {"NAME": "Робот-консультант", "KEYBOARD": [
        {"TEXT": "Заказ", "COMMAND": "order", "DISPLAY": "LINE", "BG_COLOR": "#29619b"},
        {"TYPE": "NEWLINE"}, {"TEXT": "Сайт", "LINK": "https://acme.example/"}]}, ()
    yield BOT, "", {"KEYBOARD": "N"}, ()


@kind
def a_quote_and_an_answer(scene):
    yield scene.operator, phrases.QUOTE % (scene.world.user(scene.client)["name"],
                                           "Когда придёт заказ?", "Завтра."), {"LIKE": [7, 12]}, ()


@kind
def not_delivered(scene):
    yield scene.operator, scene.sentence(), {"IS_DELIVERED": "N", "IS_ERROR": "Y"}, ()


@kind
def long_words_and_lines(scene):
    yield scene.client, "https://acme.example/" + "a" * 600 + "\n\n\n" + "слово " * 150, {}, ()
