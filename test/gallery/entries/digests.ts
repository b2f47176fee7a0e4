import { READER_NAMES } from '../../../src/shared/digest-plan.ts';
import { QUIET_WORKSPACE } from '../../fakes/digest-workspace.ts';
import { featurePorts } from '../../fakes/feature-ports.ts';
import { Asking } from '../asking.ts';
import { DATA_CLASSES, type DataClass, type Entry } from '../entry.ts';
import { type House, houseOf } from '../houses.ts';
import { happens } from './notices.ts';

const AT = new Date('2026-08-10T07:00:00Z');

/** Each reader's digest, of a week and of a day, with each kind of data. */
const forReaders = (): readonly Entry[] =>
  READER_NAMES.flatMap((reader) =>
    DATA_CLASSES.flatMap((data) =>
      (['weekly', 'daily'] as const).map(
        (kind): Entry => ({
          name: `${kind}, for ${reader}`,
          area: 'digests',
          data,
          async make(seen) {
            seen.add(`digest:${reader}:${data}`);
            return [await new Asking({ data, seen }).types('digest', { kind, audience: reader })];
          },
        }),
      ),
    ),
  );

const scheduled = (name: string, data: DataClass, house: () => House): Entry => ({
  name,
  area: 'digests',
  data,
  make: (seen) =>
    happens(house(), { kind: 'schedule-due', schedule: 'morning', period: '2026-08-10', at: AT, actor: null }, seen),
});

const plan = (teams: readonly string[] = []) => ({
  digests: [
    {
      name: 'morning',
      kind: 'daily' as const,
      channelId: '42',
      audience: 'leadership' as const,
      timing: {
        kind: 'at' as const,
        at: '09:00',
        days: [1, 2, 3, 4, 5],
        timeZone: 'Europe/Berlin',
        unit: 'day' as const,
      },
      teams,
      whenQuiet: 'say' as const,
    },
  ],
});

/** By the clock, and where something is missing. */
const byTheClock = (): readonly Entry[] => [
  scheduled('by the clock', 'typical', () => houseOf('typical', plan())),
  scheduled('by the clock, nothing moved', 'empty', () => featurePorts(QUIET_WORKSPACE, plan())),
  scheduled('by the clock, a team that is not there', 'hostile', () => houseOf('hostile', plan(['ENGG', '@everyone']))),
  scheduled('by the clock, without Linear', 'empty', () => {
    const house = houseOf('typical', plan());
    house.tracker.failWith('LINEAR_OFF');
    return house;
  }),
];

/** Everything that digests say. */
export const digests = (): readonly Entry[] => [...forReaders(), ...byTheClock()];
