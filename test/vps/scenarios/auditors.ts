import { ADDRESSES, DOMAIN } from '../lab/addresses.ts';
import { AuditorRoom } from '../lab/auditor-room.ts';
import { acmeRoot } from '../lab/world.ts';
import { readyBox } from './ready.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';

const LYNIS_REACH = 80;
const AUDIT_MS = 300_000;
/** What the lab's authority leaves out and a real one does not: where to ask whether a certificate was revoked. */
const OF_THE_LAB = ['cert_revocation'];

/** Programs of others that look for weaknesses, from outside and on the box. */
export const auditors: Scenario = {
  name: 'auditors',
  title: 'ssh-audit, testssl.sh and lynis',
  run: async (stage) => {
    await readyBox(stage);
    const room = await stage.step('room for the auditors', () => AuditorRoom.open(stage.box.lab, stage.box.cache));
    await sshAudit(stage, room);
    await testssl(stage, room);
    await lynis(stage);
  },
};

/** Without its test of rates: that one is a flood, and falls over its own feet where the flood is stopped. */
async function sshAudit(stage: Stage, room: AuditorRoom): Promise<void> {
  const ran = await stage.step('ssh-audit', () => room.run(`ssh-audit --skip-rate-test --no-colors ${ADDRESSES.box}`));
  stage.logRan('ssh-audit', ran);
  const bad = ran.out.split('\n').filter((line) => /\[(?:fail|warn)\]/.test(line));
  await stage.check('ssh-audit: no fail, no warning', async () =>
    expecting(
      ran.code === 0 && /\(gen\)/.test(ran.out) && bad.length === 0,
      bad.length === 0 ? `exit code ${ran.code}` : bad.join('\n'),
    ),
  );
}

interface TestsslFinding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

async function testssl(stage: Stage, room: AuditorRoom): Promise<void> {
  const options = '--quiet --color 0 --warnings batch --add-ca /tmp/acme-root.pem --jsonfile /tmp/found.json';
  const audit = `testssl ${options} --ip ${ADDRESSES.box} ${DOMAIN} >&2; cat /tmp/found.json`;
  const ca = await acmeRoot(stage.box.lab);
  const ran = await stage.step('testssl.sh', () => room.run(`cat > /tmp/acme-root.pem; ${audit}`, ca));
  stage.logRan('testssl.sh', ran);
  const { out } = ran;
  const findings = JSON.parse(out) as readonly TestsslFinding[];
  const of = (id: string): string => findings.find((finding) => finding.id === id)?.finding ?? '';
  await stage.check('testssl.sh: TLS 1.3 only', async () => {
    const offered = ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1', 'TLS1_2', 'TLS1_3'].filter((id) =>
      of(id).startsWith('offered'),
    );
    return expecting(offered.join(' ') === 'TLS1_3', offered.join(' '));
  });
  await stage.check('testssl.sh: no vulnerability, nothing above “low”', async () => {
    const bad = findings.filter(
      ({ id, severity }) => ['MEDIUM', 'HIGH', 'CRITICAL'].includes(severity) && !OF_THE_LAB.includes(id),
    );
    const told = bad.map(({ id, severity, finding }) => `${severity} ${id}: ${finding}`).join('\n');
    return expecting(findings.length > 50 && bad.length === 0, told || `${findings.length} findings`);
  });
  const reasons = findings.filter(({ id }) => id.startsWith('grade_cap_reason')).map(({ finding }) => finding);
  await stage.check('testssl.sh: grade A or better', async () =>
    expecting(of('overall_grade').startsWith('A'), [of('overall_grade') || 'no grade', ...reasons].join('\n')),
  );
}

async function lynis(stage: Stage): Promise<void> {
  const install = 'DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lynis';
  stage.needs('install lynis', await stage.step('install lynis', () => stage.box.sh(install, { timeoutMs: 120_000 })));
  const audit = 'cd /root && lynis audit system --quick --no-colors --cronjob';
  const ran = await stage.step('lynis', () => stage.box.sh(audit, { timeoutMs: AUDIT_MS }));
  stage.logRan('lynis', ran);
  const index = Number(await stage.box.ask('sed -n s/^hardening_index=//p /var/log/lynis-report.dat'));
  const advice = await stage.box.ask("grep -E '^(warning|suggestion)' /var/log/lynis-report.dat | cut -d'|' -f1,2");
  stage.log(advice);
  await stage.check(`lynis: hardening index of ${LYNIS_REACH} or more, no warning`, async () => {
    const warnings = advice.split('\n').filter((line) => line.startsWith('warning'));
    return expecting(index >= LYNIS_REACH && warnings.length === 0, [`${index}`, ...warnings].join('\n'));
  });
}
