import type { MetricSpec } from '../../src/ports/metrics.ts';
import { METRICS } from '../../src/ports/metrics.ts';
import type { Page } from './markdown.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const INTRO =
  'Served at `/metrics` in the [text format of Prometheus](https://prometheus.io/docs/instrumenting/exposition_formats/). Times are in seconds. Labels have few values: no ids, no names of people, no text. ' +
  'Besides these there are the usual metrics of the process (`process_…`: memory, CPU, file descriptors) and of Node (`nodejs_…`: event loop, heap, garbage collection); they begin with the first scrape.';

/** docs/metrics.md: every metric of the table. */
export function metricsPage(): Page {
  const rows = Object.entries(METRICS).map(([name, spec]: [string, MetricSpec]) => [
    code(name),
    spec.kind,
    spec.labels.map(code).join(', '),
    spec.help + (spec.buckets ? ` Up to: ${spec.buckets.join(', ')}.` : ''),
  ]);
  return page('docs/metrics.md', [
    generatedFrom('src/ports/metrics.ts'),
    '# Metrics',
    INTRO,
    table(['Metric', 'Kind', 'Labels', 'What it tells'], rows),
  ]);
}
