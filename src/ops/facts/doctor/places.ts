import type { ServerPaths } from '../../../shared/paths.ts';
import type { PlaceFacts } from '../../checks/doctor-facts.ts';
import type { PathObservation } from '../../steps/observation.ts';
import { readAccountNames } from '../account-names.ts';
import { readPath } from '../observe.ts';
import { needRoot } from './cannot-look.ts';

/** Owners and modes of the places of the installation. */
export function readPlaces(paths: ServerPaths): PlaceFacts {
  needRoot('what stands in private directories');
  const names = readAccountNames();
  const places = [paths.secretsDir, paths.envFile, paths.dataDir, paths.backupDir, paths.pm2Home];
  const seen = places.map((path): readonly [string, PathObservation] => [path, readPath(path, names)]);
  return {
    found: Object.fromEntries(seen.map(([path, { kind }]) => [path, kind])),
    rights: Object.fromEntries(
      seen.flatMap(([path, found]) =>
        found.kind === 'file' || found.kind === 'directory'
          ? [[path, { mode: found.mode, owner: found.owner, group: found.group }]]
          : [],
      ),
    ),
  };
}
