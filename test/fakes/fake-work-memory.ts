import type { Build, CodeWork, Deployment, PullRequest } from '../../src/ports/code-work.ts';
import type { Movement, Movements } from '../../src/ports/movements.ts';

/** What happened to issues, in memory. */
export class FakeMovements implements Movements {
  readonly all: Movement[] = [];

  async between(from: Date, to: Date, limit: number): Promise<readonly Movement[]> {
    const found = this.all.filter(({ at }) => at >= from && at < to).sort((a, b) => a.at.getTime() - b.at.getTime());
    return found.slice(-limit);
  }

  async purge(): Promise<number> {
    return 0;
  }
}

/** What happened to code, in memory. */
export class FakeCodeWork implements CodeWork {
  readonly prs: PullRequest[] = [];
  readonly deployed: Deployment[] = [];
  readonly built: Build[] = [];

  async ofIssue(identifier: string): ReturnType<CodeWork['ofIssue']> {
    const pullRequests = newest(this.prs.filter(({ issues }) => issues.includes(identifier)));
    const branches = new Set(pullRequests.map(({ branch }) => branch));
    const isOfIssue = ({ issues, branch }: Deployment): boolean =>
      issues.includes(identifier) || (branch !== null && branches.has(branch));
    return { pullRequests, deployments: newest(this.deployed.filter(isOfIssue)) };
  }

  async builds({ since, limit }: { readonly since: Date; readonly limit: number }): Promise<readonly Build[]> {
    return newest(this.built.filter(({ updatedAt }) => updatedAt >= since)).slice(0, limit);
  }

  async deployments({
    since,
    limit,
  }: {
    readonly since: Date;
    readonly limit: number;
  }): Promise<readonly Deployment[]> {
    return newest(this.deployed.filter(({ updatedAt }) => updatedAt >= since)).slice(0, limit);
  }

  async pullRequests({
    since,
    limit,
  }: {
    readonly since: Date;
    readonly limit: number;
  }): Promise<readonly PullRequest[]> {
    return newest(this.prs.filter(({ updatedAt }) => updatedAt >= since)).slice(0, limit);
  }

  async openPullRequests(limit: number): Promise<readonly PullRequest[]> {
    return newest(this.prs.filter(({ state }) => state === 'open')).slice(0, limit);
  }

  async hasHeard(): ReturnType<CodeWork['hasHeard']> {
    return { deployments: this.deployed.length > 0, pullRequests: this.prs.length > 0, builds: this.built.length > 0 };
  }

  async purge(): Promise<number> {
    return 0;
  }
}

function newest<T extends { readonly updatedAt: Date }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
}
