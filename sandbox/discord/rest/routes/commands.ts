import type { Core } from '../../core.ts';
import type { CommandScope } from '../../interactions/command-book.ts';
import { refuse } from '../api-error.ts';
import { listUpTo, parseForm } from '../form.ts';
import { param, type RestRequest, type RestResponse, type Route } from '../route.ts';
import { commandCreate, commandPatch, commandRequest, commandUpdate } from '../schema/command.ts';

/** The scope that the path means. A guild that the application is not in is refused as "Missing Access". */
function scopeOf(core: Core, request: RestRequest): CommandScope {
  if (param(request, 'applicationId') !== core.world.applicationId) throw refuse.otherApplication();
  const guildId = request.params['guildId'];
  if (guildId === undefined) return null;
  if (guildId !== core.world.guild.id) throw refuse.missingAccess();
  return guildId;
}

function create(core: Core, request: RestRequest): RestResponse {
  const scope = scopeOf(core, request);
  const { command, isNew } = core.commands.upsert(scope, commandRequest(parseForm(commandCreate, request.body)));
  return { status: isNew ? 201 : 200, body: command.payload };
}

function replaceAll(core: Core, request: RestRequest): RestResponse {
  const scope = scopeOf(core, request);
  const parsed = parseForm(listUpTo(commandUpdate, 130), request.body ?? []);
  const commands = core.commands.replaceAll(
    scope,
    parsed.map((one, index) => commandRequest(one, [index])),
  );
  return { status: 200, body: commands.map(({ payload }) => payload) };
}

function patch(core: Core, request: RestRequest): RestResponse {
  const scope = scopeOf(core, request);
  const before = core.commands.get(scope, param(request, 'commandId'));
  const fields = parseForm(commandPatch, request.body ?? {});
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const { type, name, description, options, shared } = before.request;
  const merged = parseForm(commandCreate, {
    type,
    name,
    ...(type === 1 ? { description, options } : {}),
    ...shared,
    ...given,
  });
  return { status: 200, body: core.commands.patch(scope, before.id, commandRequest(merged)).payload };
}

function routesUnder(base: string, where: string): Route[] {
  const write = (name: string) => ({ name: `command-${name}-${where}`, limit: 5, perMs: 20_000 });
  const one = `${base}/:commandId`;
  return [
    {
      method: 'GET',
      path: base,
      handle: (core, request) => ({
        status: 200,
        body: core.commands.in(scopeOf(core, request)).map(({ payload }) => payload),
      }),
    },
    { method: 'POST', path: base, bucket: write('create'), handle: create },
    { method: 'PUT', path: base, bucket: write('replace'), handle: replaceAll },
    {
      method: 'GET',
      path: one,
      handle: (core, request) => ({
        status: 200,
        body: core.commands.get(scopeOf(core, request), param(request, 'commandId')).payload,
      }),
    },
    { method: 'PATCH', path: one, bucket: write('edit'), handle: patch },
    {
      method: 'DELETE',
      path: one,
      bucket: write('delete'),
      handle(core, request) {
        core.commands.delete(scopeOf(core, request), param(request, 'commandId'));
        return { status: 204 };
      },
    },
  ];
}

/** Application commands, global and of the server. */
export const commandRoutes: readonly Route[] = [
  ...routesUnder('/applications/:applicationId/commands', 'global'),
  ...routesUnder('/applications/:applicationId/guilds/:guildId/commands', 'guild'),
];
