import { discordArrivals } from '../adapters/discord/arrivals.ts';
import { discordGateway } from '../adapters/discord/gateway.ts';
import type { RoleDirectory } from '../adapters/discord/role-directory.ts';
import { liveSlot } from '../adapters/host/active-slot.ts';
import { isGone, thisProcess } from '../adapters/host/process-identity.ts';
import { Dispatcher, type DispatchPorts } from '../bot/dispatch.ts';
import { GatewayOwner } from '../bot/gateway-owner.ts';
import { GatewayTerms } from '../bot/gateway-terms.ts';
import { makeGuard, onlyIn, SUGGESTION_LIMIT } from '../bot/guard.ts';
import { Journal } from '../bot/journal.ts';
import { RateLimiter } from '../bot/rate-limit.ts';
import { COMMANDS } from '../features/registry.ts';
import type { FeaturePorts } from '../ports/command.ts';
import type { Companion } from '../ports/companion.ts';
import { newReference } from '../shared/ids.ts';
import type { Floor } from './floor.ts';

/** What goes with the gateway. */
export interface AroundGateway {
  readonly features: FeaturePorts;
  /** In the order in which they start. */
  readonly companions: readonly Companion[];
  /** Something new is in the inbox. */
  readonly onReceived: () => void;
}

/** The way in from Discord: owned while it is this process's turn. */
export function gatewayTerms(floor: Floor, around: AroundGateway): GatewayTerms {
  const { settings, health, log } = floor;
  const { listen } = settings.http;
  const makeOwner = ownerMaker(floor, around);
  return new GatewayTerms({
    makeOwner,
    isOurTurn: liveSlot(listen.kind === 'socket' ? listen.path : null),
    handOverMs: settings.stopTimeoutMs,
    onFailed: floor.onLost,
    health,
    log,
  });
}

/** What is shared by all terms of a process: connections to Discord's REST API, roles, limits. */
function ownerMaker(floor: Floor, { features, companions, onReceived }: AroundGateway): () => GatewayOwner {
  const { settings, log, clock, health, metrics, store, onLost } = floor;
  const { botToken: token } = settings.discord;
  const { rest, api, pictures, roles } = floor.discord;
  const identity = thisProcess(newReference);
  const arrivals = discordArrivals({ api, pictures }, token);
  const dispatching = { ...dispatchPorts(floor, roles), features };
  return () =>
    new GatewayOwner({
      store: store.gateway,
      gateway: discordGateway({ rest, api, arrivals, token, clock, log, metrics, health, roles }),
      identity,
      isGone,
      clock,
      newReference,
      log,
      health,
      revive: (taken) => arrivals.revive(taken),
      makeTurnTakers: (epoch, onFenced) => {
        // A resumed session brings no roles; asked for now, they do not hold up the first command. Without them ids still count.
        if (settings.discord.guildId !== null) void roles.load(settings.discord.guildId).catch(() => undefined);
        const journal = new Journal(epoch, { gateway: store.gateway, log, metrics, health, onFenced, onReceived });
        return { journal, dispatcher: new Dispatcher({ ...dispatching, journal }) };
      },
      companions,
      onLost,
    });
}

function dispatchPorts(floor: Floor, roles: RoleDirectory): Omit<DispatchPorts, 'journal' | 'features'> {
  const { settings, log, clock, metrics } = floor;
  const limiters = {
    commands: new RateLimiter(settings.rateLimit, clock),
    suggestions: new RateLimiter(SUGGESTION_LIMIT, clock),
  };
  const guard = onlyIn(settings.discord.guildId, makeGuard(settings.roles, roles, limiters));
  const commands = new Map(COMMANDS.map((command) => [command.spec.name, command]));
  return { commands, guard, log, metrics, clock, newReference };
}
