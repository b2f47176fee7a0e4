import type { Promised, Sight } from './promise.ts';
import { expecting, type Verdict, wrong } from './stage.ts';

/** What nobody can have put right before the bot is deployed and its tokens are there. */
const LATER = ['Secrets', 'Bot'];
/** What a container shows of the machine under it, where others are at work. */
const OF_THE_MACHINE = ['load'];

interface DoctorCheck {
  readonly id: string;
  readonly category: string;
  readonly result: string;
  readonly says: string;
}

async function askDoctor({ box }: Sight): Promise<readonly DoctorCheck[]> {
  const { out, err } = await box.sh('onomancer doctor --json', { timeoutMs: 120_000 });
  try {
    return (JSON.parse(out) as { readonly checks: readonly DoctorCheck[] }).checks;
  } catch {
    throw new Error(`onomancer doctor --json did not answer in JSON:\n${out.slice(-500)}${err.slice(-500)}`);
  }
}

async function nothingWrong(sight: Sight): Promise<Verdict> {
  const own = (await askDoctor(sight)).filter(
    ({ id, category }) => !LATER.includes(category) && !OF_THE_MACHINE.includes(id),
  );
  const off = own.filter(({ result }) => result === 'wrong' || result === 'unknown');
  const told = off.map(({ id, result, says }) => `${id} is ${result}: ${says}`);
  return expecting(own.length > 10 && off.length === 0, told.join('\n') || `${own.length} checks are fine`);
}

async function seesWhatIsOff(sight: Sight): Promise<Verdict> {
  await sight.box.run(['systemctl', 'stop', 'fail2ban']);
  try {
    const found = (await askDoctor(sight)).find(({ id }) => id === 'bans');
    return found?.result === 'wrong'
      ? expecting(true, found.says)
      : wrong(`fail2ban is stopped, the doctor says: ${found?.says ?? 'nothing'}`);
  } finally {
    await sight.box.run(['systemctl', 'start', 'fail2ban']);
  }
}

/** What the doctor says about the server. */
export const DOCTOR_PROMISES: readonly Promised[] = [
  { what: 'the doctor finds nothing wrong with the server itself', look: nothingWrong },
  { what: 'the doctor notices when fail2ban is stopped', look: seesWhatIsOff },
];
