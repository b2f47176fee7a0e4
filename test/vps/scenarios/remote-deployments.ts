import { existsSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Computer } from '../documents/computer.ts';
import { DOMAIN } from '../lab/addresses.ts';
import type { Ran } from '../lab/run.ts';
import { asOperator, served } from './release-house.ts';
import { expecting, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const HOST = `devrel@${DOMAIN}`;
const LIMIT_MS = 300_000;
/** What must not come into being, wherever it is tried. */
const TRACE = '/tmp/onomancer-injected';

/** What `deploy --host` does when something is in the way; each ends in a defined state and says so. */
export async function fromElsewhere(stage: Stage, computer: Computer): Promise<void> {
  await refused(stage, computer);
  await nothingInjected(stage, computer);
  await asJson(stage, computer);
  if (stage.hall.isFull) {
    await leftAlone(stage, computer, {
      what: 'the connection breaks',
      cut: "pkill -9 -u devrel -f '^sshd: devrel'",
      exit: 74,
    });
    await leftAlone(stage, computer, { what: 'somebody presses Ctrl-C', cut: null, exit: 130 });
  }
}

const deployThere = (computer: Computer, flags: string): Promise<Ran> =>
  computer.run(`bin/onomancer deploy --host ${flags}`, {}, { timeoutMs: LIMIT_MS });

async function refused(stage: Stage, computer: Computer): Promise<void> {
  const before = await served(stage);
  const hidden = await computer.run(
    `mv ~/.ssh/known_hosts ~/.ssh/hidden; bin/onomancer deploy --host ${HOST} || code=$?; ls ~/.ssh; mv ~/.ssh/hidden ~/.ssh/known_hosts; exit $code`,
  );
  await stage.check('a server whose key is not known is refused, and its key is not taken on', async () =>
    expecting(
      hidden.code === 69 && /No ED25519 host key is known/.test(hidden.err) && !/^known_hosts$/m.test(hidden.out),
      lastWords(hidden, 4),
    ),
  );
  const locked = await computer.run(
    `ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/other; mv ~/.ssh/id_ed25519 ~/.ssh/good; mv ~/.ssh/other ~/.ssh/id_ed25519; bin/onomancer deploy --host ${HOST} || code=$?; mv ~/.ssh/good ~/.ssh/id_ed25519; exit $code`,
  );
  await stage.check('a key that the server does not know is refused', async () =>
    expecting(locked.code === 69 && /Permission denied \(publickey\)/.test(locked.err), lastWords(locked, 3)),
  );
  const now = await served(stage);
  await stage.check('who is refused changes nothing', async () => expecting(now === before, `${before} → ${now}`));
}

async function nothingInjected(stage: Stage, computer: Computer): Promise<void> {
  rmSync(TRACE, { force: true });
  const tries = [
    `'-oProxyCommand=touch ${TRACE}'`,
    `'--host=-oProxyCommand=touch ${TRACE}'`,
    `'${HOST};touch ${TRACE}'`,
    `${HOST} --dry-run --version='$(touch ${TRACE})'`,
    `${HOST} --dry-run --version="it's; touch ${TRACE}"`,
    `${HOST} --dry-run --version='--upload-pack=touch ${TRACE}'`,
    `${HOST} --dry-run --from-tarball='--to-command=touch ${TRACE}'`,
  ];
  for (const words of tries) {
    const ran = await deployThere(computer, words);
    await stage.check(`deploy --host ${words} is refused`, async () =>
      expecting(ran.code === 64, `exit code ${ran.code}: ${lastWords(ran, 2)}`),
    );
  }
  const there = await stage.box.ask(`test -e ${TRACE} && echo there || echo nothing`);
  await stage.check('nothing of it was run, here or there', async () =>
    expecting(there === 'nothing' && !existsSync(TRACE), there),
  );
}

async function asJson(stage: Stage, computer: Computer): Promise<void> {
  const ran = await deployThere(computer, `${HOST} --dry-run --json --version v1.2.0`);
  await stage.check('--json is passed through, with nothing else on standard output', async () =>
    expecting(ran.code === 0 && (JSON.parse(ran.out) as { verb?: string }).verb === 'deploy', ran.out),
  );
}

/** Whoever watched is gone; the deployment goes on to its end, is seen while it runs, and is done then. */
async function leftAlone(
  stage: Stage,
  computer: Computer,
  { what, cut, exit }: { readonly what: string; readonly cut: string | null; readonly exit: number },
): Promise<void> {
  const before = await served(stage);
  const inFront = cut === null ? 'timeout --foreground --preserve-status --signal=INT 12 ' : '';
  const going = computer.run(`${inFront}bin/onomancer deploy --host ${HOST} --soak 20`, {}, { timeoutMs: LIMIT_MS });
  await wait(10_000);
  if (cut !== null) stage.needs(cut, await stage.box.sh(cut));
  const ran = await going;
  stage.logRan(what, ran);
  await stage.check(`when ${what}, it says that the deployment goes on, with exit code ${exit}`, async () =>
    expecting(
      /goes on to its end over there/.test(ran.err) && ran.code === exit,
      `exit code ${ran.code}\n${lastWords(ran, 3)}`,
    ),
  );
  const status = await computer.run(`ssh ${HOST} onomancer status`);
  await stage.check(`when ${what}, onomancer status shows the deployment while it runs`, async () =>
    expecting(/^Running +onomancer deploy .*in “[a-z-]+”/m.test(status.out), status.out),
  );
  await stage.check(`when ${what}, the deployment gets to its end`, async () => {
    for (let tries = 0; tries < 60; tries += 1) {
      const now = await asOperator(stage, 'onomancer status');
      if (!/^Running /m.test(now.out)) {
        const last = /Last deployments\n(.*)/.exec(now.out)?.[1] ?? '';
        return expecting(/ {2}done in /.test(last) && (await served(stage)) !== before, last);
      }
      await wait(1_000);
    }
    return expecting(false, 'it did not end within a minute');
  });
}
