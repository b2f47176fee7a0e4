import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/fakes/eventually.ts';
import { ADMIN_CHANNEL, notice, OutboxBed } from '../../test/fakes/outbox-bed.ts';
import type { OutboxMessage } from '../ports/outbox.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';

let bed: OutboxBed;
beforeEach(async () => {
  bed = await OutboxBed.make(systemClock);
});
afterEach(() => bed.remove());

const to = (channelId: string): Partial<OutboxMessage> => ({ destination: { kind: 'channel', channelId } });
const titles = (): string[] => bed.chat.said.map(({ reply }) => reply.cards?.[0]?.text ?? '');
const states = async (reference: string): Promise<string[]> =>
  (await bed.store.outbox.ofReference(reference)).map(({ state }) => state);
const forbidden = (): AppError =>
  new AppError('DISCORD_DESTINATION_FORBIDDEN', { facts: { place: 'the channel 1', reason: 'it lacks a permission' } });

/** What is sent or edited arrives, and nobody hears so until it is released. */
function loseAnswers(): () => void {
  let release: () => void = () => undefined;
  bed.chat.after = () =>
    new Promise((resume) => {
      release = resume;
    });
  return () => release();
}

async function start(): Promise<void> {
  bed.outbox.start(await bed.lease('a'));
}

describe('the outbox', () => {
  it('says what waits when it starts, and at once what is added, in the order of each channel', async () => {
    await bed.add(notice('1'), notice('2', to('2')), notice('3'));
    await start();
    await eventually(() => expect(bed.chat.said).toHaveLength(3));
    await bed.add(notice('4'), notice('5'));
    await eventually(() => expect(bed.chat.said).toHaveLength(5));
    const inOne = bed.chat.said.filter(({ channelId }) => channelId === '1');
    expect(inOne.map(({ reply }) => reply.cards?.[0]?.text)).toEqual(['line 1', 'line 3', 'line 4', 'line 5']);
    expect(inOne[0]?.reply.cards?.[0]?.footer).toBe('Reference REF1');
    await eventually(async () => expect(await states('REF5')).toEqual(['sent']));
  });

  it('makes one message of a burst, and edits it seldom', async () => {
    await start();
    const burst = Array.from({ length: 20 }, (_, index) => notice(`${index}`, { mergeKey: 'ENG-1' }));
    for (const each of burst) {
      await bed.add(each);
      await new Promise((resume) => setTimeout(resume, 20));
    }
    await eventually(() => expect(titles()[0]?.split('\n')).toHaveLength(20), 10_000);
    expect(bed.chat.said).toHaveLength(1);
    expect(bed.chat.said[0]?.edits).toBe(1);
    expect(bed.chat.said[0]?.reply.cards?.[0]?.footer).toMatch(/^Reference REF0 · 18 more · REF19$/);
  });

  it('merges what waits before it is said for the first time', async () => {
    const of = (key: string) => Array.from({ length: 12 }, (_, index) => notice(`${key}${index}`, { mergeKey: key }));
    await bed.add(...of('A'), notice('alone'), ...of('B'));
    await start();
    await eventually(() => expect(bed.chat.said).toHaveLength(3));
    expect(titles().map((text) => text.split('\n').length)).toEqual([12, 1, 12]);
    expect(bed.chat.said.map(({ edits }) => edits)).toEqual([0, 0, 0]);
  });

  it('does not let a channel that fails hold up the others', async () => {
    bed.chat.before = (_, about) => {
      if ('channelId' in about && about.channelId === '1') throw new AppError('DISCORD_UNREACHABLE');
    };
    await bed.add(notice('1'), notice('2', to('2')));
    await start();
    await eventually(() => expect(titles()).toEqual(['line 2']));
    bed.chat.before = () => undefined;
    await eventually(() => expect(titles()).toEqual(['line 2', 'line 1']), 5_000);
  });

  it('gives up what the chat refuses, and goes on with the next', async () => {
    bed.chat.before = () => {
      throw new AppError('DISCORD_REFUSED', { facts: { reason: 'Invalid Form Body' } });
    };
    await bed.add(notice('1'));
    await start();
    await eventually(async () => expect(await states('REF1')).toEqual(['dead']));
    bed.chat.before = () => undefined;
    await bed.add(notice('2'));
    await eventually(() => expect(titles()).toEqual(['line 2']));
    expect(await bed.store.outbox.ofReference('REF1')).toMatchObject([
      { outcome: 'DISCORD_REFUSED (reason: Invalid Form Body)' },
    ]);
  });

  it('closes a channel that is forbidden, asks it once, and tells the administrators once', async () => {
    let asked = 0;
    bed.chat.before = (_, about) => {
      if (!('channelId' in about) || about.channelId !== '1') return;
      asked += 1;
      throw forbidden();
    };
    await bed.add(...Array.from({ length: 30 }, (_, index) => notice(`${index}`)));
    await start();
    await eventually(async () => expect(await states('REF29')).toEqual(['dead']));
    await bed.add(notice('later'));
    await eventually(async () => expect(await states('REFlater')).toEqual(['dead']));
    await eventually(() => expect(bed.chat.said.map(({ channelId }) => channelId)).toEqual([ADMIN_CHANNEL]));
    expect(asked).toBe(1);
    const told = bed.chat.said[0]?.reply;
    await expect(JSON.stringify(told, null, 2)).toMatchFileSnapshot('./golden/channel-closed.txt');
  });

  it('tells nobody when a member takes no direct messages', async () => {
    bed.chat.before = () => {
      throw forbidden();
    };
    await bed.add(notice('1', { destination: { kind: 'member', userId: '7' } }));
    await start();
    await eventually(async () => expect(await states('REF1')).toEqual(['dead']));
    expect((await bed.store.outbox.lanes(0)).lanes).toEqual([]);
  });

  it('waits until it is time, and gives up what is no news any more', async () => {
    const inMs = (ms: number): Date => new Date(Date.now() + ms);
    await bed.add(notice('night', { notBefore: inMs(700) }), notice('old', { expiresAt: inMs(-1) }), notice('now'));
    await start();
    await eventually(() => expect(titles()).toEqual(['line now']));
    await eventually(async () => expect(await states('REFold')).toEqual(['expired']));
    await eventually(() => expect(titles()).toEqual(['line now', 'line night']), 3_000);
  });

  it('says once what was sent before a crash and not written down', async () => {
    await bed.add(notice('1'), notice('2'));
    const release = loseAnswers();
    await start();
    await eventually(() => expect(bed.chat.said).toHaveLength(1));
    bed.chat.after = () => undefined;
    const successor = bed.newOutbox();
    successor.start(await bed.lease('b'));
    await eventually(() => expect(titles()).toEqual(['line 1', 'line 2']));
    await eventually(async () => expect(await states('REF2')).toEqual(['sent']));
    expect(await states('REF1')).toEqual(['sent']);
    await successor.stop();
    release();
  });

  it('does not edit a message to the text that it has already', async () => {
    await bed.add(notice('1', { mergeKey: 'ENG-1' }));
    await start();
    await eventually(async () => expect(await states('REF1')).toEqual(['sent']));
    const release = loseAnswers();
    await bed.add(notice('2', { mergeKey: 'ENG-1' }));
    await eventually(() => expect(bed.chat.said[0]?.edits).toBe(1), 6_000);
    bed.chat.after = () => undefined;
    const successor = bed.newOutbox();
    successor.start(await bed.lease('b'));
    await eventually(async () => expect(await states('REF2')).toEqual(['sent']));
    expect(bed.chat.said[0]?.edits).toBe(1);
    await successor.stop();
    release();
  });

  it('says in a new message what was to be added to one that somebody has deleted', async () => {
    await bed.add(notice('1', { mergeKey: 'ENG-1' }));
    await start();
    await eventually(async () => expect(await states('REF1')).toEqual(['sent']));
    bed.chat.said.splice(0);
    await bed.add(notice('2', { mergeKey: 'ENG-1' }));
    await eventually(() => expect(titles()).toEqual(['line 2']), 6_000);
  });

  it('says and writes nothing more from the moment that another process has the lease', async () => {
    await start();
    const successor = bed.newOutbox();
    const epoch = await bed.lease('b');
    await bed.add(notice('1'));
    await new Promise((resume) => setTimeout(resume, 300));
    expect(bed.chat.said).toEqual([]);
    successor.start(epoch);
    await eventually(() => expect(titles()).toEqual(['line 1']));
    await successor.stop();
  });

  it('can be started again after it was stopped', async () => {
    await start();
    await bed.outbox.stop();
    await bed.add(notice('1'));
    expect(bed.chat.said).toEqual([]);
    await start();
    await eventually(() => expect(titles()).toEqual(['line 1']));
  });
});
