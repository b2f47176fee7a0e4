import { createHash } from 'node:crypto';

/** A file that nginx shows by itself, in its directory of pages. */
export interface WebPage {
  readonly name: string;
  readonly text: string;
}

/** Services as the health page of the bot names them, and as people read them. What it does not name is not shown. */
const SERVICES = [
  ['discord', 'Discord'],
  ['database', 'Database'],
  ['linear', 'Linear'],
  ['webhooks', 'Webhooks'],
  ['events', 'What happens elsewhere'],
  ['messages', 'News in channels'],
  ['schedule', 'Digests'],
  ['pictures', 'Pictures'],
] as const;

const STYLE = `:root{color-scheme:light dark;--ink:#1c1e26;--soft:#5a6072;--page:#f5f6fa;--card:#fff;--line:#dfe2ec;--good:#11734b;--fair:#8a5a00;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#eceef6;--soft:#a9b0c4;--page:#14161d;--card:#1d2029;--line:#343947;--good:#5fd6a0;--fair:#f2be5c;--bad:#ff8f86}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{width:100%;max-width:30rem;padding:2rem;border:1px solid var(--line);border-radius:1rem;background:var(--card)}
.name{color:var(--soft);font-size:.9rem;letter-spacing:.06em;text-transform:uppercase}
h1{display:flex;gap:.5em;margin:.25rem 0 .75rem;font-size:1.6rem;line-height:1.25}
h1::before{content:"";flex:none;width:.7em;height:.7em;margin-top:.28em;border-radius:50%;background:var(--tone)}
.good{--tone:var(--good)}.fair{--tone:var(--fair)}.bad{--tone:var(--bad)}.none{--tone:var(--soft)}
dl{margin:1.5rem 0 0;border-top:1px solid var(--line)}
dl div{display:flex;justify-content:space-between;gap:1rem;padding:.6rem 0;border-bottom:1px solid var(--line)}
dd{color:var(--tone);font-weight:600}
small{display:block;margin-top:1.5rem;color:var(--soft);font-size:.85rem}`;

/** What a Content-Security-Policy calls the style of these pages: nothing else is allowed to look like anything. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const REFRESH_SECONDS = 30;

/**
 * The page for people, at `/`, and in place of the bot when it does not answer. It works without a script: nginx fills
 * it in (server-side includes, https://nginx.org/en/docs/http/ngx_http_ssi_module.html), asking the bot's health page.
 */
export function statusPage(): WebPage {
  const body = [
    `<!--# include virtual="/.bot-health" set="health" -->`,
    choose([
      ['$health = /^..status.:.ok./', 'good', 'Onomancer is running', 'Everything that is set up works.'],
      [
        '$health = /^..status.:.degraded./',
        'fair',
        'Onomancer is running with restrictions',
        'A part of it does not work at the moment.',
      ],
      [
        '$onomancer_bot_said = 503',
        'bad',
        'Onomancer is not working',
        'It is starting, or it cannot reach Discord or its database. Try again in a minute.',
      ],
    ]),
    services(),
    `<small><!--# config timefmt="%H:%M:%S UTC on %Y-%m-%d" -->Asked at <!--# echo var="date_gmt" -->. This page asks again every ${REFRESH_SECONDS} seconds.</small>`,
  ];
  return { name: 'status.html', text: document(body) };
}

/** The text for programs and for `curl` on the server itself. */
export const UNAVAILABLE_TEXT =
  'Onomancer is not running on this server: nothing is deployed yet, or it has stopped. Ask: pm2 status; onomancer doctor';

function document(body: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<title>Onomancer: status</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="name">Onomancer</p>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function heading(tone: string, words: string): string {
  return `<h1 class="${tone}">${words}</h1>`;
}

const AWAY = `${heading('bad', 'Onomancer is not running')}
<p>It is being restarted, or it is not installed yet. Try again in a minute.</p>`;

type Case = readonly [expression: string, tone: string, heading: string, words: string];

/** The words for what the bot says, or for its silence. */
function choose(cases: readonly Case[]): string {
  return oneOf(
    cases.map(([expression, tone, title, words]) => [expression, `${heading(tone, title)}\n<p>${words}</p>`]),
    AWAY,
  );
}

/** The first text whose expression is true. In an expression a dot stands for the quote, which cannot be written there; and these cannot stand inside each other. */
function oneOf(cases: readonly (readonly [expression: string, text: string])[], otherwise: string): string {
  const written = cases.map(
    ([expression, text], index) => `<!--# ${index === 0 ? 'if' : 'elif'} expr="${expression}" -->${text}`,
  );
  return `${written.join('')}<!--# else -->${otherwise}<!--# endif -->`;
}

/** How each service is; nothing at all while the bot is away. */
function services(): string {
  const isThere = '$health = /^..status./';
  const rows = SERVICES.map(([name, label]) =>
    oneOf(
      STATES.map(([state, tone, words]) => [
        `$health = /.name.:.${name}.,.state.:.${state}./`,
        `<div><dt>${label}</dt><dd class="${tone}">${words}</dd></div>\n`,
      ]),
      '',
    ),
  );
  return [oneOf([[isThere, '<dl>\n']], ''), ...rows, oneOf([[isThere, '</dl>']], '')].join('');
}

const STATES = [
  ['on', 'good', 'works'],
  ['starting', 'fair', 'starting'],
  ['degraded', 'fair', 'restricted'],
  ['down', 'bad', 'not reachable'],
  ['off', 'none', 'not set up'],
] as const;
