import { metricOf, readMetricsPage } from './metrics-page.ts';

/** How many errors of its own making a process has logged since it started, by its own count; 0 when it does not say. */
export async function readErrorCount(socketPath: string): Promise<number> {
  return metricOf(await readMetricsPage(socketPath), 'onomancer_errors_total{code="INTERNAL"}') ?? 0;
}
