import type { IncomingMessage } from 'node:http';
import { refuse } from './api-error.ts';
import type { UploadedFile } from './attachments.ts';

/** https://docs.discord.com/developers/resources/message#create-message-limitations */
const MAX_BYTES = 25 * 1024 * 1024;

export interface ParsedBody {
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

/** Reads the whole request; throws when it is larger than Discord takes. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too much is still read: a client that is writing would not see the answer.
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BYTES) throw refuse.tooLarge();
  return Buffer.concat(chunks);
}

/** JSON, or `payload_json` and `files[n]`. https://docs.discord.com/developers/reference#uploading-files */
export async function parseBody(bytes: Buffer, contentType: string): Promise<ParsedBody> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (contentType.startsWith('multipart/form-data')) return parseMultipart(bytes, contentType);
  if (contentType.startsWith('application/json')) return { body: parseJson(bytes.toString()), files: [] };
  throw refuse.wrongContentType();
}

async function parseMultipart(bytes: Buffer, contentType: string): Promise<ParsedBody> {
  let body: unknown;
  const files: UploadedFile[] = [];
  for (const [name, value] of await readForm(bytes, contentType)) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (name === 'payload_json' && typeof value === 'string') body = parseJson(value);
    else if (index !== undefined && typeof value !== 'string') files.push(await uploaded(Number(index), value));
    else throw refuse.badJson();
  }
  return { body, files };
}

async function readForm(bytes: Buffer, contentType: string): Promise<Iterable<[string, string | File]>> {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
    return form.entries() as Iterable<[string, string | File]>;
  } catch {
    throw refuse.badJson();
  }
}

async function uploaded(index: number, file: File): Promise<UploadedFile> {
  return {
    index,
    name: file.name,
    contentType: file.type || 'application/octet-stream',
    bytes: new Uint8Array(await file.arrayBuffer()),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse.badJson();
  }
}
