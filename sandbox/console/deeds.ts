import { z } from 'zod';
import type { BotProcess } from '../bot-process.ts';
import type { Outcome, Suggestion } from '../discord/people/outcome.ts';
import type { House } from '../house.ts';
import { invalid } from '../read-json.ts';
import { type BotSeat, endBot } from './bot-seat.ts';
import { chosenFault } from './fault-choices.ts';
import type { DoneView } from './protocol.ts';

type Form = Extract<Outcome, { kind: 'form' }>;

export interface DeedParts {
  readonly house: House;
  readonly seat: BotSeat;
  readonly startBot: () => BotProcess;
  /** Forms that the bot has opened and nobody has sent yet, by interaction. */
  readonly forms: Map<string, Form>;
}

const MAX_FORMS = 100;
/** A little more than Discord waits, so that who types learns that nobody answered. */
const SUGGEST_WITHIN_MS = 3_500;
const word = z.string().min(1).max(200);
const inChannel = { as: word, channel: word };
const onMessage = { as: word, message: word };
const text = z.string().max(8_000);

const typing = z.strictObject({ ...inChannel, line: text });
const writing = z.strictObject({ ...inChannel, text });
const pressing = z.strictObject({ ...onMessage, customId: word });
const choosing = z.strictObject({ ...onMessage, customId: word, values: z.array(word).max(25) });
const picking = z.strictObject({ ...onMessage, name: word });
const pickingMember = z.strictObject({ ...inChannel, member: word, name: word });
const reacting = z.strictObject({ ...onMessage, emoji: word, isOn: z.boolean() });
const sending = z.strictObject({
  as: word,
  interactionId: word,
  values: z.record(z.string(), z.union([text, z.array(text).max(25)])),
});
const moving = z.strictObject({ key: word, state: word });
const breaking = z.strictObject({ place: word, kind: word });
const mending = z.strictObject({ number: z.int() });
const troubling = z.strictObject({ kind: z.enum(['drop', 'reconnect', 'invalid-session']) });
const travelling = z.strictObject({ to: z.string().max(200) });
const ending = z.strictObject({ how: z.enum(['restart', 'kill']) });

type Deed = (parts: DeedParts, body: unknown) => Promise<unknown>;

/** Everything that can be done on the page, by the path of its POST. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  '/do/type': async (parts, body) => {
    const { as, channel, line } = parsed(typing, body);
    return done(parts, await parts.house.discord.person(as).type(line, { channel }));
  },
  '/do/complete': async ({ house: { discord } }, body): Promise<readonly Suggestion[] | DoneView> => {
    const { as, channel, line } = parsed(typing, body);
    const person = discord.person(as);
    let isFailed = false;
    const end = discord.on('interaction-expired', ({ kind, userId }) => {
      if (kind === 'autocomplete' && userId === person.id) isFailed = true;
    });
    const suggestions = await person.complete(line, { channel, waitMs: SUGGEST_WITHIN_MS }).finally(end);
    return isFailed ? { kind: 'failed' } : suggestions;
  },
  '/do/write': async ({ house }, body) => {
    const asked = parsed(writing, body);
    house.discord.person(asked.as).write(asked.channel, asked.text);
    return DONE;
  },
  '/do/press': async (parts, body) => {
    const { as, message, customId } = parsed(pressing, body);
    return done(parts, await parts.house.discord.person(as).press(message, customId));
  },
  '/do/choose': async (parts, body) => {
    const { as, message, customId, values } = parsed(choosing, body);
    return done(parts, await parts.house.discord.person(as).choose(message, customId, values));
  },
  '/do/menu': async (parts, body) => {
    const { as, message, name } = parsed(picking, body);
    return done(parts, await parts.house.discord.person(as).menu(message, name));
  },
  '/do/member-menu': async (parts, body) => {
    const { as, channel, member, name } = parsed(pickingMember, body);
    return done(parts, await parts.house.discord.person(as).memberMenu(member, name, { channel }));
  },
  '/do/submit': async (parts, body) => {
    const { as, interactionId, values } = parsed(sending, body);
    const form = parts.forms.get(interactionId);
    if (!form) throw invalid('This form is not open any more.', 'Open it again.');
    const outcome = await parts.house.discord.person(as).submit(form, values);
    // What did not arrive can be sent again.
    if (outcome.kind !== 'refused' && outcome.kind !== 'not-acknowledged') parts.forms.delete(interactionId);
    return done(parts, outcome);
  },
  '/do/react': async ({ house }, body) => {
    const { as, message, emoji, isOn } = parsed(reacting, body);
    const person = house.discord.person(as);
    if (isOn) person.react(message, emoji);
    else person.unreact(message, emoji);
    return DONE;
  },
  '/do/move': async ({ house }, body) => {
    const { key, state } = parsed(moving, body);
    house.webhooks.fire(`linear:issue.update issue:${JSON.stringify(key)} state:${JSON.stringify(state)}`);
    return DONE;
  },
  '/do/fault': async ({ house }, body) => {
    const { place, kind } = parsed(breaking, body);
    const fault = chosenFault(place, kind);
    if (!fault) throw invalid('This cannot be broken like that.', 'Linear has no global rate limit.');
    house.faults.add(fault);
    return DONE;
  },
  '/do/mend': async ({ house }, body) => {
    house.faults.mend(parsed(mending, body).number);
    return DONE;
  },
  '/do/gateway': async ({ house }, body) => {
    const { kind } = parsed(troubling, body);
    if (kind === 'drop') house.discord.gateway.drop();
    else if (kind === 'reconnect') house.discord.gateway.reconnect();
    else house.discord.gateway.invalidateSession({ resumable: false });
    return DONE;
  },
  '/do/time': async ({ house }, body) => {
    await house.travel(parsed(travelling, body).to);
    return DONE;
  },
  '/do/bot': async ({ seat, startBot }, body) => {
    const { how } = parsed(ending, body);
    if (seat.isChanging) throw invalid('The bot is being started already.', 'Wait a moment.');
    seat.isChanging = true;
    try {
      await endBot(seat.bot, how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      seat.bot = startBot();
      await seat.bot.ready;
    } finally {
      seat.isChanging = false;
    }
    return DONE;
  },
};

const DONE: DoneView = { kind: 'done' };

function done({ forms }: DeedParts, outcome: Outcome): DoneView {
  switch (outcome.kind) {
    case 'answered':
    case 'unfinished':
      return DONE;
    case 'not-acknowledged':
      return { kind: 'failed' };
    case 'refused':
      return { kind: 'problem', problem: outcome.problem };
    case 'form':
      // Nobody sends a form that old.
      if (forms.size >= MAX_FORMS) forms.clear();
      forms.set(outcome.interactionId, outcome);
      return { kind: 'form', interactionId: outcome.interactionId, modal: outcome.modal };
    default:
      return outcome satisfies never;
  }
}

function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid('The request is not understood.', z.prettifyError(result.error));
}
