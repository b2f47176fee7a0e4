import type { APIAttachment } from 'discord-api-types/v10';
import type { SnowflakeMint } from '../snowflake.ts';
import { invalidField, refuse } from './api-error.ts';

/** A file as it came in `files[n]` of a multipart body. */
export interface UploadedFile {
  /** The `n`: metadata in `attachments` names the file by it. */
  readonly index: number;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface AttachmentRequest {
  readonly id: string | number;
  readonly filename?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/** https://docs.discord.com/developers/reference#uploading-files */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 10;

/** Keeps uploaded files, so that their links work, and makes the attachment objects. */
export class AttachmentStore {
  readonly #mint: SnowflakeMint;
  readonly #cdnUrl: () => string;
  readonly #files = new Map<string, UploadedFile>();

  constructor(mint: SnowflakeMint, cdnUrl: () => string) {
    this.#mint = mint;
    this.#cdnUrl = cdnUrl;
  }

  /** The file behind a link made here: the part after the CDN's address. */
  find(path: string): UploadedFile | null {
    return this.#files.get(path) ?? null;
  }

  /**
   * The attachments of a message after a write: those that stay and the new ones. Without `requested` the old ones stay
   * and the files are appended; with it, exactly the listed ones remain (API v10).
   */
  resolve(write: {
    channelId: string;
    files: readonly UploadedFile[];
    requested: readonly AttachmentRequest[] | null | undefined;
    existing: readonly APIAttachment[];
  }): APIAttachment[] {
    const { files, requested, existing } = write;
    const listed = requested ?? (requested === null ? [] : undefined);
    const kept =
      listed === undefined ? existing : existing.filter(({ id }) => listed.some((one) => String(one.id) === id));
    const isKnown = ({ id }: AttachmentRequest): boolean =>
      files.some(({ index }) => String(index) === String(id)) || kept.some((old) => old.id === String(id));
    const stranger = (listed ?? []).findIndex((one) => !isKnown(one));
    if (stranger >= 0) {
      throw invalidField(['attachments', stranger, 'id'], 'ATTACHMENT_NOT_FOUND', 'No file or attachment has this id');
    }
    if (kept.length + files.length > MAX_FILES) throw refuse.tooManyAttachments();
    const added = files.map((file) =>
      this.#keep(
        write.channelId,
        file,
        listed?.find(({ id }) => String(id) === String(file.index)),
      ),
    );
    return [...kept, ...added];
  }

  #keep(channelId: string, file: UploadedFile, asked: AttachmentRequest | undefined): APIAttachment {
    if (file.bytes.byteLength > MAX_FILE_BYTES) throw refuse.tooLarge();
    const id = this.#mint.next();
    const filename = (asked?.filename ?? file.name).replace(/[^\w.-]+/g, '_') || 'unknown';
    const path = `/attachments/${channelId}/${id}/${filename}`;
    this.#files.set(path, file);
    const url = `${this.#cdnUrl()}${path}`;
    return {
      id,
      filename,
      size: file.bytes.byteLength,
      url,
      proxy_url: url,
      content_type: file.contentType,
      ...(asked?.description ? { description: asked.description } : {}),
      ...pngSize(file.bytes),
    };
  }
}

/** Width and height of a PNG: bytes 16 to 23, https://www.w3.org/TR/png-3/#11IHDR */
function pngSize(bytes: Uint8Array): { width?: number; height?: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 24 || buffer.readUInt32BE(0) !== 0x89504e47) return {};
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) };
}
