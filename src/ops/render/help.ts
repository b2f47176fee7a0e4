interface VerbLine {
  readonly name: string;
  readonly summary: string;
}

/** What `onomancer` and `onomancer --help` say. */
export function renderHelp(verbs: readonly VerbLine[], version: string): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    `onomancer ${version}: the toolkit of the operator`,
    '',
    '  onomancer VERB [flags]',
    '',
    ...lines,
    '',
    'onomancer VERB --help tells more about one of them.',
  ].join('\n');
}
