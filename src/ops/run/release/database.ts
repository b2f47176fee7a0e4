import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { CATALOGUE } from '../../../shared/errors/catalogue.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { type ExecOptions, exec } from '../exec.ts';

const SNAPSHOT_SECONDS = 300;

/** A snapshot that was checked. */
export interface Snapshot {
  readonly path: string;
  readonly manifest: {
    readonly madeAt: string;
    readonly version: string;
    readonly schema: number;
    readonly bytes: number;
    readonly tables: Readonly<Record<string, number>>;
  };
}

/** What the database is to a release. */
export type SchemaAnswer =
  | { readonly kind: 'absent'; readonly known: number }
  | {
      readonly kind: 'ok' | 'newer';
      readonly found: number;
      readonly known: number;
      readonly isOldCodeCompatible: boolean;
    }
  | { readonly kind: 'foreign'; readonly why: string };

/** The database as a release sees it; done by that release itself, in a process of its own. */
export class ReleaseDatabase {
  readonly #paths: ServerPaths;
  readonly #releaseId: string;
  readonly #options: ExecOptions;

  /** What works on the database holds the lock that is given, so that no second run begins beside it. */
  constructor(paths: ServerPaths, releaseId: string, options: Pick<ExecOptions, 'holding'> = {}) {
    this.#paths = paths;
    this.#releaseId = releaseId;
    this.#options = options;
  }

  schema(): Promise<SchemaAnswer> {
    return this.#ask<SchemaAnswer>('schema', '--data-dir', this.#paths.dataDir);
  }

  snapshot(): Promise<Snapshot> {
    const { dataDir, backupDir } = this.#paths;
    return this.#ask<Snapshot>('snapshot', '--data-dir', dataDir, '--into', backupDir, '--release', this.#releaseId);
  }

  check(file: string): Promise<Snapshot> {
    return this.#ask<Snapshot>('check', '--file', file);
  }

  restore(file: string): Promise<Snapshot> {
    return this.#ask<Snapshot>('restore', '--file', file, '--data-dir', this.#paths.dataDir);
  }

  /**
   * The same, and what came in since then is kept. When that cannot be, with a release from before it could, or an inbox
   * that has become another one, the snapshot is put back all the same; `carried` is null then.
   */
  async restoreKeepingInbox(file: string): Promise<{ readonly carried: number | null }> {
    try {
      return await this.#ask('restore', '--file', file, '--data-dir', this.#paths.dataDir, '--keep-inbox');
    } catch (first) {
      if (!(first instanceof AppError)) throw first;
      await this.restore(file);
      return { carried: null };
    }
  }

  async #ask<T>(...args: string[]): Promise<T> {
    const script = join(this.#paths.releasesDir, this.#releaseId, 'dist/database.js');
    const answer = await exec(
      { argv: [process.execPath, script, ...args], limitSeconds: SNAPSHOT_SECONDS },
      this.#options,
    );
    if (answer.exitCode === 0) return JSON.parse(answer.stdout) as T;
    const [says = '', hint = ''] = answer.stderr.trim().split('\n');
    if (says === CATALOGUE.STORE_FULL.says)
      throw new AppError('SERVER_NOT_FIT', { facts: { says: 'its disk is full' } });
    const isRefused = answer.exitCode === CATALOGUE.SNAPSHOT_INVALID.exitCode;
    throw new AppError(isRefused ? 'SNAPSHOT_REFUSED' : 'SCHEMA_WOULD_BREAK', {
      facts: { says: says || `it ended with ${answer.exitCode}`, hint },
    });
  }
}
