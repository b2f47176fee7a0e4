import { renderSchema } from '../../src/adapters/sqlite/render-schema.ts';
import { commandsPage } from './commands-page.ts';
import { doctorPage } from './doctor-page.ts';
import { envExamplePage } from './env-example.ts';
import { errorsPage } from './errors-page.ts';
import { eventsPage } from './events-page.ts';
import type { Page } from './markdown.ts';
import { metricsPage } from './metrics-page.ts';
import { nginxPage } from './nginx-page.ts';
import { settingsPage } from './settings-page.ts';

/** Every page that is made from a table or a renderer, as it should be now. */
export function tablePages(): readonly Page[] {
  return [
    envExamplePage(),
    commandsPage(),
    settingsPage(),
    errorsPage(),
    metricsPage(),
    eventsPage(),
    doctorPage(),
    nginxPage(),
  ];
}

/** Every generated page: those of the tables, and the schema that the migrations make. */
export async function allPages(): Promise<readonly Page[]> {
  return [...tablePages(), { path: 'src/adapters/sqlite/schema.sql', text: await renderSchema() }];
}

/** The pages whose file is not as it should be. `read` gives the text of a file, or null when there is none. */
export function stalePages(pages: readonly Page[], read: (path: string) => string | null): readonly Page[] {
  return pages.filter(({ path, text }) => read(path)?.replaceAll('\r\n', '\n') !== text);
}
