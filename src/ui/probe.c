/* SPDX-License-Identifier: MIT */
#include "ui/probe.h"
#include "model/facts.h"

#include <string.h>

enum { CTRL_R = 18, CTRL_T = 20 };

static void forget(struct probe *probe)
{
    pattern_free(probe->pattern);
    probe->pattern = NULL;
    query_release(&probe->query);
    probe->is_set = false;
}

void probe_release(struct probe *probe)
{
    forget(probe);
    str_release(&probe->text);
}

/* --- setting --------------------------------------------------------------------------------- */

static bool set_pattern(struct ui *ui, struct probe *probe, const char *text)
{
    struct error error;

    probe->pattern = pattern_new(text, strlen(text), probe->kind, &error);
    if (!probe->pattern)
        ui_tell(ui, "%s", error.text);
    return probe->pattern != NULL;
}

/* Of several things that were not understood the first is told. */
static bool set_query(struct ui *ui, struct probe *probe, const char *text)
{
    struct str notes = {0};

    query_parse(&probe->query, text, strlen(text), &notes);
    if (notes.size)
        ui_tell(ui, "%.*s", (int)strcspn(notes.text, "\n"), notes.text);
    str_release(&notes);
    return probe->query.terms.n > 0;
}

static bool asks(const struct probe *probe)
{
    return probe->is_query && probe->kind == FIND_SMART;
}

bool probe_set(struct ui *ui, struct probe *probe, const char *text)
{
    forget(probe);
    if (*text)
        probe->is_set = asks(probe) ? set_query(ui, probe, text) : set_pattern(ui, probe, text);
    return probe->is_set;
}

/* --- matching -------------------------------------------------------------------------------- */

static void add_text(struct ui *ui, struct probe *probe, const struct message *message)
{
    str_clear(&probe->text);
    plain_add(&ui->start.look, message, probe->parts, &probe->text);
}

static bool matches_pattern(struct ui *ui, struct probe *probe, size_t item, bool *gave_up)
{
    size_t start, end;
    bool found;

    add_text(ui, probe, ui_message_at(ui, item));
    found = pattern_find(probe->pattern, str_text(&probe->text), probe->text.size, 0, &start, &end);
    *gave_up = pattern_gave_up(probe->pattern);
    return found;
}

/* Most messages are out before they are read; of a gap nothing is known. */
static bool matches_query(struct ui *ui, struct probe *probe, size_t item, bool *gave_up)
{
    const struct look *look = &ui->start.look;
    const struct session *session;
    const struct entry *entry = chat_item(ui_chat(ui), item, &session);
    struct query_facts facts = facts_of(look->store, &look->zone, ui_chat(ui), session, entry);
    bool found = !entry_is_gap(entry) && query_matches(&probe->query, &facts);

    if (found && (probe->query.needs & ~(unsigned)QUERY_ENTRY)) {
        facts_read(look->store, &probe->query, probe->parts, ui_message_at(ui, item), &probe->text,
                   &facts);
        found = query_matches(&probe->query, &facts);
    }
    *gave_up = facts.gave_up;
    return found;
}

bool probe_matches(struct ui *ui, struct probe *probe, size_t item, bool *gave_up)
{
    return probe->pattern ? matches_pattern(ui, probe, item, gave_up)
                          : matches_query(ui, probe, item, gave_up);
}

/* --- keys ------------------------------------------------------------------------------------ */

static const char *const kind_words[] = {
    [FIND_SMART] = N_("smart"), [FIND_LITERAL] = N_("literal"), [FIND_REGEX] = N_("regular "
                                                                                "expression")};

static void next_kind(struct ui *ui, struct probe *probe)
{
    probe->kind = (probe->kind + 1) % (FIND_REGEX + 1);
    ui_tell(ui, _("search type: %s"), gettext(kind_words[probe->kind]));
}

static const struct {
    unsigned parts;
    const char *word;
} places[] = {{PLAIN_TEXT, N_("text")},
              {PLAIN_NAME, N_("names")},
              {PLAIN_FILES, N_("files")},
              {PLAIN_TEXT | PLAIN_NAME | PLAIN_FILES, N_("text, names and files")}};
enum { PLACES = sizeof places / sizeof *places };

static int place_of(const struct probe *probe)
{
    int i = 0;

    while (places[i].parts != probe->parts)
        i++;
    return i;
}

static void next_parts(struct ui *ui, struct probe *probe)
{
    int i = (place_of(probe) + 1) % PLACES;

    probe->parts = places[i].parts;
    ui_tell(ui, _("searching in %s"), gettext(places[i].word));
}

int probe_how(const struct probe *probe)
{
    return (int)probe->kind * PLACES + place_of(probe);
}

bool probe_set_how(struct probe *probe, int how)
{
    if (how < 0 || how >= (FIND_REGEX + 1) * PLACES)
        return false;
    probe->kind = (enum find_kind)(how / PLACES);
    probe->parts = places[how % PLACES].parts;
    return true;
}

bool probe_key(struct ui *ui, struct probe *probe, int key)
{
    if (key == CTRL_R)
        next_kind(ui, probe);
    else if (key == CTRL_T)
        next_parts(ui, probe);
    else
        return false;
    return true;
}
