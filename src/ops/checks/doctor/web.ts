import { WEB_PATHS } from '../../../shared/paths.ts';
import { nginx as nginxStep, webNames } from '../../steps/nginx.ts';
import type { SetupInput } from '../../steps/setup-input.ts';
import { isSkipped } from '../../steps/step.ts';
import { about, type DoctorCheck, fine, notHere, wrong } from '../doctor-check.ts';
import type { Certificate } from '../doctor-facts.ts';

const web = about('Web');

const DAY_MS = 86_400_000;
/** certbot renews when a third of the time is left; with less than a quarter it has failed more than once. */
const LATE = 1 / 4;
const VERY_LATE = 1 / 10;

const LEFT_OUT = notHere('left out with --skip-nginx');
const RELOAD = 'nginx -t && systemctl reload nginx';
const RENEW = 'What goes wrong: certbot renew --dry-run; more in /var/log/letsencrypt/letsencrypt.log';

export const WEB_CHECKS: readonly DoctorCheck[] = [
  web({
    id: 'nginx',
    title: 'nginx runs, with a configuration that it takes',
    severity: 'blocker',
    needs: ['setup', 'nginx'],
    judge: ({ setup, nginx }) => {
      if (!setup.input.options.hasNginx) return LEFT_OUT;
      if (!nginx.isInstalled) return wrong('it is not installed', 'docs/deployment/scripts/server-setup.sh brings it.');
      if (nginx.refusal !== null) {
        return wrong(
          `nginx -t says: ${nginx.refusal}`,
          'Mend that file; until then nginx keeps what it has, and would not start again.',
        );
      }
      if (!nginx.isActive) return wrong('it does not run', 'systemctl start nginx; why not: journalctl -u nginx -n 30');
      if (!nginx.isEnabled) return wrong('it does not start with the machine', 'systemctl enable nginx');
      return fine('it does');
    },
  }),
  web({
    id: 'nginx-drift',
    title: 'its configuration is the one that setup wrote',
    severity: 'warning',
    needs: ['setup', 'nginx'],
    judge: ({ setup, nginx }) => {
      const wanted = wantedConfig(setup.input);
      if (wanted === null) return LEFT_OUT;
      if (nginx.config === null) return wrong(`${WEB_PATHS.nginxConf} is not there`, 'Run server-setup.sh again.');
      return nginx.config === wanted
        ? fine(WEB_PATHS.nginxConf)
        : wrong(
            `${WEB_PATHS.nginxConf} was changed by hand, or belongs to another version of this repository`,
            'See the difference: server-setup.sh --dry-run with the flags of the first time; without --dry-run it puts it right.',
          );
    },
  }),
  web({
    id: 'certificate',
    title: 'browsers believe the certificate',
    severity: 'blocker',
    needs: ['setup', 'certificate'],
    judge: ({ setup, certificate: { served, distrust, now } }) => {
      if (!setup.input.options.hasNginx) return LEFT_OUT;
      if ('trouble' in served) return wrong(`nobody gets one: ${served.trouble}`, `${RELOAD}; ss -ltn 'sport = :443'`);
      if (/^(?:CN ?= ?)?placeholder$/i.test(served.issuer)) {
        return wrong(
          'it is the one that setup signed itself, to start with',
          'Run server-setup.sh again, and read what the step “Certificate” says.',
        );
      }
      if (served.validTo <= now) return wrong(`it ended on ${day(served.validTo)}`, RENEW);
      const missing = webNames(setup.input).filter((name) => !served.names.includes(name));
      if (missing.length > 0) return wrong(`it is not for ${missing.join(', ')}`, 'Run server-setup.sh again.');
      if (distrust !== null && setup.input.options.acmeServer === null)
        return wrong(distrust, 'Run server-setup.sh again.');
      return fine(`${served.names.join(', ')}, by ${served.issuer}, until ${day(served.validTo)}`);
    },
  }),
  web({
    id: 'certificate-served',
    title: 'nginx serves the newest certificate',
    severity: 'blocker',
    needs: ['setup', 'certificate'],
    judge: ({ setup, certificate: { served, onDisk } }) => {
      if (!setup.input.options.hasNginx) return LEFT_OUT;
      if (onDisk === null || 'trouble' in served) return notHere('see the check before');
      return served.serial === onDisk.serial
        ? fine(`serial ${onDisk.serial}`)
        : wrong(
            `it serves ${served.serial} (until ${day(served.validTo)}); on the disk is ${onDisk.serial} (until ${day(onDisk.validTo)})`,
            `${RELOAD}. It should have happened by itself: ls -l /etc/letsencrypt/renewal-hooks/deploy`,
          );
    },
  }),
  web({
    id: 'certificate-renewal',
    title: 'the certificate is renewed in time',
    severity: 'warning',
    needs: ['setup', 'certificate'],
    judge: ({ setup, certificate: { onDisk, now, isRenewalTimerActive } }) => {
      if (!setup.input.options.hasNginx) return LEFT_OUT;
      if (!isRenewalTimerActive) return wrong('certbot’s timer does not run', 'systemctl enable --now certbot.timer');
      if (onDisk === null) return notHere('there is none to renew yet');
      return share(onDisk, now) > LATE
        ? fine(`${timeLeft(onDisk, now)} left; the timer runs`)
        : wrong(`only ${timeLeft(onDisk, now)} left, and it was not renewed`, RENEW);
    },
  }),
  web({
    id: 'certificate-end',
    title: 'the certificate does not end soon',
    severity: 'blocker',
    needs: ['setup', 'certificate'],
    judge: ({ setup, certificate: { served, now } }) => {
      if (!setup.input.options.hasNginx) return LEFT_OUT;
      if ('trouble' in served) return notHere('see the checks before');
      return share(served, now) > VERY_LATE
        ? fine(`${timeLeft(served, now)} left`)
        : wrong(`${timeLeft(served, now)} left`, RENEW);
    },
  }),
];

function wantedConfig(input: SetupInput): string | null {
  const step = nginxStep(input);
  if (isSkipped(step)) return null;
  const file = step.resources.find((resource) => resource.kind === 'file' && resource.path === WEB_PATHS.nginxConf);
  return file?.kind === 'file' ? file.content : null;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

function timeLeft({ validTo }: Certificate, now: Date): string {
  const days = Math.max(0, Math.floor((validTo.getTime() - now.getTime()) / DAY_MS));
  return days === 1 ? '1 day is' : `${days} days are`;
}

/** How much of its time is left, from 1 to 0: certificates live for 90 days, for 45, or for 6. */
function share({ validFrom, validTo }: Certificate, now: Date): number {
  return (validTo.getTime() - now.getTime()) / (validTo.getTime() - validFrom.getTime());
}
