import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repositoryFiles } from '../../../tools/check/repository-files.ts';
import type { Box } from '../box/box.ts';
import { ACME_DIRECTORY, DOMAIN, NODE_MIRROR } from '../lab/addresses.ts';
import type { Command } from '../lab/run.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Where the operator has the clone before there is a user for it. */
const ON_BOX = '/opt/checkout';
const SCRIPT = 'docs/deployment/scripts/server-setup.sh';

/** The program that makes a server out of a fresh machine. */
export interface SetupProgram {
  readonly name: 'product' | 'reference';
  /** What it needs on the box, as the operator brings it there. */
  bring(box: Box): Promise<void>;
  command(flags: readonly string[]): Command;
}

/** What every run of setup in the lab is told. */
export const LAB_FLAGS: readonly string[] = [
  `--domain=${DOMAIN}`,
  `--email=admin@${DOMAIN}`,
  `--acme-server=${ACME_DIRECTORY}`,
  `--node-mirror=${NODE_MIRROR}`,
  '--yes',
];

export function hasProductSetup(): boolean {
  return existsSync(join(ROOT, SCRIPT));
}

export const productSetup: SetupProgram = {
  name: 'product',
  bring: async (box) => {
    const files = repositoryFiles(ROOT).filter((path) => /^(?:bin|src|docs|config|package|ecosystem)/.test(path));
    await box.push(ROOT, files, ON_BOX);
  },
  command: (flags) => [join(ON_BOX, SCRIPT), ...flags],
};

export const referenceSetup: SetupProgram = {
  name: 'reference',
  bring: async (box) => {
    await box.push(join(ROOT, 'test/vps/reference'), ['minimal-setup.sh'], ON_BOX);
  },
  command: (flags) => ['bash', join(ON_BOX, 'minimal-setup.sh'), ...flags],
};
