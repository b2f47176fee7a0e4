import { createRequire } from 'node:module';

interface Example {
  readonly action?: string;
}

const require = createRequire(import.meta.url);

/** The generations of GitHub for which there are examples: github.com, and its server for own machines. */
const PLACES = ['api.github.com', 'ghes-31', 'ghes-32', 'ghes-33', 'ghes-34', 'ghes-35'] as const;

/** Every example payload of GitHub's webhooks that `@octokit/webhooks-examples` has. */
export function githubExamples(): readonly {
  readonly place: string;
  readonly event: string;
  readonly body: Example;
}[] {
  return PLACES.flatMap((place) => {
    const all = require(`@octokit/webhooks-examples/${place}/index.json`) as readonly {
      name: string;
      examples: Example[];
    }[];
    return all.flatMap(({ name, examples }) => examples.map((body) => ({ place, event: name, body })));
  });
}

/** The first example of this event, with this action when one is named. */
export function githubExample(event: string, action?: string): Example {
  const found = githubExamples().find(
    (one) => one.event === event && (action === undefined || one.body.action === action),
  );
  if (found === undefined) throw new Error(`There is no example of ${event} ${action ?? ''}.`);
  return found.body;
}
