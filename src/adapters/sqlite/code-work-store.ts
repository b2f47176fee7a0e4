import type { Build, CodeWork, Deployment, PullRequest } from '../../ports/code-work.ts';
import type { Connection } from './connection.ts';
import { revive, storableJson } from './stored-json.ts';

const DATES = ['updatedAt', 'openedAt'] as const;
/** So many rows are forgotten in one transaction. */
const PURGE_BATCH = 500;

/** What happened to code, in SQLite. */
export function sqliteCodeWork(connection: Connection): CodeWork {
  const all = <T>(sql: string, ...values: readonly (string | number)[]): readonly T[] =>
    connection
      .statement(sql)
      .all(...values)
      .map((row) => revive<T>(row.data, DATES));
  const newest = <T>(table: 'pull_request' | 'deployment' | 'build') => {
    const sql = `SELECT data FROM ${table} WHERE updated_at >= ? ORDER BY updated_at DESC, key LIMIT ?`;
    return ({ since, limit }: { readonly since: Date; readonly limit: number }): Promise<readonly T[]> =>
      connection.read(() => all<T>(sql, since.toISOString(), limit));
  };
  const hasRows = (table: string): boolean =>
    connection.statement(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
  return {
    ofIssue: (identifier) => connection.read(() => ofIssue(all, identifier.toUpperCase())),
    builds: newest<Build>('build'),
    deployments: newest<Deployment>('deployment'),
    pullRequests: newest<PullRequest>('pull_request'),
    openPullRequests: (limit) =>
      connection.read(() =>
        all<PullRequest>(
          "SELECT data FROM pull_request WHERE state = 'open' ORDER BY updated_at DESC, key LIMIT ?",
          limit,
        ),
      ),
    hasHeard: () =>
      connection.read(() => ({
        deployments: hasRows('deployment'),
        pullRequests: hasRows('pull_request'),
        builds: hasRows('build'),
      })),
    purge: (before) => purge(connection, before),
  };
}

function ofIssue(
  all: <T>(sql: string, ...values: readonly string[]) => readonly T[],
  issue: string,
): Awaited<ReturnType<CodeWork['ofIssue']>> {
  const named = (kind: string): string => `SELECT key FROM code_issue WHERE issue = ? AND kind = '${kind}'`;
  return {
    pullRequests: all<PullRequest>(
      `SELECT data FROM pull_request WHERE key IN (${named('pull_request')}) ORDER BY updated_at DESC, key LIMIT 20`,
      issue,
    ),
    // A deployment knows its branch but rarely the issue; the pull request of that branch knows both.
    deployments: all<Deployment>(
      `SELECT data FROM deployment WHERE key IN (${named('deployment')})
         OR branch IN (SELECT branch FROM pull_request WHERE key IN (${named('pull_request')}))
       ORDER BY updated_at DESC, key LIMIT 20`,
      issue,
      issue,
    ),
  };
}

async function purge(connection: Connection, before: Date): Promise<number> {
  const at = before.toISOString();
  const batch = (sql: string): Promise<number> =>
    connection.write((db) => Number(db.prepare(sql).run(at, PURGE_BATCH).changes));
  let gone = 0;
  for (const [table, condition] of [
    ['pull_request', "state <> 'open' AND"],
    ['deployment', ''],
    ['build', ''],
  ] as const) {
    const sql = `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE ${condition} updated_at < ? LIMIT ?)`;
    for (let count = PURGE_BATCH; count === PURGE_BATCH; ) {
      count = await batch(sql);
      gone += count;
    }
  }
  await connection.write((db) =>
    db.exec(`DELETE FROM code_issue WHERE (kind = 'pull_request' AND key NOT IN (SELECT key FROM pull_request))
      OR (kind = 'deployment' AND key NOT IN (SELECT key FROM deployment))`),
  );
  return gone;
}

/** Events can arrive in the wrong order: an older one never replaces a newer one. */
const IF_NEWER = 'WHERE excluded.updated_at >= updated_at';

export function writePullRequest(connection: Connection, pullRequest: PullRequest): void {
  const key = `${pullRequest.repository}#${pullRequest.number}`;
  const before = connection.statement('SELECT data FROM pull_request WHERE key = ?').get(key);
  const openedAt = before === undefined ? pullRequest.openedAt : revive<PullRequest>(before.data, DATES).openedAt;
  connection
    .statement(
      `INSERT INTO pull_request VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
        state = excluded.state, branch = excluded.branch, updated_at = excluded.updated_at, data = excluded.data ${IF_NEWER}`,
    )
    .run(
      key,
      pullRequest.state,
      pullRequest.branch,
      pullRequest.updatedAt.toISOString(),
      storableJson({ ...pullRequest, openedAt }),
    );
  nameIssues(connection, { kind: 'pull_request', key, issues: pullRequest.issues });
}

export function writeDeployment(connection: Connection, deployment: Deployment): void {
  const key = `${deployment.provider}:${deployment.deploymentId}`;
  connection
    .statement(
      `INSERT INTO deployment VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
        branch = excluded.branch, updated_at = excluded.updated_at, data = excluded.data ${IF_NEWER}`,
    )
    .run(key, deployment.branch, deployment.updatedAt.toISOString(), storableJson(deployment));
  nameIssues(connection, { kind: 'deployment', key, issues: deployment.issues });
}

export function writeBuild(connection: Connection, build: Build): void {
  connection
    .statement(
      `INSERT INTO build VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET
        updated_at = excluded.updated_at, data = excluded.data ${IF_NEWER}`,
    )
    .run(`${build.repository}:${build.buildId}`, build.updatedAt.toISOString(), storableJson(build));
}

function nameIssues(
  connection: Connection,
  { kind, key, issues }: { readonly kind: string; readonly key: string; readonly issues: readonly string[] },
): void {
  for (const issue of issues)
    connection.statement('INSERT OR IGNORE INTO code_issue VALUES (?, ?, ?)').run(issue.toUpperCase(), kind, key);
}
