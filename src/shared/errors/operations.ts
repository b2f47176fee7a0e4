import type { CatalogueEntry } from './catalogue.ts';

/** How the toolkit of the operator fails. `{name}` is filled from the facts of the error. */
export const OPERATIONS = {
  LOCK_HELD: {
    says: '{what} is running already: started by {who} at {since}, process {pid}.',
    hint: 'Wait until it has ended. It lets go by itself, also when it is killed.',
    httpStatus: 500,
    exitCode: 75,
    isRetryable: true,
  },
  TOOL_MISSING: {
    says: 'The program {tool} is not on this server.',
    hint: 'Install it: apt-get install -y {package}',
    httpStatus: 500,
    exitCode: 69,
    isRetryable: false,
  },
  COMMAND_FAILED: {
    says: '“{command}” ended with exit code {exitCode}: {said}',
    hint: 'Mend what it says and run the same command again: what is done stays done.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
  ACCOUNT_MISSING: {
    says: 'There is no user {owner} or no group {group} on this server.',
    hint: 'Run setup again: its first steps make them.',
    httpStatus: 500,
    exitCode: 67,
    isRetryable: false,
  },
  PATH_OCCUPIED: {
    says: 'Something else stands at {path}, where a {wanted} has to be.',
    hint: 'Look at it, move it away and run the same command again: mv {path} {path}.before',
    httpStatus: 500,
    exitCode: 73,
    isRetryable: false,
  },
  STEP_HAS_NO_EFFECT: {
    says: 'It was done, but {what} is still not as it should be; found: {found}',
    hint: 'Another program may be changing it back. Look at it and run the same command again.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
  VERIFY_FAILED: {
    says: '{what}: wanted {wanted}, found {found}',
    hint: '{hint}',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
} as const satisfies Record<string, CatalogueEntry>;
