/** What is completed of a verb; its flags stand in its help and nowhere else. */
interface CompletedVerb {
  readonly name: string;
  readonly help: string;
  /** Words that come after it, besides flags. */
  readonly words?: readonly string[];
}

/** Where the values of flags are found while somebody types. */
interface CompletedPlaces {
  readonly appDir: string;
  readonly releasesDir: string;
  readonly backupDir: string;
}

/** What bash, and zsh with bashcompinit, need to complete verbs, flags, and what stands behind the flags of a way back. */
export function renderCompletion(verbs: readonly CompletedVerb[], places: CompletedPlaces): string {
  const cases = verbs.map(
    ({ name, help, words = [] }) => `    ${name}) words='${[...words, ...flagsIn(help)].join(' ')}' ;;`,
  );
  const all = [...verbs.map(({ name }) => name), 'help'].join(' ');
  return `# Completion of onomancer for bash: onomancer completion | sudo tee /etc/bash_completion.d/onomancer
_onomancer() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" verb="\${COMP_WORDS[1]-}" first=1 words='' line
  case "\${COMP_WORDS[0]##*/}" in
    deploy.sh) verb=deploy first=0 ;;
    rollback.sh) verb=rollback first=0 ;;
  esac
  COMPREPLY=()
  case "$before" in
    --code) words=$(ls -r ${places.releasesDir} 2> /dev/null) ;;
    --db-only) words=$(cd ${places.backupDir} 2> /dev/null && ls -r | grep '[.]db$') ;;
    --version) words=$(git -C ${places.appDir} for-each-ref --sort=-creatordate --format='%(refname:short)' refs/tags refs/heads 2> /dev/null) ;;
    --from-tarball | --secrets | --ssh-key) return ;;
  esac
  if [ -z "$words" ]; then
    if [ "$COMP_CWORD" -le "$first" ] || [ "$verb" = help ]; then verb=''; fi
    case "$verb" in
${cases.map((line) => `  ${line}`).join('\n')}
      *) words='${all}' ;;
    esac
    words=$(printf '%s\\n' "$words" | tr ' ' '\\n')
  fi
  # Never through compgen -W, which would run what stands in the name of a branch.
  while IFS= read -r line; do
    case "$line" in
      "$word"*) COMPREPLY+=("$(printf '%q' "$line")") ;;
    esac
  done << END
$words
END
}
complete -o default -F _onomancer onomancer deploy.sh rollback.sh
`;
}

/** Flags that a line of the help begins with, or that its first line names; what the text mentions of others does not count. */
function flagsIn(help: string): readonly string[] {
  const found = [...help.matchAll(/(?:^ {2}|\[|\| )(--[a-z][\w.-]*)/gm)].map(([, flag = '']) => flag);
  return [...new Set([...found, '--help'])].toSorted();
}
