import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lab/run.ts';
import { asOperator } from './release-house.ts';
import type { Stage } from './stage.ts';

const PLACE = '/tmp/wrong-abi.node';

/**
 * What a compiler makes for Node 20 (NODE_MODULE_VERSION 115, https://nodejs.org/en/about/previous-releases): the record
 * that `node.h` calls node_module, registered as NODE_MODULE() does.
 */
const SOURCE = `struct node_module { int version; unsigned flags; void *handle; const char *file; void *init; void *context_init; const char *name; void *priv; void *link; };
extern void node_module_register(void *);
static void init(void) {}
static struct node_module us = { 115, 0, 0, "wrong-abi.c", init, 0, "wrong_abi", 0, 0 };
__attribute__((constructor)) static void enlist(void) { node_module_register(&us); }
`;

/**
 * Puts modules for another Node into the place of those that were installed for the release in the clone, as an operator has
 * them after copying node_modules from elsewhere. Says why it cannot, or null.
 */
export async function wrongAbi(stage: Stage): Promise<string | null> {
  const module = await compile();
  if (module === null) return 'there is no C compiler on this machine';
  const built = await asOperator(stage, './docs/deployment/scripts/deploy.sh --build-only');
  stage.needs('the release is built once', built);
  if (!built.out.includes('Dependencies installed.')) throw new Error('It shares its packages with the live release.');
  await stage.box.write(`${PLACE}.base64`, module.toString('base64'));
  const swapped = await stage.box.sh(`set -e
base64 -d ${PLACE}.base64 > ${PLACE}
place=$(ls -td /opt/devrel-integration/releases/.dependencies/*/ | head -1)
find "$place/running" -name '*.node' | tee /dev/stderr | xargs -n 1 cp ${PLACE}
test -n "$(find "$place/running" -name '*.node')"`);
  stage.needs('modules of another Node', swapped);
  return null;
}

async function compile(): Promise<Buffer | null> {
  const dir = mkdtempSync(join(tmpdir(), 'onomancer-abi-'));
  try {
    const [source, module] = [join(dir, 'wrong-abi.c'), join(dir, 'wrong-abi.node')];
    writeFileSync(source, SOURCE);
    const { code } = await run(['cc', '-shared', '-fPIC', '-o', module, source]);
    return code === 0 ? readFileSync(module) : null;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
