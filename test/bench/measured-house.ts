import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type House, type HouseOptions, openHouse } from '../../sandbox/house.ts';
import type { Bench } from './finding.ts';
import { type Program, startProgram, type Which } from './programs.ts';

/** The roles of the sandbox; limits that the load does not run into. */
const CONFIGURATION = `roles:
  admin: [Bot admin]
  developer: [Developers]
  stakeholder: [Leadership, Product, Marketing, DevRel]
rateLimit:
  burst: 100
  perMinute: 1000
`;

/** A house with one of the programs in it, ready, and the commands registered. */
export interface Measured {
  readonly house: House;
  readonly program: Program;
  readonly close: () => Promise<void>;
}

export async function openMeasured(
  which: Which,
  bench: Bench,
  options: {
    readonly house?: HouseOptions;
    readonly env?: Readonly<Record<string, string>>;
    /** More lines for the configuration. */
    readonly more?: (house: House) => string;
  } = {},
): Promise<Measured> {
  const config = join(bench.dir, 'onomancer.yml');
  const house = await openHouse(options.house);
  writeFileSync(config, `${CONFIGURATION}${options.more?.(house) ?? ''}`);
  try {
    const registered = await house.registerCommands();
    if (registered.code !== 0) throw new Error(`The commands could not be registered:\n${registered.text}`);
    const program = startProgram(which, house, bench, { CONFIG_FILE: config, ...options.env });
    await program.ready;
    const close = async (): Promise<void> => {
      await program.stop();
      await house.close();
    };
    return { house, program, close };
  } catch (error) {
    await house.close();
    throw error;
  }
}
