import { findButton, whyNotPressable } from '../../sandbox/discord/people/controls.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';
import type { Journey } from './journey.ts';
import { answered, answerTo } from './reading.ts';

/** Members who may use everything that the crowd uses. */
const MEMBERS = ['leadership', 'product', 'marketing', 'developer', 'dev2', 'devrel', 'operator', 'ada'];

/** What they type, in turn; `{n}` makes it a question that nobody has asked before. */
const LINES = [
  '/show-sprint',
  '/list-issues text:{n}',
  '/my-tasks',
  '/show-issue issue:ENG-1{nn}',
  'press',
  '/help',
  '/list-issues assignee:nobody text:{n}',
  '/connect',
  '/show-sprint sprint:previous',
  'press',
  '/status',
  '/list-issues state:all label:Bug text:{n}',
];

interface Page {
  message: SandboxMessage;
  readonly by: string;
  isBusy: boolean;
}

/** People at work: each call of `act` is one command or one pressed button, by the next of them. */
export class Crowd {
  readonly #journey: Journey;
  /** Messages with buttons, and whether somebody is waiting for one of them. */
  readonly #pages: Page[] = [];
  #count = 0;

  constructor(journey: Journey) {
    this.#journey = journey;
  }

  /** Gets messages with buttons to press later. */
  async prepare(pages: number): Promise<void> {
    for (let number = 0; number < pages; number += 1) {
      const by = MEMBERS[number % MEMBERS.length] ?? 'ada';
      const line = number % 2 === 0 ? '/show-sprint' : '/list-issues';
      const { message } = answered(await answerTo(this.#journey, by, line));
      this.#pages.push({ message, by, isBusy: false });
    }
  }

  /** How often somebody acted. */
  get acts(): number {
    return this.#count;
  }

  act(): void {
    const number = this.#count;
    this.#count += 1;
    const line = LINES[number % LINES.length] ?? '/help';
    if (line === 'press' && this.#press(number)) return;
    const by = this.#journey.person(MEMBERS[number % MEMBERS.length] ?? 'ada');
    const typed = line === 'press' ? '/my-tasks' : line;
    by.fire(typed.replace('{nn}', String(10 + (number % 60))).replace('{n}', `word${number}`), { channel: 'sprint' });
  }

  /** One page is pressed by one person at a time: who presses twice before the answer means it once. */
  #press(number: number): boolean {
    const free = this.#pages.filter(({ isBusy }) => !isBusy);
    const page = free[number % Math.max(1, free.length)];
    if (!page) return false;
    const labels = number % 4 < 2 ? ['Refresh', 'Next', 'Previous'] : ['Refresh', 'Previous', 'Next'];
    const usable = labels.find((label) => canPress(page.message, label));
    if (usable === undefined) return false;
    void this.#pressAndWait(page, usable);
    return true;
  }

  async #pressAndWait(page: Page, label: string): Promise<void> {
    page.isBusy = true;
    const outcome = await this.#journey.person(page.by).press(page.message, label);
    if (outcome.kind === 'answered') page.message = outcome.message;
    page.isBusy = false;
  }
}

function canPress(message: SandboxMessage, label: string): boolean {
  const button = findButton(message, label);
  return button !== null && whyNotPressable(button) === null;
}
