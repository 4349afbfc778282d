# SPDX-License-Identifier: MIT
"""Words that people of the generated portal write, and their names."""

RUSSIAN = """здравствуйте подскажите пожалуйста когда придёт заказ номер оплата прошла но письмо не
пришло спасибо сейчас проверю минуту уточните адрес доставка завтра после обеда можно вернуть
товар документы менеджер ответит вам счёт договор настройка открытая линия не работает кнопка
на сайте форма ошибка обновите страницу попробуйте ещё раз всё получилось хорошего дня""".split()
ENGLISH = """hello please tell me when the order will arrive payment went through but no letter came
thank you let me check a minute what is your address delivery tomorrow after lunch can I return
it documents manager will answer you invoice contract setting open channel does not work button
on the site form error reload the page try once more it worked have a nice day""".split()
CHINESE = """您好 请问 订单 什么时候 到 付款 成功 但是 没有 收到 邮件 谢谢 请稍等 地址 明天 下午 送货
可以 退货 吗 合同 发票 网站 按钮 不能用 请 刷新 页面 再试 一次 好的 祝您 愉快""".split()
LANGUAGES = ((RUSSIAN, " ", ".!?"), (ENGLISH, " ", ".!?"), (CHINESE, "", "。！？"))

FIRST = ("Анна", "Пётр", "Елена", "Иван", "Mary", "John", "Zoë", "Jürgen", "王", "李", "أحمد",
         "Łukasz")
LAST = ("Белова", "Орлов", "Смирнова", "Ким", "Smith", "O'Brien", "Müller", "", "伟", "娜", "خالد",
        "Wójcik")
COLORS = ("#4ba984", "#58cc47", "#df532d", "#e8a441", "#1eb4aa", "#ab7761")

EMOJI = "👍🏽 👨‍👩‍👧‍👦 🇷🇺🇨🇳 ❤️ 🙂‍↔️ 1️⃣ 😀"
RTL = "مرحبا، أين طلبي رقم 1205؟ שלום, ההזמנה לא הגיעה (ABC)."
COMBINING = "Z̴̢̛̞a̷͇͌l̵̨̛g̷̱̈o̶̰͝, é vs é, नमस्ते, ครับ, 각"
CONTROLS = "before\u202eflipped\u202c after\u200b\u2066isolated\u2069\u0007\u001b[31mred"
QUOTE = ("-" * 54) + "\n%s [12.05.2026 10:02]\n%s\n" + ("-" * 54) + "\n%s"


def sentence(random, most=40, language=None):
    words, space, ends = LANGUAGES[language if language is not None
                                   else random.choices((0, 1, 2), (6, 3, 1))[0]]
    count = min(most, max(1, int(random.expovariate(1 / 9))))
    text = space.join(random.choices(words, k=count))
    return text[:1].upper() + text[1:] + random.choice(ends)
