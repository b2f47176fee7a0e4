import { existsSync, readFileSync, rmSync } from 'node:fs';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { AppError } from '../src/shared/errors/app-error.ts';
import { explain } from '../src/shared/errors/catalogue.ts';
import { ensureBuilt } from '../tools/build/ensure-built.ts';
import { waitForAnswer } from './answer.ts';
import { DEMO_HELP, type DemoArguments, parseDemoArguments } from './arguments.ts';
import { chat } from './chat.ts';
import { endBot } from './console/bot-seat.ts';
import { serveConsole } from './console/serve-console.ts';
import { Traffic } from './console/traffic.ts';
import { startControl } from './control.ts';
import { fireAndShow } from './demo-events.ts';
import { type House, openHouse } from './house.ts';
import { importCsv } from './linear/import-csv.ts';
import type { Workspace } from './linear/workspace.ts';
import { isGoodAnswer, printOutcome } from './print-outcome.ts';
import { both, fileRecorder } from './record.ts';
import { listEvents } from './webhooks/start-webhooks.ts';

const CHANNEL = 'sprint';
const note = (text: string): void => void process.stderr.write(`${text}\n`);

/** `npm run demo`: the real bot on the sandbox. Returns the exit code. */
async function main(): Promise<number> {
  const args = parseDemoArguments(process.argv.slice(2));
  if ('kind' in args) return explainArguments(args);
  const workspace = importedWorkspace(args);
  if (typeof workspace === 'string') {
    note(workspace);
    return 65;
  }
  if (args.recordFile !== null) rmSync(args.recordFile, { force: true });
  await ensureBuilt();
  const traffic = new Traffic();
  const house = await openHouse({
    // As an administrator would have it who wants 📌 to work.
    discord: { privilegedIntents: GatewayIntentBits.MessageContent },
    ...(workspace ? { workspace } : {}),
    canTravel: true,
    recorder: args.recordFile === null ? traffic : both(traffic, fileRecorder(args.recordFile)),
  });
  try {
    return await inHouse(house, args, traffic);
  } finally {
    await house.close();
  }
}

function explainArguments(args: Exclude<ReturnType<typeof parseDemoArguments>, DemoArguments>): number {
  switch (args.kind) {
    case 'help':
      process.stdout.write(`${DEMO_HELP}\n`);
      return 0;
    case 'events':
      process.stdout.write(`${listEvents()}\n`);
      return 0;
    case 'problem':
      note(`${args.problem}\n\n${DEMO_HELP}`);
      return 64;
    default:
      return args satisfies never;
  }
}

async function inHouse(house: House, args: DemoArguments, traffic: Traffic): Promise<number> {
  const { discord, linear, faults, webhooks } = house;
  // Throws, with the names that there are, before anything is started.
  const person = discord.person(args.as);
  const control =
    args.controlPort === null
      ? null
      : await startControl({
          discord,
          webhooks,
          faults,
          port: args.controlPort,
          time: house,
          others: { linear: { url: linear.apiUrl } },
        });
  if (control) note(`Control API: ${control.url}`);
  const env: Record<string, string> = args.isWithoutLinear ? { LINEAR_API_TOKEN: '' } : {};
  const startBot = () => house.startBot({ env, ...(args.isVerbose ? { onLine: note } : {}) });
  const bot = startBot();
  const seat = { house, person, channel: CHANNEL, lastMessage: null, form: null, bot };
  let page: Awaited<ReturnType<typeof serveConsole>> | null = null;
  try {
    // Before everything that takes long: a port that is taken is said at once.
    if (args.steps.length === 0) page = await serveConsole({ house, traffic, seat, startBot, port: args.pagePort });
    const [registered] = await Promise.all([house.registerCommands(), bot.ready]);
    if (registered.code !== 0) throw new Error(registered.text);
    if (!page) return await doAll(house, args);
    process.stdout.write(`\nLook at it in a browser: ${page.url}\n`);
    if (args.isWebOnly) await stopAsked();
    else await chat(seat, process.stdin, process.stdout);
    return 0;
  } finally {
    await page?.close();
    await endBot(seat.bot, 'SIGTERM');
    await control?.close();
  }
}

/** Types each line or lets the event happen, prints what people see. 1 when one of them did not go well. */
async function doAll(house: House, { steps, as }: DemoArguments): Promise<number> {
  let code = 0;
  for (const { kind, line } of steps) {
    const { text, isGood } = kind === 'say' ? await sayAndShow(house, { line, as }) : await fireAndShow(house, line);
    process.stdout.write(`${text}\n`);
    if (!isGood) code = 1;
  }
  return code;
}

async function sayAndShow(house: House, { line, as }: { line: string; as: string }) {
  const outcome = await waitForAnswer(house.discord, await house.discord.person(as).type(line, { channel: CHANNEL }));
  return { text: printOutcome(house, outcome), isGood: isGoodAnswer(outcome) };
}

function importedWorkspace({ importFile }: DemoArguments): Workspace | null | string {
  if (importFile === null) return null;
  if (!existsSync(importFile))
    return `There is no file ${importFile}. Export one in Linear: Settings → Import/export → Export data.`;
  const imported = importCsv(readFileSync(importFile, 'utf8'), { now: new Date() });
  if (!('kind' in imported)) return imported;
  return `${importFile} cannot be imported:\n${imported.problems.map((problem) => `  - ${problem}`).join('\n')}`;
}

/** What the sandbox refuses explains itself; anything else is a defect and shows where it happened. */
function explained(error: unknown): string {
  if (!(error instanceof AppError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { says, hint } = explain(error.code, error.facts);
  return `${says}\n${hint}`;
}

/** Until Ctrl-C, or until the process is told to end. */
function stopAsked(): Promise<void> {
  process.stdout.write('Ctrl-C ends it.\n');
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    note(explained(error));
    process.exit(1);
  },
);
