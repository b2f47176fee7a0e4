import { expect, it } from 'vitest';
import { DOCTOR_CHECKS } from '../checks/doctor-checks.ts';
import { NEEDED_FOR_DEPLOY } from './check-for-deploy.ts';

it('asks only what the doctor knows: a check that was renamed must not be left out in silence', () => {
  const known = DOCTOR_CHECKS.map(({ id }) => id);
  expect(NEEDED_FOR_DEPLOY.filter((id) => !known.includes(id))).toEqual([]);
});
