import type { Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import {
  type Panel,
  type SmallMultiples,
  smallMultiples,
  smallMultiplesAlt,
} from '../../shared/charts/small-multiples.ts';
import { inlineCode, markdownLink, oneLine, safeLine } from '../../shared/text/markdown.ts';
import { clip, linesWithin, plural, relativeTime } from '../../shared/text/words.ts';
import { type BuildStatus, isFailing, type Workflow } from './build-status.ts';

const MAX_CHARS = 3_000;
const MAX_ALT_CHARS = 1_000;
const MINUTE_MS = 60_000;

/** How the builds are: failures first, with the last runs of each as a picture. */
export function buildStatusView(status: BuildStatus, now: Date): Reply {
  switch (status.kind) {
    case 'nothing-reported':
      return {
        cards: [
          {
            title: 'No build was reported in the last 30 days',
            text: 'GitHub tells this bot about builds by a webhook with the events “Workflow runs” and “Check runs”. An administrator can add it; docs/CREDENTIALS_SETUP_GUIDE.md says how.',
            tone: 'attention',
          },
        ],
      };
    case 'no-such-project':
      return noSuchProject(status);
    case 'status':
      return statusView(status, now);
  }
}

function noSuchProject({ typed, near, all }: Extract<BuildStatus, { kind: 'no-such-project' }>): Reply {
  const shown = near.length > 0 ? near : all;
  const lines = shown.map((name) => `• ${inlineCode(`/build-status project:${clip(name, 100)}`)}`);
  return {
    cards: [
      {
        title: `No build of “${safeLine(clip(oneLine(typed), 60))}” was reported`,
        text: [
          near.length > 0 ? 'Did you mean:' : 'Builds were reported of:',
          linesWithin(lines, { maxChars: 1_500, maxLines: 10 }, (left) => `+ ${left} more`),
        ].join('\n'),
        tone: 'attention',
      },
    ],
  };
}

function statusView({ project, workflows }: Extract<BuildStatus, { kind: 'status' }>, now: Date): Reply {
  const failing = workflows.filter(isFailing);
  const data: SmallMultiples = {
    title: project === null ? 'Builds' : `Builds of ${project}`,
    subtitle: 'The last runs of each, newest on the right',
    whenEmpty: 'No build has been reported yet.',
    panels: workflows.map((workflow) => panelOf(workflow, now)),
  };
  const headline =
    failing.length === 0
      ? 'No workflow failed the last time it ended.'
      : `**${plural(failing.length, 'workflow')} failed the last time.**`;
  const lines = workflows.map(lineOf);
  return {
    cards: [
      {
        title: safeLine(clip(data.title, 120)),
        text: [headline, linesWithin(lines, { maxChars: MAX_CHARS, maxLines: 15 }, (left) => `+ ${left} more`)].join(
          '\n',
        ),
        tone: failing.length > 0 ? 'bad' : 'good',
        footer: 'The main branch of each, or the newest one where none was built; of the last 30 days.',
      },
    ],
    // A name that does not fit into a button is shown without one rather than asked for cut.
    ...((project ?? '').length > 80
      ? {}
      : {
          buttons: [
            [actionButton('build-status', `again:${project ?? ''}`, { label: 'Look again', style: 'secondary' })],
          ],
        }),
    pictures: [{ name: 'builds.png', alt: clip(smallMultiplesAlt(data), MAX_ALT_CHARS), svg: smallMultiples(data) }],
  };
}

function lineOf(workflow: Workflow): string {
  const { repository, name, branch, runs, lastEnded } = workflow;
  const [newest] = runs;
  const shown = lastEnded ?? newest;
  const link = markdownLink(`${clip(repository, 60)} · ${clip(name, 50)}`, shown?.url ?? '');
  const running = newest?.state === 'running' ? ' · running again now' : '';
  const where = ` on ${safeLine(clip(branch, 40))}`;
  if (lastEnded === null)
    return `${newest?.state === 'running' ? '🔨' : '🚫'} ${link} ${newest?.state === 'running' ? 'is running' : 'was canceled'}${where}`;
  const when = relativeTime(lastEnded.updatedAt);
  if (lastEnded.state === 'failed') return `💥 ${link} failed${where} ${when}${failuresInRow(runs)}${running}`;
  return `✅ ${link} passed${where} ${when}${running}`;
}

function failuresInRow(runs: Workflow['runs']): string {
  const ended = runs.filter(({ state }) => state === 'passed' || state === 'failed');
  const firstPass = ended.findIndex(({ state }) => state === 'passed');
  const row = firstPass < 0 ? ended.length : firstPass;
  return row > 1 ? `, ${row} times in a row` : '';
}

function panelOf(workflow: Workflow, now: Date): Panel {
  const { repository, name, runs, lastEnded } = workflow;
  const [newest] = runs;
  const running = newest?.state === 'running' ? ', running again' : '';
  const verdict =
    lastEnded === null ? (newest?.state ?? '') : `${lastEnded.state} ${ago(lastEnded.updatedAt, now)}${running}`;
  return {
    kind: 'runs',
    name: `${repository.split('/').at(-1) ?? repository} · ${name}`,
    verdict,
    tone: lastEnded === null ? 'neutral' : lastEnded.state === 'failed' ? 'bad' : 'good',
    runs: runs.map(({ state }) => ({ state })).reverse(),
  };
}

/** In a picture nothing counts on by itself: rounded, so that it stays true for a while. */
function ago(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - at.getTime()) / MINUTE_MS));
  if (minutes < 60) return `${plural(minutes, 'minute')} ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${plural(hours, 'hour')} ago` : `${plural(Math.round(hours / 24), 'day')} ago`;
}
