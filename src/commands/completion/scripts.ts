/** The shells' own part: each asks `complete` how a word can go on. `program`: the words that start us, quoted for that shell. */
export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

const name = 'go-cloud-workshop';

const bash = (program: string) => `# Completion of ${name} in bash. For this shell:  source <(${name} completion bash)
# For every shell:  ${name} completion bash > ~/.local/share/bash-completion/completions/${name}
_go_cloud_workshop() {
  local value about
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    case $value in
      :*) ;; # nothing of ours: bash completes files
      --*=*) COMPREPLY+=("\${value#*=}") ;; # bash takes "=" for the end of a word
      *) COMPREPLY+=("$value") ;;
    esac
  done < <(${program} complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _go_cloud_workshop ${name}
`;

const zsh = (program: string) => `#compdef ${name}
# Completion of ${name} in zsh. In ~/.zshrc, below compinit:  source <(${name} completion zsh)
_go_cloud_workshop() {
  local -a found
  local value about
  while IFS=$'\\t' read -r value about; do
    case $value in
      :files) compset -P '*='; _files; return ;;
      :folders) compset -P '*='; _files -/; return ;;
      *) found+=("\${value//:/\\\\:}\${about:+:$about}") ;;
    esac
  done < <(${program} complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  _describe '${name}' found
}
compdef _go_cloud_workshop ${name}
`;

const fish = (program: string) => `# Completion of ${name} in fish. For every shell:
#   ${name} completion fish > ~/.config/fish/completions/${name}.fish
function __go_cloud_workshop
    set -l typed (commandline -ct)
    set -l words (commandline -opc)
    for line in (${program} complete -- $words[2..-1] "$typed" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$typed"
            case ':folders'
                __fish_complete_directories "$typed"
            case '*'
                echo $line
        end
    end
end
complete -c ${name} -e
complete -c ${name} -f -a '(__go_cloud_workshop)'
`;

const powershell = (program: string) => `# Completion of ${name} in PowerShell. In $PROFILE:
#   ${name} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($typed, $line, $cursor)
  $words = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  # Older versions do not pass an empty word on.
  $blank = @(if ($typed -eq '') { '--blank' })
  & ${program} complete @blank -- @words 2>$null | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if ($value -notlike ':*') {
      [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $(if ($about) { $about } else { $value }))
    }
  }
}
`;

export const scripts: Record<Shell, (program: string) => string> = { bash, zsh, fish, powershell };

/** A word as the shell reads it back; zsh and fish read such quotes as bash does. */
export const quotedFor = (shell: Shell, word: string): string => {
  if (shell === 'powershell') return `'${word.replaceAll("'", "''")}'`;
  if (shell === 'fish') return `'${word.replace(/[\\']/g, '\\$&')}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
};
