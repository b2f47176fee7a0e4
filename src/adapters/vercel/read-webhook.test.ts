import { describe, expect, it } from 'vitest';
import { vercelDeployment } from '../../../test/fakes/signed-webhooks.ts';
import type { ReadDelivery } from '../../ports/webhook-sender.ts';
import { readVercelEvent } from './read-webhook.ts';

const RECEIVED = new Date('2026-11-25T09:00:00Z');
const read = (type: string, payload: object = {}): ReadDelivery =>
  readVercelEvent({ type, payload: JSON.stringify(vercelDeployment(type, { ...payload })), receivedAt: RECEIVED });

describe('a deployment on Vercel', () => {
  it('is read as a whole', () => {
    expect(read('deployment.succeeded')).toEqual({
      kind: 'event',
      event: {
        kind: 'deployment',
        at: new Date(1_795_000_000_000),
        actor: { name: 'ada', trackerUserId: null },
        provider: 'vercel',
        deploymentId: 'dpl_1',
        project: 'web',
        environment: 'preview',
        state: 'ready',
        url: 'https://web-git-eng-12-acme.vercel.app',
        detailsUrl: 'https://vercel.com/acme/web/1',
        branch: 'ada/eng-12-door',
        commit: 'abc123',
        issues: ['ENG-12', 'ENG-13'],
      },
    });
  });

  it.each([
    ['deployment.created', 'building'],
    ['deployment.ready', 'ready'],
    ['deployment.promoted', 'ready'],
    ['deployment.error', 'failed'],
    ['deployment.canceled', 'canceled'],
  ])('%s is %s', (type, state) => {
    expect(read(type)).toMatchObject({ event: { state } });
  });

  it.each([
    ['production', 'production'],
    [null, 'preview'],
    ['staging', 'other'],
  ])('with the target %s is to %s', (target, environment) => {
    expect(read('deployment.ready', { target })).toMatchObject({ event: { environment } });
  });

  it('that was promoted serves production, whatever it was made for', () => {
    expect(read('deployment.promoted', { target: null })).toMatchObject({ event: { environment: 'production' } });
  });

  it('without Git and without a place is read, too', () => {
    const got = read('deployment.error', {
      deployment: { id: 'dpl_2', name: 'web', meta: { githubCommitRef: 7 } },
      links: null,
    });
    expect(got).toMatchObject({
      event: {
        actor: null,
        branch: null,
        commit: null,
        issues: [],
        url: null,
        detailsUrl: null,
        deploymentId: 'dpl_2',
      },
    });
  });

  it('leads nowhere but to https', () => {
    const got = read('deployment.ready', {
      deployment: { id: 'd', name: 'w', url: 'a b' },
      links: { deployment: 'javascript:x' },
    });
    expect(got).toMatchObject({ event: { url: null, detailsUrl: null } });
  });

  it('that is not as Vercel documents it is said to be unreadable', () => {
    expect(() => read('deployment.ready', { deployment: { id: 7 } })).toThrow(
      expect.objectContaining({
        code: 'EVENT_UNREADABLE',
        facts: { where: 'payload.deployment.id', problem: 'invalid_type' },
      }),
    );
    expect(read('deployment.rollback')).toEqual({ kind: 'ignored', why: 'nothing to do for deployment.rollback' });
    expect(() => readVercelEvent({ type: 'deployment.ready', payload: '', receivedAt: RECEIVED })).toThrow(
      'EVENT_UNREADABLE',
    );
  });
});
