import { asking, type ConditionResource, doing } from './step.ts';

/** The unit starts with the machine and is running now. */
export function unitRunning(unit: string): readonly ConditionResource[] {
  return [unitEnabled(unit), unitActive(unit)];
}

/** The unit starts with the machine. */
export function unitEnabled(unit: string): ConditionResource {
  return {
    kind: 'condition',
    title: `${unit} starts with the machine`,
    probe: asking('systemctl', 'is-enabled', unit),
    wants: { stdout: 'enabled' },
    change: [doing('systemctl', 'daemon-reload'), doing('systemctl', 'enable', unit)],
  };
}

/** The unit is running now. */
export function unitActive(unit: string): ConditionResource {
  return {
    kind: 'condition',
    title: `${unit} is running`,
    probe: asking('systemctl', 'is-active', unit),
    wants: { stdout: 'active' },
    change: [doing('systemctl', 'daemon-reload'), doing('systemctl', 'start', unit)],
  };
}
