#compdef imolog
# zsh completion for imolog; made from its tables by make man

_imolog_first() {
    local -a commands=(
        'browse:chat list and message pane (the default command)'
        'print:transcripts on standard output'
        'chats:chats and their sessions, one per line'
        'search:messages of the archive that match a query'
        'archive:what is in the archive, whether it is sound, and its care'
        'sync:bring the archive up to date'
        'login:ask for a portal'\''s webhook or application, check it and keep it'
        'doctor:what this terminal, configuration, portal and archive can do'
        'help:this help, or that of a command'
    )
    _describe command commands
    _files
}

_arguments -s -S \
    '--demo[the bundled sample dialogs; nothing else is needed]' \
    '--archive=[the local archive; without a FILE the one there is]:FILE:' \
    '--portal=[the portal logged in to, or the one of this name]:NAME:' \
    '--keep[what is browsed of a portal is kept in its archive]' \
    '--webhook-command=[prints the portal'\''s webhook, such as pass show portal; no shell]:COMMAND:' \
    '--cacert=[certificates to trust beside the system'\''s, for a portal of one'\''s own]:FILE:_files' \
    '--proxy=[the way to the portal; empty\: none; else as the environment says]:ADDRESS:' \
    '--plan=[what the portal permits\: standard, enterprise, or requests at once/a second, 50/2]:PLAN:(standard enterprise)' \
    '--chat=[this chat; ID is 1982 or chat1982]:ID:' \
    '--session=[this session]:ID:' \
    '--message=[this message]:ID:' \
    '--user=[archive purge\: forget this client]:ID:' \
    '--user-code=[the chat of this client\: connector|line|chat|user]:CODE:' \
    '--crm=[the chats of this LEAD, DEAL, CONTACT or COMPANY, such as LEAD\:1205]:TYPE\:ID:' \
    '--since=[messages from this date, or date and time, on]:DATE:' \
    '--line=[sync\: sessions of this line]:ID:' \
    '--sweep=[sync\: also ask for sessions by their numbers, which no list may show]:A..B:' \
    '--recheck[sync\: look again at all that is there, however old]' \
    '--dry-run[sync\: list and count; ask for no histories and write nothing]' \
    '--until=[messages up to this date, or date and time]:DATE:' \
    '--order=[messages by their time, or as the portal lists them]:WHAT:(time server)' \
    '--timezone=[local, portal, UTC or Area/City; portal shows times as they were given]:ZONE:(local portal UTC)' \
    '--color=[whether to use colour; auto asks the terminal and NO_COLOR]:WHEN:(auto always never)' \
    '--theme=[how things look\: a theme'\''s name, or a path]:NAME:(colorblind dark default gruvbox high-contrast light mono nord solarized-dark solarized-light)' \
    '--ascii[nothing outside ASCII; other letters are transliterated]' \
    '(-f --format)'{-f+,--format=}'[the format to print in]:FORMAT:(text ansi markdown html json jsonl csv)' \
    '(-o --output)'{-o+,--output=}'[print into this file, whole or not at all]:FILE:_files' \
    '--force[let --output and login replace what is there, and archive purge ask nothing]' \
    '--split=[several files\: by day, session, chat, 1000 (messages), 100k or 50mb]:HOW:' \
    '--csv-raw[csv for programs\: without '\'' before what a spreadsheet takes for a formula]' \
    '--csv-bom[csv with a byte order mark, for spreadsheets that ask for one]' \
    '--sort=[search\: newest first, or best first]:HOW:(date rank)' \
    '--limit=[search\: at most so many messages]:N:' \
    '--width=[columns of the ansi format; else the terminal'\''s, or 80]:COLUMNS:' \
    '--clipboard=[what is copied goes to this command'\''s standard input first]:COMMAND:' \
    '--save-to=[where files of messages are saved; else imolog among the downloads]:FOLDER:_files' \
    '--attachment-hosts=[other hosts files may come from, with blanks between]:HOSTS:' \
    '--attachment-limit=[larger files are not saved]:MB:' \
    '--info-width=[columns of the side pane of i; else by the screen]:COLUMNS:' \
    '--open-at=[where a chat opens\: its end, after what was reviewed, or where it was left]:PLACE:(end reviewed last)' \
    '--mouse[the mouse is ours from the start; F2 changes it]' \
    '--secure[no other program is started, and no file written but what imolog keeps for itself]' \
    '--hyperlinks=[links the terminal itself can open; auto\: where it is known to]:WHEN:(auto on off)' \
    '--redact[pseudonyms for personal data\: all, or some of names,operators,phones,emails,cards,documents,links,files]' \
    '--strict[with --redact\: print nothing, and say where, if anything is doubtful]' \
    '--langmap=[letters of a Russian keyboard work as keys by their place; or not]:WHICH:(ru off)' \
    '--config=[this configuration instead of the usual ones; empty\: none]:FILE:_files' \
    '--json[doctor\: one JSON object instead of text]' \
    '--dump-config[print the settings, keys and colours in force, as a configuration]' \
    '--dump-keys[print the keys in force, as a configuration]' \
    '--check-config[tell the mistakes of the configuration and leave]' \
    '(-h --help)'{-h,--help}'[show this help]' \
    '(-V --version)'{-V,--version}'[show the version]' \
    '1:command or source:_imolog_first' \
    '*:source:_files'
