import type { Choice } from '../../ports/chat.ts';
import type { Command, CommandSpec } from '../../ports/command.ts';
import { type DigestKind, READER_NAMES, READERS, type Reader } from '../../shared/digest-plan.ts';
import { materialFor, periodUntil } from './digest.ts';
import { digestView } from './digest.view.ts';

/** Longest first in nothing: in the order of the table. Discord takes names of at most 100 characters. */
const READER_CHOICES: readonly Choice[] = READER_NAMES.map((name) => ({
  name: `${name}: ${READERS[name]}`.slice(0, 100),
  value: name,
}));

const spec: CommandSpec = {
  name: 'digest',
  description: 'What moved, what is blocked, what is at risk and why, in the words of one kind of reader',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: [
    {
      name: 'kind',
      description: 'Of the last day, or of the last week',
      type: 'text',
      isRequired: true,
      choices: [
        { name: 'daily: the last day (on a Monday since Friday)', value: 'daily' },
        { name: 'weekly: the last seven days', value: 'weekly' },
      ],
    },
    {
      name: 'audience',
      description: 'For whom it is written; leadership when you leave it out',
      type: 'text',
      choices: READER_CHOICES,
    },
  ],
  examples: ['/digest kind:daily', '/digest kind:weekly audience:marketing'],
};

/** `/digest`: what the plans send by themselves, on demand. */
export const digest: Command = {
  spec,

  async run(ports, { options }) {
    const kind: DigestKind = options.kind === 'weekly' ? 'weekly' : 'daily';
    const reader: Reader = READER_NAMES.find((name) => name === options.audience) ?? 'leadership';
    const period = periodUntil(ports.clock.now(), kind);
    const material = await materialFor(ports, period, { teams: [], isPatient: false });
    return digestView({ kind, reader, period }, material);
  },
};
