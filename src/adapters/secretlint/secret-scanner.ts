import type { SecretLintRuleContext, SecretLintRuleCreator, SecretLintSourceCode } from '@secretlint/types';
import type { FoundSecret, SecretScanner } from '../../ports/secret-scanner.ts';
import { OWN_RULES } from './own-rules.ts';

/** Longer than anything that Discord lets a person send; what is beyond would not leave either. */
const MAX_CHARS = 20_000;

/** Characters that nobody sees, and the backslashes of Markdown: they would take a secret apart for us, not for its finder. */
const DISGUISE = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]|\\(?=[_*~`|.-])/g;

/** Whoever writes a message could switch the search off by a comment in it. */
const NOT_FOR_MESSAGES = '@secretlint/secretlint-rule-filter-comments';

const KINDS: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: 'Anthropic API key',
  AWSAccessKeyID: 'AWS access key',
  AWSSecretAccessKey: 'AWS secret access key',
  BasicAuth: 'credentials in a web address',
  GITHUB_TOKEN: 'GitHub token',
  GITLAB_PERSONAL_ACCESS_TOKEN: 'GitLab token',
  IncomingWebhook: 'Slack webhook address',
  LINEAR_API_TOKEN: 'Linear secret',
  MongoDBConnection: 'database connection with its password',
  MySQLConnection: 'database connection with its password',
  OPENAI_TOKEN: 'OpenAI API key',
  PostgreSQLConnection: 'database connection with its password',
  PrivateKey: 'private key',
  PrivateKeyJSON: 'Google service account key',
  SLACK_TOKEN: 'Slack token',
};

/**
 * Secrets by the rules of secretlint's recommended preset and by our own. The rules are run here and not by
 * `@secretlint/core`: that keeps performance marks of each run for ever, and its failures there cannot be caught.
 * They are loaded with the first text. Source: https://github.com/secretlint/secretlint (rule API in `@secretlint/types`).
 */
export function secretlintScanner(): SecretScanner {
  let loading: Promise<readonly SecretLintRuleCreator[]> | null = null;
  const load = async (): Promise<readonly SecretLintRuleCreator[]> => {
    const { rules } = await import('@secretlint/secretlint-rule-preset-recommend');
    return rules.filter(({ meta }) => meta.id !== NOT_FOR_MESSAGES);
  };
  return {
    async scan(text) {
      loading ??= load();
      const rules = await loading;
      const shown = text.slice(0, MAX_CHARS).replace(/\r\n?/g, '\n');
      const plain = shown.replace(DISGUISE, '');
      const found = [...(await findIn(rules, shown)), ...(plain === shown ? [] : await findIn(rules, plain))];
      const once = new Map(found.map((one) => [`${one.line} ${one.kind}`, one]));
      return [...once.values()].sort((a, b) => a.line - b.line);
    },
  };
}

async function findIn(rules: readonly SecretLintRuleCreator[], text: string): Promise<FoundSecret[]> {
  const found: FoundSecret[] = [];
  const note = (kind: string, index: number): void =>
    void found.push({ kind, line: text.slice(0, index).split('\n').length });
  for (const { kind, pattern } of OWN_RULES) for (const match of text.matchAll(pattern)) note(kind, match.index);
  const context: SecretLintRuleContext = {
    sharedOptions: {},
    // The messages hold the secret: only their names go on.
    createTranslator: () => (messageId) => ({ message: '', messageId: String(messageId), data: undefined }),
    report: ({ message, range }) => note(kindOf(message.messageId), range[0]),
    ignore: () => undefined,
  };
  for (const rule of rules) await rule.create(context, {}).file?.(sourceOf(text));
  return found;
}

/** `GITLAB_PERSONAL_ACCESS_TOKEN` as `gitlab personal access token`. */
function kindOf(messageId: string): string {
  return KINDS[messageId] ?? messageId.replaceAll('_', ' ').toLowerCase();
}

function sourceOf(content: string): SecretLintSourceCode {
  const nowhere = (): never => {
    throw new Error('A message has no places in a file.');
  };
  return {
    hasBOM: false,
    content,
    filePath: undefined,
    physicalFilePath: undefined,
    contentType: 'text',
    ext: '.txt',
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
    locationToRange: nowhere,
    rangeToLocation: nowhere,
    positionToIndex: nowhere,
    indexToPosition: nowhere,
  };
}
