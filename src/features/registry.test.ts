import { describe, expect, it } from 'vitest';
import { featurePorts, link, request } from '../../test/fakes/feature-ports.ts';
import { SAMPLE } from '../../test/fakes/sample-workspaces.ts';
import { COMMANDS } from './registry.ts';

const NAMES = COMMANDS.map((command) => command.spec.name);

/** Discord's own pattern for names of commands and options: its reference, "Application Command Naming". */
const DISCORD_NAME = /^[-_\p{Ll}\p{N}]{1,32}$/u;

describe('the table of commands', () => {
  it('has each name once', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
    const inMenus = COMMANDS.flatMap(({ spec }) => spec.menuName ?? []);
    expect(new Set(inMenus).size).toBe(inMenus.length);
  });

  it.each(COMMANDS.map((command) => [command.spec.name, command] as const))(
    '%s is one that Discord takes',
    (_, command) => {
      const { spec } = command;
      expect(spec.name).toMatch(DISCORD_NAME);
      expect(spec.description.length).toBeGreaterThan(0);
      expect(spec.description.length).toBeLessThanOrEqual(100);
      expect(spec.options.length).toBeLessThanOrEqual(25);
      expect(spec.options.map((option) => option.isRequired === true)).toEqual(
        spec.options.map((option) => option.isRequired === true).sort((a, b) => Number(b) - Number(a)),
      );
      for (const option of spec.options) {
        expect(option.name).toMatch(DISCORD_NAME);
        expect(option.description.length).toBeLessThanOrEqual(100);
        expect(option.hasSuggestions === true && option.choices !== undefined).toBe(false);
      }
      expect(spec.options.some((option) => option.hasSuggestions)).toBe('suggest' in command);
      expect(spec.menu === 'message', 'menu and runOnMessage').toBe('runOnMessage' in command);
      expect(spec.menu === 'member', 'menu and runOnMember').toBe('runOnMember' in command);
      expect(spec.menu !== undefined, 'menu and menuName').toBe(spec.menuName !== undefined);
      expect((spec.menuName ?? 'x').length).toBeLessThanOrEqual(32);
    },
  );

  it.each(COMMANDS.map((command) => [command.spec.name, command] as const))(
    'the examples of %s use its own options',
    (name, { spec }) => {
      expect(spec.examples.length).toBeGreaterThan(0);
      for (const example of spec.examples) {
        expect(example.split(' ')[0]).toBe(`/${name}`);
        const used = [...example.matchAll(/ ([a-z-]+):/g)].map((match) => match[1]);
        expect(spec.options.map((option) => option.name)).toEqual(expect.arrayContaining(used));
      }
    },
  );
});

it('leads every button to a command that takes it', async () => {
  const byName = new Map(COMMANDS.map((command) => [command.spec.name, command]));
  const ports = () => featurePorts(SAMPLE, { links: [link('1001', 'ada', 'Ada Lovelace')] });
  const replies = await Promise.all([
    byName.get('show-sprint')?.run(ports(), request()),
    byName.get('my-tasks')?.run(ports(), request()),
    byName.get('my-tasks')?.run(featurePorts(SAMPLE), request()),
    byName.get('connect')?.run(ports(), request()),
    byName.get('connect')?.run(featurePorts(SAMPLE), request({ person: 'ada' })),
  ]);
  const ids = replies
    .flatMap((reply) => (reply?.buttons ?? []).flat())
    .flatMap((button) => (button.kind === 'action' ? [button.id] : []));
  expect(new Set(ids.map((id) => id.split(':')[0]))).toEqual(
    new Set(['show-sprint', 'sprint-timeline', 'my-tasks', 'connect']),
  );
  for (const id of ids) {
    const [name = '', ...rest] = id.split(':');
    const reply = await byName.get(name)?.press?.(ports(), { ...request(), id: rest.join(':') });
    expect(reply?.cards?.length, id).toBeGreaterThan(0);
  }
});
