import type { Layers } from '../lab/image.ts';
import { keepAsLayer } from '../lab/lab.ts';
import type { Stage } from './stage.ts';
import { runSetup } from './watch-setup.ts';

const kept = new Map<string, Layers>();
const withPackages = new Map<string, Layers>();

/** What takes the time in setup, so that a scenario that is about something else need not wait for it. */
const PACKAGES =
  'ca-certificates curl git jq logrotate openssl sqlite3 xz-utils zstd ufw fail2ban python3-systemd nginx certbot unattended-upgrades';

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

/** A box with the packages of setup, and nothing else done; with setup brought to it. */
export async function packagesBox(stage: Stage): Promise<void> {
  const { machine, labName, setup } = stage.hall;
  const layers = withPackages.get(labName);
  if (layers) {
    await stage.newBox({ layers });
    return;
  }
  await stage.newBox();
  await setup.bring(stage.box);
  const apt = 'export DEBIAN_FRONTEND=noninteractive; apt-get';
  const line = `${apt} update -qq && ${apt} upgrade -y -qq && ${apt} install -y -qq --no-install-recommends ${PACKAGES}`;
  const installed = await stage.step('install packages', () => stage.box.sh(line, { timeoutMs: 240_000 }));
  stage.needs('install packages', installed);
  withPackages.set(labName, await keepAsLayer(machine, labName, `${labName}-packages`));
  await packagesBox(stage);
}
