import { AppError } from '../../shared/errors/app-error.ts';
import { type Command, doing } from '../steps/step.ts';
import { lastLines, type Workshop } from './apply-change.ts';
import { exec } from './exec.ts';

const SPACE = 'onomancer-proof';
const OUTER = 'onoproof0';
const INNER = 'onoproof1';

/** From TEST-NET-1, which nobody has (RFC 5737): this server, as it is seen from the other network. */
export const OUTER_ADDRESS = '192.0.2.1';
export const INNER_ADDRESS = '192.0.2.2';

/**
 * Gives the work a way to run commands in a network namespace that is tied to this machine by a cable of its own: what
 * they send arrives from another address on another interface than loopback, and passes the firewall like everybody's.
 */
export async function inNetworkOfItsOwn(
  workshop: Workshop,
  work: (inside: (command: Command) => Command) => Promise<void>,
): Promise<void> {
  await tearDown();
  try {
    await setUp(workshop);
    await work((command) => ({ ...command, argv: ['ip', 'netns', 'exec', SPACE, ...command.argv] }));
  } finally {
    await tearDown();
  }
}

async function setUp({ lockFd }: Workshop): Promise<void> {
  const inside = ['ip', '-n', SPACE] as const;
  const commands = [
    doing('ip', 'netns', 'add', SPACE),
    doing('ip', 'link', 'add', OUTER, 'type', 'veth', 'peer', 'name', INNER, 'netns', SPACE),
    doing('ip', 'address', 'add', `${OUTER_ADDRESS}/30`, 'dev', OUTER),
    doing('ip', 'link', 'set', OUTER, 'up'),
    doing(...inside, 'address', 'add', `${INNER_ADDRESS}/30`, 'dev', INNER),
    doing(...inside, 'link', 'set', INNER, 'up'),
  ];
  for (const command of commands) {
    const { exitCode, stderr } = await exec(command, { holding: lockFd });
    if (exitCode !== 0) throw new AppError('PROOF_IMPOSSIBLE', { facts: { said: lastLines(stderr) } });
  }
}

/** The cable goes with the network that it ends in; both may be missing, and then there is nothing to do. */
async function tearDown(): Promise<void> {
  await exec(doing('ip', 'link', 'delete', OUTER));
  await exec(doing('ip', 'netns', 'delete', SPACE));
}
