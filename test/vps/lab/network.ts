import { ADDRESSES, ATTACKERS } from './addresses.ts';
import type { Command } from './run.ts';

export const BRIDGE = 'br0';

/**
 * The commands that make the private network: a namespace with a bridge that has all addresses of the outside world. It
 * has no route to the machine's own network, so nothing that happens in it can reach anybody.
 */
export function networkUp(netns: string): readonly Command[] {
  const ip = (...args: readonly string[]): Command => ['ip', '-n', netns, ...args];
  const outside = Object.entries(ADDRESSES).filter(([who]) => who !== 'box' && who !== 'box6');
  const inV4 = [...outside.map(([, address]) => address).filter((address) => !address.includes(':')), ...ATTACKERS];
  const inV6 = outside.map(([, address]) => address).filter((address) => address.includes(':'));
  return [
    ['ip', 'netns', 'add', netns],
    ip('link', 'set', 'lo', 'up'),
    ip('link', 'add', BRIDGE, 'type', 'bridge'),
    ...inV4.map((address) => ip('addr', 'add', `${address}/24`, 'dev', BRIDGE)),
    ...inV6.map((address) => ip('-6', 'addr', 'add', `${address}/64`, 'dev', BRIDGE, 'nodad')),
    ip('link', 'set', BRIDGE, 'up'),
  ];
}

export function networkDown(netns: string): Command {
  return ['ip', 'netns', 'del', netns];
}

/** Runs a program in the lab's network; everything else of it stays as it is. */
export function inLab(netns: string, command: Command): Command {
  return ['nsenter', `--net=/run/netns/${netns}`, ...command];
}
