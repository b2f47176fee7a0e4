import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { Deployment } from '../../plans/release/release-facts.ts';

interface Line {
  readonly at?: string;
  readonly who?: string;
  readonly what?: string;
  readonly verb?: string;
  readonly detail?: string;
  readonly outcome?: string;
  readonly tookMs?: number;
}

/** The log of who deployed what and when. */
export function deploymentsLog({ logDir }: ServerPaths): string {
  return join(logDir, 'deployments.jsonl');
}

/** The last runs, newest first. One that was killed has no end and is not among them. */
export function readDeployments(paths: ServerPaths, count: number): readonly Deployment[] {
  const path = deploymentsLog(paths);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => parse(line) ?? [])
    .slice(-count)
    .reverse();
}

function parse(text: string): Deployment | null {
  try {
    const { what, at = '', who = '', verb = '', detail = '', outcome = '', tookMs = null } = JSON.parse(text) as Line;
    return what === 'run-ended' ? { at, who, verb, release: detail, outcome, tookMs } : null;
  } catch {
    // The empty line at the end, or one that a power cut has left half written.
    return null;
  }
}
