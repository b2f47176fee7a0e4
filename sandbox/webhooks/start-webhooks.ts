import type { Clock } from '../../src/shared/clock.ts';
import { splitLine } from '../discord/people/split-line.ts';
import type { LinearSandbox } from '../linear/start-linear.ts';
import type { Recorder } from '../record.ts';
import { CODE_EVENTS } from './code-events.ts';
import { Courier, type CourierPolicy, type DeliveryTrace, type SenderName } from './courier.ts';
import { type EventSpec, OPTIONS, type Options, refusedEvent } from './event-spec.ts';
import { GITHUB_POLICY } from './github-sender.ts';
import { LINEAR_EVENTS } from './linear-events.ts';
import { LINEAR_POLICY, linearParcel } from './linear-sender.ts';
import { VERCEL_POLICY } from './vercel-sender.ts';

export const EVENTS: readonly EventSpec[] = [...LINEAR_EVENTS, ...CODE_EVENTS];

const POLICIES: Readonly<Record<SenderName, CourierPolicy>> = {
  linear: LINEAR_POLICY,
  github: GITHUB_POLICY,
  vercel: VERCEL_POLICY,
};

export interface WebhookOptions {
  readonly linear: LinearSandbox;
  readonly clock: Clock;
  readonly recorder?: Recorder;
  /** Where the bot listens (`http://127.0.0.1:3000`), or null while it does not. */
  readonly address: () => string | null;
  readonly secrets: Readonly<Record<SenderName, string>>;
  /** See `CourierParts`. */
  readonly timeScale?: number;
}

/** Linear, GitHub and Vercel as senders of webhooks. Linear tells of every change of its workspace by itself. */
export interface WebhookSandbox {
  readonly couriers: Readonly<Record<SenderName, Courier>>;
  /** Lets `linear:issue.update issue:ENG-12 state:"In Review"` happen; says what has happened. */
  fire(line: string): string;
  /** What became of the deliveries: of each sender in the order in which they were made. */
  deliveries(): readonly DeliveryTrace[];
  close(): Promise<void>;
}

export function startWebhooks(options: WebhookOptions): WebhookSandbox {
  const { linear, clock, recorder = null, address, secrets, timeScale = 1 } = options;
  const courier = (sender: SenderName) =>
    new Courier({ sender, policy: POLICIES[sender], clock, recorder, address, timeScale });
  const couriers = { linear: courier('linear'), github: courier('github'), vercel: courier('vercel') };
  const stopListening = linear.changes.listen((change) => {
    const parcel = linearParcel(linear, change, secrets.linear);
    if (parcel) couriers.linear.send(parcel);
  });
  return {
    couriers,
    fire: (line) => {
      const { spec, given } = understand(line);
      return spec.run({ linear, clock, secrets, couriers }, given);
    },
    deliveries: () => Object.values(couriers).flatMap((one) => one.list()),
    close: async () => {
      stopListening();
      await Promise.all(Object.values(couriers).map((one) => one.close()));
    },
  };
}

/** All events with their options, for people. */
export function listEvents(): string {
  const columns = (rows: readonly (readonly [string, string])[]) => {
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  };
  return [
    ...columns(
      EVENTS.map(({ name, says, options }) => [name, options.length === 0 ? says : `${says} (${options.join(', ')})`]),
    ),
    '',
    '  Options are written as issue:ENG-12 state:"In Review"; all of them may be left out:',
    '',
    ...columns(Object.entries(OPTIONS)),
  ].join('\n');
}

function understand(line: string): { spec: EventSpec; given: Options } {
  const [name = '', rest = ''] = line.trim().split(/\s+(.*)/s);
  const spec = EVENTS.find((one) => one.name === name.toLowerCase());
  if (!spec) throw refusedEvent(`There is no event "${name}".`, `Events: ${EVENTS.map((one) => one.name).join(', ')}.`);
  const { bare = [], named = [] } = splitLine(`/event ${rest}`) ?? {};
  const wanted = `${name} takes: ${spec.options.join(', ')}. Write them as issue:ENG-12 state:"In Review".`;
  if (bare.length > 0) throw refusedEvent(`"${bare.map(({ text }) => text).join(' ')}" belongs to no option.`, wanted);
  const unknown = named.find((option) => !spec.options.some((one) => one === option.name));
  if (unknown) throw refusedEvent(`${name} has no option "${unknown.name}".`, wanted);
  return { spec, given: Object.fromEntries(named.map((option) => [option.name, option.value.text])) };
}
