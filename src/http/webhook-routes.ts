import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReceiveWebhook, WebhookSenderName } from '../ports/webhook-sender.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { ErrorPorts } from './error-answers.ts';
import { answerError } from './error-answers.ts';
import { BodyRoom, readBody } from './read-body.ts';

/** Where each sender sends to. */
const WEBHOOK_PATHS: Readonly<Record<WebhookSenderName, string>> = {
  linear: '/webhooks/linear',
  github: '/webhooks/github',
  vercel: '/webhooks/vercel',
};

/**
 * `POST /webhooks/<sender>`: the bytes as they came, because signatures are over the bytes. They are read here, before
 * Fastify looks at them: it would parse the type, which says nothing that counts, and could not count what is under way.
 */
export function addWebhookRoutes(app: FastifyInstance, receiveWebhook: ReceiveWebhook, ports: ErrorPorts): void {
  const room = new BodyRoom(ports.limits.maxBytesUnderWay);
  for (const [name, path] of Object.entries(WEBHOOK_PATHS) as [WebhookSenderName, string][]) {
    const onRequest = (request: FastifyRequest, reply: FastifyReply, _goOn: () => void): void => {
      void receive({ name, request, reply, receiveWebhook, ports, room });
    };
    app.post(path, { onRequest }, () => {
      throw new Error('A webhook is answered before its handler.');
    });
  }
}

interface Exchange {
  readonly name: WebhookSenderName;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly receiveWebhook: ReceiveWebhook;
  readonly ports: ErrorPorts;
  readonly room: BodyRoom;
}

/** Never rejects: everything that happens is an answer. */
async function receive({ name, request, reply, receiveWebhook, ports, room }: Exchange): Promise<void> {
  let taken = 0;
  try {
    const body = await readBody(request.raw, { room, maxBytes: ports.limits.maxWebhookBytes });
    taken = body.length;
    const { status, says } = await receiveWebhook(name, { headers: request.headers, body });
    ports.send(request, reply, { route: WEBHOOK_PATHS[name], status, body: `{"status":"${says}"}` });
  } catch (error) {
    const headers = error instanceof AppError && error.code === 'HTTP_BUSY' ? { 'retry-after': '5' } : {};
    answerError(ports, error, { request, reply, headers, isTold: error instanceof AppError });
  } finally {
    room.leave(taken);
  }
}
