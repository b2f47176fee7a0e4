import type { SetupInput } from '../../steps/setup-input.ts';
import { BEFORE_SETUP } from '../before-setup.ts';
import type { Check } from '../check.ts';
import { about, canWait, type DoctorCheck, fine, notHere, wrong } from '../doctor-check.ts';
import type { DiskFacts } from '../doctor-facts.ts';

const server = about('Server');

const GIGABYTE = 1024 ** 3;
const gigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((100 * part) / whole));

/** Percent in use: from here on it is said, and from there on something will break. */
const MEMORY = { warning: 70, critical: 85 };
const DISK = { warning: 80, critical: 90 };

/** What setup asks before it begins stays true: asked with the same words. */
function asBefore(id: string): DoctorCheck {
  const check = BEFORE_SETUP.find((each): each is Check<SetupInput> => each.id === id);
  if (check === undefined) throw new Error(`setup asks nothing called ${id}`);
  return server({
    id,
    title: check.title,
    severity: check.severity,
    needs: ['setup'],
    judge: ({ setup }) => check.judge(setup.input),
  });
}

export const SERVER_CHECKS: readonly DoctorCheck[] = [
  asBefore('system'),
  server({
    id: 'setup-finished',
    title: 'setup got to its end',
    severity: 'warning',
    needs: ['setup'],
    judge: ({ setup }) => {
      if (setup.lastRun === 'done') return fine('it did');
      if (setup.lastRun === 'never') {
        return wrong('setup was never run here', 'Run docs/deployment/scripts/server-setup.sh --help');
      }
      const left = setup.input.host.unfinishedSteps.join(', ');
      return wrong(
        `the last run stopped before its end${left === '' ? '' : `, in: ${left}`}`,
        'Go on with it: docs/deployment/scripts/server-setup.sh --resume',
      );
    },
  }),
  server({
    id: 'memory-use',
    title: 'enough memory is free',
    severity: 'blocker',
    needs: ['machine'],
    judge: ({ machine: { availableMemoryBytes, totalMemoryBytes } }) => {
      const share = percent(totalMemoryBytes - availableMemoryBytes, totalMemoryBytes);
      const says = `${share} % of ${gigabytes(totalMemoryBytes)} are used`;
      const todo = 'What takes it: ps aux --sort=-rss | head';
      if (share < MEMORY.warning) return fine(says);
      return share < MEMORY.critical ? canWait(says, todo) : wrong(says, todo);
    },
  }),
  server({
    id: 'memory-kills',
    title: 'nothing was ended for want of memory',
    severity: 'warning',
    needs: ['machine'],
    judge: ({ machine: { killedForMemory } }) =>
      killedForMemory.length === 0
        ? fine('not during the last day')
        : wrong(
            `the kernel ended ${killedForMemory.join(', ')} during the last day`,
            'Add swap (server-setup.sh --swap 2G) or take a larger server. Details: journalctl -k -g "out of memory"',
          ),
  }),
  server({
    id: 'swap',
    title: 'swap',
    severity: 'warning',
    needs: ['setup', 'machine'],
    judge: ({ setup, machine: { totalSwapBytes, freeSwapBytes, totalMemoryBytes } }) => {
      if (setup.input.host.container !== null) return notHere('a container uses the swap of its host');
      if (totalSwapBytes === 0) {
        return totalMemoryBytes >= 3.5 * GIGABYTE
          ? fine('none, and enough memory to do without')
          : wrong('there is none', 'docs/deployment/scripts/server-setup.sh makes a swap file; see --swap');
      }
      const used = percent(totalSwapBytes - freeSwapBytes, totalSwapBytes);
      return used < 75
        ? fine(`${gigabytes(totalSwapBytes)}, ${used} % used`)
        : wrong(
            `${used} % of ${gigabytes(totalSwapBytes)} are used`,
            'What takes the memory: ps aux --sort=-rss | head',
          );
    },
  }),
  server({
    id: 'disk-use',
    title: 'enough disk is free',
    severity: 'blocker',
    needs: ['machine'],
    judge: ({ machine: { disks } }) => {
      const says = disks.map((disk) => `${disk.path} ${used(disk)} % of ${gigabytes(disk.totalBytes)}`).join(', ');
      const todo = 'What takes it: du -xh -d2 / | sort -h | tail -20; journalctl --vacuum-size=200M; apt-get clean';
      const fullest = Math.max(0, ...disks.map(used));
      if (fullest < DISK.warning) return fine(says);
      return fullest < DISK.critical ? canWait(says, todo) : wrong(says, todo);
    },
  }),
  server({
    id: 'inodes',
    title: 'room for more files',
    severity: 'blocker',
    needs: ['machine'],
    judge: ({ machine: { disks } }) => {
      const counted = disks.filter(({ totalInodes }) => totalInodes > 0);
      const full = counted.filter((disk) => usedInodes(disk) >= DISK.critical);
      return full.length === 0
        ? fine(
            counted.map((disk) => `${disk.path} ${usedInodes(disk)} % used`).join(', ') ||
              'the disks do not count files',
          )
        : wrong(
            full.map((disk) => `${disk.path} has used ${usedInodes(disk)} % of its inodes`).join(', '),
            'Find the directory with the many small files: du -x --inodes -d3 / | sort -n | tail',
          );
    },
  }),
  server({
    id: 'load',
    title: 'the processors keep up',
    severity: 'warning',
    needs: ['machine'],
    judge: ({ machine: { loadPerCpu } }) =>
      loadPerCpu < 2
        ? fine(`load ${loadPerCpu.toFixed(1)} for each`)
        : wrong(
            `load ${loadPerCpu.toFixed(1)} for each over the last quarter of an hour`,
            'See what runs: top -o %CPU',
          ),
  }),
  server({
    id: 'time',
    title: 'the clock is right, and in UTC',
    severity: 'warning',
    needs: ['setup', 'machine'],
    judge: ({ setup, machine: { isTimeSynchronized, timeZone } }) => {
      const isOurs = setup.input.host.container === null;
      if (isOurs && !isTimeSynchronized) {
        return wrong(
          'nothing sets the clock: tokens and certificates stop working when it is wrong',
          'timedatectl set-ntp true; then: timedatectl status',
        );
      }
      if (!timeZone.endsWith('UTC')) return wrong(`the time zone is ${timeZone}`, 'timedatectl set-timezone Etc/UTC');
      return fine(isOurs ? 'UTC, set by the network' : 'UTC; the host keeps the clock');
    },
  }),
  server({
    id: 'units',
    title: 'the services of the system run',
    severity: 'warning',
    needs: ['machine'],
    judge: ({ machine: { failedUnits } }) =>
      failedUnits.length === 0
        ? fine('none has failed')
        : wrong(
            `failed: ${failedUnits.join(', ')}`,
            `Why: systemctl status ${failedUnits[0]}; journalctl -u ${failedUnits[0]} -n 50`,
          ),
  }),
  server({
    id: 'restart',
    title: 'no restart is due',
    severity: 'warning',
    needs: ['machine'],
    judge: ({ machine }) =>
      machine.needsRestart
        ? wrong(
            'an update of the system (a new kernel, mostly) takes effect with a restart',
            'At a quiet time: reboot. The bot comes back by itself in about a minute.',
          )
        : fine('none'),
  }),
];

const used = ({ totalBytes, freeBytes }: DiskFacts): number => percent(totalBytes - freeBytes, totalBytes);
const usedInodes = ({ totalInodes, freeInodes }: DiskFacts): number => percent(totalInodes - freeInodes, totalInodes);
