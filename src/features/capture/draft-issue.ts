import type { CaptureDraft } from '../../ports/captures.ts';
import type { ChatMessage } from '../../ports/chat-channel.ts';
import type { Part } from '../../ports/screen.ts';
import { safeUrl } from '../../shared/text/markdown.ts';
import { clip, plural } from '../../shared/text/words.ts';
import type { CaptureTarget } from './target.ts';
import { titleOf } from './title-of.ts';
import { trackerLine, trackerQuote } from './tracker-markdown.ts';

/** Enough to see what was meant; the whole text is behind the link. */
const MAX_ANSWERED_CHARS = 500;
const MAX_FILES = 20;
const SOURCE_LABEL = 'Source: Discord';

/** What becomes an issue: said in a message, or by `/feedback` (then without address, files and all that). */
export interface Said {
  /** Null: the first line of the text that says something. */
  readonly title: string | null;
  readonly text: string;
  readonly author: string;
  readonly at: Date;
  readonly url: string | null;
  readonly threadName: string | null;
  readonly replyTo: ChatMessage['replyTo'];
  readonly files: ChatMessage['attachments'];
  /** Who captured it, when that is somebody else. */
  readonly capturedBy: string | null;
}

/** What a message says. */
export function saidIn(message: ChatMessage, capturedBy: { readonly id: string; readonly name: string }): Said {
  return {
    title: null,
    text: message.content,
    author: message.author.name,
    at: message.createdAt,
    url: message.url,
    threadName: message.threadName,
    replyTo: message.replyTo,
    files: message.attachments.slice(0, MAX_FILES),
    capturedBy: capturedBy.id === message.author.id ? null : capturedBy.name,
  };
}

/** Everything in it that somebody typed, for `screen`; `withTexts` puts back what came out of it. */
export function partsOf({ title, text, threadName, replyTo, files }: Said): readonly Part[] {
  return [
    { name: 'the title', text: title ?? '' },
    { name: 'the message', text },
    { name: 'the name of the thread', text: threadName ?? '' },
    { name: 'the message that it answers', text: replyTo?.content ?? '' },
    ...files.map((file) => ({ name: 'the name of a file', text: file.name })),
  ];
}

/** The same with the texts that `screen` gave for its parts. */
export function withTexts(
  said: Said,
  [title = '', text = '', thread = '', answered = '', ...names]: readonly string[],
): Said {
  return {
    ...said,
    title: said.title === null ? null : title,
    text,
    threadName: said.threadName === null ? null : thread,
    replyTo: said.replyTo && { ...said.replyTo, content: answered },
    files: said.files.map((file, index) => ({ ...file, name: names[index] ?? '' })),
  };
}

/** The issue for what was said, which must be screened. */
export function draftIssue(said: Said, target: CaptureTarget): CaptureDraft {
  return {
    title: titleFor(said),
    description: description(said),
    team: target.team,
    project: target.project,
    labels: [SOURCE_LABEL, ...(target.project === null ? [] : [`Project: ${target.project}`])],
  };
}

function titleFor({ title, text, author, files, threadName }: Said): string {
  const found = titleOf(title ?? '') ?? titleOf(text);
  if (found !== null) return found;
  const what = files.length > 0 ? `${files[0]?.name ?? 'File'}` : 'Feedback';
  return clip(`${what} from ${author}${threadName === null ? '' : ` in “${threadName}”`}`.replace(/\s+/g, ' '), 90);
}

function description(said: Said): string {
  const text = said.text.trim();
  return [
    text === '' ? '_No text, only files._' : trackerQuote(text),
    context(said),
    ...answeredPart(said),
    ...filesPart(said),
    ...(said.url === null ? [] : [`[Open the message in Discord](${said.url})`]),
  ].join('\n\n');
}

function context({ author, at, threadName, capturedBy }: Said): string {
  const when = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const where = threadName === null ? '' : ` in the thread “${trackerLine(threadName)}”`;
  const by = capturedBy === null ? '' : ` · Captured by **${trackerLine(capturedBy)}**`;
  return `Said by **${trackerLine(author)}**${where}, ${when}${by}`;
}

function answeredPart({ replyTo }: Said): string[] {
  if (replyTo === null || replyTo.content.trim() === '') return [];
  return [
    `In answer to **${trackerLine(replyTo.author)}**:`,
    trackerQuote(clip(replyTo.content.trim(), MAX_ANSWERED_CHARS)),
  ];
}

function filesPart({ files: list }: Said): string[] {
  if (list.length === 0) return [];
  const lines = list.map(({ name, url, contentType, sizeBytes }) => {
    const target = safeUrl(url);
    const label = trackerLine(name) || 'file';
    const about = [contentType === null ? null : trackerLine(contentType), size(sizeBytes)].filter(
      (part) => part !== null,
    );
    return `- ${target === null ? label : `[${label}](${target})`} (${about.join(', ')})`;
  });
  return [['Files, in Discord (a link that has expired opens from the message):', ...lines].join('\n')];
}

function size(bytes: number): string {
  if (bytes < 1_000) return plural(bytes, 'byte');
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
