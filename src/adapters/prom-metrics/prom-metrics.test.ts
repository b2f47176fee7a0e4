import { register } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../ports/metrics.ts';
import { promMetrics } from './prom-metrics.ts';

describe('the metrics page', () => {
  it('shows what was counted, set and observed, in the text format of Prometheus', async () => {
    const metrics = promMetrics();
    metrics.count('onomancer_interactions_total', { command: 'help', outcome: 'done' });
    metrics.count('onomancer_interactions_total', { command: 'help', outcome: 'done' });
    metrics.set('onomancer_gateway_connected', {}, 1);
    metrics.observe('onomancer_linear_seconds', { document: 'Cycle' }, 0.3);
    const { contentType, body } = await metrics.render();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('# TYPE onomancer_interactions_total counter\n');
    expect(body).toContain('\nonomancer_interactions_total{command="help",outcome="done"} 2\n');
    expect(body).toContain('\nonomancer_gateway_connected 1\n');
    expect(body).toContain('\nonomancer_linear_seconds_bucket{le="0.25",document="Cycle"} 0\n');
    expect(body).toContain('\nonomancer_linear_seconds_bucket{le="0.5",document="Cycle"} 1\n');
    expect(body).toContain('\nonomancer_linear_seconds_sum{document="Cycle"} 0.3\n');
  });

  it('names every metric of the table with its help', async () => {
    const { body } = await promMetrics().render();
    for (const [name, { help, kind }] of Object.entries(METRICS)) {
      expect(body).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
    }
  });

  it('shows the process too', async () => {
    const metrics = promMetrics();
    await metrics.render();
    const { body } = await metrics.render();
    expect(body).toMatch(/^process_resident_memory_bytes \d/m);
    expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
  });

  it('has nothing to do with the global registry, so two of them do not meet', async () => {
    const one = promMetrics();
    promMetrics().count('onomancer_errors_total', { code: 'INTERNAL' });
    expect((await one.render()).body).not.toContain('onomancer_errors_total{');
    expect(register.getMetricsAsArray()).toEqual([]);
  });
});
