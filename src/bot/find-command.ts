import type { Command, CommandSpec } from '../ports/command.ts';
import { type AnswerPlace, type Incoming, isOnMessage } from '../ports/incoming.ts';
import { AppError } from '../shared/errors/app-error.ts';

const MENUS: Partial<Record<Incoming['kind'], CommandSpec['menu']>> = { menu: 'message', 'member-menu': 'member' };

/** The command that this is for: by its name, in menus by its name there. */
export function findCommand(commands: ReadonlyMap<string, Command>, incoming: Incoming): Command | undefined {
  const menu = MENUS[incoming.kind];
  if (menu === undefined) return commands.get(incoming.command);
  return [...commands.values()].find(({ spec }) => spec.menu === menu && spec.menuName === incoming.command);
}

/** Discord still has a command that this version does not have. */
export function unknownCommand({ kind, command }: Incoming): AppError {
  const problem = `This version does not know ${MENUS[kind] === undefined ? `/${command}` : `“${command}”`}.`;
  const wanted = 'An administrator runs `npm run register-commands`; /help shows what there is.';
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}

/** Where the answer goes, as far as it is known before the command has run. */
export function placeOf(incoming: Incoming, command: Command | undefined): AnswerPlace {
  if (!isOnMessage(incoming)) return command?.spec.isPrivate === true ? 'private' : 'public';
  return command?.answersBeside?.(idOf(incoming)) === true ? 'private' : 'in-place';
}

function idOf(incoming: Incoming): string {
  switch (incoming.kind) {
    case 'press':
      return incoming.buttonId;
    case 'pick':
      return incoming.selectId;
    case 'submit':
      return incoming.formId;
    default:
      return '';
  }
}
