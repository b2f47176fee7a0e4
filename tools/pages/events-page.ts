import { GITHUB_KINDS } from '../../src/adapters/github/webhook-kinds.ts';
import { LINEAR_KINDS } from '../../src/adapters/linear/webhook-kinds.ts';
import { VERCEL_KINDS } from '../../src/adapters/vercel/webhook-kinds.ts';
import { HANDLERS } from '../../src/features/handlers.ts';
import type { DeliveryKinds } from '../../src/ports/webhook-sender.ts';
import type { WorkEventKind } from '../../src/ports/work-event.ts';
import type { Page } from './markdown.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

/** What each event means, whoever sent it. */
const EVENTS: Readonly<Record<WorkEventKind, string>> = {
  'issue-created': 'An issue was created.',
  'issue-changed': 'State, assignee, priority, title or cycle of an issue changed, or it was archived.',
  'issue-removed': 'An issue was deleted.',
  'comment-created': 'Somebody commented on an issue.',
  'cycle-changed': 'A cycle was planned, changed or completed.',
  'pull-request': 'A pull request was opened, became ready, was merged, closed, opened again or changed.',
  deployment: 'A deployment is being built, can be looked at, failed or was canceled.',
  build: 'A workflow or another check of a branch runs, passed, failed or was canceled.',
  'reaction-added': 'Somebody put an emoji that means something here on a message.',
  'reaction-removed': 'Somebody took it away again.',
  'capture-due': 'A captured message is to become an issue: work that was put off.',
  'changes-missed':
    'What was found afterwards because no webhook came, and is too much or too old to be told one by one.',
  'comment-due': 'A comment is to be posted in Linear: work that was put off.',
  'schedule-due': 'A schedule of the configuration says that it is time.',
};

const INTRO = `What comes in from Linear, GitHub, Vercel, Discord and the clock takes one way: its signature is checked over the bytes as they came, it is written into the inbox, and only then it is acknowledged. The process that owns the gateway reads it, asks everybody who answers to it, and ends it together with what comes of it. One after another for the same issue, pull request or deployment; several at once otherwise. What fails is tried again for up to a day; what cannot be handled becomes a dead letter, with its reason: \`onomancer events list\`, and [when events are stuck](deployment/runbooks/incident-response.md#events-are-stuck).

What Linear could not deliver is found as well: every two minutes the bot looks for what has changed and did not come, and takes it in as if it had ([decisions/0017](decisions/0017-look-for-missed-changes.md)).

How to make each webhook: [CREDENTIALS_SETUP_GUIDE.md](CREDENTIALS_SETUP_GUIDE.md).`;

const ANSWERS = `| Answer | When |
| --- | --- |
| 200 | It is on disk, or it was before: the same delivery is never taken twice, also after a restart and under another id |
| 202 (Linear: 200, because Linear takes everything else for a failure) | Genuine, and nothing to do; what this version has never heard of is counted |
| 400, 401, 413 | Not a delivery; not signed with our secret or more than a minute old (Linear); more than 5 MB |
| 503 | It could not be saved, there is no secret for this sender, or too much comes at once. Linear sends it again after a minute, an hour and six hours, Vercel for up to 24 hours; at GitHub somebody presses "Redeliver" |`;

/** docs/events.md: what comes in, what it becomes, and who answers to it. */
export function eventsPage(): Page {
  return page('docs/events.md', [
    generatedFrom('the tables in src/adapters/*/webhook-kinds.ts and src/features/handlers.ts'),
    '# Events',
    INTRO,
    '## What is answered',
    ANSWERS,
    '## What an event can be',
    eventsTable(),
    ...sender('Linear', '/webhooks/linear', LINEAR_KINDS),
    ...sender('GitHub', '/webhooks/github', GITHUB_KINDS),
    ...sender('Vercel', '/webhooks/vercel', VERCEL_KINDS),
  ]);
}

function eventsTable(): string {
  const rows = Object.entries(EVENTS).map(([kind, says]) => {
    const names = HANDLERS.filter(({ kinds }) => (kinds as readonly string[]).includes(kind)).map(({ name }) => name);
    return [code(kind), says, names.map(code).join(', ')];
  });
  return table(['Event', 'What it means', 'Who answers to it'], rows);
}

function sender(name: string, path: string, kinds: DeliveryKinds): readonly string[] {
  const rows = Object.entries(kinds);
  const told = rows.flatMap(([type, { becomes, says }]) =>
    becomes === null ? [] : [[code(type), code(becomes), says]],
  );
  const ignored = rows.flatMap(([type, { becomes, says }]) => (becomes === null ? [[code(type), says]] : []));
  return [
    `## ${name}: ${code(`POST ${path}`)}`,
    table(['Delivery', 'Becomes', 'What it tells'], told),
    'Known, and nothing to do (a name without its second part stands for all that are not named above):',
    table(['Delivery', 'Why'], ignored),
  ];
}
