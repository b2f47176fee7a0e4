import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { runInside } from '../box/leader.ts';
import { NODE_MIRROR } from '../lab/addresses.ts';
import { type Layers, ROOT_PASSWORD } from '../lab/image.ts';
import { keepAsLayer } from '../lab/lab.ts';
import type { Ran } from '../lab/run.ts';
import { LOCK_OUT_CASES, type LockOutCase, loginOf } from './lock-out-cases.ts';
import { packagesBox } from './ready.ts';
import { expecting, type Scenario, type Stage, type Verdict } from './stage.ts';
import { lastWords, runSetup, SETUP_UNIT } from './watch-setup.ts';

const FLAGS = ['--skip-nginx', '--skip-redis', `--node-mirror=${NODE_MIRROR}`, '--yes'];
const TIMER = 'onomancer-dead-man.timer';
const DROP_IN = '/etc/ssh/sshd_config.d/00-onomancer.conf';
/** Longer than the timer waits. */
const REVERTED_WITHIN_MS = 330_000;

/** Machines on which a careless script would shut everybody out. */
export const lockOuts: Scenario = {
  name: 'lock-outs',
  title:
    'no key, locked password, cloud image, odd ports, socket, broken configuration, key removed, killed while armed',
  run: async (stage) => {
    const start = new Start(stage);
    for (const one of LOCK_OUT_CASES) {
      await start.newBox();
      await tryCase(stage, one);
      // It did everything but the one step that matters here.
      if (one.name === 'no key') await start.goOnFromHere();
    }
    await start.newBox();
    await killedWhileArmed(stage);
  },
};

/** Where each case begins: in the long form on a machine without anything, else where the first case ended. */
class Start {
  readonly #stage: Stage;
  #layers: Layers | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async newBox(): Promise<void> {
    if (this.#layers === null) {
      await packagesBox(this.#stage);
      return;
    }
    await this.#stage.newBox({ layers: this.#layers });
    const { box } = this.#stage;
    await box.write('/root/.ssh/authorized_keys', readFileSync(`${box.cache.sshKey}.pub`, 'utf8'), '600');
  }

  async goOnFromHere(): Promise<void> {
    const { machine, labName, isFull } = this.#stage.hall;
    if (!isFull) this.#layers = await keepAsLayer(machine, labName, `${labName}-no-key`);
  }
}

async function tryCase(stage: Stage, one: LockOutCase): Promise<void> {
  stage.needs(one.name, await stage.box.sh(one.prepare));
  const flags = [...FLAGS, ...(one.flags ?? [])];
  const { ran, hasHappened } = await runAndMeddle(stage, `${one.name}: setup`, { flags, line: one.meanwhile ?? null });
  await stage.check(`${one.name}: ${one.title}`, async () => {
    const faults: string[] = [];
    for (const way of one.waysIn) {
      const { code, err } = await stage.box.ssh('true', loginOf(way, one.port));
      if (code !== 0) faults.push(`LOCKED OUT: ${way}: ${err.trim()}`);
    }
    faults.push(...(await hardeningFaults(stage, one)), ...saidFaults(ran, one));
    faults.push(...(await armedFaults(stage)));
    if (one.meanwhile && !hasHappened) faults.push('sshd was never seen changed and unproven');
    const told = faults.length === 0 ? [] : [lastWords(ran, 12)];
    return expecting(faults.length === 0, [faults.join('; ') || `in by: ${one.waysIn.join(', ')}`, ...told].join('\n'));
  });
}

async function hardeningFaults({ box }: Stage, { isHardened, port }: LockOutCase): Promise<readonly string[]> {
  if (!isHardened) return [];
  const { code, err } = await box.ssh('true', { port, password: ROOT_PASSWORD, from: '198.51.100.110' });
  return code !== 0 && err.includes('Permission denied') ? [] : [`a password was not refused: ${code} ${err.trim()}`];
}

function saidFaults(
  ran: { readonly code: number; readonly out: string; readonly err: string },
  one: LockOutCase,
): readonly string[] {
  const { exitCode, says } = one;
  const isExpected = exitCode === null || (exitCode === 'not 0' ? ran.code !== 0 : ran.code === exitCode);
  return [
    ...(isExpected ? [] : [`exit code ${ran.code}`]),
    ...(says === undefined || says.test(`${ran.out}${ran.err}`) ? [] : [`does not say ${String(says)}`]),
  ];
}

async function armedFaults({ box }: Stage): Promise<readonly string[]> {
  const state = await box.ask(`systemctl is-active ${TIMER} || true`);
  return state === 'active' ? ['the timer that puts things back is still armed'] : [];
}

/** Setup dies when sshd is changed and nobody has logged in yet: the timer has to put everything back by itself. */
async function killedWhileArmed(stage: Stage): Promise<void> {
  const { box } = stage;
  await packagesBox(stage);
  stage.needs(
    'passwords',
    await box.sh("sed -i '1i PermitRootLogin yes' /etc/ssh/sshd_config && systemctl reload ssh"),
  );
  const kill = `systemctl kill -s KILL ${SETUP_UNIT}`;
  const { hasHappened } = await runAndMeddle(stage, 'killed while armed: setup', { flags: FLAGS, line: kill });
  await stage.check('killed while the timer is armed: it stays armed', async () => {
    const state = await box.ask(`systemctl is-active ${TIMER} || true`);
    return expecting(
      hasHappened && state === 'active',
      `${hasHappened ? 'killed while armed' : 'never seen armed'}; now ${state}`,
    );
  });
  if (stage.hall.isFull) await stage.step('wait for the timer', () => untilPutBack(stage));
  else await box.run(['systemctl', 'start', TIMER.replace('.timer', '.service')]);
  const how = stage.hall.isFull ? 'by itself' : 'when the timer’s unit is started';
  await stage.check(`killed while armed: sshd is put back ${how}`, () => isPutBack(stage));
}

interface Meddling {
  readonly flags: readonly string[];
  /** What is done on the box once sshd is changed and the timer armed; null: nothing. */
  readonly line: string | null;
}

async function runAndMeddle(
  stage: Stage,
  title: string,
  { flags, line }: Meddling,
): Promise<{ readonly ran: Ran; readonly hasHappened: boolean }> {
  const over = new AbortController();
  const running = stage.step(title, () => runSetup(stage, { flags })).finally(() => over.abort());
  const hasHappened = line !== null && (await onceArmed(stage, line, over.signal));
  return { ran: await running, hasHappened };
}

async function onceArmed({ box }: Stage, line: string, over: AbortSignal): Promise<boolean> {
  const isArmed = `systemctl is-active -q ${TIMER} && test -s ${DROP_IN}`;
  while (!over.aborted) {
    // In one go, because the time between change and proof is short.
    const looked = await runInside(box.lab, [
      'sh',
      '-c',
      `for i in $(seq 50); do if ${isArmed}; then ${line}; exit 0; fi; sleep 0.02; done; exit 1`,
    ]);
    if (looked.code === 0) return true;
  }
  return false;
}

async function untilPutBack(stage: Stage): Promise<void> {
  const until = performance.now() + REVERTED_WITHIN_MS;
  while (performance.now() < until && !(await isPutBack(stage)).isFine) await wait(5_000);
}

async function isPutBack({ box }: Stage): Promise<Verdict> {
  const { code, err } = await box.ssh('true', { password: ROOT_PASSWORD });
  const left = await box.ask(`ls ${DROP_IN} 2>/dev/null || true`);
  return expecting(code === 0 && left === '', code === 0 ? left : err.trim());
}
