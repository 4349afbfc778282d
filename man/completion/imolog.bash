# bash completion for imolog; made from its tables by make man

_imolog() {
    local word=${COMP_WORDS[COMP_CWORD]} before= command options
    COMPREPLY=()
    [ "$COMP_CWORD" -gt 0 ] && before=${COMP_WORDS[COMP_CWORD - 1]}
    # bash takes the = of --option=value for a word of its own
    if [ "$word" = = ]; then
        word=
    elif [ "$before" = = ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $before in
    --cacert)
        COMPREPLY=($(compgen -f -- "$word"))
        return
        ;;
    --plan)
        COMPREPLY=($(compgen -W "standard enterprise" -- "$word"))
        return
        ;;
    --order)
        COMPREPLY=($(compgen -W "time server" -- "$word"))
        return
        ;;
    --timezone)
        COMPREPLY=($(compgen -W "local portal UTC" -- "$word"))
        return
        ;;
    --color)
        COMPREPLY=($(compgen -W "auto always never" -- "$word"))
        return
        ;;
    --theme)
        COMPREPLY=($(compgen -W "colorblind dark default gruvbox high-contrast light mono nord solarized-dark solarized-light" -- "$word"))
        return
        ;;
    --format | -f)
        COMPREPLY=($(compgen -W "text ansi markdown html json jsonl csv" -- "$word"))
        return
        ;;
    --output | -o)
        COMPREPLY=($(compgen -f -- "$word"))
        return
        ;;
    --sort)
        COMPREPLY=($(compgen -W "date rank" -- "$word"))
        return
        ;;
    --save-to)
        COMPREPLY=($(compgen -f -- "$word"))
        return
        ;;
    --open-at)
        COMPREPLY=($(compgen -W "end reviewed last" -- "$word"))
        return
        ;;
    --hyperlinks)
        COMPREPLY=($(compgen -W "auto on off" -- "$word"))
        return
        ;;
    --langmap)
        COMPREPLY=($(compgen -W "ru off" -- "$word"))
        return
        ;;
    --config)
        COMPREPLY=($(compgen -f -- "$word"))
        return
        ;;
    --archive | --portal | --webhook-command | --proxy | --chat | --session | --message | --user | --user-code | --crm | --since | --line | --sweep | --until | --split | --limit | --width | --clipboard | --attachment-hosts | --attachment-limit | --info-width)
        return
        ;;
    esac
    for command in "${COMP_WORDS[@]:1}" browse; do
        case $command in
        browse)
            options="--demo --archive= --portal= --keep --webhook-command= --cacert= --proxy= --plan= --chat= --session= --message= --user-code= --crm= --since= --until= --order= --timezone= --color= --theme= --ascii --format= --output= --force --split= --csv-raw --csv-bom --width= --clipboard= --save-to= --attachment-hosts= --attachment-limit= --info-width= --open-at= --mouse --secure --hyperlinks= --redact --strict --langmap= --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        print)
            options="--demo --archive= --portal= --webhook-command= --cacert= --proxy= --plan= --chat= --session= --message= --user-code= --crm= --since= --until= --order= --timezone= --color= --theme= --ascii --format= --output= --force --split= --csv-raw --csv-bom --width= --secure --redact --strict --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        chats)
            options="--demo --archive= --portal= --webhook-command= --cacert= --proxy= --plan= --chat= --session= --message= --user-code= --crm= --since= --until= --order= --timezone= --color= --theme= --ascii --format= --output= --force --split= --csv-raw --csv-bom --width= --secure --redact --strict --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        search)
            options="--archive= --chat= --session= --since= --until= --order= --timezone= --color= --theme= --ascii --format= --output= --force --split= --csv-raw --csv-bom --sort= --limit= --width= --secure --redact --strict --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        archive)
            options="--archive= --user= --timezone= --color= --theme= --ascii --force --secure --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        sync)
            options="--archive= --portal= --webhook-command= --cacert= --proxy= --plan= --chat= --session= --since= --line= --sweep= --recheck --dry-run --timezone= --color= --theme= --ascii --secure --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        login)
            options="--cacert= --proxy= --plan= --timezone= --color= --theme= --ascii --force --secure --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        doctor)
            options="--archive= --portal= --webhook-command= --cacert= --proxy= --plan= --timezone= --color= --theme= --ascii --clipboard= --mouse --secure --config= --json --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        help)
            options="--timezone= --color= --theme= --ascii --secure --config= --dump-config --dump-keys --check-config --help --version"
            break
            ;;
        esac
    done
    case $word in
    -*)
        COMPREPLY=($(compgen -W "$options" -- "$word"))
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
        ;;
    *)
        COMPREPLY=($(compgen -f -- "$word"))
        [ "$COMP_CWORD" = 1 ] && COMPREPLY+=($(compgen -W "browse print chats search archive sync login doctor help" -- "$word"))
        ;;
    esac
}
complete -o filenames -F _imolog imolog
