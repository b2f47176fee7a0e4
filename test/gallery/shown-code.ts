import { Session } from 'node:inspector/promises';

/** A function of the product, and how often it ran. */
export interface RunFunction {
  /** `features/help/help.view.ts: helpView` */
  readonly name: string;
  readonly count: number;
}

/** Counts which functions of our sources run meanwhile; those of a file count that is loaded meanwhile, too. */
export async function countRuns(work: () => Promise<unknown>): Promise<readonly RunFunction[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.disable');
  session.disconnect();
  return result.flatMap(({ url, functions }) => {
    const file = /\/src\/(.+\.ts)$/.exec(url)?.[1];
    if (file === undefined) return [];
    return functions
      .filter(({ functionName }) => functionName !== '')
      .map(({ functionName, ranges }) => ({ name: `${file}: ${functionName}`, count: ranges[0]?.count ?? 0 }));
  });
}
