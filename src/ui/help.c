/* SPDX-License-Identifier: MIT */
#include "model/query.h"
#include "ui/chat_filter.h"
#include "ui/line.h"
#include "ui/overlay.h"

enum { KEY_COLUMNS = 24 };

static const char *const tour[] = {
    N_("j and k go up and down, Enter goes into the messages, h comes back."),
    N_("Space and b turn pages; { and } go from session to session, ( and ) from day to day."),
    N_("/ searches as you type, n and N go on; & shows only what matches, & and Enter all again."),
    N_("y copies, o opens links, H hides service lines, za folds a session."),
    N_("A number before a command repeats it or says where to: 10j, 50%, 3G."),
};

static void add_context(const struct keymap *keymap, struct overlay *overlay, enum context context)
{
    struct str keys = {0};

    overlay_heading(overlay, gettext(context_titles[context]));
    for (const struct command *command = command_table; command->name; command++) {
        if (command->context != context)
            continue;
        str_clear(&keys);
        keymap_add_keys(keymap, command, &keys);
        overlay_add(overlay, str_text(&keys), gettext(command->help), ROLE_TEXT, 0);
    }
    str_release(&keys);
}

static void add_query(struct overlay *overlay)
{
    overlay_heading(overlay, _("What & and T search for"));
    for (int kind = 0; kind < QUERY_KIND_COUNT; kind++)
        overlay_add(overlay, gettext(query_table[kind].form), gettext(query_table[kind].help),
                    ROLE_TEXT, 0);
    overlay_add(overlay, NULL, gettext(QUERY_RULE), ROLE_TEXT, 0);
}

static void add_chat_filter(struct overlay *overlay)
{
    overlay_heading(overlay, _("What :filter asks of chats"));
    for (const struct chat_filter_row *row = chat_filter_table; row->form; row++)
        overlay_add(overlay, gettext(row->form), gettext(row->help), ROLE_TEXT, 0);
    overlay_add(overlay, NULL, gettext(QUERY_RULE), ROLE_TEXT, 0);
}

static void add_pages(struct overlay *overlay)
{
    static const char *const pages[][2] = {
        {"man imolog", N_("all commands, options, formats and exit codes")},
        {"man imolog.conf", N_("the configuration: options, keys and colours for good")},
        {"man imolog-themes", N_("themes: how to write one")},
    };

    overlay_heading(overlay, _("More in the manual"));
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        overlay_add(overlay, pages[i][0], gettext(pages[i][1]), ROLE_TEXT, 0);
}

void help_open(struct ui *ui)
{
    struct overlay *overlay = overlay_open(ui, _("Help"), KEY_COLUMNS, NULL);

    overlay_heading(overlay, _("A first minute"));
    for (size_t i = 0; i < sizeof tour / sizeof *tour; i++)
        overlay_add(overlay, NULL, gettext(tour[i]), ROLE_TEXT, 0);
    overlay_heading(overlay, _("Command line"));
    for (const struct line_word *word = line_words; word->name; word++)
        overlay_add(overlay, word->name, gettext(word->help), ROLE_TEXT, 0);
    for (int context = 0; context < CONTEXTS; context++)
        add_context(ui->start.keymap, overlay, (enum context)context);
    add_query(overlay);
    add_chat_filter(overlay);
    add_pages(overlay);
    overlay_filter(ui, "");
}
