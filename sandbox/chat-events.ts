import type { Seat } from './chat.ts';
import { deliveryLine } from './demo-events.ts';
import { splitLine } from './discord/people/split-line.ts';
import { listEvents } from './webhooks/start-webhooks.ts';

export const EVENTS_HELP = `  :event linear:issue.update issue:ENG-12 state:"In Review"
                            let something happen in Linear, GitHub or Vercel; ":event list" lists what can
  :move ENG-12 "In Review"  the same for a state; :assign ENG-12 deepa, :comment ENG-12 "What about night mode?"
  :deliveries               the last webhooks and how the bot answered`;

/** What somebody in the terminal can let happen in Linear, GitHub and Vercel. */
export const EVENT_COMMANDS: Readonly<Record<string, (seat: Seat, words: readonly string[]) => string>> = {
  event: (seat, words) => {
    const line = words.join(' ');
    return line === '' || line === 'list' ? listEvents() : fire(seat, line);
  },
  move: (seat, words) => short(seat, words, { event: 'linear:issue.update', option: 'state' }),
  assign: (seat, words) => short(seat, words, { event: 'linear:issue.update', option: 'assignee' }),
  comment: (seat, words) => short(seat, words, { event: 'linear:comment.create', option: 'text' }),
  deliveries: ({ house }) => {
    const lines = house.webhooks.deliveries().slice(-10).map(deliveryLine);
    return lines.length > 0 ? lines.join('\n') : '  Nothing was sent yet.';
  },
};

/** `ENG-12 "In Review"`, also without the quotes. */
function short(seat: Seat, words: readonly string[], { event, option }: { event: string; option: string }): string {
  const { bare = [] } = splitLine(`/short ${words.join(' ')}`) ?? {};
  const [issue, ...value] = bare.map(({ text }) => text);
  if (issue === undefined || value.length === 0) return `  Write the issue and the ${option}, as in: ENG-12 "…"`;
  return fire(seat, `${event} issue:${issue} ${option}:"${value.join(' ').replaceAll('"', "'")}"`);
}

function fire({ house }: Seat, line: string): string {
  return `  ${house.webhooks.fire(line)}`;
}
