#compdef gitedge gitedge-inference
# zsh completion: the program itself says what may come next, so this file knows nothing of its commands.
local -a candidates
candidates=("${(@f)$(${words[1]} "[suggest:${#LBUFFER}]" "$LBUFFER" 2>/dev/null)}")
compadd -- ${candidates:#} || _files
