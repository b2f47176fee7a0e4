import { describe, expect, it } from 'vitest';
import { HOST, healthyServer, OPTIONS } from '../../../test/fakes/healthy-server.ts';
import { renderFinding, renderJson, renderSummary } from '../render/doctor-texts.ts';
import { answer, DOCTOR_CHECKS, type DoctorFinding, exitCodeOf, type FactRead } from './doctor-checks.ts';
import type { DoctorFacts, FactName } from './doctor-facts.ts';
import { PREREQUISITES } from './prerequisites.ts';

function readOf(facts: DoctorFacts): Map<FactName, FactRead> {
  return new Map(
    Object.entries(facts).map(([name, value]: [string, DoctorFacts[FactName]]) => [
      name as FactName,
      { kind: 'read', value } as const,
    ]),
  );
}

function examine(facts: DoctorFacts, checks = DOCTOR_CHECKS): readonly DoctorFinding[] {
  return checks.map((check) => answer(check, readOf(facts)));
}

function asText(findings: readonly DoctorFinding[]): string {
  const lines = findings.flatMap((finding, index) => [
    ...(findings[index - 1]?.category === finding.category ? [] : [`\n${finding.category}`]),
    renderFinding(finding, false),
  ]);
  return `${[...lines, '', renderSummary(findings, false)].join('\n').trimStart()}\n`;
}

/** A server on which as much as possible is wrong at once. */
function sickServer(): DoctorFacts {
  const well = healthyServer();
  const { paths } = well.setup.input;
  return {
    ...well,
    setup: {
      lastRun: 'unfinished',
      input: {
        paths,
        options: OPTIONS,
        host: {
          ...HOST,
          domainAddresses: ['203.0.113.9'],
          unfinishedSteps: ['ssh'],
          revertedAt: '2026-11-25T11:00:00Z',
          accounts: [],
          listeners: [...HOST.listeners, { address: '*', port: 5432, program: 'postgres' }],
          ssh: { ...HOST.ssh, brokenBecause: 'line 3: Bad configuration option: PermitRoot' },
        },
      },
    },
    machine: {
      ...well.machine,
      availableMemoryBytes: 0.2 * 1024 ** 3,
      freeSwapBytes: 0.1 * 1024 ** 3,
      loadPerCpu: 4.2,
      disks: [{ path: '/', freeBytes: 3.4e9, totalBytes: 2e10, freeInodes: 900, totalInodes: 1_000_000 }],
      isTimeSynchronized: false,
      failedUnits: ['redis-server.service'],
      needsRestart: true,
      killedForMemory: ['node'],
    },
    firewall: { isInstalled: true, isActive: false, incoming: 'deny', open: [] },
    bans: { isRunning: false, jails: [] },
    sshd: {
      forUser: { passwordauthentication: 'yes', kbdinteractiveauthentication: 'no', pubkeyauthentication: 'yes' },
      forRoot: { passwordauthentication: 'yes', permitrootlogin: 'yes' },
    },
    places: {
      found: { [paths.secretsDir]: 'directory', [paths.envFile]: 'file', [paths.dataDir]: 'link' },
      rights: {
        [paths.secretsDir]: { mode: 0o755, owner: 'devrel', group: 'devrel' },
        [paths.envFile]: { mode: 0o644, owner: 'ubuntu', group: 'ubuntu' },
      },
    },
    secrets: {
      path: paths.envFile,
      isThere: true,
      problems: [
        {
          name: 'DISCORD_GUILD_ID',
          found: '"twelve", which is not a number',
          wanted: '17 to 20 digits',
          where: paths.envFile,
        },
        { name: 'PORT', found: '"x"', wanted: 'a number', where: paths.envFile },
      ],
      leaks: [`${paths.pm2Home}/dump.pm2`, 'the arguments of process 812'],
    },
    tokens: {
      tokens: {
        discord: { state: 'rejected', says: 'Discord says that it is not valid' },
        linear: { state: 'unreachable', says: 'Linear could not be asked: no answer within 6 s' },
        anthropic: { state: 'rejected', says: 'Anthropic says that it is not valid' },
        google: { state: 'rejected', says: 'service-account.json: it is not JSON' },
      },
    },
    node: { version: '18.19.0' },
    processes: {
      pm2Version: '7.0.4',
      unit: { name: 'onomancer.service', isEnabled: false, isActive: true },
      processes: [{ name: 'onomancer-bot', status: 'errored', restarts: 16, memoryBytes: 0 }],
    },
    nginx: { ...well.nginx, isActive: false, config: '# changed' },
    certificate: {
      ...well.certificate,
      now: new Date('2027-01-17T00:00:00Z'),
      served: { ...healthyCertificate(well), serial: '0A', names: ['elsewhere.test'] },
      isRenewalTimerActive: false,
    },
    redis: { isInstalled: true, isActive: false },
    bot: {
      release: '20261125T120000Z',
      health: { status: 'down', version: '1.0.0', unwell: ['discord is down: Could not connect'] },
      notReady: ['database: A write failed.'],
      gaveUpAt: null,
    },
  };
}

function healthyCertificate({ certificate: { onDisk } }: DoctorFacts) {
  if (onDisk === null) throw new Error('there is one');
  return onDisk;
}

/** Before setup: nothing is there yet. */
function bareServer(): DoctorFacts {
  const well = healthyServer();
  const nobody = { ...HOST, accounts: [], listeners: [], domainAddresses: [] };
  const unset = { state: 'unset', says: 'it is not set' } as const;
  return {
    ...well,
    setup: { lastRun: 'never', input: { ...well.setup.input, host: nobody } },
    tokens: { tokens: { discord: unset, linear: unset, anthropic: unset, google: unset } },
  };
}

describe('the doctor', () => {
  it('says of a healthy server that all is well', async () => {
    const findings = examine(healthyServer());
    await expect(asText(findings)).toMatchFileSnapshot('./golden/doctor-healthy.txt');
    expect(exitCodeOf(findings)).toBe(0);
  });

  it('says of a sick one what is wrong and what to do', async () => {
    const findings = examine(sickServer());
    await expect(asText(findings)).toMatchFileSnapshot('./golden/doctor-sick.txt');
    expect(exitCodeOf(findings)).toBe(2);
  });

  it('goes through the checklist before setup', async () => {
    await expect(asText(examine(bareServer(), PREREQUISITES))).toMatchFileSnapshot('./golden/doctor-before-setup.txt');
    expect(exitCodeOf(examine(healthyServer(), PREREQUISITES))).toBe(0);
  });

  it('tells programs the same', async () => {
    const findings = examine(sickServer()).slice(0, 3);
    await expect(`${renderJson(findings, new Date('2026-11-25T12:00:00Z'))}\n`).toMatchFileSnapshot(
      './golden/doctor-json.txt',
    );
  });

  it('has a name of its own for each check, and can be wrong about each', () => {
    const ids = DOCTOR_CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const alwaysFine = examine(sickServer()).filter(({ verdict }) => verdict.kind === 'fine');
    // Their own faults need another server: a system that is not supported, a user that is there.
    expect(alwaysFine.map(({ id }) => id)).toEqual(['system']);
  });

  it('says what it could not look at, and does not call it missing', () => {
    const read = readOf(healthyServer());
    read.set('firewall', { kind: 'unread', why: 'only root sees the firewall', todo: 'sudo onomancer doctor' });
    const findings = DOCTOR_CHECKS.map((check) => answer(check, read));
    expect(findings.filter(({ verdict }) => verdict.kind === 'unknown').map(({ id }) => id)).toEqual([
      'firewall',
      'listeners',
    ]);
    expect(exitCodeOf(findings)).toBe(1);
    expect(renderSummary(findings, false)).toContain('2 could not be looked at (?)');
  });

  it.each([
    ['a forgotten token of Linear can wait', 'linear', 0],
    ['one of Discord cannot', 'discord', 2],
  ] as const)('%s', (_, name, code) => {
    const well = healthyServer();
    const tokens = { ...well.tokens.tokens, [name]: { state: 'unset', says: 'it is not set' } };
    expect(exitCodeOf(examine({ ...well, tokens: { tokens } }))).toBe(code);
  });

  it('asks nothing of a server that was set up without a web address', () => {
    const well = healthyServer();
    const options = { ...OPTIONS, domain: null, email: null, hasNginx: false };
    const setup = { ...well.setup, input: { ...well.setup.input, options } };
    const firewall = { ...well.firewall, open: ['22/tcp'] };
    const web = examine({ ...well, setup, firewall }).filter(({ category }) => category === 'Web');
    expect(web.every(({ verdict }) => verdict.kind === 'not-here')).toBe(true);
  });
});
