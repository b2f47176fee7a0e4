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
    says: 'It was done, but this does not hold: {what}. Found: {found}',
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
  DEAD_MAN_NOT_ARMED: {
    says: 'The timer that would put ssh and the firewall back could not be armed (it is {state}), so nothing was changed there.',
    hint: 'Look at: systemctl status onomancer-dead-man.timer; then run the same command again.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
  DEAD_MAN_FIRED: {
    says: 'It took too long to prove a new login, so ssh and the firewall were put back as they were.',
    hint: 'Run the same command again.',
    httpStatus: 500,
    exitCode: 75,
    isRetryable: true,
  },
  NO_NEW_CONNECTION: {
    says: 'A new connection to ssh did not succeed, so ssh and the firewall were put back as they were: {said}',
    hint: 'You are not locked out. Look at: journalctl -u ssh -n 30 and ufw status; then run the same command again.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
  PROOF_IMPOSSIBLE: {
    says: 'A new connection could not be tried, because this server allows no network namespace: {said}',
    hint: 'Ssh and the firewall were put back as they were. Ask the provider for a server with a kernel of its own (KVM).',
    httpStatus: 500,
    exitCode: 69,
    isRetryable: false,
  },
  KEYS_GONE: {
    says: 'There is no key left in {file} with which {user} could log in, so ssh was put back as it was.',
    hint: 'Run setup again and give your public key with --ssh-key.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
} as const satisfies Record<string, CatalogueEntry>;
