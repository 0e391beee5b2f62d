# fish completion: the program itself says what may come next, so this file knows nothing of its commands.
function __gitedge_candidates
    set -l line (commandline -cp)
    set -l program (commandline -po)[1]
    $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c gitedge -a "(__gitedge_candidates)"
complete -c gitedge-inference -a "(__gitedge_candidates)"
