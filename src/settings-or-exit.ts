import { readSettingSources } from './adapters/settings-files/read-sources.ts';
import { parseSettings, type Settings } from './settings/parse-settings.ts';
import { renderNotes, renderProblems } from './settings/render-problems.ts';
import type { SettingProblem } from './settings/sources.ts';
import { CATALOGUE } from './shared/errors/catalogue.ts';

/** The settings of this application; or all that is wrong with them on the terminal, and the end of the process. */
export function settingsOrExit(applicationDir: string): {
  readonly settings: Settings;
  readonly notes: readonly string[];
} {
  const outcome = parseSettings(readSettingSources({ applicationDir, environment: process.env }));
  if (outcome.kind === 'ok') return outcome;
  process.stderr.write(renderNotes(outcome.notes));
  return stopWith(outcome.problems);
}

/** Tells all problems and ends the process with the exit code of wrong settings (78, EX_CONFIG). */
export function stopWith(problems: readonly SettingProblem[]): never {
  process.stderr.write(renderProblems(problems, { isColoured: process.stderr.isTTY }));
  process.exit(CATALOGUE.SETTINGS_INVALID.exitCode);
}
