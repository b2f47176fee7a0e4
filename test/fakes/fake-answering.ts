import type { Choice, Form, Reply } from '../../src/ports/chat.ts';
import type { Acknowledged, Answering, AnswerPlace, Arrival, Incoming } from '../../src/ports/incoming.ts';

/** What a person saw, call by call. */
export type Seen =
  | { readonly kind: 'acknowledged'; readonly place: AnswerPlace }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'answer' | 'note'; readonly reply: Reply; readonly isPrivate: boolean }
  | { readonly kind: 'finish' | 'tell'; readonly reply: Reply }
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'suggest'; readonly choices: readonly Choice[] };

/** An interaction whose Discord does what the test says: who was first, whether anybody still waits, what breaks. */
export function fakeArrival(
  incoming: Incoming,
  discord: { readonly acknowledged?: Acknowledged; readonly isUnanswered?: boolean; readonly breaksOn?: 'finish' } = {},
): Arrival & { readonly seen: Seen[] } {
  const seen: Seen[] = [];
  const { acknowledged = 'accepted', isUnanswered = true, breaksOn } = discord;
  const first = (what: Seen): Promise<Acknowledged> => {
    if (acknowledged === 'accepted') seen.push(what);
    return Promise.resolve(acknowledged);
  };
  const put = (what: Seen): Promise<void> => {
    if (breaksOn === what.kind) return Promise.reject(new Error('Discord is away'));
    seen.push(what);
    return Promise.resolve();
  };
  const answering: Answering = {
    acknowledge: (place) => first({ kind: 'acknowledged', place }),
    openForm: (form) => first({ kind: 'form', form }),
    answer: (reply, isPrivate) => first({ kind: 'answer', reply, isPrivate }),
    note: (reply) => first({ kind: 'note', reply, isPrivate: true }),
    finish: (reply) => put({ kind: 'finish', reply }),
    tell: (reply) => put({ kind: 'tell', reply }),
    progress: (text) => put({ kind: 'progress', text }),
    suggest: (choices) => put({ kind: 'suggest', choices }),
    isUnanswered: () => Promise.resolve(isUnanswered),
  };
  return { incoming, answering, token: `token-of-${incoming.id}`, payload: JSON.stringify({ id: incoming.id }), seen };
}
