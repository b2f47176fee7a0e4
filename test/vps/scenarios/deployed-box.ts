import type { Layers } from '../lab/image.ts';
import { type BoxOptions, keepAsLayer } from '../lab/lab.ts';
import { readyBox } from './ready.ts';
import { asOperator, bringClone, deploy, untilServed } from './release-house.ts';
import { expecting, type Stage, wrong } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const BACK_MS = 60_000;

interface Kept {
  readonly layers: Layers;
  /** How many boxes there had been when a scenario of this family was given its own: the last one may still stand. */
  boxes: number;
}

const kept = new Map<string, Kept>();

/**
 * A box on which a release serves; made once in a run, by the first scenario that asks. In the short form the next one goes
 * on with the box as it is. Throws when there is none to go on with.
 */
export async function deployedBox(stage: Stage, options: BoxOptions = {}): Promise<void> {
  const { hall } = stage;
  const known = kept.get(hall.labName);
  const isStanding = known !== undefined && known.boxes === boxesOf(stage);
  if (isStanding && !hall.isFull && options.disk === undefined) return;
  const { layers } = known ?? (await deployFirst(stage));
  await stage.newBox({ ...options, layers });
  kept.set(hall.labName, { layers, boxes: boxesOf(stage) });
  const back = await untilServed(stage, BACK_MS);
  await stage.check('a box that starts serves the release that was deployed on it', async () =>
    back === null ? wrong('it does not answer') : expecting(true, ''),
  );
  if (back === null) throw new Error('There is no box on which a release serves.');
}

async function deployFirst(stage: Stage): Promise<Kept> {
  const { machine, labName } = stage.hall;
  await readyBox(stage);
  await bringClone(stage);
  const first = await stage.step('the first deployment', () => deploy(stage));
  await stage.check('the first deployment works', async () => expecting(first.code === 0, lastWords(first)));
  if (first.code !== 0) throw new Error('The first deployment failed.');
  stage.needs('register-commands', await asOperator(stage, 'onomancer register-commands'));
  const layers = await stage.step('keep it as a layer', () => keepAsLayer(machine, labName, `${labName}-deployed`));
  return { layers, boxes: 0 };
}

function boxesOf({ hall }: Stage): number {
  return hall.steps.filter(({ title }) => title === 'new box').length;
}
