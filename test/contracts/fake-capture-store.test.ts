import { beforeEach, describe } from 'vitest';
import { FakeCaptureStore } from '../fakes/fake-capture-store.ts';
import { describeCaptures } from './store-contract-captures.ts';

describe('captures in memory', () => {
  let store = new FakeCaptureStore();
  beforeEach(() => {
    store = new FakeCaptureStore();
  });
  describeCaptures(() => store);
});
