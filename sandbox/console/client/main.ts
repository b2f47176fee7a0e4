import type { DoneView } from '../protocol.ts';
import { Composer } from './composer.ts';
import { byId } from './dom.ts';
import { openForm } from './form-dialog.ts';
import { showLeft } from './left-view.ts';
import { MessagesView } from './messages-view.ts';
import { listen, type Page, post } from './page.ts';
import { openProfile } from './profile-dialog.ts';
import { RightView } from './right-view.ts';
import { keepTicking } from './time.ts';
import { Unread } from './unread.ts';

/** What stands under the buttons of a message when the bot did not answer a press. */
const COMPONENT_FAILED = 'This interaction failed';

const COMMAND_PATHS: ReadonlySet<string> = new Set(['/do/type', '/do/menu', '/do/member-menu']);

const unread = new Unread();
const failures = new Map<string, string>();

const page: Page = {
  as: 'leadership',
  channel: '',
  place: { guild: '', botId: '', people: [], roles: [], channels: [], names: {}, menus: [], memberMenus: [] },
  health: null,
  async act(path, body) {
    const end = startOf(path, body);
    const done = await post(path, withPerson(path, body));
    end(done);
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
  dismiss: (id) => messages.dismiss(id),
  openProfile: (id) => openProfile(page, id),
  failureOf: (id) => failures.get(id) ?? null,
  hasUnread: (channel) => channel.id !== page.channel && unread.has(page.as, channel),
};

/** Shows that something is under way; what it returns shows how it ended, where Discord's client shows it. */
function startOf(path: string, body: Readonly<Record<string, unknown>>): (done: DoneView) => void {
  const name = path === '/do/type' ? /^\/\S+/.exec(String(body['line']))?.[0] : body['name'];
  if (COMMAND_PATHS.has(path) && typeof name === 'string') {
    const end = messages.sent(name);
    return ({ kind }) => end(kind === 'failed' ? 'failed' : 'done');
  }
  if (path !== '/do/press' && path !== '/do/choose') return () => undefined;
  const id = String(body['message']);
  if (failures.delete(id)) messages.redraw();
  return ({ kind }) => {
    if (kind !== 'failed') return;
    failures.set(id, COMPONENT_FAILED);
    messages.redraw();
  };
}

/** What is done in the background is nobody's; typing and writing have a place. */
function withPerson(path: string, body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (['/do/move', '/do/gateway', '/do/bot'].includes(path)) return body;
  const isPlaced = ['/do/type', '/do/write', '/do/member-menu'].includes(path);
  return { as: page.as, ...(isPlaced ? { channel: page.channel } : {}), ...body };
}

const composer = new Composer(page);
const messages = new MessagesView(page, { log: byId('log'), aloud: byId('aloud'), jump: byId('jump') });
const right = new RightView(page);
let stop = (): void => undefined;

function start(): void {
  stop();
  const channel = page.place.channels.find(({ id }) => id === page.channel);
  messages.clear(channel ? unread.readUntil(page.as, channel) : null);
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
        unread.look(page.as, place.channels, page.channel);
        if (here) showPlace(here);
      },
      messages: (list) => messages.show(list),
      board: (board) => right.showBoard(board),
      clock: ({ aheadMs }) => {
        right.clock.set(aheadMs);
        messages.redraw();
      },
      health: (health) => {
        page.health = health;
        right.showHealth(health);
        showLeft(page, byId('left'));
      },
      traffic: (lines) => right.addTraffic(lines),
    },
  );
}

function showPlace({ kind, name, topic, mayWrite }: Page['place']['channels'][number]): void {
  showLeft(page, byId('left'));
  byId('channel-name').textContent = name;
  byId('channel-name').dataset['kind'] = kind;
  byId('channel-topic').textContent = topic;
  composer.setPlace({ name: kind === 'dm' ? `@${name}` : `#${name}`, mayWrite });
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
keepTicking();
start();
composer.focus();
