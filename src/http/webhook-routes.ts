import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReceiveWebhook, WebhookSenderName } from '../ports/webhook-sender.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { ErrorPorts } from './error-answers.ts';
import { answerError } from './error-answers.ts';

/** Where each sender sends to. */
const WEBHOOK_PATHS: Readonly<Record<WebhookSenderName, string>> = {
  linear: '/webhooks/linear',
  github: '/webhooks/github',
  vercel: '/webhooks/vercel',
};

/** `POST /webhooks/<sender>`: the bytes as they came, because signatures are over the bytes. */
export function addWebhookRoutes(app: FastifyInstance, receiveWebhook: ReceiveWebhook, ports: ErrorPorts): void {
  const { maxWebhookBytes, maxBytesUnderWay } = ports.limits;
  const room = new Room(maxBytesUnderWay);
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxWebhookBytes }, (_request, body, done) => {
      done(null, body);
    });
    scope.addHook('onRequest', (request, reply, done) => {
      if (room.enter(announcedBytes(request, maxWebhookBytes), reply)) done();
      else answerError(ports, new AppError('HTTP_BUSY'), { request, reply, headers: { 'retry-after': '5' } });
    });
    for (const [name, path] of Object.entries(WEBHOOK_PATHS) as [WebhookSenderName, string][]) {
      scope.post(path, (request, reply) => receive(name, { request, reply, receiveWebhook, ports }));
    }
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly receiveWebhook: ReceiveWebhook;
  readonly ports: ErrorPorts;
}

async function receive(name: WebhookSenderName, { request, reply, receiveWebhook, ports }: Exchange): Promise<void> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  try {
    const { status, says } = await receiveWebhook(name, { headers: request.headers, body });
    ports.send(request, reply, { route: WEBHOOK_PATHS[name], status, body: `{"status":"${says}"}` });
  } catch (error) {
    answerError(ports, error, { request, reply, isTold: error instanceof AppError });
  }
}

/** What the request says that it brings; the most that it may, when it does not say. */
function announcedBytes({ headers }: FastifyRequest, most: number): number {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : most;
}

/** Counts what is under way, so that many large bodies at once cannot take all memory. */
class Room {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** False when there is no room; otherwise it is kept until the connection has had its answer. */
  enter(bytes: number, reply: FastifyReply): boolean {
    if (this.#bytes + bytes > this.#maxBytes) return false;
    this.#bytes += bytes;
    reply.raw.once('close', () => {
      this.#bytes -= bytes;
    });
    return true;
  }
}
