import { about, type DoctorCheck, fine, notHere, PM2, wrong } from '../doctor-check.ts';

const bot = about('Bot');

const NOT_DEPLOYED = notHere('nothing is deployed yet: docs/deployment/scripts/deploy.sh');

export const BOT_CHECKS: readonly DoctorCheck[] = [
  bot({
    id: 'bot-health',
    title: 'the bot answers, and is well',
    severity: 'blocker',
    needs: ['bot'],
    judge: ({ bot: { release, health, gaveUpAt } }) => {
      if (release === null) return NOT_DEPLOYED;
      if ('trouble' in health && gaveUpAt !== null)
        return wrong(
          `it was started again and again, and not any more since ${gaveUpAt}`,
          `find out why: ${PM2.log}; then start it: pm2 restart onomancer-bot`,
        );
      if ('trouble' in health) return wrong(health.trouble, `${PM2.status}; ${PM2.log}`);
      const { status, version, unwell } = health;
      return status === 'down'
        ? wrong(`version ${version} is up, but: ${unwell.join('; ')}`, `curl -s localhost:3000/health; ${PM2.log}`)
        : fine(`version ${version}, release ${release}`);
    },
  }),
  bot({
    id: 'bot-services',
    title: 'everything that the bot works with answers',
    severity: 'warning',
    needs: ['bot'],
    judge: ({ bot: { release, health } }) => {
      if (release === null) return NOT_DEPLOYED;
      if ('trouble' in health) return notHere('the bot does not answer');
      return health.unwell.length === 0
        ? fine('all that is set up does')
        : wrong(health.unwell.join('; '), '/status in Discord tells since when; curl -s localhost:3000/health');
    },
  }),
  bot({
    id: 'bot-ready',
    title: 'the bot can do its work',
    severity: 'blocker',
    needs: ['bot'],
    judge: ({ bot: { release, health, notReady } }) => {
      if (release === null) return NOT_DEPLOYED;
      if ('trouble' in health) return notHere('it does not answer');
      return notReady.length === 0
        ? fine('it reads and writes its database')
        : wrong(notReady.join('; '), `curl -s localhost:3000/health/ready; ${PM2.log}`);
    },
  }),
];
