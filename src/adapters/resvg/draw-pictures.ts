import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Metrics } from '../../ports/metrics.ts';
import type { Picture, Pictures } from '../../ports/pictures.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { explain } from '../../shared/errors/catalogue.ts';
import type { HealthBoard } from '../../shared/health-board.ts';

/** What the build puts beside the bundle: the font of `shared/charts/lettering.ts`. */
const FONTS = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'];
const FAMILY = 'DejaVu Sans Condensed';

/** More than people can ask for in the time that it takes to draw them. */
const MOST_WAITING = 60;
const TIMEOUT_MS = 10_000;
/** A sprint that several people look at is drawn once: about a megabyte. */
const MOST_KEPT = 12;

interface Options {
  /** Where the fonts are. */
  readonly fontDir: string;
  readonly metrics: Metrics;
  /** Told when a picture failed, and again when one did not. */
  readonly health: HealthBoard;
  /** Milliseconds that only grow. */
  readonly monotonicMs?: () => number;
}

/**
 * Draws with resvg on a thread of libuv's pool (https://github.com/yisibl/resvg-js, `renderAsync`), one picture at a
 * time, so that Node's other work in the pool goes on. Only packing the pixels as PNG is done on the event loop: a few
 * milliseconds. The library is loaded with the first picture.
 */
export function resvgPictures({ fontDir, metrics, health, monotonicMs = () => performance.now() }: Options): Pictures {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const inTurn = async (picture: Picture): Promise<Uint8Array> => {
    if (waiting >= MOST_WAITING) throw failed(`${waiting} pictures are waiting already`);
    waiting += 1;
    const mine = last.then(() => render(picture, fontDir));
    last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      waiting -= 1;
    }
  };

  const kept = new Map<string, Promise<Uint8Array>>();
  const once = (picture: Picture): Promise<Uint8Array> => {
    const drawn = kept.get(picture.svg) ?? inTurn(picture);
    kept.delete(picture.svg);
    kept.set(picture.svg, drawn);
    drawn.catch(() => kept.delete(picture.svg));
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return drawn;
  };

  return {
    async draw(picture) {
      const startedAt = monotonicMs();
      try {
        const png = await once(picture);
        metrics.count('onomancer_pictures_total', { outcome: 'drawn' });
        if (health.of('pictures') !== null) health.tell('pictures', 'on', 'Pictures are drawn again.');
        return png;
      } catch (error) {
        metrics.count('onomancer_pictures_total', { outcome: 'failed' });
        const failure = error instanceof AppError ? error : failed(reasonOf(error), error);
        health.tell('pictures', 'degraded', explain(failure.code, failure.facts).says);
        throw failure;
      } finally {
        metrics.observe('onomancer_picture_seconds', {}, (monotonicMs() - startedAt) / 1_000);
      }
    },
  };
}

async function render(picture: Picture, fontDir: string): Promise<Uint8Array> {
  const fontFiles = FONTS.map((name) => join(fontDir, name));
  const missing = fontFiles.find((path) => !existsSync(path));
  // Without its font resvg leaves all text out and says nothing.
  if (missing !== undefined) throw failed(`its font is not at ${missing}; build again`);
  const { renderAsync } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: FAMILY };
  const image = await renderAsync(picture.svg, { font, logLevel: 'off' }, AbortSignal.timeout(TIMEOUT_MS));
  return image.asPng();
}

function failed(reason: string, cause?: unknown): AppError {
  return new AppError('PICTURE_FAILED', { facts: { reason }, ...(cause === undefined ? {} : { cause }) });
}

/** resvg's words, on one line: they name the place in the drawing, nothing of its text. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : 'the drawing library gave up';
}
