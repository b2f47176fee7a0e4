import type { Core } from '../../core.ts';
import { guildPayload } from '../../world/guild.ts';
import { channelPayload, memberPayload, rolePayload } from '../../world/present.ts';
import { refuse } from '../api-error.ts';
import { param, type RestRequest, type Route } from '../route.ts';

function knownGuild({ world }: Core, request: RestRequest): void {
  if (param(request, 'guildId') !== world.guild.id) throw refuse.unknownGuild();
}

/** The server, its channels, roles and members. */
export const guildRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/guilds/:guildId',
    handle(core, request) {
      knownGuild(core, request);
      const withCounts = ['true', '1'].includes(request.query.get('with_counts') ?? '');
      return { status: 200, body: guildPayload(core.world, { withCounts }) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guildId/channels',
    handle(core, request) {
      knownGuild(core, request);
      return { status: 200, body: core.world.textChannels().map((channel) => channelPayload(core.world, channel)) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guildId/roles',
    handle(core, request) {
      knownGuild(core, request);
      return { status: 200, body: core.world.roles().map(rolePayload) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guildId/members/:userId',
    bucket: { name: 'guild-member', limit: 5, perMs: 1000 },
    handle(core, request) {
      knownGuild(core, request);
      const member = memberPayload(core.world, param(request, 'userId'));
      if (!member) throw refuse.unknownMember();
      return { status: 200, body: member };
    },
  },
];
