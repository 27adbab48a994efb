###-begin-@NAME@-completion-###
# Completion of @NAME@ for bash: source it, or append it to ~/.bashrc.
_@NAME@_completion() {
  local line=${COMP_LINE:0:COMP_POINT} current=${COMP_WORDS[COMP_CWORD]} word
  # What readline takes for the word, less what it holds back: it breaks words at ':' and '='.
  local whole=${line##*[[:space:]]}
  local held=${whole%"$current"}
  COMPREPLY=()
  while IFS= read -r word; do
    if [ "$word" = ':files' ]; then
      compopt -o default -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
    else
      COMPREPLY+=("${word#"$held"}")
    fi
  done < <(COMP_LINE=$line COMP_POINT=${#line} @NAME@ completion bash -- "${COMP_WORDS[@]}" 2>/dev/null)
}
complete -F _@NAME@_completion @NAME@
###-end-@NAME@-completion-###
