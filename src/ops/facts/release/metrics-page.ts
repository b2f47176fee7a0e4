import { request } from 'node:http';

const TIMEOUT_MS = 5_000;

/** The page of `/metrics` behind a socket; empty when it does not answer: whether it answers at all is asked elsewhere. */
export function readMetricsPage(socketPath: string): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      socketPath,
      path: '/metrics',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { host: 'localhost' },
    };
    const asking = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
      response.on('error', () => resolve(''));
    });
    asking.on('error', () => resolve(''));
    asking.end();
  });
}

/** The value of one line of the page; null when it is not there. */
export function metricOf(page: string, series: string): number | null {
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}
