import type { FeaturePorts } from '../../ports/command.ts';
import type { DigestKind } from '../../shared/digest-plan.ts';
import { gather, type Period } from './gather.ts';
import { movesOf } from './moves.ts';
import { outlookOf } from './outlook.ts';
import type { Material } from './readers.ts';

const DAY_MS = 86_400_000;

/** Asks everybody and puts the facts in order. */
export async function materialFor(
  ports: FeaturePorts,
  period: Period,
  options: { readonly teams: readonly string[]; readonly isPatient: boolean },
): Promise<Material> {
  const sources = await gather(ports, period, options);
  const now = ports.clock.now();
  return { sources, moves: movesOf(sources, period), outlook: outlookOf(sources.sprints, now), now };
}

/** What somebody means who asks now: the last day (on a Monday since Friday), or the last seven days. */
export function periodUntil(now: Date, kind: DigestKind): Period {
  const weekday = now.getUTCDay();
  const days = kind === 'weekly' ? 7 : weekday === 1 ? 3 : weekday === 0 ? 2 : 1;
  return { from: new Date(now.getTime() - days * DAY_MS), to: now };
}
