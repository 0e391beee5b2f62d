# bash completion: the program itself says what may come next, so this file knows nothing of its commands.
_gitedge() {
  local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
  mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word")
}
complete -o default -F _gitedge gitedge gitedge-inference
