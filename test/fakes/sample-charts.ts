import type { BurnUp } from '../../src/shared/charts/burn-up.ts';
import type { Panel, SmallMultiples } from '../../src/shared/charts/small-multiples.ts';
import type { Timeline, TimelineBar } from '../../src/shared/charts/timeline.ts';
import { NASTY } from './sample-workspaces.ts';

const day = (index: number, hour = 0): Date => new Date(Date.UTC(2026, 7, 3 + index, hour));

/** A sprint on its tenth day, which gets more scope than it gets done. */
export const BURN_UP: BurnUp = {
  title: 'Engineering: Payments (Cycle 12)',
  subtitle: '2026-08-03 to 2026-08-16 · points by day, as Linear counts them',
  unit: 'points',
  startsAt: day(0),
  endsAt: day(14),
  now: day(9, 10),
  scope: [80, 82, 84, 84, 90, 90, 90, 92, 92, 95],
  started: [12, 18, 20, 22, 25, 25, 25, 30, 30, 34],
  done: [0, 3, 8, 11, 16, 16, 18, 22, 26, 29],
};

const bar = (id: string, more: Partial<TimelineBar> = {}): TimelineBar => ({
  id,
  title: `Title of ${id}`,
  from: null,
  to: null,
  state: 'waiting',
  waitsFor: [],
  isCritical: false,
  ...more,
});

export const TIMELINE: Timeline = {
  title: 'Engineering: Payments (Cycle 12)',
  subtitle: 'Who works on what · 2026-08-03 to 2026-08-16',
  startsAt: day(0),
  endsAt: day(14),
  now: day(9, 10),
  lanes: [
    {
      name: 'Ada Lovelace',
      bars: [
        bar('ENG-1', { state: 'started', from: day(-2, 9), isCritical: true }),
        bar('ENG-2', { waitsFor: ['ENG-1'], isCritical: true }),
        bar('ENG-3', { state: 'done', from: day(1, 9), to: day(4, 16) }),
      ],
    },
    { name: 'Grace Hopper', bars: [bar('ENG-4', { state: 'started', from: day(8, 9), waitsFor: ['WEB-9'] })] },
    { name: 'Nobody yet', bars: [bar('ENG-5')] },
  ],
};

const runs = (marks: string): Extract<Panel, { kind: 'runs' }>['runs'] =>
  [...marks].map((mark) => ({
    state: mark === 'p' ? 'passed' : mark === 'f' ? 'failed' : mark === 'r' ? 'running' : 'canceled',
  }));

export const BUILDS: SmallMultiples = {
  title: 'Builds',
  subtitle: 'The last runs of each, newest on the right',
  whenEmpty: 'No build has been reported yet.',
  panels: [
    { kind: 'runs', name: 'acme/fleet · CI', verdict: 'failed', tone: 'bad', runs: runs('pppfpppcppf') },
    { kind: 'runs', name: 'acme/docs · Deploy', verdict: 'running', tone: 'neutral', runs: runs('ppr') },
    { kind: 'runs', name: 'acme/firmware · Test', verdict: 'passed', tone: 'good', runs: runs('p'.repeat(40)) },
  ],
};

const progress = (name: string, more: Partial<Extract<Panel, { kind: 'progress' }>> = {}): Panel => ({
  kind: 'progress',
  name,
  verdict: '29 of 95 points, day 10 of 14',
  tone: 'neutral',
  days: 14,
  scope: BURN_UP.scope,
  done: BURN_UP.done,
  started: BURN_UP.started,
  ...more,
});

export const SPRINTS: SmallMultiples = {
  title: 'Running sprints',
  subtitle: 'By day, as Linear counts them',
  whenEmpty: 'No sprint is running.',
  panels: [progress('Engineering', { tone: 'bad' }), progress('Website', { scope: [], done: [], started: [] })],
};

const ODD = [Number.NaN, Number.POSITIVE_INFINITY, -5, 1e18, 0.333, 0];

/** The same three with nothing in them, with very much, and with what wants to break them. */
export const EXTREME_CHARTS = {
  burnUp: {
    empty: { ...BURN_UP, scope: [], started: [], done: [] },
    early: { ...BURN_UP, now: day(1, 10), scope: [80, 82], started: [12, 18], done: [0, 3] },
    over: { ...BURN_UP, now: day(30), scope: Array(14).fill(40), started: [0], done: [...Array(13).keys(), 40] },
    tiny: { ...BURN_UP, scope: [1], started: [0], done: [1], endsAt: day(1), now: day(0, 12) },
    long: {
      ...BURN_UP,
      endsAt: day(60),
      now: day(45, 6),
      scope: Array.from({ length: 46 }, (_, index) => 300 + index * 3),
      started: Array.from({ length: 46 }, (_, index) => 40 + (index % 7) * 3),
      done: Array.from({ length: 46 }, (_, index) => index * 5 + (index % 5) * 3),
    },
    hostile: {
      ...BURN_UP,
      title: NASTY.repeat(9),
      subtitle: `<script>&"'${NASTY}\u0000`,
      scope: ODD,
      started: ODD,
      done: ODD,
    },
    dateless: { ...BURN_UP, startsAt: new Date(Number.NaN), endsAt: new Date(8.64e15) },
  },
  timeline: {
    empty: { ...TIMELINE, lanes: [] },
    huge: {
      ...TIMELINE,
      lanes: Array.from({ length: 40 }, (_, person) => ({
        name: `Person ${person} Of The Team`,
        bars: Array.from({ length: 8 }, (_unused, index) =>
          bar(`ENG-${person * 8 + index}`, index % 2 ? { state: 'started', from: day(index) } : {}),
        ),
      })),
    },
    hostile: {
      ...TIMELINE,
      title: NASTY,
      lanes: [
        {
          name: `山田太郎 ${NASTY.repeat(4)}`,
          bars: [
            bar('X-1', { title: NASTY, from: new Date(Number.NaN), state: 'started', waitsFor: ['X-1', '</svg>'] }),
            bar('X-2', { title: '🌙'.repeat(80), from: day(90), to: day(-90), state: 'done' }),
          ],
        },
      ],
    },
  },
  panels: {
    empty: { ...BUILDS, panels: [] },
    one: { ...BUILDS, panels: BUILDS.panels.slice(0, 1) },
    many: { ...BUILDS, panels: Array.from({ length: 30 }, () => BUILDS.panels).flat() },
    hostile: {
      ...SPRINTS,
      panels: [progress(NASTY, { verdict: NASTY.repeat(3), scope: ODD, done: ODD, started: ODD, days: Number.NaN })],
    },
  },
} as const;
