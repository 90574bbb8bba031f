import { decodeSignedRequest } from '@quorate/requests';
import { Bug } from '@quorate/tss-core';
import { afterEach, expect, test, vi } from 'vitest';
import { encodedRequest, harness } from '../testing/harness.ts';
import { prepareJob } from './prepareJob.ts';

afterEach(() => vi.restoreAllMocks());

test('signatures are judged by the document, also where it has to be decoded again', () => {
  const { sample, key, keys } = harness();
  const known = keys.get(key.view.key);
  if (!known) throw new Bug('the harness knows its key');
  const encoded = encodedRequest(sample, key);
  const job = prepareJob(decodeSignedRequest(encoded), encoded, known);
  const signatures = key.sign(job.messages);
  const collected = vi.spyOn(WeakRef.prototype, 'deref').mockReturnValue(undefined);
  expect(job.verifies(signatures)).toBe(true);
  expect(job.verifies([new Uint8Array(64)])).toBe(false);
  expect(job.verifies([])).toBe(false);
  expect(collected).toHaveBeenCalledTimes(3);
});
