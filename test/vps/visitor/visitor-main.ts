/** Runs in the network of a lab and does there what it is told, one message at a time or many at once. */
import { endLoad, startLoad } from './load.ts';
import { flood, slowLoris } from './pressure.ts';
import { openPorts, port, rawVisit, visit } from './probes.ts';

const ERRANDS = { visit, port, openPorts, rawVisit, flood, slowLoris, startLoad, endLoad };

export type Errands = typeof ERRANDS;

interface Errand {
  readonly id: number;
  readonly name: keyof Errands;
  readonly args: readonly unknown[];
}

process.on('message', (message) => {
  const { id, name, args } = message as Errand;
  const act = ERRANDS[name] as (...args: readonly unknown[]) => Promise<unknown>;
  act(...args).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, problem: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, result: 'ready' });
