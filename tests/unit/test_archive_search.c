/* SPDX-License-Identifier: MIT */
/*
 * Searching the archive, against a reference that knows neither the index nor the normaliser: it
 * made the messages of words it has the normal form of, and asks for the same words.
 */
#include "archive/search.h"
#include "model/store.h"
#include "source/find.h"
#include "unit/archive.h"

enum { MESSAGES = 2000, QUERIES = 2000, WORDS_MOST = 12, TERMS_MOST = 4, SENDERS = 6, CHATS = 5 };

/* --- words and how people write them --------------------------------------------------------- */

static const struct vocabulary {
    const char *normal, *shown[3];
} vocabulary[] = {
    {"заказ", {"заказ", "Заказ", "ЗАКАЗ"}},
    {"заказа", {"заказа", "Заказа", "зака\u0301за"}},
    {"елка", {"ёлка", "Елка", "Е\u0308ЛКА"}},
    {"мой", {"мой", "Мой", "мои\u0306"}},
    {"мои", {"мои", "Мои", "МОИ"}},
    {"доставка", {"доставка", "Доставка", "дос\u00ADтавка"}},
    {"доставят", {"доставят", "ДОСТАВЯТ", "доставят"}},
    {"не", {"не", "Не", "НЕ"}},
    {"order", {"order", "Order", "ＯＲＤＥＲ"}},
    {"orders", {"orders", "Orders", "ORDERS"}},
    {"cafe", {"café", "Cafe", "CAFE\u0301"}},
    {"strasse", {"Straße", "STRASSE", "straße"}},
    {"not", {"NOT", "not", "Not"}},
    {"or", {"OR", "or", "Or"}},
    {"345", {"345", "345", "３４５"}},
    {"34", {"34", "34", "34"}},
    {"u1f69a", {"🚚", "🚚", "🚚\uFE0F"}},
    {"订", {"订", "订", "订"}},
    {"单", {"单", "单", "单"}},
    {"号", {"号", "号", "号"}},
    {"发", {"发", "发", "发"}},
    {"货", {"货", "货", "货"}},
};

enum { VOCABULARY = sizeof vocabulary / sizeof *vocabulary, CHINESE = 17 };

static const char *const between[] = {" ", ", ", "! ", "-", "\n", " — "};
static const enum user_role roles[SENDERS] = {USER_SYSTEM, USER_OPERATOR, USER_CLIENT,
                                              USER_BOT,    USER_OPERATOR, USER_CLIENT};
static const char *const names[SENDERS] = {"",           "Ольга Седова", "Harriet Lowe",
                                           "Flurry",     "Priya Raman",  "Гость №33"};
static const char *const connectors[CHATS] = {"livechat", "telegrambot", "viber", "livechat",
                                              "telegrambot"};

struct made {
    int words[WORDS_MOST], n_words;
    struct str plain;
    int sender, chat;
    int64_t time;
    enum message_class class;
};

static uint64_t seed = 20260504;

static int pick(int n)
{
    return (int)(unit_random(&seed) >> 33) % n;
}

static void add_shown(struct str *out, int word, int last)
{
    if (last >= 0 && (last < CHINESE || word < CHINESE || pick(4) == 0))
        str_add_text(out, between[pick(sizeof between / sizeof *between)]);
    str_add_text(out, vocabulary[word].shown[pick(3)]);
}

static void make(struct made *made)
{
    *made = (struct made){.n_words = 1 + pick(WORDS_MOST - 1),
                          .sender = pick(SENDERS),
                          .chat = pick(CHATS),
                          .time = 1777852800 + pick(10 * DAY),
                          .class = pick(5) ? CLASS_MESSAGE : CLASS_SERVICE};
    for (int i = 0; i < made->n_words; i++) {
        made->words[i] = pick(VOCABULARY);
        add_shown(&made->plain, made->words[i], i ? made->words[i - 1] : -1);
    }
}

/* --- an archive of them ---------------------------------------------------------------------- */

static struct made messages[MESSAGES]; /* message i has the id i + 1 */

static void put_people(struct archive *archive)
{
    for (int i = 0; i < CHATS; i++) {
        struct archive_chat chat = {.id = i + 1, .color = COLOR_NONE, .unread = -1};
        char entity[64], name[16];

        snprintf(entity, sizeof entity, "%s|%d|10|20", connectors[i], i + 3);
        snprintf(name, sizeof name, "Chat %d", i + 1);
        chat.entity = entity;
        chat.name = name;
        chat.created.time = chat.previewed.time = WHEN_NONE;
        MUST(archive_put_chat(archive, &chat, &error));
    }
    for (int i = 1; i < SENDERS; i++) {
        struct archive_user user = {.id = i, .name = names[i], .color = COLOR_NONE,
                                    .role = roles[i], .known = true};

        MUST(archive_put_user(archive, &user, &error));
    }
}

static void put_made(struct archive *archive, int i)
{
    const struct made *made = &messages[i];
    struct archive_message row = message(i + 1, made->chat + 100, "");

    row.chat = made->chat + 1;
    row.sender = made->sender;
    row.when = (struct when){made->time, 180};
    row.class = made->class;
    row.text = str_text(&made->plain);
    MUST(archive_put_message(archive, &row, NOW, &error));
}

static int make_archive(void **state)
{
    struct archive *archive;

    make_folder(state);
    archive = open_archive(ARCHIVE_WRITE);
    begin(archive);
    put_people(archive);
    for (int i = 0; i < MESSAGES; i++) {
        make(&messages[i]);
        put_made(archive, i);
    }
    commit(archive);
    *state = archive;
    return 0;
}

static int forget_archive(void **state)
{
    archive_close(*state);
    for (int i = 0; i < MESSAGES; i++)
        str_release(&messages[i].plain);
    return remove_folder(state);
}

/* --- what is asked --------------------------------------------------------------------------- */

enum kind { TERM_WORD, TERM_PHRASE, TERM_EXACT, TERM_SENDER, TERM_ROLE, TERM_CLASS, TERM_LINE,
            TERM_CONNECTOR, TERM_DAY, TERM_KINDS };

struct asked {
    enum kind kind;
    bool is_negated;
    char words[3][32]; /* normal; of the last of a WORD a beginning */
    int n_words;
    char text[128];    /* EXACT, CONNECTOR */
    int number;
};

/* A beginning of whole characters. */
static void shorten(char *word)
{
    size_t n = strlen(word), wanted = 1 + (size_t)pick((int)n);

    while (wanted < n && ((unsigned char)word[wanted] & 0xC0) == 0x80)
        wanted++;
    word[wanted] = '\0';
}

static void ask_words(struct asked *asked, struct str *typed)
{
    int from = pick(4) ? 0 : CHINESE, word = from + pick(VOCABULARY - from);
    bool is_shown = pick(2);

    asked->n_words = asked->kind == TERM_PHRASE || word >= CHINESE ? 1 + pick(3) : 1;
    str_add_text(typed, asked->kind == TERM_PHRASE ? "\"" : "");
    for (int i = 0; i < asked->n_words; i++) {
        if (i)
            word = word >= CHINESE ? CHINESE + pick(VOCABULARY - CHINESE) : pick(CHINESE);
        strcpy(asked->words[i], vocabulary[word].normal);
        if (asked->kind == TERM_WORD && word < CHINESE - 1 && !is_shown)
            shorten(asked->words[i]);
        if (i && word < CHINESE)
            str_add_char(typed, ' ');
        str_add_text(typed, is_shown || word >= CHINESE - 1 ? vocabulary[word].shown[pick(3)]
                                                            : asked->words[i]);
    }
    str_add_text(typed, asked->kind == TERM_PHRASE ? "\"" : "");
}

static void ask_exact(struct asked *asked, struct str *typed)
{
    static const char *const texts[] = {"а, Зака", "R-", "ёл", "订单", "345-", "E", "\u00ADт"};
    const char *text = texts[pick(sizeof texts / sizeof *texts)];

    strcpy(asked->text, text);
    str_addf(typed, pick(2) ? "=\"%s\"" : strchr(text, ' ') ? "=\"%s\"" : "=%s", text);
}

static void ask_day(struct asked *asked, struct str *typed)
{
    asked->number = 4 + pick(11);
    str_addf(typed, "after:2026-05-%02d", asked->number);
}

static void ask_field(struct asked *asked, struct str *typed)
{
    switch ((int)asked->kind) {
    case TERM_SENDER:
        asked->number = 1 + pick(SENDERS - 1);
        if (pick(2))
            str_addf(typed, "from:%d", asked->number);
        else
            str_addf(typed, "from:\"%s\"", names[asked->number]);
        break;
    case TERM_ROLE:
        asked->number = pick(USER_ROLES);
        str_addf(typed, "role:%s", user_role_table[asked->number].word);
        break;
    case TERM_CLASS:
        asked->number = pick(2) ? CLASS_SERVICE : CLASS_MESSAGE;
        str_addf(typed, "class:%s", class_table[asked->number].word);
        break;
    case TERM_LINE:
        asked->number = 3 + pick(CHATS);
        str_addf(typed, "line:%d", asked->number);
        break;
    case TERM_CONNECTOR:
        strcpy(asked->text, pick(2) ? "telegram" : "viber");
        str_addf(typed, "connector:%s", asked->text);
        break;
    }
}

static void ask(struct asked *asked, struct str *typed)
{
    *asked = (struct asked){.kind = pick(2) ? TERM_WORD : (enum kind)pick(TERM_KINDS),
                            .is_negated = pick(6) == 0};
    str_add_text(typed, typed->size ? " " : "");
    str_add_text(typed, asked->is_negated ? "-" : "");
    if (asked->kind <= TERM_PHRASE)
        ask_words(asked, typed);
    else if (asked->kind == TERM_EXACT)
        ask_exact(asked, typed);
    else if (asked->kind == TERM_DAY)
        ask_day(asked, typed);
    else
        ask_field(asked, typed);
}

/* --- what the answer is ---------------------------------------------------------------------- */

static bool has_words_at(const struct made *made, const struct asked *asked, int at)
{
    if (at + asked->n_words > made->n_words)
        return false;
    for (int i = 0; i < asked->n_words; i++) {
        const char *word = vocabulary[made->words[at + i]].normal, *wanted = asked->words[i];
        bool is_last = i + 1 == asked->n_words;

        if (asked->kind == TERM_WORD && is_last ? strncmp(word, wanted, strlen(wanted)) != 0
                                                : strcmp(word, wanted) != 0)
            return false;
    }
    return true;
}

static bool has_words(const struct made *made, const struct asked *asked)
{
    for (int at = 0; at < made->n_words; at++)
        if (has_words_at(made, asked, at))
            return true;
    return false;
}

/* Days are those of the portal, UTC+3. */
static bool is_after(const struct made *made, int day)
{
    return (made->time + 3 * 60 * 60 - 1777593600) / DAY + 1 >= day;
}

static bool is_so(const struct made *made, const struct asked *asked)
{
    switch (asked->kind) {
    case TERM_EXACT:
        return strstr(str_text(&made->plain), asked->text) != NULL;
    case TERM_SENDER:
        return made->sender == asked->number;
    case TERM_ROLE:
        return (int)roles[made->sender] == asked->number;
    case TERM_CLASS:
        return (int)made->class == asked->number;
    case TERM_LINE:
        return made->chat + 3 == asked->number;
    case TERM_CONNECTOR:
        return strstr(connectors[made->chat], asked->text) != NULL;
    case TERM_DAY:
        return is_after(made, asked->number);
    default:
        return has_words(made, asked);
    }
}

struct ids {
    VEC(int64_t) list;
};

static void answer(const struct asked *asked, int n_asked, struct ids *ids)
{
    for (int i = MESSAGES - 1; i >= 0; i--) {
        bool all = true;

        for (int t = 0; all && t < n_asked; t++)
            all = is_so(&messages[i], &asked[t]) != asked[t].is_negated;
        if (all)
            vec_push(&ids->list, i + 1);
    }
}

static bool note_id(void *self, const struct archive_hit *hit)
{
    struct ids *ids = self;

    vec_push(&ids->list, hit->key.id);
    return true;
}

static void search(struct archive *archive, const char *typed, const struct archive_search *how,
                   archive_hit_fn *each, void *self)
{
    struct str notes = {0};
    struct archive_search asked = *how;
    struct store *store;
    struct query query;
    size_t n_gave_up;

    asked.has = find_has;
    asked.store = store = store_new();
    query_parse(&query, typed, strlen(typed), &notes);
    if (notes.size)
        fail_msg("%s: %s", typed, notes.text);
    MUST(archive_search(archive, &query, &asked, each, self, &n_gave_up, &error));
    assert_int_equal(n_gave_up, 0);
    store_free(store);
    query_release(&query);
    str_release(&notes);
}

static void assert_same(const char *typed, const struct ids *wanted, const struct ids *got)
{
    for (size_t i = 0; i < wanted->list.n || i < got->list.n; i++)
        if (i >= wanted->list.n || i >= got->list.n || wanted->list.at[i] != got->list.at[i]) {
            int64_t id = i >= got->list.n ? wanted->list.at[i] : got->list.at[i];

            fail_msg("%s: %zu wanted, %zu got; look at %d: %s", typed, wanted->list.n, got->list.n,
                     (int)id, str_text(&messages[id - 1].plain));
        }
}

static void test_every_query_finds_what_is_there(void **state)
{
    size_t n_found = 0, n_empty = 0;

    for (int i = 0; i < QUERIES; i++) {
        struct asked asked[TERMS_MOST];
        int n = 1 + pick(TERMS_MOST);
        struct ids wanted = {0}, got = {0};
        struct str typed = {0};

        for (int t = 0; t < n; t++)
            ask(&asked[t], &typed);
        answer(asked, n, &wanted);
        search(*state, str_text(&typed), &(struct archive_search){0}, note_id, &got);
        assert_same(str_text(&typed), &wanted, &got);
        n_found += wanted.list.n;
        n_empty += wanted.list.n == 0;
        vec_release(&wanted.list);
        vec_release(&got.list);
        str_release(&typed);
    }
    print_message("%d queries: %zu hits, %zu found nothing\n", QUERIES, n_found, n_empty);
    assert_true(n_empty < QUERIES / 2);
}

/* --- pages, order, the rest ------------------------------------------------------------------ */

struct page {
    struct ids ids;
    struct archive_match_key last;
};

static bool note_key(void *self, const struct archive_hit *hit)
{
    struct page *page = self;

    page->last = hit->key;
    return note_id(&page->ids, hit);
}

static void test_pages_are_the_whole(void **state)
{
    static const char *const typed[] = {"заказ", "заказ -order", "=ёл", "role:client", "-не"};

    for (size_t i = 0; i < 2 * (sizeof typed / sizeof *typed); i++) {
        struct archive_search how = {.order = i % 2 ? ARCHIVE_BY_RANK : ARCHIVE_BY_DATE};
        struct ids whole = {0};
        struct page page = {0};
        size_t n;

        search(*state, typed[i / 2], &how, note_id, &whole);
        how.limit = 7;
        do {
            n = page.ids.list.n;
            search(*state, typed[i / 2], &how, note_key, &page);
            assert_true(page.ids.list.n - n <= 7);
            how.after = page.last;
        } while (page.ids.list.n - n == 7);
        assert_same(typed[i / 2], &whole, &page.ids);
        assert_true(whole.list.n > 14);
        vec_release(&whole.list);
        vec_release(&page.ids.list);
    }
}

static bool note_rank(void *self, const struct archive_hit *hit)
{
    double *last = self;

    assert_true(hit->key.rank >= *last);
    *last = hit->key.rank;
    return true;
}

static void test_best_first(void **state)
{
    double last = -1e9;

    search(*state, "заказа", &(struct archive_search){.order = ARCHIVE_BY_RANK}, note_rank, &last);
    assert_true(last > -1e9 && last < 0);
}

static void test_one_chat_or_session(void **state)
{
    struct ids all = {0}, chat = {0}, session = {0}, scanned = {0};

    search(*state, "заказ line:5", &(struct archive_search){0}, note_id, &all);
    search(*state, "заказ", &(struct archive_search){.chat = 3}, note_id, &chat);
    search(*state, "заказ", &(struct archive_search){.session = 102}, note_id, &session);
    search(*state, "заказ line:5 -=nothing", &(struct archive_search){.session = 102}, note_id,
           &scanned);
    assert_same("chat", &all, &chat);
    assert_same("session", &all, &session);
    assert_same("scanned", &all, &scanned);
    vec_release(&all.list);
    vec_release(&chat.list);
    vec_release(&session.list);
    vec_release(&scanned.list);
}

static bool stop(void *self, const struct archive_hit *hit)
{
    (void)hit;
    ++*(int *)self;
    return false;
}

static void test_a_callback_ends_the_search(void **state)
{
    int n = 0;

    search(*state, "заказ", &(struct archive_search){0}, stop, &n);
    search(*state, "=а", &(struct archive_search){0}, stop, &n);
    assert_int_equal(n, 2);
}

static bool is_over(void *self)
{
    (void)self;
    return true;
}

static void test_patience_ends_a_scan(void **state)
{
    struct query query;
    struct str notes = {0};
    struct error error = {0};
    size_t n_gave_up;
    int n = 0;

    query_parse(&query, "=nothing", strlen("=nothing"), &notes);
    assert_false(archive_search(*state, &query, &(struct archive_search){.is_awaited = is_over},
                                stop, &n, &n_gave_up, &error));
    assert_true(error.text[0]);
    query_release(&query);
    str_release(&notes);
}

/* --- what a hit tells ------------------------------------------------------------------------ */

static void put_parts(struct archive *archive)
{
    struct archive_message row = message(MESSAGES + 1, 100, "зебра [URL=https://acme.example]там[/URL]");

    row.chat = 1;
    row.sender = 1;
    row.plain = "зебра там\nсчёт.pdf";
    row.files = "[7]";
    row.params = "{\"NAME\":\"Дежурный\"}";
    begin(archive);
    MUST(archive_put_message(archive, &row, NOW, &error));
    row.id++;
    row.text = row.plain = "зебра";
    row.files = NULL;
    row.params = "{\"FILE_ID\":[\"8\"],\"ATTACH\":[{\"BLOCKS\":[{\"LINK\":{\"LINK\":\"x\"}}]}]}";
    MUST(archive_put_message(archive, &row, NOW, &error));
    row.id++;
    row.params = NULL;
    row.flags = MESSAGE_MISSING;
    MUST(archive_put_message(archive, &row, NOW, &error));
    row.id++;
    row.flags = 0;
    row.sender = 77;
    row.chat = 900;
    row.session = 0;
    MUST(archive_put_message(archive, &row, NOW, &error));
    commit(archive);
}

static bool show_hit(void *self, const struct archive_hit *hit)
{
    str_addf(self, "%d %s %s %s %s %d\n", (int)hit->message->id - MESSAGES, hit->name,
             user_role_table[hit->role].word, hit->chat, hit->connector, (int)hit->line);
    return true;
}

static void assert_hits(struct archive *archive, const char *typed, const char *expected)
{
    struct str shown = {0};

    search(archive, typed, &(struct archive_search){0}, show_hit, &shown);
    assert_string_equal(str_text(&shown), expected);
    str_release(&shown);
}

static void test_what_a_hit_tells(void **state)
{
    put_parts(*state);
    assert_hits(*state, "зебра",
                "4 User 77 operator   0\n"
                "2 Ольга Седова operator Chat 1 livechat 3\n"
                "1 Дежурный operator Chat 1 livechat 3\n");
    assert_hits(*state, "зебра from:деж", "1 Дежурный operator Chat 1 livechat 3\n");
    assert_hits(*state, "зебра from:седова", "2 Ольга Седова operator Chat 1 livechat 3\n");
    assert_hits(*state, "зебра -has:file", "4 User 77 operator   0\n");
    assert_hits(*state, "зебра -has:link", "4 User 77 operator   0\n");
    assert_hits(*state, "from:77 -=нет", "4 User 77 operator   0\n");
    assert_hits(*state, "\"счет pdf\"", "1 Дежурный operator Chat 1 livechat 3\n");
    assert_hits(*state, "=acme", "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_query_finds_what_is_there),
        cmocka_unit_test(test_pages_are_the_whole),
        cmocka_unit_test(test_best_first),
        cmocka_unit_test(test_one_chat_or_session),
        cmocka_unit_test(test_a_callback_ends_the_search),
        cmocka_unit_test(test_patience_ends_a_scan),
        cmocka_unit_test(test_what_a_hit_tells),
    };

    return cmocka_run_group_tests(tests, make_archive, forget_archive);
}
