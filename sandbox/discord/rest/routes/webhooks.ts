import type { Core } from '../../core.ts';
import type { Interaction } from '../../interactions/interaction-book.ts';
import type { SandboxMessage } from '../../world/message.ts';
import { refuse } from '../api-error.ts';
import { parseForm } from '../form.ts';
import { param, type RestRequest, type RestResponse, type Route } from '../route.ts';
import { editedContent, followUpCreate, messageEdit, newContent } from '../schema/message.ts';
import { createReply } from './interactions.ts';

/** The interaction whose webhook the path means. */
function hook(core: Core, request: RestRequest): Interaction {
  if (param(request, 'applicationId') !== core.world.applicationId) throw refuse.unknownWebhook();
  return core.interactions.webhook(param(request, 'token'));
}

/** `@original`, or a message that this interaction's token has written. */
function messageOf(core: Core, request: RestRequest, interaction: Interaction): SandboxMessage {
  const asked = request.params['messageId'] ?? null;
  const id = asked ?? interaction.originalId;
  const isOurs = id === interaction.originalId || interaction.followUps.some(({ messageId }) => messageId === id);
  const message = id === null || !isOurs ? null : core.messages.find(id);
  if (!message || message.isDeleted) throw refuse.unknownMessage();
  return message;
}

function followUp(core: Core, request: RestRequest): RestResponse {
  const interaction = hook(core, request);
  const original = core.interactions.original(interaction);
  // Right after a deferred reply this edits it: https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
  if (original?.isLoading && !original.isDeleted) return edit(core, request);
  const fields = parseForm(followUpCreate, request.body ?? {});
  const body = newContent(fields, {
    channelId: interaction.about.channelId,
    files: request.files,
    attachments: core.attachments,
    flags: 'interaction',
  });
  const message = createReply(core, interaction, { body, repliesTo: interaction.originalId });
  core.interactions.noteFollowUp(interaction, message.id);
  return { status: 200, body: message.payload };
}

function edit(core: Core, request: RestRequest): RestResponse {
  const interaction = hook(core, request);
  const message = messageOf(core, request, interaction);
  const fields = parseForm(request.method === 'POST' ? followUpCreate : messageEdit, request.body ?? {});
  const writing = {
    channelId: message.channelId,
    files: request.files,
    attachments: core.attachments,
    flags: 'interaction',
  } as const;
  const edited = core.messages.edit(message, editedContent(fields, writing, message));
  if (message.id === interaction.originalId) core.interactions.noteEdit(interaction, message.isLoading);
  return { status: 200, body: edited.payload };
}

function show(core: Core, request: RestRequest): RestResponse {
  return { status: 200, body: messageOf(core, request, hook(core, request)).payload };
}

function remove(core: Core, request: RestRequest): RestResponse {
  core.messages.delete(messageOf(core, request, hook(core, request)));
  return { status: 204 };
}

const HOOK = '/webhooks/:applicationId/:token';
const write = (name: string) => ({ name: `webhook-${name}`, limit: 5, perMs: 2000 });

/** What one does with the token of an acknowledged interaction. No bot token, not in the global limit. */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: HOOK, isOpen: true, bucket: write('create'), handle: followUp },
  ...[`${HOOK}/messages/@original`, `${HOOK}/messages/:messageId`].flatMap((path): Route[] => [
    { method: 'GET', path, isOpen: true, bucket: write('get'), handle: show },
    { method: 'PATCH', path, isOpen: true, bucket: write('edit'), handle: edit },
    { method: 'DELETE', path, isOpen: true, bucket: write('delete'), handle: remove },
  ]),
];
