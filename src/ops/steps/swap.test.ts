import { describe, expect, it } from 'vitest';
import { HOST, OPTIONS } from '../../../test/fakes/healthy-server.ts';
import { serverPaths } from '../../shared/paths.ts';
import type { HostFacts } from './setup-input.ts';
import { isSkipped } from './step.ts';
import { swap } from './swap.ts';

const GIGABYTE = 1024 ** 3;

function outcome(host: Partial<HostFacts>, swapBytes: number | null = null): string {
  const made = swap({
    host: { ...HOST, swapDevices: [], ...host },
    options: { ...OPTIONS, swapBytes },
    paths: serverPaths(),
  });
  return isSkipped(made) ? made.skipped : made.checks;
}

describe('swap', () => {
  it.each([
    ['2 GB on a small machine', { memoryBytes: 2 * GIGABYTE }, null, /has 2 GB/],
    ['as much as was asked for', { memoryBytes: 16 * GIGABYTE }, GIGABYTE, /has 1 GB/],
    ['still the same when our own is in use', { swapDevices: ['/swapfile.onomancer'] }, null, /has 2 GB/],
    ['nothing where there is memory enough', { memoryBytes: 4 * GIGABYTE }, null, /^there is memory enough$/],
    [
      'nothing where there is swap of somebody else',
      { swapDevices: ['/dev/vdb1'] },
      null,
      /^there is some already \(\/dev\/vdb1\)$/,
    ],
    ['nothing when nobody wants it', {}, 0, /^not asked for/],
    [
      'nothing in a container, and says why',
      { container: 'lxc' },
      GIGABYTE,
      /^this is a container \(lxc\), and only its host/,
    ],
  ] as const)('is %s', (_, host, bytes, said) => {
    expect(outcome(host, bytes)).toMatch(said);
  });
});
