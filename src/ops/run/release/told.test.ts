import { describe, expect, it } from 'vitest';
import { toAppError } from '../../../shared/errors/app-error.ts';
import { explain } from '../../../shared/errors/catalogue.ts';
import { run } from './told.ts';

async function saysOf(script: string): Promise<string> {
  const failed = run({ argv: ['sh', '-c', script], limitSeconds: 10 }, 'RELEASE_NOT_BUILT').catch(toAppError);
  const { code, facts } = toAppError(await failed);
  return explain(code, facts).says;
}

describe('what is told of a program that failed', () => {
  it('is how its complaint begins and how it ends, because either may say why', async () => {
    const says = await saysOf(
      'for n in $(seq 1 40); do echo "npm error line $n" >&2; echo "npm error" >&2; done; exit 3',
    );
    expect(says).toMatchInlineSnapshot(`
      "The release could not be built: sh -c for n in $(seq 1 40); do echo "npm error line $n" >&2; echo "npm error" >&2; done; exit 3 ended with 3:
          npm error line 1
          npm error line 2
          npm error line 3
          npm error line 4
          npm error line 5
          npm error line 6
          …
          npm error line 35
          npm error line 36
          npm error line 37
          npm error line 38
          npm error line 39
          npm error line 40"
    `);
  });

  it('is what it said when it did not complain', async () => {
    expect(await saysOf('echo "Build failed"; exit 1')).toMatch(/sh -c .+ ended with 1:\n {4}Build failed$/s);
  });
});
