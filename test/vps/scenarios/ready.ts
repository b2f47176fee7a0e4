import type { Layers } from '../lab/image.ts';
import { keepAsLayer } from '../lab/lab.ts';
import type { Stage } from './stage.ts';
import { runSetup } from './watch-setup.ts';

const kept = new Map<string, Layers>();

/** A box on which setup has run, for scenarios that begin there; made once in a run. */
export async function readyBox(stage: Stage): Promise<void> {
  const layers = kept.get(stage.hall.labName);
  if (layers) {
    await stage.newBox({ layers });
    return;
  }
  await stage.newBox();
  await stage.hall.setup.bring(stage.box);
  stage.needs('setup', await stage.step('setup on a fresh box', () => runSetup(stage)));
  await keepReady(stage);
  await readyBox(stage);
}

/** Remembers the box of a scenario, as it is now, as the one that is ready. Shuts it down. */
export async function keepReady(stage: Stage): Promise<void> {
  const { machine, labName } = stage.hall;
  const layers = await stage.step('keep it as a layer', () => keepAsLayer(machine, labName, `${labName}-ready`));
  kept.set(labName, layers);
}

export function isReadyKept(stage: Stage): boolean {
  return kept.has(stage.hall.labName);
}
