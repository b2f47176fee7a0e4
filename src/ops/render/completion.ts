/** What a shell needs to complete a verb and its flags; the flags stand in the help of each verb and nowhere else. */
export function renderCompletion(verbs: readonly { readonly name: string; readonly help: string }[]): string {
  const cases = verbs.map(({ name, help }) => `    ${name}) words='${flagsIn(help).join(' ')}' ;;`);
  return `# bash completion of onomancer: onomancer completion | sudo tee /etc/bash_completion.d/onomancer
_onomancer() {
  local words
  case "\${COMP_WORDS[1]-}" in
${cases.join('\n')}
    *) words='${verbs.map(({ name }) => name).join(' ')} help' ;;
  esac
  [ "$COMP_CWORD" -gt 1 ] || words='${verbs.map(({ name }) => name).join(' ')} help'
  # shellcheck disable=SC2207
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _onomancer onomancer
`;
}

function flagsIn(help: string): readonly string[] {
  return [...new Set([...help.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag))].toSorted();
}
