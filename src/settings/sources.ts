/** Something that has to be put right before the start. */
export interface SettingProblem {
  /** The setting, the place in the configuration file (`roles.developer[1]`), or the file. */
  readonly name: string;
  /** What was found and why it does not do; secrets are masked. */
  readonly found: string;
  readonly wanted: string;
  /** Where to put it right. */
  readonly where: string;
  /** How to come by a value. */
  readonly getIt?: string;
}

/** The texts of all places that settings come from, as they were read; nothing is checked yet. */
export interface SettingSources {
  /** Where the application is: the base directory unless BASE_DIR says otherwise. */
  readonly applicationDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `secrets/.env.local`; no values when it does not exist. */
  readonly envFile: { readonly path: string; readonly values: Readonly<Record<string, string>> };
  /** Contents of the files that `…_FILE` settings name, by the path as written there. */
  readonly secretFiles: Readonly<Record<string, string>>;
  /** `config/onomancer.yml` as data; undefined when it does not exist or is empty. */
  readonly config: { readonly path: string; readonly value: unknown };
  /** What could not be read. */
  readonly problems: readonly SettingProblem[];
  /** What the operator should know, though it stops nothing. */
  readonly notes: readonly string[];
}

/** Sources with nothing but an environment and a configuration: for the demo and for tests, which must not see the operator's files. */
export function sourcesWithoutFiles(
  applicationDir: string,
  environment: SettingSources['environment'],
  config?: unknown,
): SettingSources {
  return {
    applicationDir,
    environment,
    envFile: { path: 'secrets/.env.local', values: {} },
    secretFiles: {},
    config: { path: 'config/onomancer.yml', value: config },
    problems: [],
    notes: [],
  };
}
