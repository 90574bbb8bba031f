import { decodeSignedRequest, fromBase64, type RequestView, requestHash, type SignRequest } from '@quorate/requests';
import { MAX_ATTESTATION_BYTES, signedAttestationCodec, signReady } from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { DESK, encodedRequest, type Harness, harness } from '../testing/harness.ts';

async function fulfilled({ requests, sample, key }: Harness, changes: Partial<SignRequest> = {}): Promise<RequestView> {
  const { view } = requests.submit(DESK, encodedRequest(sample, key, changes));
  return requests.find(DESK, view.id, 20_000);
}

const wanting = (...cosigners: string[]): Partial<SignRequest> => ({ cosigners });

test('whoever is to cosign is among the signers, however slow', async () => {
  const made = harness();
  made.latency.record('node-3', 5_000);
  expect((await fulfilled(made, wanting('node-3'))).signers).toContain('node-3');
});

test('without its cosigner a request waits, and when that denies, it is denied', async () => {
  const made = harness();
  made.nodes.cut('node-3');
  const { view } = made.requests.submit(DESK, encodedRequest(made.sample, made.key, wanting('node-3')));
  await expect
    .poll(async () => (await made.requests.find(DESK, view.id, 0)).reason)
    .toBe('waiting for node-3 to answer; nothing is signed without node-3');
  expect(made.nodes.callsOf('sign')).toEqual([]);
  made.nodes.behave('node-3', {
    authorize: () => ({ kind: 'denied', value: { code: 'denied-by-rules', reasons: ['no rule allows it'] } }),
  });
  made.nodes.link('node-3');
  expect(await made.requests.find(DESK, view.id, 20_000)).toMatchObject({
    state: 'denied',
    reason: 'denied by node-3',
  });
});

test.each<[readonly string[], string]>([
  [['node-9'], 'unknown-cosigner'],
  [['node-1', 'node-2', 'node-3'], 'too-many-cosigners'],
])('%j cannot cosign for a key of 2 of 3', (cosigners, code) => {
  const { requests, sample, key } = harness();
  const submit = () => requests.submit(DESK, encodedRequest(sample, key, { cosigners }));
  expect(submit).toThrow(expect.objectContaining({ code }));
});

test('what the module of a signer attested is part of the answer, and of no list', async () => {
  const made = harness({ attesting: ['node-3'] });
  const view = await fulfilled(made, wanting('node-3'));
  const [attested, ...others] = (view.attestations ?? []).map((one) =>
    decodeCbor(signedAttestationCodec, fromBase64(one), MAX_ATTESTATION_BYTES),
  );
  expect(others).toEqual([]);
  expect(attested?.statement).toMatchObject({ node: 'node-3', subject: fromHex(view.hash) });
  expect(made.requests.list(DESK, 5)[0]).not.toHaveProperty('attestations');
  expect((await fulfilled(harness(), wanting('node-3'))).attestations).toBeUndefined();
});

test('a ready without the attestation of its module is offered to nobody', async () => {
  const made = harness({ attesting: ['node-3'] });
  made.nodes.behave('node-3', {
    async authorize(call, context) {
      const answer = await made.nodes.honest('node-3').authorize(call, context);
      if (answer.kind === 'denied') return answer;
      const { request } = decodeSignedRequest(call.request);
      const about = { cluster: request.cluster, key: request.key, subject: requestHash(request) };
      const bare = { ...about, ...answer.value, attestation: null };
      return { kind: 'ready', value: signReady(bare, made.sample.secret('node-3')) };
    },
  });
  made.latency.record('node-1', 5_000);
  expect((await fulfilled(made)).signers).toEqual(['node-1', 'node-2']);
});

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
