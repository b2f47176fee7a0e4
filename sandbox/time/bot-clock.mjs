import process from 'node:process';

/**
 * Runs inside the bot's process, before the bot (`node --import FILE?aheadMs=N dist/bot.js`), and only where the sandbox
 * starts it: so the bot follows the sandbox's clock, and nothing in the product knows how to be told another time.
 * For the bot it is as if the machine's clock were set: `Date` jumps, durations go on as before.
 */
const RealDate = globalThis.Date;
let aheadMs = Number(new URL(import.meta.url).searchParams.get('aheadMs'));

const now = () => RealDate.now() + aheadMs;

const TravelDate = new Proxy(RealDate, {
  construct: (target, parts, newTarget) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
RealDate.prototype.constructor = TravelDate;
globalThis.Date = TravelDate;

/** What looks again and again, by its timer: it looks at once after a jump that is longer than its pause. */
const looks = new Map();
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;

globalThis.setInterval = (look, everyMs, ...given) => {
  const timer = realSetInterval(look, everyMs, ...given);
  looks.set(timer, { everyMs, look: () => look(...given) });
  return timer;
};
globalThis.clearInterval = (timer) => {
  looks.delete(timer);
  realClearInterval(timer);
};

process.on('message', (message) => {
  if (typeof message?.aheadMs !== 'number') return;
  const jumpMs = message.aheadMs - aheadMs;
  aheadMs = message.aheadMs;
  process.send?.({ aheadMs });
  for (const { everyMs, look } of looks.values()) if (everyMs <= jumpMs) setImmediate(look);
});
// Listening must not keep the bot alive.
process.channel?.unref();
