import { asOperator, SANDBOX_SETTINGS, served, untilServed } from './release-house.ts';
import { expecting, type Stage, wrong } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const BACK_MS = 60_000;
const PATTERNS = '/run/what-must-not-be-found';
const PM2_HOME = '/opt/devrel-integration/.pm2';

/** What somebody does who knows PM2 and nothing else, and what PM2 then keeps. */
export async function pm2ByHand(stage: Stage): Promise<void> {
  const before = await served(stage);
  await asOperator(stage, 'pm2 delete onomancer-bot');
  const started = await stage.step('pm2 start ecosystem.config.js', () =>
    asOperator(stage, 'pm2 start ecosystem.config.js'),
  );
  const back = await untilServed(stage, BACK_MS);
  const now = await served(stage);
  await stage.check('pm2 start ecosystem.config.js starts the live release', async () =>
    back === null ? wrong(lastWords(started)) : expecting(now === before, `${before} → ${now}`),
  );
  const listed = await asOperator(stage, 'pm2 status');
  await stage.check('pm2 status shows one onomancer-bot, online', async () =>
    expecting(
      /onomancer-bot .* online /.test(listed.out) && listed.out.split('onomancer-bot').length === 2,
      listed.out,
    ),
  );
  await noSecretKept(stage);
}

/** Neither in what PM2 writes to disk nor in the environment or the arguments of any process. */
async function noSecretKept(stage: Stage): Promise<void> {
  const secrets = SANDBOX_SETTINGS.filter((line) => /TOKEN=|SECRET=/.test(line)).map((line) =>
    line.replace(/^.*?=/, ''),
  );
  await stage.box.write(PATTERNS, `${secrets.join('\n')}\n`, '600');
  stage.needs('pm2 save', await asOperator(stage, 'pm2 save'));
  const where = `${PM2_HOME} /var/log/devrel /proc/[0-9]*/environ /proc/[0-9]*/cmdline`;
  const found = await stage.box.ask(`grep -rlsF -f ${PATTERNS} ${where} || echo nothing`);
  const looked = await stage.box.ask(
    `grep -c onomancer-bot ${PM2_HOME}/dump.pm2; grep -rlsF -f ${PATTERNS} /opt/devrel-integration/secrets`,
  );
  await stage.box.sh(`rm -f ${PATTERNS} ${PM2_HOME}/dump.pm2`);
  await stage.check('no secret is in what PM2 saves, in a log, in an environment or in arguments', async () =>
    expecting(
      found === 'nothing' && /^[1-9]\d*\n.*\.env\.local$/.test(looked),
      `found in: ${found}; looked at: ${looked}`,
    ),
  );
}
