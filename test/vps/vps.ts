/** `npm run vps`: a server on this machine for people, to try things on. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { repositoryFiles } from '../../tools/check/repository-files.ts';
import { Box } from './box/box.ts';
import { leaderPid, runInside } from './box/leader.ts';
import { boot, reboot, unplug } from './box/power.ts';
import { sshCommand } from './box/ssh.ts';
import { ACME_DIRECTORY, ADDRESSES, DOMAIN, NODE_MIRROR } from './lab/addresses.ts';
import { closeAllLabs, closeLab, type Machine, openLab, thisMachine } from './lab/lab.ts';
import { type LabPlaces, labPlaces } from './lab/places.ts';
import { preflight, SKIPPED } from './lab/preflight.ts';
import { allLabs, readState } from './lab/state.ts';
import { parseVpsArguments, VPS_HELP, type VpsArguments } from './vps-arguments.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

async function main(): Promise<number> {
  const args = parseVpsArguments(process.argv.slice(2));
  if ('kind' in args) {
    if (args.kind === 'help') print(VPS_HELP);
    else say(`${args.problem}\n\n${VPS_HELP}`);
    return args.kind === 'help' ? 0 : 64;
  }
  const cannot = await preflight(say);
  if (cannot !== null) {
    say(`npm run vps ${cannot}`);
    return SKIPPED;
  }
  const machine = thisMachine();
  const lab = labPlaces(machine.home, args.name);
  if (args.verb === 'up') return await up(machine, args);
  if (args.verb === 'status') return await status(machine);
  if (args.verb === 'down') return await down(machine, args);
  if (readState(lab) === null) {
    say(`There is no box "${args.name}". Make one with: npm run vps -- up --name ${args.name}`);
    return 1;
  }
  return await onBox(machine, lab, args);
}

async function onBox(machine: Machine, lab: LabPlaces, args: VpsArguments): Promise<number> {
  const box = new Box(lab, machine.cache);
  switch (args.verb) {
    case 'push':
      return await push(box, args.rest);
    case 'ssh':
      return await ssh(box, args);
    case 'reboot':
      print(`Rebooted in ${seconds(await reboot(lab))}.`);
      return 0;
    case 'unplug':
      await unplug(lab);
      print(`The power was cut. Everything runs again after ${seconds(await boot(lab))}.`);
      return 0;
    default:
      throw new Error(`"${args.verb}" is not about one box.`);
  }
}

async function up(machine: Machine, { name, cpus, disk }: VpsArguments): Promise<number> {
  const lab = labPlaces(machine.home, name);
  if (leaderPid(lab) !== null) {
    say(`The box "${name}" is up already. Remove it first: npm run vps -- down --name ${name}`);
    return 1;
  }
  const ms = await openLab(machine, name, { cpus, disk }, say);
  print(`Box "${name}" is up, booted in ${seconds(ms)}: ${DOMAIN}, ${ADDRESSES.box}, ${ADDRESSES.box6}.

  npm run vps -- push . /opt/onomancer --name ${name}
  npm run vps -- ssh --name ${name} /opt/onomancer/docs/deployment/scripts/server-setup.sh --yes --domain ${DOMAIN} \\
    --email admin@${DOMAIN} --acme-server ${ACME_DIRECTORY} --node-mirror ${NODE_MIRROR}
  npm run vps -- down --name ${name}

Its logs, and what it asked the name server for: ${lab.logsDir}`);
  return 0;
}

async function push(box: Box, [path = '.', to]: readonly string[]): Promise<number> {
  const from = resolve(path);
  const target = to ?? `/root/${basename(from)}`;
  if (from === ROOT) await box.push(ROOT, repositoryFiles(ROOT), target);
  else if (statSync(from).isDirectory()) await box.push(from, ['.'], target);
  else await box.push(dirname(from), [basename(from)], to ?? '/root');
  print(`Copied to ${target}.`);
  return 0;
}

function ssh(box: Box, { user, port, rest }: VpsArguments): Promise<number> {
  const terminal = rest.length === 0 && process.stdin.isTTY;
  const [program = '', ...words] = sshCommand(box.lab, box.cache, { user, port, terminal }, rest);
  return new Promise((done, fail) => {
    const child = spawn(program, words, { stdio: 'inherit' });
    child.on('error', fail);
    child.on('exit', (code) => done(code ?? 1));
  });
}

async function status(machine: Machine): Promise<number> {
  const labs = allLabs(machine.home);
  if (labs.length === 0) print('No box. Make one with: npm run vps -- up');
  for (const lab of labs) {
    const state = readState(lab);
    const { out } = await runInside(lab, ['systemctl', 'is-system-running'], { timeoutMs: 5_000 });
    const how = state ? `${state.cpus} cpu, ${state.disk}, since ${state.createdAt}` : 'half made';
    print(`${lab.name.padEnd(20)} ${(out.trim() || 'off').padEnd(10)} ${how}; ${join(lab.logsDir)}`);
  }
  return 0;
}

async function down(machine: Machine, { name, isAll }: VpsArguments): Promise<number> {
  if (!isAll) {
    await closeLab(machine, name);
    print(`Box "${name}" is gone.`);
    return 0;
  }
  const left = await closeAllLabs(machine);
  for (const trace of left) say(`Still there: ${trace}`);
  if (left.length === 0) print('Every box is gone, and nothing is left of them.');
  return left.length === 0 ? 0 : 1;
}

// Whoever reads may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
