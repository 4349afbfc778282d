/* SPDX-License-Identifier: MIT */
#include "text/redact.h"
#include "base/str.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The people and files every case knows. */
static struct redact *some_people(unsigned kinds)
{
    struct redact *redact = redact_new(kinds);

    redact_know_user(redact, 351, REDACT_NAMES, "Марина Корнеева");
    redact_know_user(redact, 11, REDACT_OPERATORS, "Ольга Седова");
    redact_know_user(redact, 12, REDACT_OPERATORS, "Роман Ветров");
    redact_know_user(redact, 356, REDACT_NAMES, "Tom Bexley");
    redact_know_user(redact, 357, REDACT_NAMES, "Jane Bexley");
    redact_know_user(redact, 99, REDACT_KINDS, "Спица");
    redact_know_title(redact, "Бурый гость №33 - A1");
    redact_know_title(redact, "王小明 - Shop");
    redact_know_file(redact, "Договор аренды.pdf");
    return redact;
}

/* Whether the text becomes this, and that stays as it is. */
static bool is_redacted(struct redact *redact, const char *text, const char *wanted)
{
    struct str out = {0}, again = {0};
    bool is_right;

    redact_text(redact, text, strlen(text), &out);
    redact_text(redact, str_text(&out), out.size, &again);
    is_right = strcmp(str_text(&out), wanted) == 0 && strcmp(str_text(&again), wanted) == 0;
    if (!is_right)
        print_error("\"%s\" became \"%s\", then \"%s\", not \"%s\"\n", text, str_text(&out),
                    str_text(&again), wanted);
    str_release(&out);
    str_release(&again);
    return is_right;
}

static void assert_redacted(struct redact *redact, const char *text, const char *wanted)
{
    assert_true(is_redacted(redact, text, wanted));
}

struct sample {
    const char *text, *wanted; /* NULL: stays */
};

/* Each with numbers of its own, so that they begin at 1. */
static void assert_samples(unsigned kinds, const struct sample *samples, size_t n)
{
    size_t n_wrong = 0;

    for (size_t i = 0; i < n; i++) {
        struct redact *redact = some_people(kinds);

        n_wrong += !is_redacted(redact, samples[i].text,
                                samples[i].wanted ? samples[i].wanted : samples[i].text);
        redact_free(redact);
    }
    assert_int_equal(n_wrong, 0);
}
#define ASSERT_SAMPLES(kinds, samples)                                                             \
    assert_samples(kinds, samples, sizeof(samples) / sizeof *(samples))

static void phones(void **state)
{
    static const struct sample samples[] = {
        {"+7 900 555-01-17", "[phone-1]"},
        {"Звоните +7(900)555-01-17!", "Звоните [phone-1]!"},
        {"8 900 555 01 17", "[phone-1]"},
        {"8-900-555-0117, вечером", "[phone-1], вечером"},
        {"8(900)5550117", "[phone-1]"},
        {"89005550117", "[phone-1]"},
        {"79005550117", "[phone-1]"},
        {"9005550117", "[phone-1]"},
        {"900 555-01-17", "[phone-1]"},
        {"(900) 555-01-17", "[phone-1]"},
        {"(49624) 1-23-45", "[phone-1]"},
        {"8.900.555.01.17", "[phone-1]"},
        {"8 9 0 0 5 5 5 0 1 1 7", "[phone-1]"},
        {"+7 900 555‑01‑17", "[phone-1]"}, /* hyphens that do not break */
        {"＋７９００５５５０１１７", "[phone-1]"},
        {"+7 9​0​0 555 01 17", "[phone-1]"}, /* blanks of no width */
        {"555-01-17", "[phone-1]"},
        {"тел. 12-34-56", "тел. [phone-1]"},
        {"мой телефон 5-01-17", "мой телефон [phone-1]"},
        {"+1 (202) 555-0143", "[phone-1]"},
        {"(202) 555-0143", "[phone-1]"},
        {"202-555-0143", "[phone-1]"},
        {"202.555.0143", "[phone-1]"},
        {"020 7946 0958", "[phone-1]"},
        {"07700900123", "[phone-1]"},
        {"00 44 20 7946 0958", "[phone-1]"},
        {"+44 20 7946 0958", "[phone-1]"},
        {"+375 29 123-45-67", "[phone-1]"},
        {"call 55512", "call [phone-1]"},
        {"whatsapp:+12025550143", "whatsapp:[phone-1]"},
        {"89005550117 и 8 (900) 555-01-18", "[phone-1] и [phone-2]"},
        {"89005550117, +7 900 555-01-17, 900 555 01 17", "[phone-1], [phone-1], [phone-1]"},
        {"8 900 555-01-17 2 штуки", "[phone-1] 2 штуки"},
        {"89005550117звоните", "[phone-1]звоните"},
        /* dates, times, versions, addresses of machines */
        {"16.04.2026 21:34:05", NULL},
        {"2026-05-18T06:00, 2026-05-12 13:08", NULL},
        {"звонил 16.04.2026 в 12.30", NULL},
        {"Тройка [04.05.2026 10:02], 04-05-2026 10:02, 15.06.2026 12.00", NULL},
        {"04.05.2026-11.05.2026, 2026-05-04 2026-05-05, 4.5.2026 10 00", NULL},
        {"04.05.2026 89161234567", "04.05.2026 [phone-1]"},
        {"(495) 123-45-67 04.05.2026 10:02", "[phone-1] 04.05.2026 10:02"},
        {"8-916-12-12-201", "[phone-1]"},
        {"020 12 2012 45", "[phone-1]"},
        {"04.05.2126 10", "[phone-1]"}, /* no date */
        {"192.168.100.200, 84.123.123.123", NULL},
        {"1.10.3-27", NULL},
        {"9–12 мая, 1945-2026", NULL},
        /* money and amounts */
        {"68 900 61 900 ₽", NULL},
        {"[S]68 900[/S] [B]61 900 ₽[/B]", NULL},
        {"79 161 234 567 ₽", NULL},
        {"+100 000 000 рублей", NULL},
        {"2 500 000 - 3 500 000, 7 900 000-8 900 000", NULL},
        {"8 - 916 - 123 - 45 - 67, 916 123-4 567", "[phone-1], [phone-1]"},
        {"тел. стоит 25 000 руб.", NULL},
        {"телефон за 25 000 ₽", NULL},
        {"78 500, 14 208, 96,310 files, 2,300", NULL},
        {"$9005550117", NULL},
        {"телефон 5 минут", NULL},
        {"8,9005550117", NULL},
        /* ids */
        {"Заказ № 5518, SD-20932, chat2243, 14#0417", NULL},
        {"SM5f1d3c0a77e24b9d8aa0c4e1b2d30005", NULL},
        {"id79005550117, x9005550117y, chat_1777056622, 79/161/234567", NULL},
        {"номер_89005550117, tg_79005550117_2", "номер_[phone-1], tg_[phone-1]_2"},
        {"https://a.example/?tel=%2B79005550117&x", "https://a.example/?tel=[phone-1]&x"},
        {"[URL=/?t=%2B79005550117]да[/URL]", "[URL=/?t=phone-1]да[/URL]"},
        {"скидка 20%25, %2B, %0A%zz%2", NULL},
        {"1777056622, 1777056622123", NULL},
        {"[TIMESTAMP=1780657200 format=LONG_DATE_FORMAT]", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(1 << REDACT_PHONES, samples);
}

static void mail(void **state)
{
    static const struct sample samples[] = {
        {"marina.korneeva@pochta.example — пишите", "[email-1] — пишите"},
        {"Marina@Pochta.Example, marina@pochta.example", "[email-1], [email-1]"},
        {"почта@пример.рф", "[email-1]"},
        {"a+b_c%d-e@x-y.z.museum.", "[email-1]."},
        {"mailto:tom@bexley.example?subject=x", "mailto:[email-1]?subject=x"},
        {"[URL=mailto:tom@bexley.example]пишите[/URL]", "[URL=mailto:email-1]пишите[/URL]"},
        {"tom[B]@bexley[/B].example", "[email-1][B][/B]"},
        {"<tom@bexley.example>,(a@b.ru)", "<[email-1]>,([email-2])"},
        {"tom@xn--e1afmkfd.xn--p1ai", "[email-1]"},
        {"tom＠bexley.example", "[email-1]"},
        {"i.petrov @ mail.ru, i.petrov @mail.ru", "[email-1], [email-1]"},
        {"i.petrov@ mail.ru, I.Petrov@mail.ru", "[email-1], [email-1]"},
        {"\"john doe\"@example.com", "[email-1]"},
        {"пишите @mail.ru, жду @ кафе.рф, \"да\" и \"нет\"@", NULL},
        {"@nickname, a @ b, 5@6, x@y", NULL},
        {"user@localhost", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(1 << REDACT_EMAILS, samples);
}

static void cards_and_documents(void **state)
{
    static const struct sample samples[] = {
        {"4111 1111 1111 1111", "[card-1]"},
        {"4111-1111-1111-1111 12/27", "[card-1] 12/27"},
        {"карта 2200240000000006, 2200 2400 0000 0006", "карта [card-1], [card-1]"},
        {"3782 822463 10005", "[card-1]"},
        {"41[b]11 1111[/b] 1111 1111", "[card-1][b][/b]"},
        {"4111 11111111 1111, 4111/1111/1111/1111", "[card-1], [card-1]"},
        {"4111_1111_1111_1111", "[card-1]"},
        {"4111 1111 1111 1112", NULL}, /* the last digit is wrong */
        {"4111/1111/1111/1112, 20260512 1015303", NULL},
        {"1777056622123, 20260512101530", NULL},
        {"card 4111 1111 1111 1112", "card [card-1]"}, /* a slip of the finger */
        {"500100732259", "[document-1]"},
        {"ИНН 7707083893", "ИНН [document-1]"},
        {"ИНН: 500100732259", "ИНН: [document-1]"},
        {"ИНН: 770 708 38 93", "ИНН: [document-1]"},
        {"ИНН: 770 708 38 94, 770 708 38 93", NULL},
        {"7707083893", NULL}, /* a firm's, and an order has as many digits */
        {"500100732258", NULL},
        {"112-233-445 95", "[document-1]"},
        {"СНИЛС 11223344595", "СНИЛС [document-1]"},
        {"112-233-44595, 112-233-44596", "[document-1], 112-233-44596"},
        {"112-233-445 96", NULL},
        {"паспорт 4506 123456", "паспорт [document-1]"},
        {"серия 45 06 № 123456 выдан", "серия [document-1] выдан"},
        {"Паспорт: серия 4506 номер 123456.", "Паспорт: серия [document-1]."},
        {"passport 45 06 123456", "passport [document-1]"},
        {"Паспорт 45 06 123 456 выдан", "Паспорт [document-1] выдан"},
        {"загранпаспорт 71 1234567", "загранпаспорт [document-1]"},
        {"паспорт готов, 916 123 4567", NULL},
        {"4506 123456", NULL},
        {"паспорт на велосипед за 4506 рублей", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(1 << REDACT_CARDS | 1 << REDACT_DOCUMENTS, samples);
}

static void links(void **state)
{
    static const struct sample samples[] = {
        {"Вот: https://poputny-veter.example/baskets/bolshoy-kot.", "Вот: [link-1]."},
        {"(http://a.example/x_(y))", "([link-1])"},
        {"www.example.com/x и WWW.EXAMPLE.COM/x", "[link-1] и [link-1]"},
        {"[URL=https://a.example/b]туда[/URL]", "[URL=link-1]туда[/URL]"},
        {"[URL]https://a.example/b[/URL]", "[URL][link-1][/URL]"},
        {"[IMG size=small]https://a.example/b.png[/IMG]", "[IMG size=small][link-1][/IMG]"},
        {"[ICON=https://a.example/i.png title=Да]", "[ICON=link-1 title=Да]"},
        {"[SEND=смотрите www.a.example]да[/SEND]", "[SEND=смотрите link-1]да[/SEND]"},
        {"poputny-veter.example/form/delivery", "[link-1]"},
        {"пример.рф/страница", "[link-1]"},
        {"https://a.example и https://a.example", "[link-1] и [link-1]"},
        {"[URL=/online/?IM_HISTORY=imol|918]918[/URL]", NULL},
        {"/Volumes/Bindery/Patterns, и/или, кг.нетто/брутто, т.д./т.п.", NULL},
        {"poputny-veter.example", NULL}, /* may be a file, or the end of a sentence */
        {"https://, www.", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(1 << REDACT_LINKS, samples);
}

static void names(void **state)
{
    static const struct sample samples[] = {
        {"Марина Корнеева, рада знакомству", "[client-1], рада знакомству"},
        {"корнеева марина", "[client-1]"},
        {"Марина, это вы?", "[client-1], это вы?"},
        {"меня зовут марина", "меня зовут [client-1]"},
        {"МАРИНА КОРНЕЕВА", "[client-1]"},
        {"передайте Марине Корнеевой", "передайте [client-1]"},
        {"у Корнеевой", "у [client-1]"},
        {"спросите у марины", "спросите у [client-1]"},
        {"Ма[b]рина[/b] Корнеева", "[client-1][b][/b]"},
        {"Марина_Корнеева, Марина.Корнеева", "[client-1], [client-1]"},
        {"Ольга Седова начала работу", "[operator-1] начала работу"},
        {"[USER=11]Ольга Седова[/USER] и [USER=12]Ромка[/USER]",
         "[USER=11][operator-1][/USER] и [USER=12][operator-2][/USER]"},
        {"[USER=777 REPLACE]Неизвестный Человек[/USER]", "[USER=777 REPLACE][operator-3][/USER]"},
        {"[USER=99]Спица[/USER], я Спица", NULL},
        {"Роман утверждает", "[operator-2] утверждает"},
        {"читаю роман, люблю романы", NULL},
        {"Tom's dad, BEXLEY TOM", "[client-2]'s dad, [client-2]"},
        {"Tom Bexley and Jane Bexley", "[client-2] and [client-3]"},
        {"the Bexleys, Mr Bexley", "the Bexleys, Mr [client-4]"}, /* which of the two? */
        {"Бурый гость №33 пишет, гость ждёт", "[client-5] пишет, гость ждёт"},
        {"您好王小明先生", "您好[client-6]先生"},
        {"/?n=%D0%9C%D0%B0%D1%80%D0%B8%D0%BD%D0%B0%20%D0%BC&x", "/?n=[client-1]%20%D0%BC&x"},
        {"Маринад, мариновать, аквамарина, Томск, atom, Tomcat", NULL},
        {"Ольгинка, седовласый", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(1 << REDACT_NAMES | 1 << REDACT_OPERATORS, samples);
}

/* One client, and all the ways this is called: each is to be replaced, or none. */
struct called {
    const char *name, *text;
};

static bool is_replaced(const struct called *called, const char *word, size_t size)
{
    struct redact *redact = redact_new(REDACT_ALL);
    struct str out = {0};
    bool is_so;

    redact_know_user(redact, 351, REDACT_NAMES, called->name);
    redact_text(redact, word, size, &out);
    is_so = strcmp(str_text(&out), "[client-1]") == 0;
    str_release(&out);
    redact_free(redact);
    return is_so;
}

static void assert_called(const struct called *called, size_t n, bool wanted)
{
    size_t n_wrong = 0;

    for (; n--; called++)
        for (const char *word = called->text; *word; word += strspn(word, ",")) {
            size_t size = strcspn(word, ",");

            if (is_replaced(called, word, size) != wanted)
                print_error("%s: \"%.*s\" %zu\n", called->name, (int)size, word, ++n_wrong);
            word += size;
        }
    assert_int_equal(n_wrong, 0);
}

static void names_in_the_cases_of_russian(void **state)
{
    static const struct called are[] = {
        {"Андрей Медведев", "Андрея,Андрею,Андреем,Андрее,андрея,Андрея Медведева,Медведевым"},
        {"Николай Ильин", "Николая,Николаем,Ильиным,Ильиной,Ильиных,Николаю Ильину"},
        {"Павел Соколов", "Павла,Павлу,Павлом,Павле,Павлу Соколову"},
        {"Лев Толстой", "Льва,Льву,Толстого,Толстым,Толстая"},
        {"Артём Боец", "Артема,Артёмом,Бойца,Бойцом"},
        {"Олег Воробей", "Воробья,Воробьём"},
        {"Олег Орёл", "Орла,Орлом"},
        {"Любовь Заяц", "Любови,Любовью,Зайца"},
        {"Юля Белая", "Юле,Юлю,Юли,Юлей,Белой,Белую,Юле Белой"},
        {"Зоя", "Зое,Зою,Зои"},
        {"Яна", "Яне,Яну,Яной"},
        {"Наталья", "Наталии,Наталией,Натальей"},
        {"Георгий Черных", "Георгия,Георгием,Георгию Черных"},
        {"Дмитрий Вяземский", "Вяземского,Вяземским,Вяземской"},
    };
    static const struct called are_not[] = {
        {"Тома", "том,томе,тому,томов,Томск"},
        {"Света", "света,свете,свет"},
        {"Мила Дана", "мило,милый,данные,дано"},
        {"Иван Заказов", "заказ,заказы,Ивановы,Иванович"},
        {"Игорь Банк", "банке,банка,Банкир"},
        {"Сергей Новый", "новая,новой,Сергеев"},
        {"Лиза Воробей", "вороба,лизать"},
        {"Ия", "ИИ"},
    };

    (void)state;
    assert_called(are, sizeof are / sizeof *are, true);
    assert_called(are_not, sizeof are_not / sizeof *are_not, false);
}

static void files(void **state)
{
    static const struct sample samples[] = {
        {"вот Договор аренды.pdf", "вот [file-1.pdf]"},
        {"ДОГОВОР АРЕНДЫ.PDF!", "[file-1.pdf]!"},
        {"karetka.jpg и foto_1.JPG", "[file-2.jpg] и [file-3.jpg]"},
        {"(scan-2026.tar.gz).", "([file-2.gz])."},
        {"/home/tom/a.docx", "/home/tom/[file-2.docx]"},
        {"договор аренды квартиры", NULL},
        {".pdf, v1.0, poputny-veter.example, a.b", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(1 << REDACT_FILES, samples);
}

static void everything_together(void **state)
{
    static const struct sample samples[] = {
        {"Марина. [CALL=+79005550117]+7 900 555-01-17[/CALL] или m.k@pochta.example",
         "[client-1]. [CALL][phone-1][/CALL] или [email-1]"},
        {"+7 [b]912[/b] 345-67-89", "[phone-1][b][/b]"},
        {"8 912\n345 67 89", NULL}, /* two lines are two things */
        {"https://a.example/?tel=89005550117&m=a@b.ru", "[link-1]"},
        {"ivan@mail.ru/марина", "[email-1]/[client-1]"},
        {"[B]жирно[/B] #BR# :f09f9880:", NULL},
        {"[phone-1] [client-2] [file-1.pdf] [nothing-1]", NULL},
        {"", NULL},
    };

    (void)state;
    ASSERT_SAMPLES(REDACT_ALL, samples);
}

/* --- whole values ---------------------------------------------------------------------------- */

static void a_field_is_replaced_as_a_whole(void **state)
{
    struct redact *redact = some_people(REDACT_ALL);
    struct str out = {0};

    (void)state;
    redact_person(redact, 351, "Марина К.", &out);
    redact_person(redact, 99, " Спица ", &out);
    redact_person(redact, 0, "Ян", &out);
    redact_person(redact, 0, "[client-1]", &out);
    redact_file(redact, "фото без конца", &out);
    redact_file(redact, "x.JPEG", &out);
    redact_file(redact, "[file-1.pdf]", &out);
    redact_link(redact, "https://a.example/secret path/x y", &out);
    redact_link(redact, "[link-1]", &out);
    redact_link(redact, "/online/?to=Марина и", &out);
    assert_string_equal(str_text(&out),
                        "[client-1] Спица [client-7][client-1][file-2][file-3.JPEG][file-1.pdf]"
                        "[link-1][link-1]/online/?to=[client-1] и");
    str_release(&out);
    redact_free(redact);
}

/* The CRM's cards introduce people; what is no name there is hidden there alone. */
static void who_is_introduced_is_known(void **state)
{
    struct redact *redact = some_people(REDACT_ALL);
    struct str out = {0};

    (void)state;
    redact_person(redact, 0, "Никита Орлов", &out);
    redact_person(redact, 0, "постоянный покупатель", &out);
    assert_string_equal(str_text(&out), "[client-7][client-8]");
    assert_redacted(redact, "Никита, постоянный покупатель, и постоянный гость",
                    "[client-7], [client-8], и постоянный гость");
    str_release(&out);
    redact_free(redact);
}

static void assert_title(struct redact *redact, const char *title, const char *wanted)
{
    struct str out = {0};

    redact_know_title(redact, title);
    redact_title(redact, title, &out);
    assert_string_equal(str_text(&out), wanted);
    str_release(&out);
}

static void one_client_has_one_pseudonym(void **state)
{
    struct redact *redact = redact_new(REDACT_ALL);

    (void)state;
    redact_know_user(redact, 450, REDACT_NAMES, "Мария Иванова");
    redact_know_user(redact, 451, REDACT_NAMES, "Роман Седов");
    assert_title(redact, "Мария Иванова - Telegram", "[client-1] - Telegram");
    assert_title(redact, "Мария Иванова (+79005550117) - W", "[client-1] ([phone-1]) - W");
    assert_title(redact, "Иванова Мария - Открытая линия", "[client-1] - Открытая линия");
    assert_title(redact, "Мария - Telegram", "[client-1] - Telegram");
    assert_title(redact, "Роман - Telegram", "[client-2] - Telegram");
    assert_int_equal(redact_n_doubts(redact), 0);
    assert_redacted(redact, "это Мария, привет; Ивановой", "это [client-1], привет; [client-1]");
    assert_title(redact, "Мария Петрова - Telegram", "[client-3] - Telegram");
    assert_title(redact, "💕 - Telegram", "[client-5] - Telegram");
    assert_title(redact, "12345 - Telegram", "[client-6] - Telegram");
    redact_free(redact);
}

static void who_is_called_by_an_address_is_it(void **state)
{
    static const char text[] = "E-mail: petr.k@mail.ru, Mail, Petr";
    struct redact *redact = redact_new(REDACT_ALL);
    struct str out = {0};

    (void)state;
    redact_know_user(redact, 450, REDACT_NAMES, "petr.k@mail.ru");
    redact_know_user(redact, 451, REDACT_NAMES, "+7 900 555-01-17");
    redact_know_user(redact, 452, REDACT_NAMES, "Настя (n.mail@mail.ru)");
    redact_person(redact, 450, "petr.k@mail.ru", &out);
    redact_person(redact, 451, "+7 900 555-01-17", &out);
    assert_string_equal(str_text(&out), "[email-1][phone-1]");
    assert_redacted(redact, text, "E-mail: [email-1], Mail, Petr");
    assert_redacted(redact, "Насте, 89005550117", "[client-1], [phone-1]");
    redact_free(redact);
    redact = redact_new(1 << REDACT_NAMES);
    redact_know_user(redact, 450, REDACT_NAMES, "petr.k@mail.ru");
    assert_redacted(redact, text, "E-mail: [client-1], Mail, Petr");
    redact_free(redact);
    str_release(&out);
}

static void assert_json(const char *text, const char *wanted)
{
    struct redact *redact = some_people(REDACT_ALL);
    struct str out = {0};

    redact_json(redact, text, strlen(text), &out);
    assert_string_equal(str_text(&out), wanted);
    str_release(&out);
    redact_free(redact);
}

static void json_keeps_its_structure(void **state)
{
    (void)state;
    assert_json("{}", "{}");
    assert_json("{\"a\": [1, true, null, -2.5e3], \"date\":\"2026-04-25T19:50:22+01:00\"}",
                "{\"a\": [1, true, null, -2.5e3], \"date\":\"2026-04-25T19:50:22+01:00\"}");
    assert_json("{\"\\u043c\\u0430\\u0440\\u0438\\u043d\\u0430\":\"a\\/b \\\"tom@b.ru\\\"\\n\"}",
                "{\"[client-1]\":\"a/b \\\"[email-1]\\\"\\u000a\"}");
    assert_json("{\"phone\":79005550117,\"id\":1777056622}",
                "{\"phone\":\"[phone-1]\",\"id\":1777056622}");
    assert_json("{\"connectorMid\":[\"tg_79005550117\"]}",
                "{\"connectorMid\":[\"tg_[phone-1]\"]}");
    assert_json("[\"\\ud83e\\udd94 8 900 555-01-17\"]", "[\"\xF0\x9F\xA6\x94 [phone-1]\"]");
    assert_json("[\"Tom Bexley\",\"\\u0041\"]", "[\"[client-2]\",\"\\u0041\"]");
}

static void kinds_are_chosen(void **state)
{
    struct redact *redact = some_people(1 << REDACT_NAMES);
    struct error error;
    unsigned kinds;

    (void)state;
    assert_redacted(redact, "Марина и Ольга, 89005550117, a@b.ru",
                    "[client-1] и Ольга, 89005550117, a@b.ru");
    redact_free(redact);
    assert_true(redact_read_kinds("on", &kinds, &error) && kinds == REDACT_ALL);
    assert_true(redact_read_kinds("off", &kinds, &error) && kinds == 0);
    assert_true(redact_read_kinds("phones,emails", &kinds, &error));
    assert_int_equal(kinds, 1 << REDACT_PHONES | 1 << REDACT_EMAILS);
    assert_false(redact_read_kinds("phones,tea", &kinds, &error));
    assert_non_null(strstr(error.text, "\"tea\""));
    assert_non_null(strstr(error.text, "names, operators, phones"));
    assert_false(redact_read_kinds("", &kinds, &error));
    assert_false(redact_read_kinds("phones,", &kinds, &error));
}

/* --- what is told ---------------------------------------------------------------------------- */

static void values_are_counted_once(void **state)
{
    struct redact *redact = some_people(REDACT_ALL);

    (void)state;
    assert_int_equal(redact_count(redact, REDACT_NAMES), 0);
    assert_redacted(redact, "Tom, Tom, a@b.ru, A@B.RU, b@b.ru",
                    "[client-2], [client-2], [email-1], [email-1], [email-2]");
    assert_int_equal(redact_count(redact, REDACT_NAMES), 1);
    assert_int_equal(redact_count(redact, REDACT_EMAILS), 2);
    redact_forget_counts(redact);
    assert_int_equal(redact_count(redact, REDACT_EMAILS), 0);
    redact_count_shown(redact, "x [email-2] [email-9] [client-3] [");
    assert_int_equal(redact_count(redact, REDACT_EMAILS), 1);
    assert_int_equal(redact_count(redact, REDACT_NAMES), 1);
    redact_free(redact);
}

static void doubts_say_where(void **state)
{
    static const struct {
        const char *text;
        int why; /* DOUBTS: none */
    } samples[] = {
        {"Здравствуйте! 16.04.2026, 68 900 ₽, 1777056622", DOUBTS},
        {"Марине Корнеевой, a@b.ru, 89005550117", DOUBTS},
        {"Марине", DOUBTS},
        {"марине", DOUBT_NAME},
        {"мариной и томом", DOUBT_NAME},
        {"Роман", DOUBT_NAME},
        {"4111 1111 1111 1112", DOUBT_NUMBER},
        {"11234567890", DOUBT_NUMBER},
        {"id79005550117", DOUBT_NUMBER},
        {"4506 123456", DOUBT_NUMBER},
        {"45 06 № 123456", DOUBT_NUMBER},
        {"заказ 2026 № 123456, 2026/123456", DOUBTS},
        {"4111 1111\n1111 1111", DOUBT_NUMBER},
        {"+7 916\r\n 123-45-67", DOUBT_NUMBER},
        {"5\n10\n89005550117\n16.04.2026\n345", DOUBTS},
        {"user@localhost", DOUBT_MAIL},
        {"ivanov (at) mail (dot) ru", DOUBT_MAIL},
        {"мой ник @masha_ivanova", DOUBT_MAIL},
        {"i.petrov @ mail.ru", DOUBT_MAIL},
        {"a @ b, (1), @all, \"john doe\"@example.com", DOUBTS},
        {"https://a.example/secret path/x", DOUBT_LINK},
        {"https://a.example/x и/или, https://a.example 24/7 https://b.example/y да", DOUBTS},
        {"[URL=/a?id=11234567890]да[/URL]", DOUBTS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct redact *redact = some_people(REDACT_ALL);
        struct str out = {0};
        size_t n = samples[i].why == DOUBTS ? 0 : 1;

        redact_set_place(redact, 2210, 903, 70373);
        for (int twice = 0; twice < 2; twice++)
            redact_text(redact, samples[i].text, strlen(samples[i].text), &out);
        if (redact_n_doubts(redact) != n)
            print_error("%s: %zu doubts\n", samples[i].text, redact_n_doubts(redact));
        assert_int_equal(redact_n_doubts(redact), n);
        if (n) {
            assert_int_equal(redact_doubt_at(redact, 0)->why, samples[i].why);
            assert_int_equal(redact_doubt_at(redact, 0)->message, 70373);
        }
        str_release(&out);
        redact_free(redact);
    }
}

/* --- properties ------------------------------------------------------------------------------ */

static double seconds_of(const char *piece, size_t times)
{
    struct redact *redact = some_people(REDACT_ALL);
    struct str text = {0}, out = {0};
    clock_t start = clock();

    str_add_times(&text, piece, times);
    redact_text(redact, text.text, text.size, &out);
    str_release(&text);
    str_release(&out);
    redact_free(redact);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void time_grows_with_the_text(void **state)
{
    static const char *const pieces[] = {
        "1",  "1 ",   "[",  "[b]", "a@",  "@",  "a.",   ".pdf", "a.pdf", "://", "http://", "www.",
        "a/", "a.b/", "+",  "+7",  "-1",  "4 ", "тел ", "Tom ", "王",    "и",   "(1",      "[USER=1]",
        "x",  "№ ",   "[phone-1", "http",
        "%2B", "1\n", "\"@", "a @", "1.1.2026 ", " 000", "100 000-", "_1", "http://a b/",
    };

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t n = 100000 / strlen(pieces[i]);
        double took = seconds_of(pieces[i], n);

        if (took > 3)
            print_error("%s took %.1f s\n", pieces[i], took);
        assert_true(took < 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phones),
        cmocka_unit_test(mail),
        cmocka_unit_test(cards_and_documents),
        cmocka_unit_test(links),
        cmocka_unit_test(names),
        cmocka_unit_test(names_in_the_cases_of_russian),
        cmocka_unit_test(files),
        cmocka_unit_test(everything_together),
        cmocka_unit_test(a_field_is_replaced_as_a_whole),
        cmocka_unit_test(who_is_introduced_is_known),
        cmocka_unit_test(one_client_has_one_pseudonym),
        cmocka_unit_test(who_is_called_by_an_address_is_it),
        cmocka_unit_test(json_keeps_its_structure),
        cmocka_unit_test(kinds_are_chosen),
        cmocka_unit_test(values_are_counted_once),
        cmocka_unit_test(doubts_say_where),
        cmocka_unit_test(time_grows_with_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
