###-begin-@NAME@-completion-###
# Completion of @NAME@ for zsh: source it, or append it to ~/.zshrc.
_@NAME@_completion() {
  local line files=
  local -a described
  for line in "${(@f)$(@NAME@ completion zsh -- "${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == ':files' ]]; then
      files=1
    elif [[ -n $line ]]; then
      described+=("$line")
    fi
  done
  (( ! $#described )) || _describe -V @NAME@ described
  [[ -z $files ]] || _files
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
compdef _@NAME@_completion @NAME@
###-end-@NAME@-completion-###
