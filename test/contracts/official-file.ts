import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A vendor's own description of its API, which lies beside the repository and not in it. */
export interface OfficialFile {
  readonly path: string;
  readonly isThere: boolean;
}

/** Finds `name`; when it is not there, says loudly which `check` is skipped and how to get the file (`from`). */
export function officialFile(name: string, missing: { readonly check: string; readonly from: string }): OfficialFile {
  const specs = process.env['ONOMANCER_SPECS_DIR'] ?? resolve(import.meta.dirname, '../../../shared/specs');
  const path = join(specs, name);
  const isThere = existsSync(path);
  if (!isThere) {
    console.warn(
      `SKIPPED: ${missing.check}, because ${path} is not there. ` +
        `Put ${missing.from} there, or set ONOMANCER_SPECS_DIR to a folder that has ${name}.`,
    );
  }
  return { path, isThere };
}

export const DISCORD_OPENAPI = {
  name: 'discord-openapi.json',
  from: 'specs/openapi.json of github.com/discord/discord-api-spec',
} as const;

export const LINEAR_SCHEMA = {
  name: 'linear-schema.graphql',
  from: 'packages/sdk/src/schema.graphql of github.com/linear/linear',
} as const;
