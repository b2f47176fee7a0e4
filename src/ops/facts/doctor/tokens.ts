import { choose } from '../../../settings/choose.ts';
import type { SettingSources } from '../../../settings/sources.ts';
import { type SettingName, specOf } from '../../../settings/table.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { TokenFacts } from '../../checks/doctor-facts.ts';
import { readGoogleKey } from './google-key.ts';
import { readPrivate } from './secrets.ts';
import { ANTHROPIC, DISCORD, GOOGLE, LINEAR, type TokenQuestion, type TokenState } from './token-questions.ts';

const TIMEOUT_MS = 6_000;
const ATTEMPTS = 2;
const PAUSE_MS = 700;
const ANTHROPIC_URL = 'https://api.anthropic.com';

/** Where the tokens are. */
export interface TokenPlaces {
  readonly sources: SettingSources;
  /** The key file of the Google service account. */
  readonly googleKeyFile: string;
}

/** Uses each token once: only who gave it knows whether it works. Tokens never appear in what this gives. */
export async function readTokens({ sources, googleKeyFile }: TokenPlaces, clock: Clock): Promise<TokenFacts> {
  const ofSetting = (name: SettingName): string | undefined => choose(sources, name).chosen?.text;
  const urlOf = (name: SettingName): string => ofSetting(name) ?? specOf(name).default ?? '';
  const { values } = sources.envFile;
  const [discord, linear, anthropic, google] = await Promise.all([
    use(DISCORD, { url: urlOf('DISCORD_API_URL'), token: ofSetting('DISCORD_BOT_TOKEN') }),
    use(LINEAR, { url: urlOf('LINEAR_API_URL'), token: ofSetting('LINEAR_API_TOKEN') }),
    use(ANTHROPIC, { url: values['ANTHROPIC_BASE_URL'] ?? ANTHROPIC_URL, token: values['ANTHROPIC_API_KEY'] }),
    useGoogleKey(googleKeyFile, clock),
  ]);
  return { tokens: { discord, linear, anthropic, google } };
}

async function useGoogleKey(path: string, clock: Clock): Promise<TokenState> {
  const text = readPrivate(path);
  if (text === null) return { state: 'unset', says: `there is no ${path}` };
  const key = readGoogleKey(text, clock);
  if (key.kind === 'wrong') return { state: 'rejected', says: `${path}: ${key.says}` };
  const state = await use(GOOGLE, { url: key.tokenUrl, token: key.assertion });
  return state.state === 'works' ? { ...state, says: `it belongs to ${key.email}` } : state;
}

interface Given {
  readonly url: string;
  readonly token: string | undefined;
}

async function use({ vendor, request, understand }: TokenQuestion, { url, token }: Given): Promise<TokenState> {
  if (token === undefined || token === '') return { state: 'unset', says: 'it is not set' };
  let trouble = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const answered = await send(() => request(url, token));
    if ('trouble' in answered) {
      trouble = answered.trouble;
      continue;
    }
    const state = understand(answered.status, answered.body);
    if (state !== null) return state;
    trouble = `it answered with status ${answered.status}`;
  }
  return { state: 'unreachable', says: `${vendor} could not be asked: ${trouble}` };
}

type Answered = { readonly status: number; readonly body: unknown } | { readonly trouble: string };

async function send(make: () => Request): Promise<Answered> {
  try {
    const response = await fetch(make(), { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : null };
  } catch (error) {
    return { trouble: troubleOf(error) };
  }
}

/** Never the message of a request that could not even be made: it may quote the header with the token. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for an unknown reason';
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return `the connection failed (${String(cause.code)})`;
  return error instanceof SyntaxError ? 'its answer is not JSON' : 'the request failed';
}
