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

local command=browse word
local -a options
for word in $words[2,-1]; do
    case $word in
    browse|print|chats|search|archive|sync|login|doctor|help)
        command=$word
        break
        ;;
    esac
done
[[ $command == (browse|print|chats) ]] && options+=('--demo[the bundled sample dialogs; nothing else is needed]')
[[ $command == (browse|print|chats|search|archive|sync|doctor) ]] && options+=('--archive=[the local archive; without a FILE the one there is]:FILE:')
[[ $command == (browse|print|chats|sync|doctor) ]] && options+=('--portal=[the portal logged in to, or the one of this name]:NAME:')
[[ $command == (browse) ]] && options+=('--keep[what is browsed of a portal is kept in its archive]')
[[ $command == (browse|print|chats|sync|doctor) ]] && options+=('--webhook-command=[prints the portal'\''s webhook, such as pass show portal; no shell]:COMMAND:')
[[ $command == (browse|print|chats|sync|login|doctor) ]] && options+=('--cacert=[certificates to trust beside the system'\''s, for a portal of one'\''s own]:FILE:_files')
[[ $command == (browse|print|chats|sync|login|doctor) ]] && options+=('--proxy=[the way to the portal; empty\: none; else as the environment says]:ADDRESS:')
[[ $command == (browse|print|chats|sync|login|doctor) ]] && options+=('--plan=[what the portal permits\: standard, enterprise, or requests at once/a second, 50/2]:PLAN:(standard enterprise)')
[[ $command == (browse|print|chats|search|sync) ]] && options+=('--chat=[this chat; ID is 1982 or chat1982]:ID:')
[[ $command == (browse|print|chats|search|sync) ]] && options+=('--session=[this session]:ID:')
[[ $command == (browse|print|chats) ]] && options+=('--message=[this message]:ID:')
[[ $command == (archive) ]] && options+=('--user=[purge forgets this client]:ID:')
[[ $command == (browse|print|chats) ]] && options+=('--user-code=[the chat of this client\: connector|line|chat|user]:CODE:')
[[ $command == (browse|print|chats) ]] && options+=('--crm=[the chats of this LEAD, DEAL, CONTACT or COMPANY, such as LEAD\:1205]:TYPE\:ID:')
[[ $command == (browse|print|chats|search|sync) ]] && options+=('--since=[messages from this date, or date and time, on]:DATE:')
[[ $command == (sync) ]] && options+=('--line=[sessions of this line]:ID:')
[[ $command == (sync) ]] && options+=('--sweep=[also ask for sessions by their numbers, which no list may show]:A..B:')
[[ $command == (sync) ]] && options+=('--recheck[look again at all that is there, however old]')
[[ $command == (sync) ]] && options+=('--dry-run[list and count; ask for no histories and write nothing]')
[[ $command == (browse|print|chats|search) ]] && options+=('--until=[messages up to this date, or date and time]:DATE:')
[[ $command == (browse|print|chats|search) ]] && options+=('--order=[messages by their time, or as the portal lists them]:WHAT:(time server)')
options+=('--timezone=[local, portal, UTC or Area/City; portal shows times as they were given]:ZONE:(local portal UTC)')
options+=('--color=[whether to use colour; auto asks the terminal and NO_COLOR]:WHEN:(auto always never)')
options+=('--theme=[how things look\: a theme'\''s name, or a path]:NAME:(colorblind dark default gruvbox high-contrast light mono nord solarized-dark solarized-light)')
options+=('--ascii[nothing outside ASCII; other letters are transliterated]')
[[ $command == (browse|print|chats|search) ]] && options+=('(-f --format)'{-f+,--format=}'[the format to print in]:FORMAT:(text ansi markdown html json jsonl csv)')
[[ $command == (browse|print|chats|search) ]] && options+=('(-o --output)'{-o+,--output=}'[print into this file, whole or not at all]:FILE:_files')
[[ $command == (browse|print|chats|search|archive|login) ]] && options+=('--force[let --output and login replace what is there, and archive purge ask nothing]')
[[ $command == (browse|print|chats|search) ]] && options+=('--split=[several files\: by day, session, chat, 1000 (messages), 100k or 50mb]:HOW:')
[[ $command == (browse|print|chats|search) ]] && options+=('--csv-raw[csv for programs\: without '\'' before what a spreadsheet takes for a formula]')
[[ $command == (browse|print|chats|search) ]] && options+=('--csv-bom[csv with a byte order mark, for spreadsheets that ask for one]')
[[ $command == (search) ]] && options+=('--sort=[newest first, or best first]:HOW:(date rank)')
[[ $command == (search) ]] && options+=('--limit=[at most so many messages]:N:')
[[ $command == (browse|print|chats|search) ]] && options+=('--width=[columns of the ansi format; else the terminal'\''s, or 80]:COLUMNS:')
[[ $command == (browse|doctor) ]] && options+=('--clipboard=[what is copied goes to this command'\''s standard input first]:COMMAND:')
[[ $command == (browse) ]] && options+=('--save-to=[where files of messages are saved; else imolog among the downloads]:FOLDER:_files')
[[ $command == (browse) ]] && options+=('--attachment-hosts=[other hosts files may come from, with blanks between]:HOSTS:')
[[ $command == (browse) ]] && options+=('--attachment-limit=[larger files are not saved]:MB:')
[[ $command == (browse) ]] && options+=('--info-width=[columns of the side pane of i; else by the screen]:COLUMNS:')
[[ $command == (browse) ]] && options+=('--open-at=[where a chat opens\: its end, after what was reviewed, or where it was left]:PLACE:(end reviewed last)')
[[ $command == (browse|doctor) ]] && options+=('--mouse[the mouse is ours from the start; F2 changes it]')
options+=('--secure[no other program is started, and no file written but what imolog keeps for itself]')
[[ $command == (browse) ]] && options+=('--hyperlinks=[links the terminal itself can open; auto\: where it is known to]:WHEN:(auto on off)')
[[ $command == (browse|print|chats|search) ]] && options+=('--redact[pseudonyms for personal data\: all, or some of names,operators,phones,emails,cards,documents,links,files]')
[[ $command == (browse|print|chats|search) ]] && options+=('--strict[with --redact\: print nothing, and say where, if anything is doubtful]')
[[ $command == (browse) ]] && options+=('--langmap=[letters of a Russian keyboard work as keys by their place; or not]:WHICH:(ru off)')
options+=('--config=[this configuration instead of the usual ones; empty\: none]:FILE:_files')
[[ $command == (doctor) ]] && options+=('--json[one JSON object instead of text]')
options+=('--dump-config[print the settings, keys and colours in force, as a configuration]')
options+=('--dump-keys[print the keys in force, as a configuration]')
options+=('--check-config[tell the mistakes of the configuration and leave]')
options+=('(-h --help)'{-h,--help}'[show this help]')
options+=('(-V --version)'{-V,--version}'[show the version]')
_arguments -s -S $options \
    '1:command or source:_imolog_first' \
    '*:source:_files'
