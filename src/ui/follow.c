/* SPDX-License-Identifier: MIT */
#include "ui/follow.h"
#include "base/words.h"
#include "ui/commands.h"

static const struct session *newest(const struct chat *chat)
{
    return chat && chat->sessions.n ? chat->sessions.at[chat->sessions.n - 1] : NULL;
}

/* What is open and in view is followed without being asked for. */
static bool is_alive(const struct chat *chat)
{
    const struct session *session = newest(chat);

    return session && session->id && !session_is_closed(session);
}

/* Until another chat is shown: where a session ended the next may begin. */
static bool does_follow(const struct ui *ui, const struct chat *chat)
{
    if (ui->follow.chat == chat->id)
        return ui->follow.on;
    return ui->follow.shown == chat->id || is_alive(chat);
}

void follow_settle(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    bool follows = chat && does_follow(ui, chat);

    ui->follow.shown = follows ? chat->id : 0;
    source_follow(ui->start.source, ui->follow.shown);
    if (ui->messages.n == 0 || view_is_at_end(&ui->messages))
        ui->follow.n_new = 0;
}

void follow_count(struct ui *ui, size_t n)
{
    ui->follow.n_new += n;
}

void follow_add_state(const struct ui *ui, struct str *out)
{
    if (ui->follow.n_new)
        str_addf(out, "%s %zu %s", ui->start.look.ascii ? "v" : "▼", ui->follow.n_new, _("new"));
}

void cmd_follow(struct ui *ui, int count)
{
    const struct chat *chat = ui_chat(ui);
    bool on;

    (void)count;
    if (!chat)
        return;
    if (!source_follow(ui->start.source, chat->id)) {
        if (store_is_at_hand(ui->start.look.store))
            ui_tell(ui, _("%s does not change"), source_name(ui->start.source));
        else
            ui_tell(ui, _("nothing to follow: no session of this chat is known; R asks again"));
        return;
    }
    on = !does_follow(ui, chat);
    ui->follow.chat = chat->id;
    ui->follow.on = on;
    ui_tell(ui, "%s", on ? _("new messages are followed") : _("this chat is not followed"));
}
