/* SPDX-License-Identifier: MIT */
#include "ui/command.h"
#include "ui/commands.h"

#include <stddef.h>
#include <string.h>

const char *const context_titles[CONTEXTS] = {
    [CONTEXT_ANY] = N_("Everywhere"),
    [CONTEXT_PANES] = N_("List and messages"),
    [CONTEXT_LIST] = N_("List of chats"),
    [CONTEXT_MESSAGES] = N_("Messages"),
    [CONTEXT_COPY] = N_("After y: copy"),
    [CONTEXT_VIEW] = N_("After z: view and folds"),
    [CONTEXT_PLACE] = N_("After ] or [: next or previous"),
    [CONTEXT_SORT] = N_("After o in the list: sort by"),
    [CONTEXT_ONLY] = N_("After w: show only"),
    [CONTEXT_EXPORT] = N_("After x: export as"),
    [CONTEXT_OVERLAY] = N_("Help, details, links, what was found"),
};

const char *const context_names[CONTEXTS] = {
    [CONTEXT_ANY] = "any",           [CONTEXT_PANES] = "panes", [CONTEXT_LIST] = "list",
    [CONTEXT_MESSAGES] = "messages", [CONTEXT_COPY] = "copy",   [CONTEXT_VIEW] = "view",
    [CONTEXT_PLACE] = "place",       [CONTEXT_SORT] = "sort",   [CONTEXT_ONLY] = "only",
    [CONTEXT_EXPORT] = "export",
    [CONTEXT_OVERLAY] = "overlay",
};

/* What a row leaves out is false. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
const struct command command_table[] = {
    {"next", "j Down", CONTEXT_ANY, N_("next chat or message; a line inside a tall one"), cmd_next},
    {"previous", "k Up", CONTEXT_ANY, N_("previous chat or message"), cmd_previous},
    {"scroll-down", "Ctrl-E", CONTEXT_ANY, N_("one line down"), cmd_scroll_down},
    {"scroll-up", "Ctrl-Y", CONTEXT_ANY, N_("one line up"), cmd_scroll_up},
    {"page-down", "Space f PgDn Ctrl-F", CONTEXT_ANY, N_("page down"), cmd_page_down},
    {"page-up", "b PgUp Ctrl-B", CONTEXT_ANY, N_("page up"), cmd_page_up},
    {"half-page-down", "d Ctrl-D", CONTEXT_ANY, N_("half a page down"), cmd_half_down},
    {"half-page-up", "u Ctrl-U", CONTEXT_ANY, N_("half a page up"), cmd_half_up},
    {"first", "g Home", CONTEXT_ANY, N_("first; with a number before it, that one"),
     cmd_first, .jumps = true},
    {"last", "G End", CONTEXT_ANY, N_("last; with a number before it, that one"),
     cmd_last, .jumps = true},
    {"percent", "%", CONTEXT_ANY, N_("go to a percentage: 50%"), cmd_percent, .jumps = true},
    {"reload", "R F5", CONTEXT_PANES, N_("read the dialogs again"), cmd_reload},
    {"redraw", "Ctrl-L", CONTEXT_ANY, N_("paint the screen anew"), cmd_redraw},
    {"help", "? F1", CONTEXT_ANY, N_("this help, and back"), cmd_help},
    {"clear", "Esc", CONTEXT_ANY, N_("forget number, highlight and range; close"), cmd_clear, true},
    {"close", "q", CONTEXT_ANY, N_("close the help or the messages, at last quit"), cmd_close},
    {"quit", "Q", CONTEXT_ANY, N_("quit"), cmd_quit},
    {"focus-list", "h Left", CONTEXT_PANES, N_("to the list of chats"), cmd_focus_list},
    {"focus-messages", "l Right", CONTEXT_PANES, N_("to the messages"), cmd_focus_messages},
    {"other-pane", "Tab Shift-Tab", CONTEXT_PANES, N_("to the other pane"), cmd_other_pane},
    {"next-chat", "J Ctrl-N", CONTEXT_PANES, N_("next chat, wherever the keys are"), cmd_next_chat},
    {"previous-chat", "K Ctrl-P", CONTEXT_PANES, N_("previous chat"), cmd_previous_chat},
    {"next-unreviewed", "U", CONTEXT_PANES, N_("next chat with messages not yet reviewed"),
     cmd_next_unreviewed, .jumps = true},
    {"follow", "F", CONTEXT_PANES, N_("follow new messages of this chat, or not"), cmd_follow},
    {"maximize", "O", CONTEXT_PANES, N_("one pane on the whole screen, and back"), cmd_maximize},
    {"list-narrower", "<", CONTEXT_PANES, N_("list narrower"), cmd_narrower},
    {"list-wider", ">", CONTEXT_PANES, N_("list wider"), cmd_wider},
    {"next-session", "}", CONTEXT_PANES, N_("next session"), cmd_next_session, .jumps = true},
    {"previous-session", "{", CONTEXT_PANES, N_("previous session"),
     cmd_previous_session, .jumps = true},
    {"next-day", ")", CONTEXT_PANES, N_("next day"), cmd_next_day, .jumps = true},
    {"previous-day", "(", CONTEXT_PANES, N_("previous day"), cmd_previous_day, .jumps = true},
    {"next-place", "]", CONTEXT_PANES, N_("menu: the next …"), cmd_next_place},
    {"previous-place", "[", CONTEXT_PANES, N_("menu: the previous …"), cmd_previous_place},
    {"search", "/", CONTEXT_PANES, N_("search as you type; Ctrl-R how, Ctrl-T where"),
     cmd_search, .jumps = true},
    {"search-next", "n", CONTEXT_PANES, N_("next match"), cmd_search_next, .jumps = true},
    {"search-previous", "N", CONTEXT_PANES, N_("previous match"),
     cmd_search_previous, .jumps = true},
    {"grep", "P", CONTEXT_PANES, N_("search all chats; empty: what was found last"), cmd_grep},
    {"filter", "&", CONTEXT_PANES, N_("show only what matches; empty: all"), cmd_filter},
    {"only-menu", "w", CONTEXT_PANES, N_("menu: show only …"), cmd_only_menu},
    {"service", "H", CONTEXT_PANES, N_("service lines: all, collapsed, gone"), cmd_service},
    {"clock", "D", CONTEXT_PANES, N_("times: as given, local, UTC"), cmd_clock},
    {"facts", "=", CONTEXT_PANES, N_("facts of chat, client and all sessions"), cmd_facts},
    {"info", "i", CONTEXT_PANES, N_("facts of the session beside the messages"), cmd_info},
    {"line", ":", CONTEXT_PANES, N_("command line"), cmd_line, true},
    {"export-menu", "x", CONTEXT_PANES,
     N_("menu: export what is tagged after ;, a range, what is filtered, or the session"),
     cmd_export_menu, true},
    {"pipe", "|", CONTEXT_PANES, N_("give the message to a program"), cmd_pipe, true},
    {"shell", "!", CONTEXT_PANES, N_("run a shell command"), cmd_shell},
    {"pager", "v", CONTEXT_PANES, N_("read the chat in $PAGER"), cmd_pager},
    {"editor", "e", CONTEXT_PANES, N_("open the chat in $VISUAL or $EDITOR"), cmd_editor},
    {"bare", "B Alt-l", CONTEXT_PANES,
     N_("bare text from this message on, for the terminal's own selection"), cmd_bare},
    {"wrap", "W", CONTEXT_PANES, N_("long lines wrapped or cut"), cmd_wrap},
    {"numbers", "#", CONTEXT_PANES, N_("numbers of messages instead of times"), cmd_numbers},
    {"ascii", "~", CONTEXT_PANES, N_("ASCII only, and back"), cmd_ascii},
    {"repeat", ".", CONTEXT_PANES, N_("the last command again"), cmd_repeat, true},
    {"leave", "Z", CONTEXT_PANES, N_("then Z: quit"), cmd_leave},
    {"mouse", "F2", CONTEXT_PANES, N_("mouse on and off"), cmd_mouse},
    {"jump-back", "Ctrl-O", CONTEXT_PANES, N_("back to where you were"), cmd_jump_back},
    {"copy-menu", "y", CONTEXT_PANES, N_("menu: copy …; in the list the chat"),
     cmd_copy_menu, true},
    {"tag", "t", CONTEXT_PANES, N_("tag the chat or message and go on"), cmd_tag},
    {"tag-found", "T", CONTEXT_PANES, N_("tag all chats or messages that match"), cmd_tag_found},
    {"apply", ";", CONTEXT_PANES,
     N_("the next command acts on what is tagged, or says that it does not"), cmd_apply, true},
    {"open-chat", "Enter", CONTEXT_LIST, N_("into the messages"), cmd_focus_messages},
    {"sort-menu", "o", CONTEXT_LIST, N_("menu: sort by …"), cmd_sort_menu},
    {"star-chat", "*", CONTEXT_LIST, N_("star the chat"), cmd_star_chat, true},
    {"reviewed-chat", "X", CONTEXT_LIST, N_("the chat is reviewed to its end; again: not at all"),
     cmd_reviewed_chat, true},
    {"expand", "Enter", CONTEXT_MESSAGES, N_("what is folded or cut whole, and back; else fields"),
     cmd_expand},
    {"details", "p", CONTEXT_MESSAGES, N_("all fields of the message as received"), cmd_details},
    {"open", "o", CONTEXT_MESSAGES, N_("links and files of the message"), cmd_open},
    {"view-menu", "z", CONTEXT_MESSAGES, N_("menu: align, fold"), cmd_view_menu},
    {"range", "V", CONTEXT_MESSAGES, N_("begin a range, end it: tags what is between"), cmd_range},
    {"star", "*", CONTEXT_MESSAGES, N_("star the message"), cmd_star, true},
    {"mark", "m", CONTEXT_MESSAGES, N_("set a mark: then a letter"), cmd_mark},
    {"to-mark", "'", CONTEXT_MESSAGES, N_("go to a mark: then a letter; '' back"),
     cmd_to_mark, .jumps = true},
    {"quoted", ",", CONTEXT_MESSAGES, N_("to the message that is quoted"), cmd_quoted},
    {"reviewed", "X", CONTEXT_MESSAGES, N_("reviewed up to this message; again: not at all"),
     cmd_reviewed},
    {"copy-text", "y", CONTEXT_COPY, N_("its text"), cmd_copy_text, true, .word = N_("text")},
    {"copy-quoted", "h", CONTEXT_COPY, N_("text with time and name"),
     cmd_copy_quoted, true, .word = N_("with name")},
    {"copy-address", "u", CONTEXT_COPY, N_("its link; of several the chosen one"),
     cmd_copy_address, true, .word = N_("link")},
    {"copy-permalink", "p", CONTEXT_COPY, N_("a permalink"),
     cmd_copy_permalink, true, .word = N_("permalink")},
    {"copy-json", "j", CONTEXT_COPY, N_("the message as JSON, a line of jsonl"),
     cmd_copy_json, true, .word = N_("JSON")},
    {"copy-all", "a", CONTEXT_COPY, N_("all tagged, else the whole session"),
     cmd_copy_all, true, .word = N_("tagged or session")},
    {"centre", "z", CONTEXT_VIEW, N_("message in the middle"), cmd_centre, .word = N_("centre")},
    {"top", "t", CONTEXT_VIEW, N_("message at the top"), cmd_top, .word = N_("top")},
    {"bottom", "b", CONTEXT_VIEW, N_("message at the bottom"), cmd_bottom, .word = N_("bottom")},
    {"fold-toggle", "a", CONTEXT_VIEW, N_("fold or unfold the session"),
     cmd_fold_toggle, .word = N_("fold or not")},
    {"unfold", "o", CONTEXT_VIEW, N_("unfold the session"), cmd_unfold, .word = N_("unfold")},
    {"fold", "c", CONTEXT_VIEW, N_("fold the session"), cmd_fold, .word = N_("fold")},
    {"fold-all", "M", CONTEXT_VIEW, N_("fold all sessions"), cmd_fold_all, .word = N_("fold all")},
    {"unfold-all", "R", CONTEXT_VIEW, N_("unfold all sessions"),
     cmd_unfold_all, .word = N_("unfold all")},
    {"seek-session", "s", CONTEXT_PLACE, N_("session"), cmd_seek_session, .jumps = true},
    {"seek-day", "d", CONTEXT_PLACE, N_("day"), cmd_seek_day, .jumps = true},
    {"seek-operator", "o", CONTEXT_PLACE, N_("operator's message"),
     cmd_seek_operator, .jumps = true, .word = N_("operator")},
    {"seek-client", "c", CONTEXT_PLACE, N_("client's message"),
     cmd_seek_client, .jumps = true, .word = N_("client")},
    {"seek-bot", "b", CONTEXT_PLACE, N_("bot's message"),
     cmd_seek_bot, .jumps = true, .word = N_("bot")},
    {"seek-handover", "h", CONTEXT_PLACE, N_("handover to another operator"),
     cmd_seek_handover, .jumps = true, .word = N_("handover")},
    {"seek-file", "f", CONTEXT_PLACE, N_("file or attachment"),
     cmd_seek_file, .jumps = true, .word = N_("file")},
    {"seek-link", "l", CONTEXT_PLACE, N_("link"), cmd_seek_link, .jumps = true},
    {"seek-mark", "m", CONTEXT_PLACE, N_("mark or star"),
     cmd_seek_mark, .jumps = true, .word = N_("mark")},
    {"seek-unanswered", "u", CONTEXT_PLACE, N_("unanswered"), cmd_seek_unanswered, .jumps = true},
    {"seek-vote", "v", CONTEXT_PLACE, N_("vote"), cmd_seek_vote, .jumps = true},
    {"sort-date", "d", CONTEXT_SORT, N_("date"), cmd_sort_date},
    {"sort-name", "n", CONTEXT_SORT, N_("name"), cmd_sort_name},
    {"sort-waiting", "w", CONTEXT_SORT, N_("those who wait first"),
     cmd_sort_waiting, .word = N_("who waits")},
    {"sort-line", "l", CONTEXT_SORT, N_("line"), cmd_sort_line},
    {"sort-connector", "c", CONTEXT_SORT, N_("connector"), cmd_sort_connector},
    {"sort-vote", "v", CONTEXT_SORT, N_("worst vote first"),
     cmd_sort_vote, .word = N_("worst vote")},
    {"only-unanswered", "u", CONTEXT_ONLY, N_("unanswered"), cmd_only_unanswered},
    {"only-attention", "a", CONTEXT_ONLY, N_("warnings"), cmd_only_attention},
    {"only-client", "c", CONTEXT_ONLY, N_("client"), cmd_only_client},
    {"only-operators", "o", CONTEXT_ONLY, N_("operators"), cmd_only_operators},
    {"only-files", "f", CONTEXT_ONLY, N_("files"), cmd_only_files},
    {"only-links", "l", CONTEXT_ONLY, N_("links"), cmd_only_links},
    {"only-all", "x", CONTEXT_ONLY, N_("all"), cmd_only_all},
    {"export-text", "t", CONTEXT_EXPORT, N_("text"), cmd_export_text, true},
    {"export-markdown", "m", CONTEXT_EXPORT, N_("Markdown"), cmd_export_markdown, true},
    {"export-html", "h", CONTEXT_EXPORT, N_("HTML"), cmd_export_html, true},
    {"export-jsonl", "j", CONTEXT_EXPORT, N_("JSON lines"), cmd_export_jsonl, true},
    {"export-csv", "c", CONTEXT_EXPORT, N_("CSV"), cmd_export_csv, true},
    {"export-redact", "r", CONTEXT_EXPORT, N_("redact or not"), cmd_export_redact, true},
    {"export-found", "x", CONTEXT_OVERLAY, N_("export what was found"), cmd_export_found},
    {"choose", "Enter", CONTEXT_OVERLAY, N_("choose"), cmd_choose},
    {"save-file", "s", CONTEXT_OVERLAY, N_("save the file without opening it"), cmd_save_file},
    {"overlay-filter", "/", CONTEXT_OVERLAY, N_("show only rows with a word; search anew"),
     cmd_overlay_filter},
    {"overlay-order", "r", CONTEXT_OVERLAY, N_("of what was found: newest or best first"),
     cmd_overlay_order},
    {NULL, NULL, CONTEXT_ANY, NULL, NULL},
};

const struct command *command_find(const char *name)
{
    for (const struct command *command = command_table; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

int context_find(const char *name)
{
    for (int context = 0; context < CONTEXTS; context++)
        if (strcmp(context_names[context], name) == 0)
            return context;
    return -1;
}

bool context_is_menu(enum context context)
{
    return context == CONTEXT_COPY || context == CONTEXT_VIEW || context == CONTEXT_PLACE ||
           context == CONTEXT_SORT || context == CONTEXT_ONLY || context == CONTEXT_EXPORT;
}

bool context_has(enum context outer, enum context inner)
{
    if (outer == CONTEXT_ANY)
        return !context_is_menu(inner);
    return outer == inner ||
           (outer == CONTEXT_PANES && (inner == CONTEXT_LIST || inner == CONTEXT_MESSAGES));
}
