import { COMMANDS } from '../../../src/features/registry.ts';
import { DEFAULT_PREFERENCES } from '../../../src/ports/preferences.ts';
import { asked } from '../asking.ts';
import type { Entry } from '../entry.ts';
import { SPECIMENS } from '../nasty.ts';

/** Every form, empty and with what stands in it already. */
export const forms = (): readonly Entry[] => [
  asked({ name: '/feedback without a text', area: 'forms', data: 'empty' }, (asking) => asking.opens('feedback', {})),
  asked({ name: '/comment without a text', area: 'forms', data: 'empty' }, (asking) =>
    asking.opens('comment', { options: { issue: 'eng-6' } }),
  ),
  asked({ name: '/comment, from the card of an issue', area: 'forms', data: 'typical' }, (asking) =>
    asking.opens('comment', { id: 'ENG-6' }),
  ),
  asked({ name: '/my-notifications, its times', area: 'forms', data: 'typical' }, async (asking) => {
    const times = { timeZone: 'America/New_York', quiet: { from: '20:00', until: '08:00' }, summaryAt: '17:45' };
    await asking.house.preferences.save('1001', { ...DEFAULT_PREFERENCES, ...times });
    return asking.opens('my-notifications', { id: 'times' });
  }),
  asked({ name: '/my-notifications, its times as usual', area: 'forms', data: 'empty' }, (asking) =>
    asking.opens('my-notifications', { id: 'times' }),
  ),
];

/** What is offered for every option that has suggestions: some, none, many, hostile ones, and while Linear is away. */
export const suggestions = (): readonly Entry[] =>
  COMMANDS.flatMap(({ spec }) =>
    spec.options
      .filter(({ hasSuggestions }) => hasSuggestions === true)
      .flatMap(({ name: option }) => {
        const name = `/${spec.name} ${option}:`;
        const of = (data: Entry['data'], typed: string): Entry =>
          asked({ name: `${name}${typed}`, area: 'suggestions', data }, (asking) =>
            asking.isOffered(spec.name, option, typed),
          );
        return [
          of('typical', ''),
          of('empty', 'zzzz'),
          of('extreme', ''),
          of('hostile', ''),
          asked({ name: `${name}${'hostile words'}`, area: 'suggestions', data: 'hostile' }, (asking) =>
            asking.isOffered(spec.name, option, SPECIMENS.join(' ')),
          ),
          asked({ name: `${name} while Linear is away`, area: 'suggestions', data: 'empty' }, (asking) => {
            asking.house.tracker.failWith('LINEAR_UNREACHABLE');
            return asking.isOffered(spec.name, option, 'en');
          }),
        ];
      }),
  );
