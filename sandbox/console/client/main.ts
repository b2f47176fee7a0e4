import { Composer } from './composer.ts';
import { byId } from './dom.ts';
import { openForm } from './form-dialog.ts';
import { showLeft } from './left-view.ts';
import { MessagesView } from './messages-view.ts';
import { listen, type Page, post } from './page.ts';
import { RightView } from './right-view.ts';

const page: Page = {
  as: 'leadership',
  channel: '',
  place: { guild: '', botId: '', people: [], channels: [], names: {}, menus: [] },
  async act(path, body) {
    const done = await post(path, withPerson(path, body));
    if (done.kind === 'form') openForm(page, done);
    if (done.kind === 'problem') composer.complain(done.problem);
    return done;
  },
  go(to) {
    page.as = to.as ?? page.as;
    page.channel = to.channel ?? page.channel;
    close('left');
    start();
  },
};

/** What is done in the background is nobody's; typing and writing have a place. */
function withPerson(path: string, body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (['/do/move', '/do/fault', '/do/gateway', '/do/bot'].includes(path)) return body;
  const isPlaced = path === '/do/type' || path === '/do/write';
  return { as: page.as, ...(isPlaced ? { channel: page.channel } : {}), ...body };
}

const composer = new Composer(page);
const messages = new MessagesView(page, byId('log'));
const right = new RightView(page);
let stop = (): void => undefined;

function start(): void {
  stop();
  messages.clear();
  composer.complain('');
  stop = listen(
    { as: page.as, channel: page.channel || 'sprint' },
    {
      place: (place) => {
        page.place = place;
        const here =
          place.channels.find(({ id }) => id === page.channel) ?? place.channels.find(({ name }) => name === 'sprint');
        if (here && here.id !== page.channel) {
          page.go({ channel: here.id });
          return;
        }
        if (here) showPlace(here.name, here.topic);
      },
      messages: (list) => messages.show(list),
      board: (board) => right.showBoard(board),
      health: (health) => right.showHealth(health),
      traffic: (lines) => right.addTraffic(lines),
    },
  );
}

function showPlace(name: string, topic: string): void {
  showLeft(page, byId('left'));
  byId('channel-name').textContent = name;
  byId('channel-topic').textContent = topic;
  composer.placeholder = `Message #${name}, or /command`;
  document.body.dataset['ready'] = 'true';
}

/** On a phone the sides lie above the messages. */
function close(side: 'left' | 'right'): void {
  byId(side).classList.remove('open');
  byId(`show-${side}`).setAttribute('aria-expanded', 'false');
}

for (const side of ['left', 'right'] as const) {
  byId(`show-${side}`).addEventListener('click', () => {
    const isOpen = byId(side).classList.toggle('open');
    byId(`show-${side}`).setAttribute('aria-expanded', String(isOpen));
    close(side === 'left' ? 'right' : 'left');
  });
}
byId('compose').append(...composer.view);
byId('right').append(...right.view);
start();
composer.focus();
