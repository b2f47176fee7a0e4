import { GatewayIntentBits } from 'discord-api-types/v10';
import { waitForAnswer } from '../../sandbox/answer.ts';
import type { Outcome } from '../../sandbox/discord/people/outcome.ts';
import { type House, openHouse } from '../../sandbox/house.ts';
import { isGoodAnswer, printOutcome } from '../../sandbox/print-outcome.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';
import { ensureBuilt } from '../../tools/build/ensure-built.ts';

const CHANNEL = 'sprint';
const READY_AGAIN_WITHIN_MS = 10_000;

/**
 * The real bot, as a process of its own, doing everything that it can do: registered twice, asked with every command,
 * completed, pressed, refused, disconnected and resumed. Gives all that went over the wire.
 */
export async function recordBotSession(): Promise<readonly Exchange[]> {
  const recorder = memoryRecorder();
  await ensureBuilt();
  const privilegedIntents = GatewayIntentBits.MessageContent;
  const house = await openHouse({ recorder, discord: { heartbeatIntervalMs: 500, privilegedIntents } });
  labelEveryTenth(house);
  try {
    const registered = await house.registerCommands();
    if (registered.code !== 0) throw new Error(registered.text);
    await house.registerCommands();
    const bot = house.startBot();
    await bot.ready;
    await askForSprints(house);
    await askForIssues(house);
    await connectPeople(house);
    await changeIssues(house);
    await capture(house);
    await hearNews(house);
    await goWrong(house);
    await loseTheGateway(house);
    bot.child.kill('SIGTERM');
    await bot.exited;
  } finally {
    await house.close();
  }
  return recorder.exchanges;
}

/** More labels than come with an issue of a list, so that the rest has to be asked for. */
function labelEveryTenth({ linear }: House): void {
  const { issues, labels } = linear.workspace;
  const labelIds = labels.filter(({ isGroup }) => !isGroup).map(({ id }) => id);
  for (const issue of issues) if (issue.number % 10 === 0) issue.labelIds = labelIds;
}

/** The answer to a line or a press; throws when there is none or when it is not as `expected`. */
async function answered(house: House, asked: Promise<Outcome>, expected: 'good' | 'error' = 'good') {
  const outcome = await waitForAnswer(house.discord, await asked);
  if (outcome.kind !== 'answered' || isGoodAnswer(outcome) !== (expected === 'good')) {
    throw new Error(`This is no ${expected} answer:\n${printOutcome(house, outcome)}`);
  }
  return outcome.message;
}

async function askForSprints(house: House): Promise<void> {
  const lea = house.discord.person('leadership');
  await lea.complete('/show-sprint sprint:');
  await lea.complete('/show-sprint team:');
  await answered(house, lea.type('/show-sprint team:DES', { channel: CHANNEL }));
  await answered(house, lea.type('/show-sprint sprint:next', { channel: CHANNEL }));
  const sprint = await answered(house, lea.type('/show-sprint', { channel: CHANNEL }));
  await answered(house, lea.press(sprint, 'Refresh'));
  await answered(house, lea.press(sprint, 'All issues'));
  await answered(house, lea.type('/help'));
  await answered(house, lea.type('/help command:show-sprint'));
  await answered(house, lea.type('/status'));
}

async function askForIssues(house: House): Promise<void> {
  const dana = house.discord.person('developer');
  for (const option of ['state', 'assignee', 'label', 'project', 'team'])
    await dana.complete(`/list-issues ${option}:`);
  const list = await answered(house, dana.type('/list-issues state:all', { channel: CHANNEL }));
  await answered(house, dana.press(list, 'Next'));
  await answered(house, dana.type('/list-issues priority:high text:robot', { channel: CHANNEL }));
  const [issue] = await dana.complete('/show-issue issue:ENG');
  if (!issue) throw new Error('No issue was suggested.');
  await answered(house, dana.type(issue.line, { channel: CHANNEL }));
}

async function connectPeople(house: House): Promise<void> {
  const dana = house.discord.person('developer');
  await answered(house, dana.type('/my-tasks'));
  const [herself, another] = await dana.complete('/connect person:');
  if (!herself || !another) throw new Error('No people were suggested.');
  await answered(house, dana.type(herself.line));
  await answered(house, dana.type('/my-tasks'));
  const otto = house.discord.person('operator');
  // By somebody who has not used up their turns.
  await answered(house, otto.memberMenu('marketing', 'Show open tasks'));
  const [, , third] = await otto.complete('/connect person:');
  if (!third) throw new Error('No people were suggested.');
  await answered(house, otto.type(`${third.line} member:@dev2`));
}

/** Something happens in Linear, twice: a message in a channel, which is edited a moment later. */
async function hearNews({ discord, linear }: House): Promise<void> {
  const person = linear.person('devon');
  const { identifier } = linear.workspace.issues
    .map((issue) => ({ identifier: linear.store.identifierOf(issue) }))
    .find((one) => one.identifier.startsWith('ENG-')) ?? { identifier: '' };
  const news = () => discord.person('developer').sees('news').at(-1)?.payload;
  person.comment(identifier, 'First news');
  await until(() => JSON.stringify(news()).includes('First news'));
  person.comment(identifier, 'Second news');
  await until(() => JSON.stringify(news()).includes('Second news') && news()?.edited_timestamp !== null);
}

/** A pin, a dot, undo, the menu of a message, a form, a list, and the buttons that answer in place and beside. */
async function capture(house: House): Promise<void> {
  const dana = house.discord.person('developer');
  const nia = house.discord.person('newcomer');
  const said = () => dana.sees('feedback').filter(({ payload }) => payload.message_reference !== undefined);
  const message = nia.write('feedback', 'The export forgets the last column, @ada. Write to nia@mail.example');
  dana.react(message, '📌');
  await until(() => said().length === 1);
  const [confirmed] = said();
  if (!confirmed) throw new Error('The pin was not answered.');
  await answered(house, dana.press(confirmed, 'High'));
  await answered(house, nia.press(confirmed, 'Yours? Hear what becomes of it'));
  dana.react(confirmed, '🔴');
  dana.unreact(message, '📌');
  await until(() => said().length === 2);
  const [, offer] = said();
  if (offer) await answered(house, dana.press(offer, 'Undo'));
  const created = await answered(house, dana.menu(message, 'Create Linear issue'));
  // By somebody who has not used up their turns.
  const marco = house.discord.person('marketing');
  const form = await marco.type('/feedback', { channel: CHANNEL });
  if (form.kind !== 'form') throw new Error(`No form: ${form.kind}`);
  await answered(house, marco.submit(form, { text: 'Dark mode flickers', title: '' }));
  const identifier = /[A-Z]+-\d+/.exec(created.payload.embeds[0]?.title ?? '')?.[0] ?? '';
  house.linear.person('dana').change(identifier, { state: 'In Progress' });
  await until(() => house.discord.world.directChannel(nia.id) !== null && nia.sees('dm').length > 0);
  const list = await answered(house, nia.type('/my-feedback'));
  await answered(house, nia.choose(list, 'my-feedback:tell', []));
}

/** From the card: lists and a window; by command: with suggestions. By somebody who has not used up their turns. */
async function changeIssues(house: House): Promise<void> {
  const dev = house.discord.person('dev2');
  // Not every tenth: those have all labels.
  const issue = 'ENG-131';
  const card = await answered(house, dev.type(`/show-issue issue:${issue}`, { channel: CHANNEL }));
  const people = await answered(house, dev.press(card, '👤 Assign'));
  await answered(house, dev.choose(people, `assign:to:${issue}`, ['nobody']));
  const labels = await answered(house, dev.press(card, '🏷️ Labels'));
  await answered(house, dev.choose(labels, `tag-issue:add:${issue}`, ['Security']));
  const form = await dev.press(card, '💬 Comment');
  if (form.kind !== 'form') throw new Error(`No form but ${form.kind}.`);
  await answered(house, dev.submit(form, { text: 'From the window' }));
  for (const line of ['/assign person:', '/assign issue:ENG', '/tag-issue label:', '/comment issue:robot'])
    await dev.complete(line);
  await answered(house, dev.type(`/comment issue:${issue} text:Typed`, { channel: CHANNEL }));
  await answered(house, dev.type(`/assign issue:${issue}`, { channel: CHANNEL }));
}

/** A denial, something that is not there, a Linear that fails, a Discord that limits. */
async function goWrong(house: House): Promise<void> {
  const lea = house.discord.person('leadership');
  await answered(house, house.discord.person('newcomer').type('/show-sprint'));
  await answered(house, lea.type('/show-issue issue:ENG-99999'));
  house.faults.add({ service: 'linear', kind: 'status', status: 500, match: 'IssueDetail' });
  await answered(house, lea.type('/show-issue issue:ENG-130'), 'error');
  house.faults.clear();
  house.faults.add({ service: 'discord', kind: 'status', status: 429, retryAfterMs: 20, match: '@original', times: 1 });
  await answered(house, lea.type('/show-sprint', { channel: CHANNEL }));
}

/** Cut, told to reconnect, told that its session is gone: the bot comes back each time. */
async function loseTheGateway(house: House): Promise<void> {
  const { gateway } = house.discord;
  const resumes = (): number => gateway.sessions.reduce((sum, session) => sum + session.resumes, 0);
  gateway.drop();
  await until(() => resumes() === 1);
  gateway.reconnect();
  await until(() => resumes() === 2);
  await answered(house, house.discord.person('leadership').type('/show-sprint', { channel: CHANNEL }));
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + READY_AGAIN_WITHIN_MS;
  while (!holds()) {
    if (performance.now() > end)
      throw new Error(`Did not happen within ${READY_AGAIN_WITHIN_MS} ms: ${holds.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
