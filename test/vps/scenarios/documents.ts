import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Computer } from '../documents/computer.ts';
import { blocksOf, commandsOf, DOCUMENTS } from '../documents/document-blocks.ts';
import { HOW_IT_IS_RUN, type How } from '../documents/how-it-is-run.ts';
import { DOMAIN } from '../lab/addresses.ts';
import type { Ran } from '../lab/run.ts';
import { deployedBox } from './deployed-box.ts';
import { pm2ByHand } from './pm2-by-hand.ts';
import { APP, asOperator, served, untilServed } from './release-house.ts';
import { fromElsewhere } from './remote-deployments.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const RUNBOOK = 'docs/deployment/runbooks/deployment-runbook.md';
const BACKUPS = '/opt/devrel-integration/backups';
const LIMIT_MS = 590_000;
const BACK_MS = 60_000;

/** Every command of the runbooks and of the guide’s last part, word for word, and deployments from outside. */
export const documents: Scenario = {
  name: 'documents',
  title: 'the runbooks word for word, and deployments from another machine and from GitHub Actions',
  run: async (stage) => {
    await deployedBox(stage);
    await anOrigin(stage);
    const computer = new Computer(stage.box.lab, 'computer');
    await introduce(stage, computer);
    for (const document of DOCUMENTS) await follow(stage, computer, document);
    await workflow(stage, computer);
    await fromElsewhere(stage, computer);
    await pm2ByHand(stage);
    const now = await served(stage);
    await stage.check('after all documents a release serves', async () => expecting(now !== null, String(now)));
  },
};

/** A repository that the operator’s clone came from, with something new in it and a tag. */
async function anOrigin(stage: Stage): Promise<void> {
  const steps = [
    'set -e; cd ~; rm -rf origin.git next',
    `git clone -q --bare ${APP} origin.git`,
    'git clone -q origin.git next && cd next && git config user.email a@example.org && git config user.name a',
    'echo >> README.md && git commit -qam next && git tag -f v1.2.0 && git push -q origin HEAD:main v1.2.0',
    `cd ${APP} && (git remote remove origin 2> /dev/null || true) && git remote add origin ~/origin.git`,
    'git fetch -q origin && git branch -q --set-upstream-to=origin/main',
  ];
  stage.needs(
    'a repository that it came from',
    await asOperator(stage, steps.join(' && ').replace('set -e &&', 'set -e;')),
  );
}

/** Somebody whose key opens the server, and who has compared the key of the server. */
async function introduce(stage: Stage, computer: Computer): Promise<void> {
  computer.write('.ssh/id_ed25519', readFileSync(stage.box.cache.sshKey, 'utf8'));
  const known = await stage.box.ask(`awk '{ print "${DOMAIN}", $1, $2 }' /etc/ssh/ssh_host_ed25519_key.pub`);
  computer.write('.ssh/known_hosts', `${known}\n`);
}

/** The blocks of a document in order, then what stands within its sentences. */
async function follow(stage: Stage, computer: Computer, document: string): Promise<void> {
  const blocks = blocksOf(document).filter(({ language }) => language === 'bash');
  const typed = [...blocks.map(({ lines }) => ({ key: lines[0] ?? '', lines })), ...spoken(document)];
  for (const { key, lines } of typed) {
    const how = HOW_IT_IS_RUN[document]?.[key];
    if (how === undefined || !isRun(how, stage.hall.isFull)) continue;
    for (const line of lines) await type(stage, { document, computer, how, line });
  }
}

function spoken(document: string): readonly { readonly key: string; readonly lines: readonly string[] }[] {
  return commandsOf(document).map((command) => ({ key: command, lines: [command] }));
}

function isRun(how: How, isFull: boolean): boolean {
  if (how.at === 'nowhere' || how.at === 'first-time') return false;
  return isFull || !('isLong' in how);
}

async function type(
  stage: Stage,
  {
    document,
    computer,
    how,
    line,
  }: { readonly document: string; readonly computer: Computer; readonly how: How; readonly line: string },
): Promise<void> {
  const meant = await filledIn(stage, line);
  const ran = await stage.step(line, () => runAt(stage, { computer, how, line: meant }));
  stage.logRan(meant, ran);
  if (/ restart /.test(line)) await untilServed(stage, BACK_MS);
  const name = document.slice(document.lastIndexOf('/') + 1);
  await stage.check(`${name}: ${line}`, async () => expecting(ran.code === 0, ran.code === 0 ? '' : lastWords(ran)));
}

function runAt(
  stage: Stage,
  { computer, how, line }: { readonly computer: Computer; readonly how: How; readonly line: string },
): Promise<Ran> {
  switch (how.at) {
    case 'operator':
      return asOperator(stage, line);
    case 'computer':
      // The authority of the lab is known to its boxes, and to no computer.
      return computer.run(line.replace(/^curl /, 'curl --insecure '), {}, { timeoutMs: LIMIT_MS });
    case 'root':
      return stage.box.sh(line, { timeoutMs: LIMIT_MS });
    default:
      throw new Error(`“${line}” is not run here.`);
  }
}

/** What an operator puts in the place of the words in capitals. */
async function filledIn(stage: Stage, line: string): Promise<string> {
  const newest = (): Promise<string> => stage.box.ask(`ls -t ${BACKUPS} | grep '[.]db$' | head -1`);
  const withSnapshot = line.includes('SNAPSHOT') ? line.replace('SNAPSHOT', await newest()) : line;
  const id = (): Promise<string> =>
    stage.box.ask(
      `ls /opt/devrel-integration/releases | grep -v "$(basename "$(readlink /opt/devrel-integration/current)")" | tail -1`,
    );
  const withId = /\bID\b/.test(withSnapshot) ? withSnapshot.replace(/\bID\b/, await id()) : withSnapshot;
  return withId.replaceAll('onomancer.example.com', DOMAIN);
}

interface Workflow {
  readonly jobs: { readonly deploy: { readonly steps: readonly { readonly run?: string; readonly env?: object }[] } };
}

/** The scripts of the workflow, as GitHub's runner runs them: with what the repository keeps in variables. */
async function workflow(stage: Stage, computer: Computer): Promise<void> {
  const [block] = blocksOf(RUNBOOK).filter(({ language }) => language === 'yaml');
  const { jobs } = parse(block?.lines.join('\n') ?? '') as Workflow;
  const runner = new Computer(stage.box.lab, 'runner');
  const kept = {
    KEY: readFileSync(`${computer.home}/clone/deploy-key`, 'utf8').trimEnd(),
    KNOWN_HOST: await stage.box.ask(`awk '{ print "${DOMAIN}", $1, $2 }' /etc/ssh/ssh_host_ed25519_key.pub`),
    HOST: `devrel@${DOMAIN}`,
    VERSION: 'v1.2.0',
  };
  for (const { run: script } of jobs.deploy.steps) {
    if (script === undefined) continue;
    const ran = await stage.step('the script of the workflow', () => runner.run(script, kept, { timeoutMs: LIMIT_MS }));
    stage.logRan(script, ran);
    await stage.check('the workflow for GitHub Actions deploys, with the key of its own', async () =>
      expecting(ran.code === 0 && /^Live: /m.test(ran.out), lastWords(ran, 3)),
    );
    await stage.check('the workflow shows no secret', async () =>
      expecting(
        !`${ran.out}${ran.err}`.includes(kept.KEY.split('\n')[1] ?? kept.KEY),
        'its key is not in what it printed',
      ),
    );
  }
}
