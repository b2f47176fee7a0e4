import type { Choice, Form, Reply } from '../../src/ports/chat.ts';
import type { ChatMessage } from '../../src/ports/chat-channel.ts';
import type { Command, CommandRequest, PressRequest } from '../../src/ports/command.ts';
import type { MenuMember } from '../../src/ports/member.ts';
import { picking, pressing, request, typing } from '../fakes/feature-ports.ts';
import { commandNamed } from './command-named.ts';
import type { DataClass, Entry, Piece, Seen } from './entry.ts';
import { type House, houseOf } from './houses.ts';

type Who = NonNullable<Parameters<typeof request>[1]>;

/** Somebody who uses a command, or what belongs to it; each way says what it showed. */
export class Asking {
  readonly house: House;
  readonly #data: DataClass;
  readonly #seen: Seen;
  readonly #who: Who;

  constructor(parts: { readonly data: DataClass; readonly seen: Seen; readonly house?: House; readonly who?: Who }) {
    this.#data = parts.data;
    this.#seen = parts.seen;
    this.house = parts.house ?? houseOf(parts.data);
    this.#who = parts.who ?? {};
  }

  async types(name: string, options: CommandRequest['options'] = {}): Promise<Piece> {
    const command = this.#use(name, 'run');
    this.#seen.add(`command:${name}:${this.#data}`);
    const line = [`/${name}`, ...Object.entries(options).map(([key, value]) => `${key}:${short(String(value))}`)];
    return message(await command.run(this.house, request(options, this.#who)), command.spec.isPrivate, line.join(' '));
  }

  async presses(name: string, id: string): Promise<Piece> {
    const command = this.#use(name, 'press');
    const isBeside = command.answersBeside?.(id) ?? false;
    return message(
      await must(command.press?.(this.house, pressing(id, this.#who))),
      command.spec.isPrivate || isBeside,
    );
  }

  async picks(name: string, id: string, values: readonly string[]): Promise<Piece> {
    const command = this.#use(name, 'pick');
    return message(await must(command.pick?.(this.house, picking(id, values, this.#who))), command.spec.isPrivate);
  }

  async sends(name: string, id: string, texts: Readonly<Record<string, string>>): Promise<Piece> {
    const command = this.#use(name, 'submit');
    return message(
      await must(command.submit?.(this.house, { ...pressing(id, this.#who), texts, choices: {} })),
      command.spec.isPrivate,
    );
  }

  async usesMenu(name: string, target: ChatMessage): Promise<Piece> {
    const command = this.#use(name, 'runOnMessage');
    const { options: _none, ...menu } = request({}, this.#who);
    return message(await must(command.runOnMessage?.(this.house, { ...menu, target })), true);
  }

  async usesMemberMenu(name: string, target: MenuMember): Promise<Piece> {
    const command = this.#use(name, 'runOnMember');
    const { options: _none, ...menu } = request({}, this.#who);
    return message(await must(command.runOnMember?.(this.house, { ...menu, target })), true);
  }

  /** The form that the command opens for these options; for a press when an id is given. */
  async opens(
    name: string,
    how: { readonly options?: CommandRequest['options']; readonly id?: string },
  ): Promise<Piece> {
    const command = this.#use(name, 'form');
    const press: PressRequest = pressing(how.id ?? '', this.#who);
    const wanted =
      how.id === undefined
        ? ({ kind: 'command', request: request(how.options ?? {}, this.#who) } as const)
        : ({ kind: 'press', request: press } as const);
    const opened: Form | null = (await command.form?.(this.house, wanted)) ?? null;
    if (opened === null) throw new Error(`/${name} opens no form here.`);
    this.#seen.add(`form:${name}:${this.#data}`);
    return { kind: 'form', form: opened };
  }

  async isOffered(name: string, option: string, typed: string): Promise<Piece> {
    const command = this.#use(name, 'suggest');
    const choices: readonly Choice[] = await must(command.suggest?.(this.house, typing(option, typed, {}, this.#who)));
    this.#seen.add(`suggest:${name}:${option}:${this.#data}`);
    return { kind: 'suggestions', line: `/${name} ${option}:${typed}`, choices };
  }

  /** The command, noted as used in this way. */
  #use(name: string, way: keyof Command): Command {
    const command = commandNamed(name);
    this.#seen.add(`way:${name}:${way}`);
    return command;
  }
}

export function message(reply: Reply, isPrivate = false, line?: string): Extract<Piece, { kind: 'message' }> {
  const isAlone = isPrivate || reply.placement === 'private';
  return { kind: 'message', reply, isPrivate: isAlone, ...(line === undefined ? {} : { line }) };
}

/** An entry of one question, asked in a house of its class. */
export function asked(
  about: Pick<Entry, 'name' | 'area' | 'data'> & { readonly who?: Who; readonly house?: () => House },
  ask: (asking: Asking) => Promise<Piece | readonly Piece[]>,
): Entry {
  const { name, area, data, who, house } = about;
  return {
    name,
    area,
    data,
    async make(seen) {
      const asking = new Asking({ data, seen, ...(who ? { who } : {}), ...(house ? { house: house() } : {}) });
      return [await ask(asking)].flat();
    },
  };
}

async function must<T>(answer: Promise<T> | undefined): Promise<T> {
  if (answer === undefined) throw new Error('This command has no such way.');
  return answer;
}

const short = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60)}…`);
