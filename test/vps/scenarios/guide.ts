import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repositoryFiles } from '../../../tools/check/repository-files.ts';
import { Computer } from '../documents/computer.ts';
import { blocksOf, commandsOf } from '../documents/document-blocks.ts';
import { HOW_IT_IS_RUN } from '../documents/how-it-is-run.ts';
import { type Answers, Window } from '../documents/window.ts';
import { ACME_DIRECTORY, DOMAIN, NODE_MIRROR } from '../lab/addresses.ts';
import { SANDBOX_SETTINGS, served } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const GUIDE = 'docs/deployment/deployment-guide.md';
const LIMIT_MS = 590_000;
const PASSPHRASE = 'a long passphrase of a person';
const PASSWORD = 'a long password of a person 7';
const ANSWERS: Answers = [
  [/continue connecting \(yes\/no.*\)\? $/, 'yes'],
  [/save the key \(.*\): $/, ''],
  [/passphrase[^\n]*: ?$/i, PASSPHRASE],
  [/password(?: for \w+)?: ?$/i, PASSWORD],
  [/Go ahead\? \[y\/N\] $/, 'y'],
];
/** The doctor says with 1 that something can wait until tomorrow. */
const MAY_END_WITH_1 = /doctor/;

/** The guide from the first key to the first release, typed word for word by somebody with a fresh server. */
export const guide: Scenario = {
  name: 'guide',
  title: 'the deployment guide word for word, from a fresh server to the first release',
  run: async (stage) => {
    if (!stage.hall.isFull) {
      stage.skip(
        'the deployment guide leads to a release',
        'only with --full: what setup does has scenarios of its own',
      );
      return;
    }
    await stage.newBox();
    const person = new Reader(stage);
    for (const { language, lines } of blocksOf(GUIDE)) if (language === 'bash') await person.follow(lines);
    await person.type('exit');
    for (const command of commandsOf(GUIDE)) if (isTyped(command)) await person.type(command);
    person.leave();
    const now = await served(stage);
    await stage.check('whoever followed the guide has a release that serves', async () =>
      expecting(now !== null, String(now)),
    );
  },
};

function isTyped(key: string): boolean {
  return HOW_IT_IS_RUN[GUIDE]?.[key]?.at === 'first-time';
}

/** Somebody who reads the guide, with windows on a computer of their own. */
class Reader {
  readonly #stage: Stage;
  readonly #computer: Computer;
  #windows: Window[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#computer = new Computer(stage.box.lab, 'reader');
    this.#open();
  }

  async follow(lines: readonly string[]): Promise<void> {
    if (!isTyped(lines[0] ?? '')) return;
    for (const line of lines) {
      if (line.startsWith('ssh YOU@')) this.#open();
      if (line === 'sudo reboot') await this.#reboot();
      // An editor needs somebody who looks; the file is filled in from the side.
      else if (line.startsWith('sudo nano ')) await this.#fillIn(line.split(' ').at(-1) ?? '');
      else await this.type(line);
    }
  }

  async type(line: string): Promise<void> {
    await this.#prepare(line);
    const typed = filledIn(line);
    const { code, shown } = await this.#stage.step(line, () => this.#window.type(typed, LIMIT_MS));
    this.#stage.log(`${typed} → ${code}\n${shown}`);
    const isFine = code === 0 || (code === 1 && MAY_END_WITH_1.test(line));
    await this.#stage.check(`the guide: ${line}`, async () =>
      expecting(isFine, isFine ? '' : `exit code ${code}\n${shown.split('\n').slice(-8).join('\n')}`),
    );
    if (!isFine) throw new Error(`“${line}” ended with ${code}.`);
    if (line.startsWith('cat ~/.ssh/')) await this.#giveToProvider();
  }

  leave(): void {
    for (const window of this.#windows) window.close();
  }

  get #window(): Window {
    const last = this.#windows.at(-1);
    if (last === undefined) throw new Error('There is no window.');
    return last;
  }

  #open(): void {
    const shell = ['script', '--quiet', '--flush', '--return', '--command', 'bash --norc --noprofile', '/dev/null'];
    this.#windows.push(new Window(this.#computer.command(shell, { PS1: '$ ' }), ANSWERS));
  }

  /** Step 2: the provider puts the key where root’s keys are. */
  async #giveToProvider(): Promise<void> {
    const key = readFileSync(join(this.#computer.home, '.ssh/id_ed25519.pub'), 'utf8');
    await this.#stage.box.write('/root/.ssh/authorized_keys', key, '600');
  }

  /** Where the repository is, in a world without the page of a repository. */
  async #prepare(line: string): Promise<void> {
    if (!line.includes('REPOSITORY')) return;
    const { box } = this.#stage;
    await box.push(ROOT, repositoryFiles(ROOT), '/srv/onomancer');
    const commit = 'git -c user.name=a -c user.email=a@example.org commit -qm first';
    this.#stage.needs(
      'a repository',
      await box.sh(`cd /srv/onomancer && git init -q -b main && git add -A && ${commit}`),
    );
  }

  async #fillIn(path: string): Promise<void> {
    const { box } = this.#stage;
    const line = `sed -i '/^DISCORD_BOT_TOKEN=/d' ${path} && cat >> ${path}`;
    this.#stage.needs('the tokens', await box.sh(line, { input: `${SANDBOX_SETTINGS.join('\n')}\n` }));
  }

  async #reboot(): Promise<void> {
    await this.#stage.reboot();
    this.#open();
    await this.type('ssh YOU@onomancer.example.com');
  }
}

/** What a person puts in the place of the words in capitals, and what the lab adds: its own authority and mirror. */
function filledIn(line: string): string {
  const meant = line
    .replaceAll('onomancer.example.com', DOMAIN)
    .replaceAll('YOUR-E-MAIL', `admin@${DOMAIN}`)
    .replaceAll('YOU', 'ada')
    .replaceAll('REPOSITORY', '/srv/onomancer');
  if (meant.includes('server-setup.sh')) return `${meant} --acme-server=${ACME_DIRECTORY} --node-mirror=${NODE_MIRROR}`;
  if (meant.includes('--before-setup')) return meant.replace('sudo ', `sudo ONOMANCER_NODE_MIRROR=${NODE_MIRROR} `);
  return meant;
}
