import { setTimeout as wait } from 'node:timers/promises';
import { ADDRESSES, DOMAIN, NODE_MIRROR } from '../lab/addresses.ts';
import { acmeRoot } from '../lab/world.ts';
import type { Visited } from '../visitor/probes.ts';
import { packagesBox, readyBox } from './ready.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords, runSetup } from './watch-setup.ts';

const SERVED_WITHIN_MS = 10_000;
const RENEW = 'certbot renew --force-renewal --no-random-sleep-on-renew';

/** A certificate is renewed and served; and an authority that cannot be reached leaves a server that works. */
export const certificates: Scenario = {
  name: 'certificates',
  title: 'renewal without a restart; an authority that does not answer',
  run: async (stage) => {
    await readyBox(stage);
    await renewal(stage);
    await withoutAuthority(stage);
  },
};

async function served(stage: Stage): Promise<Visited> {
  const visitor = await stage.visitor();
  const ca = await acmeRoot(stage.box.lab);
  return await visitor.do('visit', { host: ADDRESSES.box, from: ADDRESSES.otherGuest, name: DOMAIN, ca });
}

const onDisk = (stage: Stage): Promise<string> =>
  stage.box.ask(`openssl x509 -noout -serial -in /etc/letsencrypt/live/${DOMAIN}/fullchain.pem | cut -d= -f2`);

async function renewal(stage: Stage): Promise<void> {
  const before = await served(stage);
  const master = await stage.box.ask('systemctl show -p MainPID --value nginx');
  const renewed = await stage.step('forced renewal', () => stage.box.sh(RENEW, { timeoutMs: 120_000 }));
  stage.logRan(RENEW, renewed);
  await stage.check('a renewed certificate is served within seconds, without a restart of nginx', async () => {
    const disk = await onDisk(stage);
    let now = await served(stage);
    for (const until = performance.now() + SERVED_WITHIN_MS; now.serial !== disk && performance.now() < until; ) {
      await wait(300);
      now = await served(stage);
    }
    const same = master === (await stage.box.ask('systemctl show -p MainPID --value nginx'));
    const isNew = now.serial === disk && disk !== before.serial && now.isTrusted;
    return expecting(
      renewed.code === 0 && isNew && same,
      `served ${now.serial ?? '?'}, on disk ${disk}, before ${before.serial ?? '?'}`,
    );
  });
  await stage.check('the timer of the renewal does it (systemctl start certbot.service)', async () => {
    const { code, err } = await stage.box.sh('systemctl start certbot.service', { timeoutMs: 120_000 });
    return expecting(code === 0, err.trim());
  });
}

async function withoutAuthority(stage: Stage): Promise<void> {
  if (stage.hall.setup.name === 'reference') return;
  await packagesBox(stage);
  const flags = [
    `--domain=${DOMAIN}`,
    `--email=admin@${DOMAIN}`,
    `--node-mirror=${NODE_MIRROR}`,
    '--skip-redis',
    '--yes',
  ];
  const silent = [...flags, `--acme-server=https://acme.${DOMAIN}:4433/dir`];
  const ran = await stage.step('setup with an authority that does not answer', () =>
    runSetup(stage, { flags: silent }),
  );
  await stage.check('an authority that does not answer: said, and a server that works', async () => {
    const answer = await served(stage);
    const saysIt = /certificate/i.test(`${ran.out}${ran.err}`);
    return expecting(
      answer.status > 0 && saysIt,
      `status ${answer.status}, trusted ${answer.isTrusted}\n${lastWords(ran)}`,
    );
  });
  const good = [...flags, `--acme-server=https://acme.${DOMAIN}/dir`];
  const again = await stage.step('setup again, with one that answers', () => runSetup(stage, { flags: good }));
  await stage.check('run again when it answers: the certificate is there', async () => {
    const answer = await served(stage);
    return expecting(again.code === 0 && answer.isTrusted, `exit code ${again.code}, trusted ${answer.isTrusted}`);
  });
}
