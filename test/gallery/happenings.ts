import type { StateType } from '../../src/ports/issue-tracker.ts';
import type {
  BuildEvent,
  CommentEvent,
  DeploymentEvent,
  IssueChanges,
  IssueEvent,
  IssueSnapshot,
  PullRequestEvent,
} from '../../src/ports/work-event.ts';
import type { DataClass } from './entry.ts';
import { ENDLESS, SPECIES } from './nasty.ts';

const AT = new Date('2026-08-12T09:59:58Z');

/** What people and vendors write into the fields of an event. */
interface Words {
  readonly title: string;
  readonly name: string;
  readonly state: string;
  readonly text: string;
  readonly url: string;
  readonly branch: string;
}

const WORDS: Readonly<Record<DataClass, Words>> = {
  typical: {
    title: 'Webhook for disputes',
    name: 'Alan Turing',
    state: '',
    text: 'Could you look, @ada? The **signature** is wrong:\n\n```\nnope\n```',
    url: 'https://linear.app/acme/issue/ENG-4/webhook-for-disputes',
    branch: 'grace/eng-4-webhook',
  },
  empty: { title: '', name: '', state: '', text: '', url: 'https://linear.app/acme/issue/ENG-4', branch: 'x' },
  extreme: {
    title: ENDLESS,
    name: 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff senior, of the family 👩‍👩‍👧‍👦'.repeat(3),
    state: ' of a very long process that somebody has drawn on a whiteboard once',
    text: ENDLESS,
    url: `https://linear.app/acme/issue/ENG-4/${'x'.repeat(1_900)}`,
    branch: `feature/${'long-'.repeat(60)}name`,
  },
  hostile: {
    title: `${SPECIES.mentions} ${SPECIES.links} ${SPECIES.marks}`,
    name: `${SPECIES.backwards} ${SPECIES.mentions}`,
    state: ` ${SPECIES.marks}`,
    text: `${SPECIES.lines}\n${SPECIES.fence}\n${SPECIES.mentions}\n${SPECIES.links}\n${SPECIES.emoji} ${SPECIES.eastAsian}`,
    url: 'javascript:alert(1)',
    branch: `x\`${SPECIES.links} ${SPECIES.invisible}`,
  },
};

/** What happens in Linear and in the code, told with words of this class. */
export class Happenings {
  readonly #words: Words;
  readonly #data: DataClass;

  constructor(data: DataClass) {
    this.#words = WORDS[data];
    this.#data = data;
  }

  issue(changes: IssueChanges, more: Partial<IssueSnapshot> = {}): IssueEvent {
    const { title, name, url } = this.#words;
    const issue: IssueSnapshot = {
      id: 'id-eng-4',
      identifier: 'ENG-4',
      title,
      url,
      state: this.state('In Progress', 'started'),
      teamKey: 'ENG',
      priority: 2,
      assignee: { id: 'person-grace', name: 'Grace Hopper' },
      project: 'Payments',
      labels: ['Customer'],
      cycleId: null,
      ...more,
    };
    const actor = this.#data === 'empty' ? null : { name, trackerUserId: 'person-alan' };
    return { kind: 'issue-changed', at: AT, actor, issue, changes };
  }

  state(name: string, type: StateType) {
    return { name: `${name}${this.#words.state}`, type, position: 0 };
  }

  comment(more: Partial<CommentEvent> = {}): CommentEvent {
    const { title, name, text, url } = this.#words;
    return {
      kind: 'comment-created',
      at: AT,
      actor: { name, trackerUserId: 'person-alan' },
      issue: { id: 'id-eng-4', identifier: 'ENG-4', title, url },
      body: text,
      url: null,
      ...more,
    };
  }

  pullRequest(action: PullRequestEvent['action']): PullRequestEvent {
    const { title, name, branch } = this.#words;
    return {
      kind: 'pull-request',
      at: AT,
      actor: { name, trackerUserId: null },
      action,
      repository: 'acme/arm',
      number: 41,
      title,
      url: 'https://github.com/acme/arm/pull/41',
      branch,
      targetBranch: this.#data === 'typical' ? 'main' : branch,
      commit: 'abc',
      author: name,
      isDraft: false,
      issues: this.#issues(),
    };
  }

  deployment(environment: DeploymentEvent['environment'], state: DeploymentEvent['state']): DeploymentEvent {
    const { title, branch } = this.#words;
    const isBare = this.#data === 'empty';
    const url = this.#data === 'hostile' ? 'javascript:alert(1)' : 'https://arm-console-git-eng-4.vercel.app';
    return {
      kind: 'deployment',
      at: AT,
      actor: null,
      provider: 'vercel',
      deploymentId: 'dpl_1',
      project: this.#data === 'typical' ? 'arm-console' : title,
      environment,
      state,
      url: isBare || state === 'failed' ? null : url,
      detailsUrl: isBare ? null : 'https://vercel.com/acme/arm-console/dpl_1',
      branch: isBare ? null : branch,
      commit: 'abc',
      issues: this.#issues(),
    };
  }

  build(): BuildEvent {
    const { title } = this.#words;
    return {
      kind: 'build',
      at: AT,
      actor: null,
      repository: this.#data === 'typical' ? 'acme/arm' : title,
      name: this.#data === 'typical' ? 'CI' : title,
      buildId: '1',
      state: 'failed',
      branch: 'main',
      commit: 'abc',
      url: 'https://github.com/acme/arm/actions/runs/1',
    };
  }

  #issues(): readonly string[] {
    if (this.#data === 'empty') return [];
    return this.#data === 'typical' ? ['ENG-4'] : Array.from({ length: 30 }, (_, index) => `ENG-${index + 1}`);
  }
}
