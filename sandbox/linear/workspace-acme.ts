import { uuidOf } from './uuid.ts';
import type { Workspace } from './workspace.ts';
import { DESIGN_CYCLE, DESIGN_OTHERS, DESIGN_PAST_CYCLE } from './workspace-acme-design.ts';
import {
  ENGINEERING_CYCLE,
  ENGINEERING_NEXT_CYCLE,
  ENGINEERING_OTHERS,
  ENGINEERING_PAST_CYCLE,
} from './workspace-acme-engineering.ts';
import { addTalk } from './workspace-acme-talk-build.ts';
import { buildTeam, type TeamPlan } from './workspace-build.ts';
import { addProject, emptyWorkspace, labelRow, projectStatuses, userRow } from './workspace-parts.ts';

const DAY_MS = 86_400_000;

const PEOPLE: readonly (readonly [displayName: string, name: string, title: string])[] = [
  ['ada', 'Ada Okafor', 'Lead engineer'],
  ['lea', 'Lea Brandt', 'Chief executive'],
  ['priya', 'Priya Nair', 'Product manager'],
  ['marco', 'Marco Silva', 'Marketing'],
  ['devon', 'Devon Clarke', 'Engineer'],
  ['deepa', 'Deepa Rao', 'Engineer'],
  ['nico', 'Nico Weber', 'Engineer'],
  ['dana', 'Dana Reyes', 'Developer relations'],
  ['yuki', 'Yuki Tanaka', 'Designer'],
  ['omar', 'Omar Haddad', 'Design researcher'],
];

const SHARED_LABELS = ['Bug', 'Feature', 'Improvement', 'Security', 'Docs'];

const PROJECTS = [
  {
    name: 'Fleet dashboard',
    status: 'In Progress',
    lead: 'priya',
    teams: ['ENG', 'DES'],
    startDay: -60,
    targetDay: 40,
  },
  { name: 'Autonomy 2.0', status: 'In Progress', lead: 'ada', teams: ['ENG'], startDay: -90, targetDay: 90 },
  { name: 'Battery health', status: 'In Progress', lead: 'deepa', teams: ['ENG', 'DES'], startDay: -10, targetDay: 30 },
  { name: 'Developer docs', status: 'In Progress', lead: 'dana', teams: ['ENG'], startDay: -45, targetDay: 20 },
  { name: 'Brand refresh', status: 'Completed', lead: 'marco', teams: ['DES'], startDay: -80, targetDay: -5 },
];

const ENGINEERING: TeamPlan = {
  key: 'ENG',
  name: 'Engineering',
  description: 'Robots, gateways and the dashboard.',
  color: '#5e6ad2',
  members: ['ada', 'devon', 'deepa', 'nico', 'dana', 'priya', 'lea'],
  labels: ['Dashboard', 'Firmware', 'Infra'],
  hasTriage: true,
  firstNumber: 101,
  cycles: [
    {
      number: 11,
      name: null,
      startDay: -14,
      table: ENGINEERING_PAST_CYCLE,
      carriedOver: ['login-sso', 'map-tiles', 'dock-align'],
    },
    { number: 12, name: 'Ready for Hamburg', startDay: 0, table: ENGINEERING_CYCLE, carriedOver: [] },
    { number: 13, name: null, startDay: 14, table: ENGINEERING_NEXT_CYCLE, carriedOver: [] },
    { number: 14, name: null, startDay: 28, table: '', carriedOver: [] },
  ],
  others: ENGINEERING_OTHERS,
};

const DESIGN: TeamPlan = {
  key: 'DES',
  name: 'Design',
  description: null,
  color: '#f2994a',
  members: ['yuki', 'omar', 'marco', 'priya'],
  labels: ['Research', 'Visual'],
  hasTriage: false,
  firstNumber: 21,
  cycles: [
    { number: 4, name: null, startDay: -14, table: DESIGN_PAST_CYCLE, carriedOver: [] },
    { number: 5, name: null, startDay: 0, table: DESIGN_CYCLE, carriedOver: [] },
    { number: 6, name: null, startDay: 14, table: '', carriedOver: [] },
  ],
  others: DESIGN_OTHERS,
};

/**
 * Acme Robotics: two teams, a running cycle in each (Engineering's has 36 issues and is in its second week), a past and
 * next ones, blockers, and some text that is hard to show. The same for the same `now`; nothing lies in the future of it.
 */
export function acmeWorkspace({ now }: { readonly now: Date }): Workspace {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const engineeringStart = midnight - 8 * DAY_MS;
  const workspace = emptyWorkspace({ name: 'Acme Robotics', urlKey: 'acme-robotics', createdAt: at(midnight, -400) });
  addPeople(workspace, midnight);
  workspace.labels.push(...SHARED_LABELS.map((name) => labelRow(name, null, at(midnight, -380))));
  workspace.projectStatuses.push(...projectStatuses(at(midnight, -400)));
  for (const project of PROJECTS) addProject(workspace, project, (day) => at(engineeringStart, day));
  buildTeam(workspace, ENGINEERING, engineeringStart);
  buildTeam(workspace, DESIGN, midnight - 3 * DAY_MS);
  addTalk(workspace, { ENG: engineeringStart, DES: midnight - 3 * DAY_MS });
  return workspace;
}

function addPeople(workspace: Workspace, midnight: number): void {
  const joined = at(midnight, -390);
  for (const [displayName, name, title] of PEOPLE)
    workspace.users.push(userRow({ displayName, name, title, email: `${displayName}@acme-robotics.example`, joined }));
  const gone = userRow({
    displayName: 'sam',
    name: 'Sam Lindqvist',
    title: null,
    email: 'sam@acme-robotics.example',
    joined,
  });
  const bot = userRow({
    displayName: 'github',
    name: 'GitHub',
    title: null,
    email: 'github@acme-robotics.example',
    joined,
  });
  workspace.users.push({ ...gone, active: false }, { ...bot, app: true });
  for (const user of workspace.users) user.admin = user.displayName === 'lea' || user.displayName === 'ada';
  workspace.viewerId = uuidOf('user ada');
}

function at(start: number, day: number): string {
  return new Date(start + day * DAY_MS).toISOString();
}
