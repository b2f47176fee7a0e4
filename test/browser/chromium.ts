import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of the machine; none is downloaded. */
export const CHROMIUM = PLACES.find((path) => existsSync(path)) ?? '';

/** Why the browser tests cannot run here; null when they can. */
export const WHY_NO_BROWSER =
  CHROMIUM === '' ? `there is none of ${PLACES.join(', ')}; on Debian: apt-get install chromium` : null;
