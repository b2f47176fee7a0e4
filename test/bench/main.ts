/** `npm run bench`: what the product costs, each time beside a reference that is measured in the same run. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../../tools/build/ensure-built.ts';
import { acknowledgeRow } from './acknowledge-row.ts';
import { backlogRow } from './backlog-row.ts';
import { BENCH_HELP, type BenchArguments, parseBenchArguments } from './bench-arguments.ts';
import { type Bench, type Finding, type Row, verdict } from './finding.ts';
import { healthRow } from './health-row.ts';
import { installRow } from './install-row.ts';
import { describeMachine, lookAtMachine, tellBusyness } from './machine.ts';
import { memoryRow } from './memory-row.ts';
import { newsRow } from './news-row.ts';
import { pictureRow } from './picture-row.ts';
import { ROOT } from './root.ts';
import { sprintRow } from './sprint-row.ts';
import { startRow } from './start-row.ts';
import { markdownTable, plainTable } from './table.ts';
import { webhookRow } from './webhook-row.ts';

const ROWS: readonly Row[] = [
  startRow,
  memoryRow,
  acknowledgeRow,
  sprintRow,
  newsRow,
  pictureRow,
  healthRow,
  webhookRow,
  backlogRow,
  installRow,
];
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Results {
  readonly machine: string;
  readonly product: string;
  readonly isQuick: boolean;
  /** How busy others kept the machine, before each row and at the end. */
  readonly busyness: readonly string[];
  readonly findings: readonly Finding[];
  readonly problems: readonly string[];
}

async function main(): Promise<number> {
  const names = ROWS.map(({ name }) => name);
  const args = parseBenchArguments(process.argv.slice(2), names);
  switch (args.kind) {
    case 'problem':
      say(`${args.problem}\n\n${BENCH_HELP}`);
      return 64;
    case 'help':
      process.stdout.write(`${BENCH_HELP}\n`);
      return 0;
    case 'list':
      process.stdout.write(ROWS.map(({ name, title }) => `${name.padEnd(12)} ${title}\n`).join(''));
      return 0;
    case 'run':
      return await bench(args);
  }
}

async function bench(args: BenchArguments): Promise<number> {
  const { stamp } = await ensureBuilt();
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  const dir = mkdtempSync(join(ROOT, '.tmp', 'bench-'));
  try {
    // Inside the checkout, because it looks for its one package upwards from where it lies.
    cpSync(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true });
    const botEntrance = join(dir, 'dist/bot.js');
    const rows = ROWS.filter(({ name }) => args.only.length === 0 || args.only.includes(name));
    const measured = await measure(rows, { isQuick: args.isQuick, dir, botEntrance, say });
    const product = `${stamp.version}, commit ${stamp.commit ?? 'unknown'}`;
    const results = { machine: describeMachine(), product, isQuick: args.isQuick, ...measured };
    process.stdout.write(`${render(results, args.print)}\n`);
    return results.problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(
  rows: readonly Row[],
  context: Bench,
): Promise<Pick<Results, 'busyness' | 'findings' | 'problems'>> {
  const busyness: string[] = [];
  const look = async (when: string): Promise<void> => {
    const told = tellBusyness(await lookAtMachine());
    busyness.push(`${when}: ${told}`);
    say(`  ${told}`);
  };
  const findings: Finding[] = [];
  const problems: string[] = [];
  for (const row of rows) {
    say(`${row.title} …`);
    await look(`before "${row.name}"`);
    const startedAt = performance.now();
    try {
      const found = await row.run(context);
      findings.push(...found);
      say(found.map(describe).join('\n'));
    } catch (error) {
      const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      problems.push(`${row.name}: ${problem}`);
      say(`  could not be measured: ${problem}`);
    }
    say(`  ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  }
  await look('at the end');
  return { busyness, findings, problems };
}

function describe(finding: Finding): string {
  const { what, measured, reference, ratio, reach } = finding;
  const times = ratio === null ? '' : ` = ${ratio.toFixed(2)} ×`;
  const beside = reference === '' ? '' : `; ${reference}`;
  const wanted = reach === '' ? '' : ` (${reach}: ${verdict(finding)})`;
  return `  ${what}: ${measured}${beside}${times}${wanted}`;
}

function render(results: Results, print: BenchArguments['print']): string {
  if (print === 'json') return JSON.stringify(results, null, 2);
  const { machine, product, isQuick, busyness, findings, problems } = results;
  const table = print === 'markdown' ? markdownTable(findings) : plainTable(findings);
  const head = [
    `Onomancer ${product} on ${machine}`,
    ...(isQuick ? ['QUICK: few and short runs, numbers for a first look only.'] : []),
    ...busyness.filter((line) => line.includes('BUSY')),
  ];
  const unmeasured = problems.map((problem) => `NOT MEASURED: ${problem}`);
  return [head.join(print === 'markdown' ? '  \n' : '\n'), '', table, ...unmeasured].join('\n');
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
