/** One kind of news: what a channel or a person can ask to be told. */
interface NoticeKindSpec {
  /** For lists and forms: `An issue is started`. */
  readonly says: string;
  /** A sign that starts the line; the words beside it always say it too. */
  readonly mark: string;
  /** True where a channel hears of it when it names no kinds of its own. */
  readonly isUsual: boolean;
}

/** Every kind of news, in the order in which work goes. docs/events.md and config/onomancer.yml name them. */
export const NOTICE_KINDS = {
  'issue-created': { says: 'An issue is created', mark: '🆕', isUsual: true },
  'issue-started': { says: 'Work on an issue begins', mark: '▶️', isUsual: true },
  'issue-blocked': { says: 'An issue is blocked', mark: '⛔', isUsual: true },
  'issue-in-review': { says: 'An issue goes into review', mark: '🔎', isUsual: true },
  'issue-done': { says: 'An issue is done', mark: '✅', isUsual: true },
  'issue-canceled': { says: 'An issue is canceled or a duplicate', mark: '🚫', isUsual: false },
  'issue-reassigned': { says: 'An issue goes to somebody else', mark: '👤', isUsual: false },
  'issue-priority': { says: 'The priority of an issue changes', mark: '🔺', isUsual: false },
  'issue-comment': { says: 'Somebody comments on an issue', mark: '💬', isUsual: false },
  'pull-request-opened': { says: 'A pull request is ready for review', mark: '📬', isUsual: false },
  'pull-request-merged': { says: 'A pull request is merged', mark: '🔀', isUsual: true },
  'preview-deployed': { says: 'A preview can be looked at', mark: '👀', isUsual: false },
  'production-deployed': { says: 'Production has a new version', mark: '🚀', isUsual: true },
  'deployment-failed': { says: 'A deployment failed', mark: '💥', isUsual: true },
  'build-failed': { says: 'A build of the main branch failed', mark: '🧱', isUsual: true },
  'cycle-started': { says: 'A cycle starts', mark: '🏁', isUsual: true },
  'cycle-at-risk': { says: 'A cycle is at risk', mark: '⚠️', isUsual: true },
  'cycle-done': { says: 'A cycle ends', mark: '🏆', isUsual: true },
} as const satisfies Record<string, NoticeKindSpec>;

export type NoticeKind = keyof typeof NOTICE_KINDS;

export const NOTICE_KIND_NAMES = Object.keys(NOTICE_KINDS) as readonly NoticeKind[];

/** Named selections for the configuration file, so that most channels need one word. */
export const NOTICE_SELECTIONS = {
  /** What a team would keep: no chatter about single fields. */
  team: NOTICE_KIND_NAMES.filter((kind) => NOTICE_KINDS[kind].isUsual),
  /** For those who decide: the cycle, and what reached the customers. */
  leadership: ['cycle-started', 'cycle-at-risk', 'cycle-done', 'production-deployed'],
  /** For those who tell the world: what is finished and where it can be seen. */
  releases: ['issue-done', 'pull-request-merged', 'preview-deployed', 'production-deployed', 'deployment-failed'],
  everything: NOTICE_KIND_NAMES,
} as const satisfies Record<string, readonly NoticeKind[]>;

export type NoticeSelection = keyof typeof NOTICE_SELECTIONS;
