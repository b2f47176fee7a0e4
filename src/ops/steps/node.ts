import type { StepMaker } from './setup-input.ts';
import { asking, type Command, doing, type LinkResource } from './step.ts';

/** Where versions of Node stand beside each other. */
const NODE_HOME = '/opt/node';
const PROGRAMS = ['node', 'npm', 'npx'];

/** The directory of one version of Node. */
export function nodeDir(version: string): string {
  return `${NODE_HOME}/v${version}`;
}

/** The pinned Node, as server-setup.sh has fetched and checked it, in its place and on the path. */
export const node: StepMaker = ({ options }) => {
  const place = nodeDir(options.nodeVersion);
  return {
    id: 'node',
    title: `Node ${options.nodeVersion}`,
    checks: `whether ${place}/bin/node runs and is version ${options.nodeVersion}, and what node, npm and npx on the path are`,
    undo: `rm -r ${place} ${PROGRAMS.map((program) => `/usr/local/bin/${program}`).join(' ')}`,
    resources: [
      {
        kind: 'condition',
        title: `Node ${options.nodeVersion} stands in ${place}`,
        probe: asking(`${place}/bin/node`, '--version'),
        wants: { stdout: `v${options.nodeVersion}` },
        change: options.nodeFrom === null ? [] : putInPlace(options.nodeFrom, place),
      },
      ...PROGRAMS.map(
        (program): LinkResource => ({
          kind: 'link',
          path: `/usr/local/bin/${program}`,
          target: `${place}/bin/${program}`,
        }),
      ),
    ],
  };
};

/** It stands in its place whole or not at all: a rename is the last thing that happens. */
function putInPlace(from: string, place: string): readonly Command[] {
  const partial = `${place}.partial`;
  return [
    doing('install', '-d', '-m', '755', NODE_HOME),
    doing('rm', '-rf', partial, place),
    doing('cp', '-a', '--no-preserve=ownership', from, partial),
    doing('chmod', '755', partial),
    doing('mv', '-T', partial, place),
  ];
}
