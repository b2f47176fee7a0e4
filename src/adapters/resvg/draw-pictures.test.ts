import { describe, expect, it } from 'vitest';
import { BURN_UP, EXTREME_CHARTS } from '../../../test/fakes/sample-charts.ts';
import { FONT_SOURCE } from '../../../tools/build/fonts.ts';
import { noMetrics } from '../../ports/metrics.ts';
import { burnUpChart } from '../../shared/charts/burn-up-chart.ts';
import { timelineChart } from '../../shared/charts/timeline-chart.ts';
import { systemClock } from '../../shared/clock.ts';
import { HealthBoard } from '../../shared/health-board.ts';
import { resvgPictures } from './draw-pictures.ts';

const health = new HealthBoard(systemClock);
const pictures = resvgPictures({ fontDir: FONT_SOURCE, metrics: noMetrics, health });
const picture = (svg: string) => ({ name: 'a.png', alt: 'A picture', svg });
const square = (size: number) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size + 9}" height="9"/>`;
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

describe('drawing', () => {
  it('makes a PNG of the size that the picture asks for', async () => {
    const png = await pictures.draw(picture(burnUpChart(BURN_UP)));
    expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\u0089PNG\r\n\u001A\n');
    expect(sizeOf(png)).toEqual([1080, 720]);
  });

  it('draws whatever charts make of odd data', async () => {
    const charts = [
      ...Object.values(EXTREME_CHARTS.burnUp).map(burnUpChart),
      ...Object.values(EXTREME_CHARTS.timeline).map(timelineChart),
    ];
    for (const svg of charts) expect((await pictures.draw(picture(svg))).length).toBeGreaterThan(5_000);
  });

  it('draws letters: the same picture without its text is a smaller one', async () => {
    const chart = burnUpChart(BURN_UP);
    const [whole, bare] = await Promise.all([
      pictures.draw(picture(chart)),
      pictures.draw(picture(chart.replaceAll(/<text.*?<\/text>/g, ''))),
    ]);
    expect(whole.length).toBeGreaterThan(bare.length * 1.2);
  });

  it('draws what is asked for twice only once', async () => {
    const [one, other] = await Promise.all([pictures.draw(picture(square(1))), pictures.draw(picture(square(1)))]);
    expect(one).toBe(other);
  });

  it('says what is wrong, on the health board too, and goes on with the next picture', async () => {
    await expect(pictures.draw(picture('<svg'))).rejects.toMatchObject({ code: 'PICTURE_FAILED' });
    expect(health.of('pictures')).toMatchObject({ state: 'degraded' });
    await pictures.draw(picture(burnUpChart(BURN_UP)));
    expect(health.of('pictures')).toMatchObject({ state: 'on' });
  });

  it('refuses to draw without its font, because the text would be missing', async () => {
    const fontless = resvgPictures({ fontDir: '/nowhere', metrics: noMetrics, health });
    await expect(fontless.draw(picture(burnUpChart(BURN_UP)))).rejects.toMatchObject({
      code: 'PICTURE_FAILED',
      facts: { reason: expect.stringContaining('its font is not at /nowhere') },
    });
  });

  it('lets nobody wait behind more than sixty', async () => {
    const many = Array.from({ length: 61 }, (_, index) => pictures.draw(picture(square(100 + index))));
    const outcomes = await Promise.allSettled(many);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});
