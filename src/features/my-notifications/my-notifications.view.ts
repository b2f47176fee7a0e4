import type { Form, Reply, Select } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import { type Preferences, type Telling, tellingOf, type WhenToTell } from '../../ports/preferences.ts';
import { PERSONAL_KIND_NAMES, PERSONAL_KINDS } from '../../shared/personal-kinds.ts';
import { inlineCode, safeLine } from '../../shared/text/markdown.ts';
import { dateTimeTag } from '../../shared/text/words.ts';
import { wallTime } from '../../shared/zoned-time.ts';
import type { TypedTimes } from './my-notifications.ts';

const NAME = 'my-notifications';
const MAX_ZONE_CHARS = 64;
const MAX_TIME_CHARS = 8;

/** What somebody has chosen, what that means, and the means to change it. */
export function preferencesView(
  preferences: Preferences,
  facts: { readonly now: Date; readonly isConnected: boolean },
): Reply {
  const text = [
    listLine('📨 **At once**', preferences, 'now'),
    listLine(`🗞️ **In a summary at ${preferences.summaryAt}**`, preferences, 'summary'),
    listLine('🔕 **Not at all**', preferences, 'never'),
    '',
    timesLine(preferences, facts.now),
    ...(facts.isConnected
      ? [exampleLine(preferences, facts.now)]
      : [
          `\n⚠️ You are not connected to Linear, so only news of your feedback can reach you: ${inlineCode('/connect')}.`,
        ]),
  ];
  return {
    cards: [
      {
        title: 'What you are told in direct messages',
        text: text.join('\n'),
        tone: facts.isConnected ? 'neutral' : 'attention',
      },
    ],
    selects: [
      select('now', 'Tell me at once …', preferences),
      select('summary', 'Put into my daily summary …', preferences),
    ],
    buttons: [
      [
        actionButton(NAME, 'times', { label: 'Times and quiet hours', style: 'primary' }),
        actionButton(NAME, 'usual', { label: 'As usual' }),
        actionButton(NAME, 'off', { label: 'Nothing at all', style: 'danger' }),
      ],
    ],
  };
}

/** What was typed cannot be used: everything that is wrong, and what was typed, so that nothing is lost. */
export function problemsView(problems: readonly string[], typed: TypedTimes): Reply {
  const fields = [
    ['Time zone', typed.timeZone],
    ['Quiet from', typed.quietFrom],
    ['Quiet until', typed.quietUntil],
    ['Summary at', typed.summaryAt],
  ].map(([name, value]) => `${name}: ${value === undefined || value.trim() === '' ? '(empty)' : inlineCode(value)}`);
  return {
    cards: [
      {
        title: 'Nothing was changed yet',
        text: `${problems.map((problem) => `• ${safeLine(problem)}`).join('\n')}\n\nYou typed: ${fields.join(' · ')}`,
        tone: 'attention',
      },
    ],
    buttons: [[actionButton(NAME, 'times', { label: 'Try again', style: 'primary' })]],
  };
}

export function timesForm({ timeZone, quiet, summaryAt }: Preferences): Form {
  const time = (id: string, label: string, value: string) => ({
    id,
    label,
    kind: 'short' as const,
    value,
    placeholder: '08:30',
    isRequired: false,
    maxChars: MAX_TIME_CHARS,
  });
  return {
    id: `${NAME}:times`,
    title: 'Times and quiet hours',
    fields: [
      {
        id: 'timeZone',
        label: 'Time zone',
        description: 'A city, or a name like Europe/Berlin',
        kind: 'short',
        value: timeZone,
        placeholder: 'Europe/Berlin',
        isRequired: true,
        maxChars: MAX_ZONE_CHARS,
      },
      { ...time('quietFrom', 'Quiet from', quiet?.from ?? ''), description: 'Empty: no quiet hours' },
      time('quietUntil', 'Quiet until', quiet?.until ?? ''),
      { ...time('summaryAt', 'Daily summary at', summaryAt), isRequired: true },
    ],
  };
}

function select(list: Exclude<WhenToTell, 'never'>, placeholder: string, { kinds }: Preferences): Select {
  return {
    kind: 'select',
    id: `${NAME}:${list}`,
    placeholder,
    options: PERSONAL_KIND_NAMES.map((kind) => ({
      label: PERSONAL_KINDS[kind].says,
      value: kind,
      isDefault: kinds[kind] === list,
    })),
    min: 0,
    max: PERSONAL_KIND_NAMES.length,
  };
}

function listLine(heading: string, { kinds }: Preferences, when: WhenToTell): string {
  const told = PERSONAL_KIND_NAMES.filter((kind) => kinds[kind] === when).map((kind) => PERSONAL_KINDS[kind].says);
  return told.length === 0 ? `${heading}: nothing` : `${heading}\n${told.map((says) => `• ${says}`).join('\n')}`;
}

function timesLine({ quiet, timeZone }: Preferences, now: Date): string {
  const hours = quiet === null ? 'No quiet hours' : `Quiet from ${quiet.from} to ${quiet.until}`;
  return `🌙 ${hours} · time zone ${safeLine(timeZone)}, where it is ${wallTime(now, timeZone).time}`;
}

/** Says by an example what the choices come to. */
function exampleLine(preferences: Preferences, now: Date): string {
  const what = 'If somebody assigns an issue to you now,';
  return `➡️ ${what} ${tellingWords(tellingOf(preferences, 'assigned', now))}`;
}

function tellingWords(telling: Telling): string {
  switch (telling.kind) {
    case 'never':
      return 'nobody tells you.';
    case 'now':
      return 'you hear of it at once.';
    case 'later':
      return `you hear of it when your quiet hours end, ${dateTimeTag(telling.at)}.`;
    case 'summary':
      return `it stands in your summary, ${dateTimeTag(telling.at)}.`;
  }
}
