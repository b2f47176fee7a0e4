import type { TokenFacts } from '../../checks/doctor-facts.ts';

/** What the vendor's answer means; null when it is none that this question gets. */
export type Understand = (status: number, body: unknown) => TokenState | null;
export type TokenState = TokenFacts['tokens']['discord'];

/** How a vendor is asked whose token this is. */
export interface TokenQuestion {
  readonly vendor: string;
  readonly request: (url: string, token: string) => Request;
  readonly understand: Understand;
}

function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  );
}

/** A name that the vendor gave, fit for a terminal. */
function words(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\p{Cc}/gu, '?').slice(0, 80) : 'somebody';
}

const works = (says: string): TokenState => ({ state: 'works', says });
const rejected = (says: string): TokenState => ({ state: 'rejected', says });

/** https://docs.discord.com/developers/resources/user#get-current-user */
export const DISCORD: TokenQuestion = {
  vendor: 'Discord',
  request: (url, token) => new Request(`${url}/v10/users/@me`, { headers: { authorization: `Bot ${token}` } }),
  understand: (status, body) => {
    if (status === 200) return works(`the bot is called ${words(field(body, 'username'))}`);
    return status === 401 ? rejected('Discord says that it is not valid') : null;
  },
};

/** https://linear.app/developers/graphql; a refusal is an error with a type, whatever the status. */
export const LINEAR: TokenQuestion = {
  vendor: 'Linear',
  request: (url, token) =>
    new Request(url, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { name organization { name } } }' }),
    }),
  understand: (status, body) => {
    const viewer = field(body, 'data', 'viewer');
    if (typeof viewer === 'object' && viewer !== null) {
      return works(`it belongs to ${words(field(viewer, 'name'))}, in ${words(field(viewer, 'organization', 'name'))}`);
    }
    const isRefusal = status === 401 || /authentication/i.test(JSON.stringify(field(body, 'errors') ?? ''));
    return isRefusal ? rejected('Linear says that it is not valid') : null;
  },
};

/** https://docs.claude.com/en/api/models-list; asking for the list of models costs nothing. */
export const ANTHROPIC: TokenQuestion = {
  vendor: 'Anthropic',
  request: (url, token) =>
    new Request(`${url}/v1/models?limit=1`, { headers: { 'x-api-key': token, 'anthropic-version': '2023-06-01' } }),
  understand: (status) => {
    if (status === 200) return works('it is valid');
    if (status === 401) return rejected('Anthropic says that it is not valid');
    return status === 403 ? rejected('Anthropic says that it may not be used for this') : null;
  },
};

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest; the token is a signed assertion. */
export const GOOGLE: TokenQuestion = {
  vendor: 'Google',
  request: (url, assertion) =>
    new Request(url, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
    }),
  understand: (status, body) => {
    if (status === 200) return works('Google lets it in');
    const reason = field(body, 'error_description') ?? field(body, 'error');
    return status === 400 || status === 401 ? rejected(`Google says: ${words(reason)}`) : null;
  },
};
