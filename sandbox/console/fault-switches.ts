import type { Fault, Faults } from '../faults.ts';

/** The faults that the page can switch on, by what it calls them. */
export const FAULT_SWITCHES = {
  'Discord answers 429': { service: 'discord', kind: 'status', status: 429, retryAfterMs: 2_000 },
  'Discord answers 500': { service: 'discord', kind: 'status', status: 500 },
  'Discord is slow (4 s)': { service: 'discord', kind: 'slow', delayMs: 4_000 },
  'Linear answers 500': { service: 'linear', kind: 'status', status: 500 },
  'Linear is slow (4 s)': { service: 'linear', kind: 'slow', delayMs: 4_000 },
  'Linear drops connections': { service: 'linear', kind: 'drop' },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultSwitch = keyof typeof FAULT_SWITCHES;

/** The switches that are on. */
export function switchedOn(faults: Faults): readonly FaultSwitch[] {
  const active = faults.list();
  return (Object.keys(FAULT_SWITCHES) as FaultSwitch[]).filter((name) => active.includes(FAULT_SWITCHES[name]));
}

/** Turns one switch; the others stay, and so do faults that came from elsewhere. */
export function turn(faults: Faults, name: FaultSwitch, isOn: boolean): void {
  faults.remove(FAULT_SWITCHES[name]);
  if (isOn) faults.add(FAULT_SWITCHES[name]);
}
