import type { LinearSandbox } from '../linear/start-linear.ts';
import type { IssueRow } from '../linear/workspace.ts';
import { type EventSpec, type Options, optionOf, refusedEvent } from './event-spec.ts';

/** What happens in the sandbox's Linear: really changed there, so that Linear tells of it by itself. */
export const LINEAR_EVENTS: readonly EventSpec[] = [
  {
    name: 'linear:issue.create',
    says: 'somebody creates an issue',
    options: ['title', 'team', 'state', 'assignee', 'priority', 'label', 'by'],
    run: ({ linear }, options) => {
      const title = optionOf(options, 'title', 'Robots greet each other');
      const team = optionOf(options, 'team', 'ENG');
      return `${key(linear, personOf(linear, options).create(team, title, wishOf(options)))} was created.`;
    },
  },
  {
    name: 'linear:issue.update',
    says: 'somebody changes an issue; without a wish it moves to the next state',
    options: ['issue', 'state', 'assignee', 'priority', 'title', 'label', 'by'],
    run: ({ linear }, options) => {
      const issue = issueOf(linear, options);
      const wish = { ...wishOf(options), ...(options['title'] === undefined ? {} : { title: options['title'] }) };
      const isNothing = Object.keys(wish).length === 0;
      personOf(linear, options).change(key(linear, issue), isNothing ? { state: nextState(linear, issue) } : wish);
      const changed = Object.entries(wish).filter(([name]) => name !== 'state');
      const rest = changed.map(([name, value]) => `${name} ${value}`).join(', ');
      const state = linear.store.state(issue.stateId).name;
      return `${key(linear, issue)}: ${[...(rest === '' ? [] : [rest]), `in ${state}`].join(', ')} now.`;
    },
  },
  {
    name: 'linear:issue.remove',
    says: 'somebody puts an issue into the bin',
    options: ['issue', 'by'],
    run: ({ linear }, options) => {
      const identifier = key(linear, issueOf(linear, options));
      personOf(linear, options).trash(identifier);
      return `${identifier} lies in the bin.`;
    },
  },
  {
    name: 'linear:issue.block',
    says: 'somebody says that an issue waits for another; Linear has no webhook for that',
    options: ['issue', 'on', 'by'],
    run: ({ linear }, options) => {
      const issue = issueOf(linear, options);
      const on = optionOf(options, 'on', key(linear, issueOf(linear, {}, issue)));
      personOf(linear, options).block(key(linear, issue), on);
      return `${key(linear, issue)} waits for ${on.toUpperCase()}.`;
    },
  },
  {
    name: 'linear:comment.create',
    says: 'somebody comments on an issue',
    options: ['issue', 'text', 'by'],
    run: ({ linear }, options) => {
      const identifier = key(linear, issueOf(linear, options));
      personOf(linear, options).comment(
        identifier,
        optionOf(options, 'text', 'Looks good, only the tests are missing.'),
      );
      return `A comment stands on ${identifier}.`;
    },
  },
  {
    name: 'linear:cycle.update',
    says: 'somebody renames the running cycle',
    options: ['team', 'name', 'by'],
    run: ({ linear }, options) => {
      const team = optionOf(options, 'team', 'ENG');
      const { number } = personOf(linear, options).renameCycle(team, optionOf(options, 'name', 'Ready for the fair'));
      return `Cycle ${number} of ${team} has another name.`;
    },
  },
  {
    name: 'linear:project.update',
    says: 'somebody describes a project anew',
    options: ['project', 'text', 'by'],
    run: ({ linear }, options) => {
      const project = optionOf(options, 'project', linear.workspace.projects[0]?.name ?? '');
      personOf(linear, options).describeProject(project, optionOf(options, 'text', 'What we sell next.'));
      return `${project} has another description.`;
    },
  },
];

function personOf(linear: LinearSandbox, options: Options) {
  const { users, viewerId } = linear.workspace;
  const owner = users.find(({ id }) => id === viewerId)?.displayName ?? '';
  return linear.person(optionOf(options, 'by', owner));
}

function wishOf(options: Options) {
  const wanted = ['state', 'assignee', 'priority', 'label'] as const;
  return Object.fromEntries(wanted.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}

function key({ store }: LinearSandbox, issue: IssueRow): string {
  return store.identifierOf(issue);
}

/** The issue that is named, or one of the running cycle that is not done, other than `not`. */
export function issueOf({ store, workspace }: LinearSandbox, options: Options, not?: IssueRow): IssueRow {
  const identifier = options['issue'];
  if (identifier !== undefined) {
    const issue = store.findIssue(identifier.toUpperCase());
    if (!issue) throw refusedEvent(`There is no issue "${identifier}" in Linear.`, 'Name one as ENG-12.');
    return issue;
  }
  const isOpen = ({ stateId }: IssueRow) => ['unstarted', 'started'].includes(store.state(stateId).type);
  const isThere = (issue: IssueRow) => issue.archivedAt === null && isOpen(issue) && issue !== not;
  const running = workspace.teams.flatMap(({ id }) => store.activeCycleOf(id)?.id ?? []);
  const own = workspace.issues.filter(isThere);
  const issue = own.find(({ cycleId }) => cycleId !== null && running.includes(cycleId)) ?? own[0];
  if (!issue) throw refusedEvent('Linear has no open issue.', 'Create one with linear:issue.create.');
  return issue;
}

/** By type and position; what is done begins anew. */
function nextState({ store, workspace }: LinearSandbox, issue: IssueRow): string {
  const order = ['triage', 'backlog', 'unstarted', 'started', 'completed'];
  const states = workspace.states
    .filter(({ teamId, type }) => teamId === issue.teamId && order.includes(type))
    .toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || a.position - b.position);
  const at = states.findIndex(({ id }) => id === issue.stateId);
  return (states[at + 1] ?? states.find(({ type }) => type === 'unstarted') ?? store.state(issue.stateId)).name;
}
