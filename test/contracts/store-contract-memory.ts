import { describe, expect, it } from 'vitest';
import type { StoreRecord } from '../../src/ports/records.ts';
import { BUILDS_SEEN, DEPLOYMENTS, MOVEMENTS, NASTY_MEMORY, PULL_REQUESTS } from '../fakes/digest-workspace.ts';
import type { StoreBed } from './store-bed.ts';

/** What happened to issues and code, and the plans of the clock. */
export function describeMemory(bed: StoreBed): void {
  const now = new Date('2026-08-12T10:00:00Z');
  const ever = new Date(0);
  let number = 0;

  /** As the worker does it: with the end of an event. */
  async function remember(...records: readonly StoreRecord[]): Promise<void> {
    const { gateway, inbox } = bed.store;
    const owner = { id: 'p1', host: 'h', pid: 1 };
    const got = await gateway.acquire(owner, { now, ttlMs: 60_000, isGone: () => true });
    if (got.kind !== 'acquired') throw new Error('The lease is held.');
    number += 1;
    await inbox.receive([
      {
        sender: 'bot',
        deliveryId: `d${number}`,
        kind: 'bot:x',
        subject: `s${number}`,
        receivedAt: now,
        payload: '{}',
        reference: 'R',
      },
    ]);
    const [row] = (await inbox.due({ limit: 100, now, busy: new Set() })).filter(
      ({ subject }) => subject === `s${number}`,
    );
    const effects = { messages: [], records, followUps: [], note: '' };
    expect(await inbox.settle({ id: row?.id ?? 0, epoch: got.lease.epoch, state: 'done', effects, now })).toBe(
      'settled',
    );
  }

  const pullRequests = (all = PULL_REQUESTS) =>
    all.map((pullRequest) => ({ kind: 'pull-request-seen', pullRequest }) as const);
  const deployments = (all = DEPLOYMENTS) =>
    all.map((deployment) => ({ kind: 'deployment-seen', deployment }) as const);
  const builds = (all = BUILDS_SEEN) => all.map((build) => ({ kind: 'build-seen', build }) as const);

  describe('movements', () => {
    it('are given back as they were, by time, and the same is kept once', async () => {
      const movements = MOVEMENTS.map((movement) => ({ kind: 'movement-seen', movement }) as const);
      await remember(...movements, ...movements);
      expect(await bed.store.movements.between(ever, now, 10)).toEqual(MOVEMENTS);
      expect(await bed.store.movements.between(now, new Date(8e14), 10)).toEqual([]);
      expect(await bed.store.movements.purge(now)).toBe(MOVEMENTS.length);
      expect(await bed.store.movements.between(ever, now, 10)).toEqual([]);
    });
  });

  describe('code', () => {
    it('says whether anything was ever reported', async () => {
      expect(await bed.store.codeWork.hasHeard()).toEqual({ deployments: false, pullRequests: false, builds: false });
      await remember(...deployments());
      expect(await bed.store.codeWork.hasHeard()).toEqual({ deployments: true, pullRequests: false, builds: false });
    });

    it('is given back newest first, as it was', async () => {
      await remember(...pullRequests(), ...deployments(), ...builds());
      const options = { since: ever, limit: 3 };
      expect(await bed.store.codeWork.pullRequests(options)).toEqual([PULL_REQUESTS[1], PULL_REQUESTS[0]]);
      expect(await bed.store.codeWork.openPullRequests(5)).toEqual([PULL_REQUESTS[0]]);
      expect(await bed.store.codeWork.deployments(options)).toEqual(DEPLOYMENTS);
      const newest = await bed.store.codeWork.builds(options);
      expect(newest.map(({ buildId }) => buildId)).toEqual(['Publish-45', 'CI-40', 'Deploy-30']);
    });

    it('belongs to the issue that it names, or that the pull request of its branch names', async () => {
      await remember(...pullRequests(), ...deployments());
      const found = await bed.store.codeWork.ofIssue('eng-3');
      expect(found.pullRequests.map(({ number: each }) => each)).toEqual([41]);
      expect(found.deployments.map(({ deploymentId }) => deploymentId)).toEqual(['d1']);
      expect(await bed.store.codeWork.ofIssue('ENG-33')).toEqual({ pullRequests: [], deployments: [] });
    });

    it('is not put back by an event that arrives late', async () => {
      const [open] = PULL_REQUESTS;
      if (!open) return;
      const merged = { ...open, state: 'merged' as const, updatedAt: new Date('2026-08-12T09:00:00Z') };
      await remember(...pullRequests([open]));
      await remember(...pullRequests([merged]));
      await remember(...pullRequests([open]));
      expect(await bed.store.codeWork.pullRequests({ since: ever, limit: 5 })).toEqual([merged]);
    });

    it('keeps texts that want to break it', async () => {
      const odd = NASTY_MEMORY.deployed.map((one) => ({ ...one, project: `${one.project}\u0000\uD800` }));
      await remember(...deployments(odd));
      const [first] = await bed.store.codeWork.deployments({ since: ever, limit: 1 });
      expect(first?.project).toMatch(/\uFFFD\uFFFD$/);
    });

    it('forgets what is old, but no pull request that is open', async () => {
      await remember(...pullRequests(), ...deployments(), ...builds());
      expect(await bed.store.codeWork.purge(new Date('2027-01-01T00:00:00Z'))).toBe(
        1 + DEPLOYMENTS.length + BUILDS_SEEN.length,
      );
      expect(await bed.store.codeWork.pullRequests({ since: ever, limit: 5 })).toEqual([PULL_REQUESTS[0]]);
      expect((await bed.store.codeWork.ofIssue('ENG-3')).pullRequests).toHaveLength(1);
    });
  });

  describe('plans of the clock', () => {
    it('are known since they were first named, and forgotten when they are not named any more', async () => {
      const later = new Date(now.getTime() + 1_000);
      expect(await bed.store.schedule.knownSince(['a', 'b'], now)).toEqual(
        new Map([
          ['a', now],
          ['b', now],
        ]),
      );
      expect(await bed.store.schedule.knownSince(['b', 'c'], later)).toEqual(
        new Map([
          ['b', now],
          ['c', later],
        ]),
      );
      expect(await bed.store.schedule.knownSince(['a'], later)).toEqual(new Map([['a', later]]));
    });
  });
}
