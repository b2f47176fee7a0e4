import { describe, expect, it } from 'vitest';
import { featurePorts, request, typing } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Audience, CommandSpec } from '../../ports/command.ts';
import { helpCommand } from './help.command.ts';

const command = (name: string, audience: Audience, more: Partial<CommandSpec> = {}): CommandSpec => ({
  name,
  description: `What /${name} gives`,
  audience,
  isPrivate: false,
  answers: 'later',
  options: [],
  examples: [`/${name}`],
  ...more,
});

const SPECS: readonly CommandSpec[] = [
  helpCommand.spec,
  command('show-sprint', 'stakeholder', {
    options: [
      { name: 'sprint', description: 'Which one', type: 'text', hasSuggestions: true },
      { name: 'days', description: 'How many', type: 'whole-number', isRequired: true },
      {
        name: 'tone',
        description: 'How loud',
        type: 'text',
        choices: [
          { name: 'soft', value: 's' },
          { name: 'loud', value: 'l' },
        ],
      },
    ],
    examples: ['/show-sprint', '/show-sprint sprint:next'],
  }),
  command('deploy', 'developer', { menu: 'message', menuName: 'Deploy this' }),
  command('grant', 'admin', { isPrivate: true }),
];

const ask = (audiences: readonly Audience[], options = {}) =>
  helpCommand.run(featurePorts(SAMPLE, { commands: SPECS }), request(options, { audiences }));
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

describe('/help', () => {
  it.each<readonly [Audience, number]>([
    ['everyone', 3],
    ['stakeholder', 2],
    ['developer', 1],
    ['admin', 0],
  ])('tells %s only what they may use, and how much more there is', async (audience, withheld) => {
    const reply = await ask([audience]);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), `for-${audience}`);
    expect(/(\d) more command/.exec(replyText(reply))?.[1] ?? '0').toBe(String(withheld));
  });

  it('tells more about one command', async () => {
    await golden(replyText(await ask(['stakeholder'], { command: '/show-sprint' })), 'one-command');
  });

  it('tells of the menu of messages', async () => {
    await golden(replyText(await ask(['developer'], { command: 'deploy' })), 'in-the-menu');
  });

  it('names what comes close, and does not tell of commands that one may not use', async () => {
    const typo = replyText(await ask(['stakeholder'], { command: 'show-sprnt' }));
    const hidden = replyText(await ask(['stakeholder'], { command: 'grant' }));
    const unknown = replyText(await ask(['stakeholder'], { command: '`@everyone`' }));
    await golden([typo, hidden, unknown].join('\n\n'), 'not-found');
  });

  it('suggests only what one may use', async () => {
    const ports = featurePorts(SAMPLE, { commands: SPECS });
    const choices = await helpCommand.suggest?.(ports, typing('command', '', {}, { audiences: ['stakeholder'] }));
    expect(choices?.map((choice) => choice.value)).toEqual(['help', 'show-sprint']);
  });

  it('keeps to the limits with a hundred long commands', async () => {
    const specs = Array.from({ length: 100 }, (_, index) =>
      command(`command-${index}`, 'everyone', {
        description: 'd'.repeat(100),
        examples: ['/x', `/x ${'y'.repeat(100)}`],
      }),
    );
    expect(limitProblems(await helpCommand.run(featurePorts(SAMPLE, { commands: specs }), request()))).toEqual([]);
  });
});
