import { dirname, resolve } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { FactRead } from '../../checks/doctor-checks.ts';
import type { DoctorFacts, FactName, SetupFacts } from '../../checks/doctor-facts.ts';
import { readBans, readFirewall, readSshd, readUser } from './access.ts';
import { readBot } from './bot.ts';
import { CannotLook } from './cannot-look.ts';
import { readMachine } from './machine.ts';
import { readPlaces } from './places.ts';
import { readNode, readProcesses, readRedis } from './programs.ts';
import { readSecretFile, readSecrets, sourcesOf } from './secrets.ts';
import { readTokens, type TokenPlaces } from './tokens.ts';
import { readCertificate, readNginx } from './web.ts';

type Readers = { readonly [N in FactName]: () => DoctorFacts[N] | Promise<DoctorFacts[N]> };

/** What the doctor was asked. */
export interface Asked {
  readonly setup: SetupFacts;
  /** The file with the tokens; null: where it belongs. */
  readonly secretFile: string | null;
  readonly clock: Clock;
}

function tokenPlaces(envFile: string, paths: ServerPaths): TokenPlaces {
  const file = readSecretFile(envFile, paths.baseDir);
  // Before there is a server nobody has the file in its place; one that was named has to be there.
  if (!file.isThere && envFile !== paths.envFile) {
    throw new CannotLook(`there is no ${envFile}`, 'Name the file that holds the tokens: --secrets FILE');
  }
  const googleKeyFile = file.values['GOOGLE_SERVICE_ACCOUNT_KEY_PATH'] ?? 'service-account.json';
  return { sources: sourcesOf(file, paths), googleKeyFile: resolve(dirname(envFile), googleKeyFile) };
}

/** How each part of the facts is read. Each reads only; none waits for longer than some seconds. */
function readersFor({ setup, secretFile, clock }: Asked): Readers {
  const { options, paths } = setup.input;
  const envFile = secretFile ?? paths.envFile;
  return {
    setup: () => setup,
    machine: readMachine,
    firewall: readFirewall,
    bans: readBans,
    sshd: readSshd,
    user: readUser,
    places: () => readPlaces(paths),
    secrets: () => readSecrets(paths),
    tokens: () => readTokens(tokenPlaces(envFile, paths), clock),
    node: readNode,
    processes: readProcesses,
    nginx: readNginx,
    certificate: () => readCertificate(options.domain, clock),
    redis: readRedis,
    bot: () => readBot(paths),
  };
}

/** Begins to read the parts, all at the same time, and gives each when it is asked for. */
export function beginReading(names: readonly FactName[], asked: Asked): ReadonlyMap<FactName, Promise<FactRead>> {
  const readers = readersFor(asked);
  return new Map(names.map((name) => [name, readSafely(readers[name])]));
}

async function readSafely(read: () => DoctorFacts[FactName] | Promise<DoctorFacts[FactName]>): Promise<FactRead> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    if (error instanceof CannotLook) return { kind: 'unread', why: error.message, todo: error.todo };
    const why = error instanceof Error ? error.message : String(error);
    return {
      kind: 'unread',
      why: `it could not be looked at: ${why}`,
      todo: 'This is a defect of the doctor; the sentence above helps to find it.',
    };
  }
}
