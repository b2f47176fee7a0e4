import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricName, MetricSpec, Metrics } from '../../ports/metrics.ts';
import { METRICS } from '../../ports/metrics.ts';

/** Metrics in memory, and the page on which Prometheus reads them. */
export interface PromMetrics extends Metrics {
  /** The page in Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** How often the delay of the event loop is sampled. Finer costs wake-ups on an idle server. */
const EVENT_LOOP_SAMPLE_MS = 20;

type Labels = Readonly<Record<string, string>>;
type Collector = Counter | Gauge | Histogram;

/**
 * The metrics of the table in their own registry. Those of the process itself (memory, CPU, event loop) are switched on
 * by the first scrape, so that they cost nothing where nobody looks.
 */
export function promMetrics(): PromMetrics {
  const registry = new Registry();
  const collectors = new Map<string, Collector>();
  for (const [name, spec] of Object.entries(METRICS)) collectors.set(name, collectorFor(name, spec, registry));
  const collector = <C extends Collector>(name: MetricName): C => collectors.get(name) as C;
  let watchesProcess = false;
  return {
    count: (name, labels) => collector<Counter>(name).inc(labels as Labels),
    set: (name, labels, value) => collector<Gauge>(name).set(labels as Labels, value),
    observe: (name, labels, seconds) => collector<Histogram>(name).observe(labels as Labels, seconds),
    async render() {
      if (!watchesProcess) {
        watchesProcess = true;
        collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_SAMPLE_MS });
      }
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

function collectorFor(name: string, spec: MetricSpec, registry: Registry): Collector {
  const options = { name, help: spec.help, labelNames: [...spec.labels], registers: [registry] };
  switch (spec.kind) {
    case 'counter':
      return new Counter(options);
    case 'gauge':
      return new Gauge(options);
    case 'histogram':
      return new Histogram(spec.buckets ? { ...options, buckets: [...spec.buckets] } : options);
  }
}
