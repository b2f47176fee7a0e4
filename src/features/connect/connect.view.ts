import type { Button, Reply, Tone } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Person } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';
import type { Link } from '../../ports/store.ts';
import { assertNever } from '../../shared/never.ts';
import { inlineCode, oneLine, safeLine } from '../../shared/text/markdown.ts';
import { clip, dateTag, list, relativeTime } from '../../shared/text/words.ts';
import type { ConnectOutcome } from './connect.ts';

type Of<Kind extends ConnectOutcome['kind']> = Extract<ConnectOutcome, { kind: Kind }>;

const TYPE_PERSON = `type ${inlineCode('/connect person:')} and the first letters of the name, then choose from the list`;
const MY_TASKS = actionButton('my-tasks', 'refresh', { label: 'Show my tasks', style: 'primary' });

export function connectView(outcome: ConnectOutcome): Reply {
  switch (outcome.kind) {
    case 'status':
      return outcome.link
        ? connectedStatus(outcome, outcome.link)
        : outcome.isSelf
          ? unconnectedSelf(outcome)
          : unconnectedMember(outcome);
    case 'connected':
      return connected(outcome);
    case 'already':
      return card(
        'neutral',
        `${who(outcome.isSelf, outcome.link.discordUserId)} ${are(outcome.isSelf)} already connected to ${nameOf(outcome.link)}.`,
      );
    case 'taken':
      return taken(outcome);
    case 'no-such-person':
      return noSuchPerson(outcome);
    case 'disconnected':
      return disconnected(outcome);
    case 'admins-only':
      return card('attention', `Only administrators may connect another member. For yourself, ${TYPE_PERSON}.`, {
        title: 'That needs an administrator',
      });
    default:
      return assertNever(outcome);
  }
}

function connectedStatus({ isSelf, memberId }: Of<'status'>, link: Link): Reply {
  const by = link.linkedBy === link.discordUserId ? '' : ` by <@${link.linkedBy}>`;
  const off = actionButton('connect', isSelf ? 'off' : `off:${memberId}`, { label: 'Disconnect', style: 'danger' });
  return card(
    'good',
    `${who(isSelf, memberId)} ${are(isSelf)} ${nameOf(link)} in Linear, connected ${relativeTime(link.linkedAt)}${by}.${isSelf ? `\nTo be somebody else, ${TYPE_PERSON}.` : ''}`,
    { title: 'Connected', buttons: isSelf ? [MY_TASKS, off] : [off] },
  );
}

function unconnectedSelf({ candidates }: Of<'status'>): Reply {
  const [only] = candidates;
  const question = !only
    ? `No free name in Linear looks like yours: ${TYPE_PERSON}.`
    : candidates.length === 1
      ? `Are you ${personWords(only)}? If not, ${TYPE_PERSON}.`
      : `Are you one of these: ${list(candidates.map(personWords))}? If not, ${TYPE_PERSON}.`;
  return card('attention', question, {
    title: 'You are not connected to Linear yet',
    buttons: candidates.map((person) =>
      actionButton('connect', `me:${person.id}`, { label: yesLabel(person, candidates.length), style: 'primary' }),
    ),
  });
}

function unconnectedMember({ memberId }: Of<'status'>): Reply {
  return card('attention', `<@${memberId}> is not connected. Give ${inlineCode('person:')} as well to connect them.`, {
    title: 'Not connected',
  });
}

function connected({ isSelf, link, before, takenFrom }: Of<'connected'>): Reply {
  const notes = [
    `${who(isSelf, link.discordUserId)} ${are(isSelf)} ${nameOf(link)} in Linear now.`,
    ...(before ? [`Before, it was ${nameOf(before)}.`] : []),
    ...(takenFrom ? [`<@${takenFrom.discordUserId}> held that name and is not connected any more.`] : []),
  ];
  const off = actionButton('connect', isSelf ? 'off' : `off:${link.discordUserId}`, {
    label: 'Disconnect',
    style: 'secondary',
  });
  return card('good', notes.join('\n'), { title: 'Connected', buttons: isSelf ? [MY_TASKS, off] : [off] });
}

function taken({ memberId, isSelf, by, canReassign }: Of<'taken'>): Reply {
  const hint = canReassign
    ? 'As an administrator you can reassign it.'
    : `If that is wrong, ask an administrator: they can reassign it with ${inlineCode(`/connect person:${by.trackerName} member:@you`)}.`;
  const give = actionButton('connect', `give:${memberId}:${by.trackerUserId}`, {
    label: isSelf ? 'Reassign to me' : 'Reassign',
    style: 'danger',
  });
  return card(
    'attention',
    `<@${by.discordUserId}> has been connected to ${nameOf(by)} since ${dateTag(by.linkedAt)}. Nothing was changed. ${hint}`,
    {
      title: 'That name is taken',
      buttons: canReassign ? [give] : [],
    },
  );
}

function noSuchPerson({ typed, near, isAmbiguous }: Of<'no-such-person'>): Reply {
  const help = isAmbiguous
    ? `They are ${list(near.map(personWords))}. To choose one, ${TYPE_PERSON}.`
    : near.length > 0
      ? `Did you mean ${list(near.map(personWords))}? Then ${TYPE_PERSON}.`
      : `Names are suggested while you type: ${TYPE_PERSON}.`;
  return card('attention', help, {
    title:
      typed === ''
        ? 'That person is not active in Linear any more'
        : isAmbiguous
          ? `“${safeLine(clip(typed, 60))}” can be several people in Linear`
          : `Nobody in Linear is called “${safeLine(clip(typed, 60))}”`,
  });
}

function disconnected({ memberId, isSelf, link }: Of<'disconnected'>): Reply {
  if (link === null) return card('neutral', `${who(isSelf, memberId)} ${isSelf ? 'were' : 'was'} not connected.`);
  return card('neutral', `${who(isSelf, memberId)} ${are(isSelf)} not connected to ${nameOf(link)} any more.`, {
    title: 'Disconnected',
    buttons: isSelf ? [actionButton('connect', 'start', { label: 'Connect again', style: 'secondary' })] : [],
  });
}

function card(
  tone: Tone,
  text: string,
  more: { readonly title?: string; readonly buttons?: readonly Button[] } = {},
): Reply {
  const buttons = more.buttons ?? [];
  return {
    cards: [{ ...(more.title === undefined ? {} : { title: more.title }), text, tone }],
    ...(buttons.length > 0 ? { buttons: [buttons] } : {}),
  };
}

function yesLabel(person: Person, candidates: number): string {
  return candidates === 1 ? 'Yes, that is me' : `I am ${clip(oneLine(personName(person)), 60)}`;
}

function nameOf(link: Link): string {
  return `**${safeLine(clip(link.trackerName, 60))}**`;
}

function personWords(person: Person): string {
  return `**${safeLine(clip(personName(person), 60))}** (${safeLine(clip(person.displayName, 40))})`;
}

function who(isSelf: boolean, memberId: string): string {
  return isSelf ? 'You' : `<@${memberId}>`;
}

function are(isSelf: boolean): string {
  return isSelf ? 'are' : 'is';
}
