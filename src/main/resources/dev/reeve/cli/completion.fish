###-begin-@NAME@-completion-###
# Completion of @NAME@ for fish: source it, or put it into ~/.config/fish/completions/@NAME@.fish.
function __@NAME@_completion
  set -l current (commandline -ct)
  for line in (@NAME@ completion fish -- (commandline -opc) "$current" 2>/dev/null)
    if test "$line" = ':files'
      __fish_complete_path "$current"
    else
      printf '%s\n' $line
    end
  end
end
complete -c @NAME@ -f -a '(__@NAME@_completion)'
###-end-@NAME@-completion-###
