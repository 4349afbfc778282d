/* SPDX-License-Identifier: MIT */
#include "unit/archive.h"

#include "export/document.h"
#include "export/json.h"
#include "source/decode.h"
#include "source/source.h"

/*
 * What is printed from the archive is, byte for byte, what is printed from the portal's answer:
 * the rows hold all that is shown.
 */
enum { IDS = 20000 }; /* of users and files in these answers */

/* --- the store into rows ------------------------------------------------------------------- */

static const char *yes(bool truth)
{
    return truth ? "Y" : "N";
}

static void put_chat(struct archive *archive, const struct chat *chat)
{
    struct str first = {0}, more = {0};
    struct archive_chat row = {.id = chat->id,
                               .name = chat->name,
                               .color = chat->color,
                               .owner = chat->owner,
                               .entity = chat->code,
                               .data3 = yes(chat->silent),
                               .created = chat->created,
                               .unread = chat->unread,
                               .preview = chat->preview,
                               .previewed = chat->previewed};

    str_addf(&first, "Y|NONE|0|%s|%s|%" PRId64, yes(chat->paused), yes(chat->waits_action),
             chat->active_session);
    for (size_t i = 0; i < chat->crm.n; i++)
        str_addf(&more, "%s%s|%" PRId64, i ? "|" : "", chat->crm.at[i].type, chat->crm.at[i].id);
    row.data1 = str_text(&first);
    row.data2 = str_text(&more);
    MUST(archive_put_chat(archive, &row, &error));
    str_release(&first);
    str_release(&more);
}

static void put_session_of(struct archive *archive, const struct session *session)
{
    struct archive_session row = {.id = session->id,
                                  .chat = session->chat,
                                  .vote_head = session->vote_head,
                                  .vote_user = session->vote_user,
                                  .comment_head = session->comment_head,
                                  .can_join = session->can_join,
                                  .can_vote = session->can_vote,
                                  .is_closed = session->is_closed,
                                  .line = session->line,
                                  .speaker = session->speaker};

    if (session->id)
        MUST(archive_put_session(archive, &row, &error));
}

static void put_message_of(struct archive *archive, const struct session *session,
                           const struct entry *entry, const struct message *of)
{
    bool placeholder = (of->flags & MESSAGE_MISSING) && entry->listed != UINT32_MAX;
    struct str files = {0};
    struct archive_message row = {.id = of->id,
                                  .session = session->id,
                                  .chat = session->chat,
                                  .sender = entry->sender,
                                  .when = {placeholder ? WHEN_NONE : entry->time, entry->offset},
                                  .date = of->date,
                                  .text = of->raw,
                                  .params = of->params,
                                  .class = of->class,
                                  .flags = of->flags,
                                  .listed = entry->listed};

    for (size_t i = 0; i < of->files.n; i++)
        str_addf(&files, "%s%" PRId64, i ? "," : "[", of->files.at[i]);
    str_add_text(&files, "]");
    row.files = of->files.n ? str_text(&files) : NULL;
    MUST(archive_put_message(archive, &row, NOW, &error));
    str_release(&files);
}

static void put_people(struct archive *archive, const struct store *store)
{
    for (int64_t id = 1; id < IDS; id++) {
        const struct user *user = store_find_user(store, id);
        const struct file *file = store_find_file(store, id);

        if (user)
            MUST(archive_put_user(archive,
                                  &(struct archive_user){id, user->name, user->position,
                                                         user->color, user->role, user->known},
                                  &error));
        if (file)
            MUST(archive_put_file(archive,
                                  &(struct archive_file){id, 0, 0, file->name, file->type,
                                                         file->size, file->width, file->height,
                                                         file->missing},
                                  &error));
    }
}

static void put_store(struct archive *archive, struct store *store)
{
    begin(archive);
    for (size_t c = 0; c < store_n_chats(store); c++) {
        const struct chat *chat = store_chat_at(store, c);

        put_chat(archive, chat);
        for (size_t s = 0; s < chat->sessions.n; s++) {
            const struct session *session = chat->sessions.at[s];

            put_session_of(archive, session);
            for (size_t i = 0; i < session->entries.n; i++)
                put_message_of(archive, session, &session->entries.at[i],
                               store_message(store, session, &session->entries.at[i]));
            MUST(archive_end_session(archive, chat->id, session->id, true, NOW, &error));
        }
    }
    put_people(archive, store);
    commit(archive);
}

/* --- rows into a store --------------------------------------------------------------------- */

struct filling {
    struct archive *archive;
    struct store *store;
    struct chat *chat;
    struct session *session;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    struct archive_message row;
    struct error error;
    struct str json = {0};
    bool done;

    if (!archive_message(self, entry->id, &row, &error))
        return false;
    str_addf(&json, "{\"id\":%" PRId64 ",\"author_id\":%" PRId64, row.id, row.sender);
    json_add_text_member(&json, "date", row.date);
    json_add_text_member(&json, "text", row.text);
    str_addf(&json, ",\"params\":%s,\"files\":%s}", row.params ? row.params : "{}",
             row.files ? row.files : "[]");
    done = decode_message((struct json_slice){json.text, json.size}, message);
    str_release(&json);
    return done;
}

static void set_text(char **text, const char *value)
{
    free(*text);
    *text = mem_copy_text(value);
}

/* Positions come with gaps where a row stands twice in the list; order is what counts. */
static bool fill_message(void *self, const struct archive_message *row)
{
    struct filling *filling = self;
    struct session *session = filling->session;

    if (row->listed != UINT32_MAX) {
        while (session->listed.n <= row->listed)
            vec_push(&session->listed, 0);
        session->listed.at[row->listed] = row->id;
    }
    if (!(row->flags & MESSAGE_MISSING) || row->listed == UINT32_MAX)
        vec_push(&session->entries, (struct entry){.id = row->id,
                                                   .time = row->when.time,
                                                   .sender = row->sender,
                                                   .place = {(uint64_t)row->id, 0, 0},
                                                   .listed = UINT32_MAX,
                                                   .offset = row->when.offset,
                                                   .class = (uint8_t)row->class,
                                                   .flags = (uint8_t)row->flags});
    return true;
}

static void drop_gaps(struct session *session)
{
    size_t kept = 0;

    for (size_t i = 0; i < session->listed.n; i++)
        if (session->listed.at[i])
            session->listed.at[kept++] = session->listed.at[i];
    session->listed.n = kept;
}

static void fill_entries(struct filling *filling, int64_t id)
{
    filling->session = chat_session(filling->chat, id);
    MUST(archive_messages(filling->archive, filling->chat->id, id, fill_message, filling, &error));
    drop_gaps(filling->session);
    if (id == 0 && filling->session->entries.n == 0) {
        session_free(filling->session);
        filling->chat->sessions.n--;
    }
}

static bool fill_session(void *self, const struct archive_session *row)
{
    struct filling *filling = self;
    struct session *session = chat_session(filling->chat, row->id);

    session->vote_head = row->vote_head;
    session->vote_user = row->vote_user;
    set_text(&session->comment_head, row->comment_head);
    session->can_join = row->can_join;
    session->can_vote = row->can_vote;
    session->line = row->line;
    fill_entries(filling, row->id);
    return true;
}

static bool fill_chat(void *self, const struct archive_chat *row)
{
    struct filling *filling = self;
    struct chat *chat = filling->chat = store_chat(filling->store, row->id);

    set_text(&chat->name, row->name ? row->name : "");
    chat->color = row->color;
    chat->owner = row->owner;
    chat_set_entity(chat, row->entity, row->data1, row->data2, row->data3);
    chat->created = row->created;
    chat->unread = row->unread;
    set_text(&chat->preview, row->preview);
    chat->previewed = row->previewed;
    MUST(archive_sessions(filling->archive, row->id, fill_session, filling, &error));
    fill_entries(filling, 0);
    return true;
}

static void fill_people(struct archive *archive, struct store *store)
{
    for (int64_t id = 1; id < IDS; id++) {
        struct archive_user row;
        struct archive_file of;
        struct error error;

        if (archive_user(archive, id, &row, &error)) {
            struct user *user = store_user(store, id);

            set_text(&user->name, row.name ? row.name : "");
            set_text(&user->position, row.position);
            user->color = row.color;
            user->role = row.role;
            user->known = row.known;
        }
        if (archive_file(archive, id, &of, &error)) {
            struct file *file = store_file(store, id);

            set_text(&file->name, of.name ? of.name : "");
            set_text(&file->type, of.type);
            file->size = of.size;
            file->width = of.width;
            file->height = of.height;
            file->missing = of.missing;
        }
    }
}

static struct store *fill_store(struct archive *archive)
{
    struct filling filling = {.archive = archive, .store = store_new()};

    store_set_loader(filling.store, load, archive);
    MUST(archive_chats(archive, NULL, 0, fill_chat, &filling, &error));
    fill_people(archive, filling.store);
    return filling.store;
}

/* --- both printed -------------------------------------------------------------------------- */

static char *printed(struct store *store, const struct format *format)
{
    struct document document = {.look = {.store = store, .now = NOW}, .width = 80};
    struct written counts;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    assert_true(document_write(&document, format, to, &counts));
    fclose(to);
    return text;
}

static void assert_printed_alike(struct store *store, struct store *other,
                                 const struct format *const *formats, const char *name)
{
    char *a = printed(store, format_find(formats, name));
    char *b = printed(other, format_find(formats, name));

    if (formats == list_formats)
        assert_in_range(strlen(a), 10, 1000000);
    assert_string_equal(a, b);
    free(a);
    free(b);
}

static void assert_kept(struct store *store, struct source *source)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    enum order orders[] = {ORDER_TIME, ORDER_SERVER};
    struct store *other;
    int before;

    store_arrange(store, ORDER_TIME);
    put_store(archive, store);
    before = count_changes(archive);
    put_store(archive, store);
    assert_int_equal(count_changes(archive), before);
    assert_sound(archive);
    other = fill_store(archive);
    for (size_t i = 0; i < 2; i++) {
        store_arrange(store, orders[i]);
        store_arrange(other, orders[i]);
        assert_printed_alike(store, other, document_formats, "jsonl");
        assert_printed_alike(store, other, document_formats, "json");
        assert_printed_alike(store, other, document_formats, "text");
        assert_printed_alike(store, other, list_formats, "jsonl");
    }
    store_free(other);
    store_free(store);
    source_free(source);
    archive_close(archive);
}

static void the_bundled_dialogs_print_the_same(void **state)
{
    struct store *store = store_new();
    struct error error;

    (void)state;
    assert_kept(store, source_open_demo(store, &error));
}

static void saved_answers_print_the_same(void **state)
{
    char *const names[] = {
        (char *)"tests/data/seed-history.json",
        (char *)"tests/data/malformed/cut.json",
        (char *)"tests/data/malformed/quote.json",
        (char *)"tests/data/malformed/brace.json",
        (char *)"tests/data/docs/im-recent-list.01.response.json",
        (char *)"tests/data/docs/im-dialog-messages-get.01.response.json",
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct store *store = store_new();
        struct error error = {0};
        struct source *source = source_open_files(store, &names[i], 1, &error);

        if (!source)
            fail_msg("%s", error.text);
        assert_kept(store, source);
        each_file(drop, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_bundled_dialogs_print_the_same),
        TEST(saved_answers_print_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
