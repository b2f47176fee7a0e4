import { afterEach, describe, expect, it } from 'vitest';
import { waitForAnswer } from '../../sandbox/answer.ts';
import type { DiscordPerson } from '../../sandbox/discord/people/person.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';
import { type News, onNews } from '../../sandbox/news.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { beginJourney, type Journey, pause, stop, until } from './journey.ts';

const CHANNEL = 'sprint';
const ISSUE = 'ENG-130';

let journey: Journey;

afterEach(async () => {
  await journey.close();
});

/** The message that answers to what somebody did. */
async function answered(asked: ReturnType<DiscordPerson['type']>): Promise<SandboxMessage> {
  const outcome = await waitForAnswer(journey.discord, await asked);
  if (outcome.kind !== 'answered') throw new Error(`Not answered: ${outcome.kind}`);
  return outcome.message;
}

const textOf = ({ payload }: SandboxMessage): string =>
  [payload.content, ...payload.embeds.map(({ title, description }) => `${title}\n${description}`)].join('\n');

const issueNow = () => {
  const issue = journey.linear.store.findIssue(ISSUE);
  if (!issue) throw new Error(`There is no ${ISSUE}.`);
  return issue;
};

const commentsNow = () => journey.linear.workspace.comments.filter(({ issueId }) => issueId === issueNow().id);

describe('changing an issue from Discord', () => {
  it('works from its card, beside it', async () => {
    journey = await beginJourney();
    await journey.start();
    const dana = journey.person('developer');
    const card = await answered(dana.type(`/show-issue issue:${ISSUE}`, { channel: CHANNEL }));

    const nico = journey.linear.workspace.users.find(({ displayName }) => displayName === 'nico');
    const people = await answered(dana.press(card, '👤 Assign'));
    expect(people.onlyFor).toBe(dana.id);
    expect(textOf(await answered(dana.choose(people, `assign:to:${ISSUE}`, [nico?.id ?? ''])))).toContain(
      'It is with **Nico Weber** now',
    );
    expect(journey.linear.store.user(issueNow().assigneeId)?.displayName).toBe('nico');

    const labels = await answered(dana.press(card, '🏷️ Labels'));
    expect(textOf(await answered(dana.choose(labels, `tag-issue:add:${ISSUE}`, ['Security'])))).toContain(
      'Added **Security**',
    );

    const before = commentsNow().length;
    const form = await dana.press(card, '💬 Comment');
    if (form.kind !== 'form') throw new Error(`No form but ${form.kind}.`);
    const said = await answered(dana.submit(form, { text: 'From the window' }));
    expect(textOf(said)).toContain('The comment stands in Linear');
    expect(said.onlyFor).toBe(dana.id);
    expect(commentsNow().slice(before)).toMatchObject([
      { body: expect.stringMatching(/^\*\*.+\*\* in Discord:\n\nFrom the window$/) },
    ]);
  });

  it('is for developers: a stakeholder may comment, and is told why nothing else happens', async () => {
    journey = await beginJourney();
    await journey.start();
    const lea = journey.person('leadership');
    const card = await answered(lea.type(`/show-issue issue:${ISSUE}`, { channel: CHANNEL }));
    const { assigneeId } = issueNow();
    const refusal = await answered(lea.press(card, '👤 Assign'));
    expect(refusal.onlyFor).toBe(lea.id);
    expect(textOf(refusal)).toContain('is for developers');
    expect(issueNow().assigneeId).toBe(assigneeId);
    expect(textOf(await answered(lea.type(`/comment issue:${ISSUE} text:Thank you`)))).toContain('stands in Linear');
  });

  it('says a comment once, though the bot is killed between Linear and the answer', async () => {
    journey = await beginJourney();
    const bot = await journey.start();
    const before = commentsNow().length;
    journey.faults.add({ service: 'discord', kind: 'slow', delayMs: 60_000, match: '@original' });
    const asked = journey.person('developer').type(`/comment issue:${ISSUE} text:Only once`, { waitMs: 30_000 });
    await until('the comment is in Linear', () => commentsNow().length > before);
    bot.child.kill('SIGKILL');
    await bot.exited;
    journey.faults.clear();
    await journey.start();
    expect(textOf(await answered(asked))).toContain('The comment stands in Linear');
    expect(commentsNow().length - before).toBe(1);
  });
});

describe('what happens in Linear while nobody listens', () => {
  it('is found and told when the bot is back, and not again when the webhook comes late', async () => {
    // What happens in this Linear is five minutes old at once: nobody has to wait for it to be no longer young.
    const clock = { now: () => new Date(systemClock.now().getTime() - 5 * 60_000) };
    journey = await beginJourney({ linear: { clock } });
    const config = { CONFIG_FILE: journey.env()['CONFIG_FILE'] ?? '' };
    const heard: News[] = [];
    onNews(journey, (news) => heard.push(news));
    const bot = await journey.start(config);
    // The first look only says from when on something can be missed.
    await pause(7_000);
    await stop(bot);
    journey.webhooks.couriers.linear.lose(true);
    journey.linear.person('deepa').change(ISSUE, { state: 'Done' });
    journey.webhooks.couriers.linear.lose(false);
    await journey.start(config);
    const news = await until(
      'the news is told',
      () => heard.find(({ message }) => textOf(message).includes(ISSUE)),
      30_000,
    );
    expect(textOf(news.message)).toContain('Deepa Rao');
    const [lost] = journey.webhooks.deliveries().filter(({ state }) => state === 'lost');
    journey.webhooks.couriers.linear.redeliver(lost?.deliveryId ?? '');
    await until('it is delivered late', () => journey.webhooks.deliveries().some(({ state }) => state === 'delivered'));
    await pause(3_000);
    expect(heard.filter(({ message }) => textOf(message).includes(ISSUE))).toHaveLength(1);
  });
});
