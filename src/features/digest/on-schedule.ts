import type { Effects, EventHandler } from '../../ports/effects.ts';
import type { DigestPlan } from '../../shared/digest-plan.ts';
import { lastDue } from '../../shared/plan-times.ts';
import { materialFor } from './digest.ts';
import { digestView, isQuiet, quietView } from './digest.view.ts';
import type { Period } from './gather.ts';

/** After so many attempts in vain it goes out without what the tracker would have added. */
const PATIENT_ATTEMPTS = 3;
const DAY_MS = 86_400_000;
/** Yesterday's digest is no use today: given up when Discord could not be reached for so long. */
const EXPIRES_AFTER_MS = { daily: 12 * 3_600_000, weekly: 3 * DAY_MS } as const;

/** Writes a digest when a plan of the configuration says so. */
export const onSchedule: EventHandler = {
  name: 'digest',
  kinds: ['schedule-due'],
  async handle(ports, event, context): Promise<Effects | null> {
    if (event.kind !== 'schedule-due') return null;
    const plan = ports.digests.find(({ name }) => name === event.schedule);
    if (plan === undefined) return null;
    const { kind, audience: reader, channelId, teams } = plan;
    const head = { kind, reader, period: periodOf(plan, event.at) };
    const material = await materialFor(ports, head.period, { teams, isPatient: context.attempts < PATIENT_ATTEMPTS });
    const quiet = isQuiet(material);
    const nothing = { messages: [], records: [], followUps: [] };
    if (quiet && plan.whenQuiet === 'skip') return { ...nothing, note: 'nothing moved, so nothing was said' };
    return {
      ...nothing,
      messages: [
        {
          destination: { kind: 'channel', channelId },
          content: { kind: 'reply', reply: quiet ? quietView(head, material) : digestView(head, material) },
          mergeKey: null,
          dedupeKey: `digest:${plan.name}:${event.period}`,
          reference: context.reference,
          expiresAt: new Date(ports.clock.now().getTime() + EXPIRES_AFTER_MS[kind]),
        },
      ],
      note: `${kind} digest for ${reader}${quiet ? ', quiet' : ''}${material.sources.missing === null ? '' : ', without all of Linear'}`,
    };
  },
};

/** From the run before this one, so that no news falls between two digests and none comes twice. */
function periodOf({ timing, kind }: DigestPlan, at: Date): Period {
  const before = lastDue(timing, new Date(at.getTime() - 1));
  return { from: before?.at ?? new Date(at.getTime() - (kind === 'daily' ? DAY_MS : 7 * DAY_MS)), to: at };
}
