import { existsSync } from 'node:fs';
import { ensureImage, fingerprint, type Layers } from '../lab/image.ts';
import { type BoxOptions, dropLayers, keepAsLayer, layerPlace } from '../lab/lab.ts';
import type { Stage } from './stage.ts';
import { runSetup } from './watch-setup.ts';

const kept = new Map<string, Layers>();

/** What takes the time in setup, so that a scenario that is about something else need not wait for it. */
const PACKAGES =
  'ca-certificates curl git jq logrotate openssl sqlite3 xz-utils zstd ufw fail2ban python3-systemd nginx certbot unattended-upgrades';

/** A box on which setup has run, for scenarios that begin there; made once in a run. */
export async function readyBox(stage: Stage, options: BoxOptions = {}): Promise<void> {
  const layers = kept.get(stage.hall.labName);
  if (layers) {
    await stage.newBox({ ...options, layers });
    return;
  }
  await stage.newBox();
  await stage.hall.setup.bring(stage.box);
  stage.needs('setup', await stage.step('setup on a fresh box', () => runSetup(stage)));
  await keepReady(stage);
  await readyBox(stage, options);
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

/** A box with the packages of setup, and nothing else done; with setup brought to it. Kept for the day. */
export async function packagesBox(stage: Stage): Promise<void> {
  const { machine, labName, setup } = stage.hall;
  const layers = await ensureImage(machine.cache, stage.hall.say);
  const today = new Date().toISOString().slice(0, 10);
  const name = `packages-${fingerprint(`${layers.join()}${PACKAGES}${today}`)}`;
  const layer = layerPlace(machine, name);
  if (!existsSync(layer)) {
    await stage.newBox();
    const apt = 'export DEBIAN_FRONTEND=noninteractive; apt-get';
    const install = `${apt} update -qq && ${apt} upgrade -y -qq && ${apt} install -y -qq --no-install-recommends`;
    const installed = await stage.step('install packages (once a day)', () =>
      stage.box.sh(`${install} ${PACKAGES}`, { timeoutMs: 600_000 }),
    );
    stage.needs('install packages', installed);
    dropLayers(machine, (other) => other.startsWith('packages-') && other !== name);
    await keepAsLayer(machine, labName, name);
  }
  await stage.newBox({ layers: [layer, ...layers] });
  await setup.bring(stage.box);
}
