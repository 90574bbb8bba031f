import { partyIndex } from '@quorate/tss-core';
import { MAX_PRESIGNATURE_INDEX } from '@quorate/tss-core/ecdsa';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { MAX_CALL_BYTES } from './fields.ts';
import { controlMessageCodec, MAX_CONTROL_FRAME_BYTES } from './message.ts';
import { controlMethods, isMethodName, type MethodName, type RequestOf, type ResponseOf } from './methods.ts';

const filled = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
const order = filled(300, 1);
const request = filled(200, 2);
const descriptor = filled(500, 3);
const certificate = filled(900, 4);
const key = filled(32, 5);
const session = filled(32, 6);
const parties = [partyIndex(1), partyIndex(3)];
const reservation = { batch: filled(32, 10), first: 3, count: 2 };
const ready = {
  ...{ party: partyIndex(2), nonce: filled(32, 7), policyHash: filled(32, 8) },
  ...{ reservation: null, attestation: null, signature: filled(64, 9) },
};

const examples: { readonly [M in MethodName]: { requests: RequestOf<M>[]; responses: ResponseOf<M>[] } } = {
  status: {
    requests: [{}],
    responses: [
      {
        id: 'node-1',
        version: '0.1.0',
        pid: 1,
        uptimeMs: 2,
        rules: { name: 'local-demo', description: 'local demo: any decodable intent of a known desk' },
        links: ['coordinator-1', 'node-2'],
        keys: 3,
        pendingKeys: 4,
        sessions: 5,
        primes: { found: 1, needed: 4 },
        attestation: { sequence: 3, heard: 2, needed: 2, setback: { from: 1, to: 2, at: 4 } },
        forks: [{ node: 'hsm-1', sequence: 7, seenAt: 5 }],
        presignatures: { low: 2, high: 8, stocks: [{ key, assignment: [parties], size: 3, next: 17 }] },
      },
    ],
  },
  listKeys: {
    requests: [{}],
    responses: [
      { active: [], pending: [] },
      { active: [{ order, certificate, acknowledgement: filled(120, 9) }], pending: [{ key, session, order }] },
    ],
  },
  authorize: {
    requests: [
      { request, reserve: true, signers: [parties] },
      { request, reserve: false, signers: null },
    ],
    responses: [
      { kind: 'ready', value: ready },
      { kind: 'ready', value: { ...ready, reservation } },
      { kind: 'denied', value: { code: 'unknown-desk', reasons: ['no desk is called "x"'] } },
    ],
  },
  sign: {
    requests: [{ request, descriptor }],
    responses: [
      { kind: 'signed', value: { signatures: [filled(64, 1), filled(64, 2)] } },
      { kind: 'stalled', value: { missing: parties, left: [partyIndex(3)], reason: 'silence in round 2' } },
      { kind: 'fault', value: { code: 'invalid-share', culprits: parties, evidence: filled(3000, 1) } },
      { kind: 'refused', value: { code: 'unknown-nonce', reason: 'the ready is not of this run of the node' } },
    ],
  },
  abort: { requests: [{ session }], responses: [{}] },
  cancel: { requests: [{ cancel: filled(150, 1) }], responses: [{}] },
  prepareKeygen: { requests: [{ order }], responses: [{ kind: 'ready', value: ready }] },
  keygen: {
    requests: [{ order, descriptor }],
    responses: [
      { kind: 'certified', value: { certificate } },
      { kind: 'stalled', value: { missing: [], left: [], reason: 'aborted' } },
    ],
  },
  deliverCertificate: { requests: [{ order, certificate }], responses: [{ acknowledgement: filled(120, 1) }] },
  listAux: {
    requests: [{ parties: [{ index: partyIndex(1), node: 'node-1' }] }],
    responses: [{ certificates: [] }, { certificates: [certificate, certificate] }],
  },
  prepareAux: {
    requests: [{ order }],
    responses: [
      { kind: 'ready', value: ready },
      { kind: 'preparing', value: { found: 1, needed: 4 } },
      { kind: 'denied', value: { code: 'expired', reasons: ['the order has expired'] } },
    ],
  },
  aux: {
    requests: [{ order, descriptor }],
    responses: [
      { kind: 'certified', value: { certificate } },
      { kind: 'fault', value: { code: 'invalid-proof', culprits: parties, evidence: filled(3000, 1) } },
    ],
  },
  preparePresign: {
    requests: [{ key, auxGeneration: filled(32, 3), assignment: [parties], index: 17 }],
    responses: [{ kind: 'ready', value: ready }],
  },
  presign: {
    requests: [{ descriptor }],
    responses: [
      { kind: 'presigned', value: { presignature: filled(32, 4) } },
      { kind: 'stalled', value: { missing: parties, left: [partyIndex(3)], reason: 'silence in round 2' } },
    ],
  },
  deliverAuxCertificate: { requests: [{ certificate }], responses: [{}] },
};

function roundTrip<M extends MethodName>(name: M): void {
  const method = controlMethods[name];
  const { requests, responses } = examples[name];
  for (const example of requests) {
    expect(decodeCbor(method.request, encodeCbor(method.request, example), method.maxBytes)).toEqual(example);
  }
  for (const example of responses) {
    expect(decodeCbor(method.response, encodeCbor(method.response, example), method.maxBytes)).toEqual(example);
  }
}

const names = Object.keys(controlMethods).filter(isMethodName);

test.each(names)('every shape of %s survives the wire', (name) => {
  expect(controlMethods[name].name).toBe(name);
  roundTrip(name);
});

// A node that denies a request with more than the coordinator takes would pass for one that gives no answer.
test('of a long reason as much crosses as there is room for', () => {
  const { response, maxBytes } = controlMethods.authorize;
  const denied = (reason: string) =>
    ({ kind: 'denied', value: { code: 'bad-typed-data', reasons: [reason] } }) as const;
  const crossed = (reason: string) => decodeCbor(response, encodeCbor(response, denied(reason)), maxBytes);
  expect(crossed('x'.repeat(1000))).toEqual(denied('x'.repeat(1000)));
  expect(crossed('x'.repeat(1001))).toEqual(denied('x'.repeat(1000)));
  expect(crossed(`${'x'.repeat(999)}😀`)).toEqual(denied(`${'x'.repeat(999)}\ufffd`));
});

test('the largest call fits into a frame of the protocol', () => {
  for (const name of names) expect(controlMethods[name].maxBytes).toBeLessThanOrEqual(MAX_CALL_BYTES);
  const value = { id: Number.MAX_SAFE_INTEGER, method: 'deliverCertificate', payload: new Uint8Array(MAX_CALL_BYTES) };
  const frame = encodeCbor(controlMessageCodec, { kind: 'call', value });
  expect(frame.length).toBeLessThanOrEqual(MAX_CONTROL_FRAME_BYTES);
});

test('a presignature whose successor would have no index is not proposed: its node could not say how far it is', () => {
  const { request, maxBytes } = controlMethods.preparePresign;
  const [example] = examples.preparePresign.requests;
  const proposed = (index: number) => () => decodeCbor(request, encodeCbor(request, { ...example, index }), maxBytes);
  expect(proposed(MAX_PRESIGNATURE_INDEX)).not.toThrow();
  expect(proposed(MAX_PRESIGNATURE_INDEX + 1)).toThrow(/index/);
  expect(proposed(Number.MAX_SAFE_INTEGER)).toThrow(/index/);
});

test('what only looks like a method is none', () => {
  for (const name of ['', 'Status', 'toString', '__proto__', 'constructor']) expect(isMethodName(name)).toBe(false);
});

test('the control messages on the wire', () => {
  const hex = (message: Parameters<typeof controlMessageCodec.encode>[0]): string =>
    Buffer.from(encodeCbor(controlMessageCodec, message)).toString('hex');
  expect(hex({ kind: 'call', value: { id: 1, method: 'status', payload: Uint8Array.of(0x80) } })).toBe(
    '826463616c6c8301667374617475734180',
  );
  expect(hex({ kind: 'answer', value: { id: 1, payload: Uint8Array.of(0x80) } })).toBe('8266616e7377657282014180');
  expect(hex({ kind: 'failure', value: { id: 1, code: 'busy', message: 'm', hint: null } })).toBe(
    '82676661696c75726584016462757379616df6',
  );
});
