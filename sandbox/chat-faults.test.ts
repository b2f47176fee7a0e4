import { describe, expect, it } from 'vitest';
import { listFaults, understandFault } from './chat-faults.ts';
import { chosenFault, FAULT_KINDS, FAULT_PLACES } from './console/fault-choices.ts';
import { FAULT_ROUTES } from './fault-routes.ts';
import { faultText } from './fault-text.ts';
import { type Fault, Faults } from './faults.ts';

const understood = (line: string) => {
  const fault = understandFault(line.split(' '));
  return typeof fault === 'string' ? fault : faultText(fault);
};

describe(':fault', () => {
  it.each([
    ['linear slow 6000', 'Linear: 6 s slow'],
    ['linear writing drop', 'Linear, writing: drops connections'],
    ['discord messages status 429 shared', 'Discord, messages in channels: answers 429 (shared)'],
    ['discord acknowledgements lost', 'Discord, acknowledgements of commands: does it, and drops the connection'],
    ['discord refuse', 'Discord: is down'],
  ])('%s', (line, wanted) => {
    expect(understood(line)).toBe(wanted);
  });

  it.each([
    ['github drop', '"linear" or "discord"'],
    ['linear', 'reading, writing'],
    ['linear messages drop', 'reading, writing'],
    ['discord messages', 'Break messages how?'],
    ['discord slow', '"slow" wants a number'],
    ['discord status 200', 'from 400 to 599'],
    ['discord drop 5', 'wants nothing after it'],
    ['discord slow 5 global', 'wants only a number'],
    ['linear status 429 global', 'Only "discord status 429"'],
    ['discord status 429 mine', 'user, shared, global'],
  ])('%s is not understood, and says what is', (line, wanted) => {
    expect(understood(line)).toContain(wanted);
  });

  it('lists what is broken and what could be', () => {
    const faults = new Faults();
    expect(listFaults(faults)).toMatchInlineSnapshot(`
      "  Everything works.

        Parts that can be broken alone:
        discord acknowledgements  acknowledgements of commands
        discord replies           replies to commands and follow-ups
        discord messages          messages in channels
        discord reactions         reactions
        discord commands          registration of commands
        discord guild             roles, members and channels
        linear reading            reading
        linear writing            writing"
    `);
    faults.add({ service: 'linear', kind: 'drop', times: 2 });
    expect(listFaults(faults)).toContain('  Linear: drops connections, 2 times\n');
  });
});

it('offers on the page only what the sandbox can do', () => {
  const all = [...FAULT_PLACES.keys()].flatMap((place) =>
    Object.keys(FAULT_KINDS).map((kind): [string, Fault | null] => [`${place} ${kind}`, chosenFault(place, kind)]),
  );
  const impossible = all.filter(([, fault]) => fault === null).map(([name]) => name);
  expect(impossible).toEqual([
    'linear answers 429, global',
    'linear/reading answers 429, global',
    'linear/writing answers 429, global',
  ]);
  expect(chosenFault('github', 'drops connections')).toBeNull();
  expect(chosenFault('linear/messages', 'drops connections')).toBeNull();
});

it('hits one part of a service at most with one request', () => {
  const requests = [
    'POST /interactions/1/token/callback',
    'PATCH /webhooks/1/token/messages/@original',
    'POST /channels/1/messages',
    'PUT /channels/1/messages/2/reactions/x/@me',
    'PUT /applications/1/guilds/2/commands',
    'GET /guilds/1/roles',
    'GET /channels/1',
  ];
  const hit = requests.map((what) =>
    Object.entries(FAULT_ROUTES.discord).flatMap(([name, { pattern }]) => (pattern.test(what) ? [name] : [])),
  );
  expect(hit).toEqual([
    ['acknowledgements'],
    ['replies'],
    ['messages'],
    ['reactions'],
    ['commands'],
    ['guild'],
    ['guild'],
  ]);
});
