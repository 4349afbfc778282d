/* SPDX-License-Identifier: MIT */
/* A turn of a search in an archive: words by its index, all else message by message. */
#include "archive/search.h"
#include "model/facts.h"
#include "model/texts.h"
#include "source/archived.h"
#include "source/finding.h"
#include "source/shelved.h"
#include "text/redact.h"

struct turn {
    struct archived *archived;
    struct finding *finding;
    const struct find_turn *wanted;
    size_t n;
    bool is_awaited; /* and was ended for it */
};

static bool is_over(void *self)
{
    const struct turn *turn = self;

    return turn->wanted->is_over(turn->wanted->self);
}

static bool is_awaited(void *self)
{
    struct turn *turn = self;

    turn->is_awaited = turn->wanted->is_awaited(turn->wanted->self);
    return turn->is_awaited;
}

/* --- one hit --------------------------------------------------------------------------------- */

/* Who wrote in a session is known before anything of it is redacted: names stand in texts. */
static bool know_sender(void *self, const struct archive_message *row)
{
    store_find_user(self, row->sender);
    return true;
}

static const struct chat *chat_of(struct archived *archived, int64_t id)
{
    const struct chat *known = store_find_chat(archived->source.store, id);
    struct archive_chat row;
    struct error error;

    if (known != NULL || !archive_chat(archived->archive, id, &row, &error))
        return known;
    return archived_chat(archived, &row);
}

static bool may_be_shown(struct turn *turn, const struct chat *chat, struct find_hit *hit)
{
    struct store *store = turn->archived->source.store;
    struct error error;

    if (store_redaction(store) == NULL)
        return true;
    archive_messages(turn->archived->archive, chat->id, hit->session, know_sender, store, &error);
    return finding_takes(turn->finding, chat, hit);
}

static bool tell(void *self, const struct archive_hit *found)
{
    struct turn *turn = self;
    struct find_hit hit = {.chat = found->message->chat,
                           .session = found->message->session,
                           .entry = shelved_entry(found->message),
                           .rank = found->key.rank};
    const struct chat *chat = chat_of(turn->archived, hit.chat);

    turn->finding->after = found->key.id; /* also when the turn is taken back */
    turn->finding->rank = found->key.rank;
    if (chat == NULL || !may_be_shown(turn, chat, &hit))
        return true;
    turn->wanted->hit(turn->wanted->self, &hit);
    return ++turn->n < turn->wanted->most;
}

unsigned find_has(struct archive *archive, int64_t message, const struct archive_search *search)
{
    struct entry entry = {.id = message};
    struct message read = {0};
    unsigned has = 0;

    if (shelved_message(archive, &entry, &read))
        has = facts_has(search->store, &search->zone, &read);
    message_release(&read);
    return has;
}

/* Names of files stand in texts, so they are known before. */
static void learn_files(struct archive *archive, const struct message *message, struct store *store,
                        struct redact *redact)
{
    for (size_t i = 0; i < message->files.n; i++) {
        struct file *file = store_file(store, message->files.at[i]);

        shelved_file(archive, file);
        redact_know_file(redact, file->name);
    }
    for (size_t i = 0; i < message->files.n; i++)
        file_each_text(store_file(store, message->files.at[i]), text_redact, redact);
}

void find_add_redacted(struct archive *archive, const struct archive_message *row,
                       struct store *store, struct redact *redact, struct str *out)
{
    const struct zone zone = {.kind = ZONE_PORTAL};
    struct entry entry = shelved_entry(row);
    struct message message = {.id = row->id, .chat = row->chat, .sender = row->sender};

    if (shelved_message(archive, &entry, &message)) {
        learn_files(archive, &message, store, redact);
        message_each_text(&message, text_redact, redact);
        reading_add(store, &zone, &message, READING_TEXT | READING_FILES, out);
    }
    message_release(&message);
}

/* --- the turn -------------------------------------------------------------------------------- */

static void note_part(struct turn *turn, struct archive_match_key reached)
{
    struct finding *finding = turn->finding;

    finding->after = reached.id;
    finding->rank = reached.rank;
    if (finding->newest == 0)
        finding->newest = archive_newest_message(turn->archived->archive);
    finding->part = reached.id && finding->order == FIND_NEWEST
                        ? 1 - (double)reached.id / (double)(finding->newest + 1)
                        : 1;
}

enum find_state archived_find(struct source *source, struct finding *finding,
                              const struct find_turn *wanted, struct error *error)
{
    struct archived *archived = (struct archived *)source;
    struct turn turn = {.archived = archived, .finding = finding, .wanted = wanted};
    struct archive_match_key reached = {finding->after, finding->rank};
    struct archive_search search = {
        .order = finding->order == FIND_BEST ? ARCHIVE_BY_RANK : ARCHIVE_BY_DATE,
        .after = reached,
        .zone = finding->zone,
        .has = find_has,
        .store = source->store,
        .is_redacted = store_redaction(source->store) != NULL,
        .is_over = finding->order == FIND_BEST ? NULL : is_over, /* each would sort anew */
        .is_awaited = is_awaited,
        .reached = &reached,
    };
    size_t n_gave_up = 0;
    bool done;

    done = archive_search(archived->archive, finding->query, &search, tell, &turn, &n_gave_up,
                          error);
    finding->n_gave_up += n_gave_up;
    if (!done)
        return turn.is_awaited ? FIND_MORE : FIND_FAILED;
    note_part(&turn, reached);
    return reached.id ? FIND_MORE : FIND_ALL;
}
