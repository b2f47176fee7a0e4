import type { SetupInput, StepMaker } from './setup-input.ts';
import { asking, doing } from './step.ts';

const PATH = '/swapfile.onomancer';
const GIGABYTE = 1024 ** 3;
/** With less memory than this, an update of the bot beside the running bot may need more than there is. */
const ENOUGH_MEMORY = 3.5 * GIGABYTE;
const USUAL_SIZE = 2 * GIGABYTE;

/** A swap file on small machines. */
export const swap: StepMaker = (input) => {
  const title = 'Swap';
  const bytes = wantedBytes(input);
  if (typeof bytes === 'string') return { id: 'swap', title, skipped: bytes };
  return {
    id: 'swap',
    title,
    checks: `whether ${PATH} has ${bytes / GIGABYTE} GB, is for root only, in use, and used again after a restart`,
    undo: `swapoff ${PATH}; rm ${PATH}; remove its line from /etc/fstab`,
    resources: [
      {
        kind: 'condition',
        title: `${PATH} has ${bytes / GIGABYTE} GB and is for root only`,
        probe: asking('stat', '--format', '%s %a %U', PATH),
        wants: { stdout: `${bytes} 600 root` },
        change: [
          ...(input.host.swapDevices.includes(PATH) ? [doing('swapoff', PATH)] : []),
          doing('rm', '-f', PATH),
          doing('fallocate', '--length', String(bytes), `${PATH}.partial`),
          doing('chmod', '600', `${PATH}.partial`),
          doing('mkswap', `${PATH}.partial`),
          doing('mv', `${PATH}.partial`, PATH),
        ],
      },
      {
        kind: 'condition',
        title: `${PATH} is in use`,
        probe: asking('swapon', '--show=NAME', '--noheadings'),
        wants: { matches: new RegExp(`^${PATH}$`, 'm') },
        change: [doing('swapon', PATH)],
      },
      {
        kind: 'lines',
        path: '/etc/fstab',
        lines: [`${PATH} none swap sw 0 0`],
        mode: 0o644,
        owner: 'root',
        group: 'root',
      },
    ],
  };
};

/** So many bytes; or why there is nothing to do. */
function wantedBytes({ options, host }: SetupInput): number | string {
  if (options.swapBytes === 0) return 'not asked for (--swap 0)';
  if (host.container !== null) return `this is a container (${host.container}), and only its host can give it swap`;
  const others = host.swapDevices.filter((device) => device !== PATH);
  if (options.swapBytes !== null) return options.swapBytes;
  if (others.length > 0) return `there is some already (${others.join(', ')})`;
  return host.memoryBytes < ENOUGH_MEMORY ? USUAL_SIZE : 'there is memory enough';
}
