/* SPDX-License-Identifier: MIT */
#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include "layout/chat.h"
#include "ui/state.h"

/* The functions of the command table, by file; what each does is said in the table. */
static inline int times(int count)
{
    return count > 0 ? count : 1;
}

/* move.c */
command_fn cmd_next, cmd_previous, cmd_scroll_down, cmd_scroll_up, cmd_page_down, cmd_page_up,
    cmd_half_down, cmd_half_up, cmd_first, cmd_last, cmd_percent;
/* panes.c */
command_fn cmd_focus_list, cmd_focus_messages, cmd_other_pane, cmd_next_chat, cmd_previous_chat,
    cmd_maximize, cmd_narrower, cmd_wider, cmd_help, cmd_redraw, cmd_quit, cmd_close, cmd_clear,
    cmd_choose, cmd_overlay_filter, cmd_overlay_order, cmd_leave;
/* places.c */
command_fn cmd_next_session, cmd_previous_session, cmd_next_day, cmd_previous_day, cmd_next_place,
    cmd_previous_place, cmd_seek_session, cmd_seek_day, cmd_seek_operator, cmd_seek_client,
    cmd_seek_bot, cmd_seek_handover, cmd_seek_file, cmd_seek_link, cmd_seek_mark, cmd_seek_vote,
    cmd_seek_unanswered,
    cmd_mark, cmd_to_mark, cmd_jump_back, cmd_quoted;
/* looks.c */
command_fn cmd_view_menu, cmd_centre, cmd_top, cmd_bottom, cmd_fold_toggle, cmd_unfold, cmd_fold,
    cmd_fold_all, cmd_unfold_all, cmd_service, cmd_clock, cmd_ascii, cmd_numbers, cmd_wrap;
/* expand.c */
command_fn cmd_expand;
/* reviewed.c */
command_fn cmd_reviewed, cmd_reviewed_chat, cmd_next_unreviewed;
/* only.c */
command_fn cmd_only_menu, cmd_only_unanswered, cmd_only_attention, cmd_only_client,
    cmd_only_operators, cmd_only_files, cmd_only_links, cmd_only_all;
/* sort.c */
command_fn cmd_sort_menu, cmd_sort_date, cmd_sort_name, cmd_sort_waiting, cmd_sort_line,
    cmd_sort_connector, cmd_sort_vote, cmd_star_chat;
/* found.c */
command_fn cmd_search, cmd_search_next, cmd_search_previous, cmd_filter, cmd_tag_found;
/* grep.c */
command_fn cmd_grep;
/* tags.c */
command_fn cmd_tag, cmd_range, cmd_star, cmd_apply;
/* copy.c */
command_fn cmd_copy_menu, cmd_copy_text, cmd_copy_quoted, cmd_copy_permalink, cmd_copy_json,
    cmd_copy_all;
/* export.c */
command_fn cmd_export_menu, cmd_export_found, cmd_export_text, cmd_export_markdown, cmd_export_html,
    cmd_export_jsonl, cmd_export_csv, cmd_export_redact;
/* links.c */
command_fn cmd_open, cmd_copy_address, cmd_save_file;
/* programs.c */
command_fn cmd_pipe, cmd_shell, cmd_pager, cmd_editor, cmd_bare;
/* overlays */
command_fn cmd_details, cmd_facts;
/* info.c */
command_fn cmd_info;
/* keys.c */
command_fn cmd_repeat;
/* Waits for one key, after a word about it. */
void keys_ask_letter(struct ui *ui, void (*letter)(struct ui *, int), const char *hint);
/* loading.c */
command_fn cmd_reload;
/* mouse.c */
command_fn cmd_mouse;
/* follow.c */
command_fn cmd_follow;
/* line.c */
command_fn cmd_line;

/* The messages a command acts on, one after the other: after ; the tagged ones, else the selected
 * one; in the list those of the chats of chat_tags_next. */
typedef void tags_fn(struct ui *ui, const struct session *session, const struct entry *entry,
                     void *self);
void tags_each(struct ui *ui, tags_fn *fn, void *self);
/* Their plain text. */
void tags_add_text(struct ui *ui, bool quoted, struct str *out);
/* As ; does: whether something is tagged in the pane that has the keys. */
bool tags_apply(struct ui *ui);
/* Tags an item; tags_show then tells and draws them. */
void tags_add(struct ui *ui, size_t item);
void tags_show(struct ui *ui);
bool tags_is_starred(const struct ui *ui, int64_t message);
/* chat_tags.c: tags chats of the list and goes on, or those that match what is asked. */
void chat_tags_toggle(struct ui *ui, int count);
void chat_tags_ask(struct ui *ui);
/* The chats a command of the list acts on, one after the other: after ; the tagged ones, else the
 * shown one; then NULL. *at is 0 before the first. */
const struct chat *chat_tags_next(const struct ui *ui, size_t *at);
/* copy.c: into the clipboard; tells where it went, or that there is nothing. */
void copy_text(struct ui *ui, const struct str *text);
/* links.c: opens the link at a row and column of a laid-out piece, that of the selected message, as
 * the picker does. False: there is none. */
bool links_press(struct ui *ui, size_t piece, int row, int column);
/* looks.c: folds. */
bool looks_has_folds(const struct ui *ui);
bool looks_is_folded(void *self, const struct session *session);
void looks_unfold(struct ui *ui, const struct session *session);
/* info.c: the side pane, when it is open. */
void info_close(struct ui *ui);
/* expand.c: whether a run of service lines that begins so is shown line by line. */
bool expand_is_open(void *self, const struct entry *first);
/* A run that hides the item is shown so. */
void expand_reveal(struct ui *ui, size_t item);
/* reviewed.c: the line "reviewed up to here" of the shown chat, as it is remembered. */
void reviewed_show(struct ui *ui);
/* What the list tells of it. */
void reviewed_mark(const struct ui *ui, const struct chat *chat, struct chat_marks *marks);
/* places.c: what the menu of places goes to. */
bool places_is_operator(struct ui *ui, size_t item);
bool places_is_client(struct ui *ui, size_t item);
bool places_is_unanswered(struct ui *ui, size_t item);
bool places_is_file(struct ui *ui, size_t item);
bool places_is_link(struct ui *ui, size_t item);
/* places.c: to the chat, session or message of a link, telling when it is not there. */
void places_go_link(struct ui *ui, enum link_kind kind, const char *target);
/* Any form of ui/permalink.h. False: it is none. */
bool places_go_text(struct ui *ui, const char *text);
/* Keeps the present place for '' and Ctrl-O, for what is none of the jumps of the table. */
void places_keep(struct ui *ui);

#endif
