import type { Card, Reply, Tone } from '../../ports/chat.ts';
import type { DigestKind, Reader } from '../../shared/digest-plan.ts';
import { escapeMarkdown, safeLine } from '../../shared/text/markdown.ts';
import { clip, dateTag, linesWithin, list, plural, relativeTime } from '../../shared/text/words.ts';
import { failingBuilds, productionLines } from './code-lines.ts';
import { digestPicture } from './digest-picture.ts';
import type { Period, Sources } from './gather.ts';
import { type Material, writeFor } from './readers.ts';
import { fieldsOf, riskLines } from './sections.ts';

/** Discord takes 6,000 characters in a card; some are kept for what the adapter adds. */
const MAX_CARD_CHARS = 5_700;
const MAX_HEADLINE_CHARS = 1_500;

const READER_WORDS = {
  leadership: 'leadership',
  product: 'product',
  marketing: 'marketing',
  devrel: 'developer relations',
  developers: 'developers',
} as const satisfies Record<Reader, string>;

export interface DigestHead {
  readonly kind: DigestKind;
  readonly reader: Reader;
  readonly period: Period;
}

/** Nothing moved in the tracker and in the code. Silence of a source that could not be asked is not quiet. */
export function isQuiet({ sources, moves }: Material): boolean {
  return (
    sources.missing === null &&
    sources.unknownTeams.length === 0 &&
    moves.length === 0 &&
    sources.merged.length === 0 &&
    sources.deployments.length === 0
  );
}

/** The digest as one card with its chart. */
export function digestView(head: DigestHead, material: Material): Reply {
  const { headline, sections } = writeFor(head.reader, material);
  const text = [
    periodLine(head),
    ...warnings(material.sources),
    ...(isQuiet(material) ? ['Nothing moved in this time.'] : []),
    ...(headline.length > 0
      ? [linesWithin(headline, { maxChars: MAX_HEADLINE_CHARS }, (left) => `+ ${left} more`)]
      : []),
    ...(material.sources.missing?.kind !== 'unasked' && material.sources.sprints.length === 0
      ? ['No sprint is running.']
      : []),
  ].join('\n');
  const card: Card = {
    title: titleOf(head),
    text,
    tone: toneOf(head.reader, material),
    ...footerOf(head.reader, material.sources),
  };
  const used = (card.title?.length ?? 0) + text.length + (card.footer?.length ?? 0);
  const picture = digestPicture(head.reader, material.outlook.standings, material.now);
  return {
    cards: [{ ...card, fields: fieldsOf(sections, MAX_CARD_CHARS - used) }],
    ...(picture === null ? {} : { pictures: [picture] }),
  };
}

/** For a period in which nothing moved: short, but what is at risk stays at risk. */
export function quietView(head: DigestHead, material: Material): Reply {
  const risks = riskLines(material.outlook);
  const { blocked } = material.outlook;
  const text = [
    periodLine(head),
    'Nothing moved in this time.',
    ...(blocked.length > 0
      ? [`⛔ ${plural(blocked.length, 'issue')} still wait${blocked.length === 1 ? 's' : ''} for something.`]
      : []),
    ...risks.slice(0, 3),
  ];
  return {
    cards: [
      {
        title: titleOf(head),
        text: text.join('\n'),
        tone: toneOf(head.reader, material),
        ...footerOf(head.reader, material.sources),
      },
    ],
  };
}

function titleOf({ kind, reader }: DigestHead): string {
  return `${kind === 'daily' ? 'Daily' : 'Weekly'} digest for ${READER_WORDS[reader]}`;
}

function periodLine({ kind, period: { from, to } }: DigestHead): string {
  return kind === 'weekly' ? `${dateTag(from)} to ${dateTag(to)}` : `Since ${relativeTime(from)}`;
}

/** What the reader must know before they trust the rest. */
function warnings({ missing, teamsLeftOut, unknownTeams, isChangedCut }: Sources): readonly string[] {
  return [
    ...(missing?.kind === 'unasked'
      ? [
          `⚠️ ${escapeMarkdown(missing.why)} What is blocked or at risk is therefore not known; below is only what we saw happen.`,
        ]
      : []),
    ...(missing?.kind === 'stale'
      ? [`⚠️ Linear is not answering; this is from ${relativeTime(missing.asOf)}, later changes are missing.`]
      : []),
    ...(unknownTeams.length > 0
      ? [
          `⚠️ Linear has no team ${list(unknownTeams.map((key) => safeLine(clip(key, 20))))}; an administrator corrects the digest in config/onomancer.yml.`,
        ]
      : []),
    ...(teamsLeftOut > 0
      ? [`⚠️ ${plural(teamsLeftOut, 'team')} more than fit here ${teamsLeftOut === 1 ? 'is' : 'are'} left out.`]
      : []),
    ...(isChangedCut ? ['⚠️ More changed than fits here; the oldest changes are left out.'] : []),
  ];
}

/** Whose news is not in here because nobody sends it. */
function footerOf(reader: Reader, { hasHeard }: Sources): { footer?: string } {
  const isBuilder = reader === 'developers';
  const silent = [
    ...(hasHeard.pullRequests || !isBuilder ? [] : ['pull requests']),
    ...(hasHeard.builds || !isBuilder ? [] : ['builds']),
    ...(hasHeard.deployments ? [] : ['deployments']),
  ];
  return silent.length === 0 ? {} : { footer: `Not in here, because none was ever reported: ${list(silent)}.` };
}

/** Red is for those who can do something about it. */
function toneOf(reader: Reader, { sources, outlook }: Material): Tone {
  if (reader === 'marketing' || reader === 'devrel') return sources.missing === null ? 'neutral' : 'attention';
  const isBroken = failingBuilds(sources).length > 0 || productionLines(sources).some((line) => line.startsWith('💥'));
  if (isBroken || outlook.standings.some(({ verdict }) => verdict === 'late')) return 'bad';
  if (sources.missing !== null || outlook.blocked.length > 0 || outlook.overdue.length > 0) return 'attention';
  return outlook.standings.some(({ verdict }) => verdict === 'on-track' || verdict === 'done') ? 'good' : 'neutral';
}
