import { describe, expect, it } from 'vitest';
import { applicationPaths, logFileIn, serverPaths } from './paths.ts';

describe('the paths of a server', () => {
  it('are those that the operator was promised', () => {
    expect(serverPaths()).toEqual({
      baseDir: '/opt/devrel-integration',
      appDir: '/opt/devrel-integration/devrel-integration',
      secretsDir: '/opt/devrel-integration/secrets',
      envFile: '/opt/devrel-integration/secrets/.env.local',
      dataDir: '/opt/devrel-integration/data',
      databaseFile: '/opt/devrel-integration/data/onomancer.db',
      backupDir: '/opt/devrel-integration/backups',
      pm2Home: '/opt/devrel-integration/.pm2',
      pm2Places: '/opt/pm2',
      logDir: '/var/log/devrel',
      releasesDir: '/opt/devrel-integration/releases',
      currentRelease: '/opt/devrel-integration/current',
      runDir: '/opt/devrel-integration/run',
      currentSocket: '/opt/devrel-integration/run/current.sock',
      standbySocket: '/opt/devrel-integration/run/standby.sock',
      stateDir: '/var/lib/onomancer',
      operationsLog: '/var/log/onomancer/operations.jsonl',
      lockFile: '/run/onomancer/lock',
    });
  });

  it('move with the base directory', () => {
    expect(serverPaths('/srv/bot').envFile).toBe('/srv/bot/secrets/.env.local');
  });
});

describe('the paths of the application', () => {
  it('stand under the base directory, and the log only goes to a file when a directory is named', () => {
    expect(applicationPaths('/home/me/onomancer', {})).toEqual({
      baseDir: '/home/me/onomancer',
      secretsDir: '/home/me/onomancer/secrets',
      envFile: '/home/me/onomancer/secrets/.env.local',
      configFile: '/home/me/onomancer/config/onomancer.yml',
      dataDir: '/home/me/onomancer/data',
      databaseFile: '/home/me/onomancer/data/onomancer.db',
      logDir: null,
    });
  });

  it('can each be moved, relative to the base directory or anywhere', () => {
    const paths = applicationPaths('/srv/bot', { dataDir: '/var/lib/bot', logDir: 'logs', secretsDir: '../secrets' });
    expect(paths.databaseFile).toBe('/var/lib/bot/onomancer.db');
    expect(paths.logDir).toBe('/srv/bot/logs');
    expect(logFileIn('/srv/bot/logs')).toBe('/srv/bot/logs/onomancer.log');
    expect(paths.envFile).toBe('/srv/secrets/.env.local');
  });
});
