import { secp256k1 } from '@noble/curves/secp256k1.js';
import { buildEvidence, decodeEvidence, encodeEvidence, partyIndex, verifyEvidence } from '@quorate/tss-core';
import { corrupting, identitySecretOf, simulateKeygen, structureOf, TEST_TRUST } from '@quorate/tss-core/testing';
import { type Envelope, envelopeDigest } from '@quorate/tss-core/wire';
import { type Address, bytesToHex, hashTypedData, keccak256, recoverAddress, recoverTypedDataAddress } from 'viem';
import { publicKeyToAddress } from 'viem/accounts';
import { describe, expect, test } from 'vitest';

// An EVM contract that knows a node by the address of its identity key can check evidence with `ecrecover`. Here viem
// stands for it, which shares no line with our code.

/** docs/protocol.md, "Envelopes". */
const domain = { name: 'Quorate', version: '1' } as const;
const types = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
  ],
  Envelope: [
    { name: 'version', type: 'uint16' },
    { name: 'cluster', type: 'bytes32' },
    { name: 'key', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'session', type: 'bytes32' },
    { name: 'round', type: 'uint16' },
    { name: 'from', type: 'uint16' },
    { name: 'to', type: 'uint16' },
    { name: 'inbox', type: 'bytes32' },
    { name: 'body', type: 'bytes32' },
  ],
} as const;

function typedData({ version, cluster, key, epoch, session, round, from, to, inbox, body }: Envelope) {
  return {
    domain,
    types,
    primaryType: 'Envelope',
    message: {
      version,
      cluster: bytesToHex(cluster),
      key: bytesToHex(key),
      epoch: BigInt(epoch),
      session: bytesToHex(session),
      round,
      from,
      to: to === 'all' ? 0 : to,
      inbox: bytesToHex(inbox),
      body: keccak256(body),
    },
  } as const;
}

/** The account that a node's identity key would have. */
function addressOf(node: number): Address {
  return publicKeyToAddress(bytesToHex(secp256k1.getPublicKey(identitySecretOf(node), false)));
}

const p = partyIndex;

/** Party 2 commits to one dealing towards party 1, and to another towards party 3. */
function equivocation(): readonly Envelope[] {
  const adversary = corrupting(p(2), { round: 1, receivers: [p(3)] }, (body) => body.with(20, (body[20] ?? 0) ^ 1));
  const { outcomes, descriptor } = simulateKeygen(structureOf('frost-ed25519', [2, [1, 2, 3]]), 'eip-712', {
    adversary,
  });
  const outcome = outcomes.get(p(1));
  if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
  const subject = { kind: 'keygen', value: { descriptor } } as const;
  const encoded = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
  expect(verifyEvidence(encoded, TEST_TRUST)).toMatchObject({ code: 'equivocation', culprits: [{ node: 'node-2' }] });
  return decodeEvidence(encoded).envelopes;
}

describe('evidence of equivocation, in the eyes of viem', () => {
  const envelopes = equivocation();

  test('both envelopes were signed by one node, for one place, and differ', async () => {
    const [one, other] = envelopes;
    if (!one || !other || envelopes.length !== 2) throw new Error('equivocation takes two envelopes');
    for (const envelope of [one, other]) {
      const signature = bytesToHex(envelope.signature);
      expect(await recoverTypedDataAddress({ ...typedData(envelope), signature })).toBe(addressOf(2));
      const hash = bytesToHex(envelopeDigest(envelope));
      expect(await recoverAddress({ hash, signature })).toBe(addressOf(2));
    }
    const place = ({ session, round, from, to }: Envelope) => [bytesToHex(session), round, from, to];
    expect(place(one)).toEqual(place(other));
    expect(hashTypedData(typedData(one))).not.toBe(hashTypedData(typedData(other)));
  });

  test('our digest is the one of EIP-712', () => {
    for (const envelope of envelopes) {
      expect(hashTypedData(typedData(envelope))).toBe(bytesToHex(envelopeDigest(envelope)));
    }
  });

  test('with any field changed the signature is of somebody else', async () => {
    const [envelope] = envelopes;
    if (!envelope) throw new Error('no evidence');
    const flipped = (bytes: Uint8Array) => bytes.with(0, (bytes[0] ?? 0) ^ 1);
    const { cluster, key: ofKey, epoch, session, round, from, inbox, body } = envelope;
    const changes: readonly Partial<Envelope>[] = [
      { cluster: flipped(cluster) },
      { key: flipped(ofKey) },
      { epoch: epoch + 1 },
      { session: flipped(session) },
      { round: round + 1 },
      { from: p(from + 1) },
      { to: p(1) },
      { inbox: flipped(inbox) },
      { body: flipped(body) },
    ];
    const signature = bytesToHex(envelope.signature);
    for (const change of changes) {
      const data = typedData({ ...envelope, ...change });
      expect(await recoverTypedDataAddress({ ...data, signature }), Object.keys(change)[0]).not.toBe(addressOf(2));
    }
    const version2 = { ...typedData(envelope), message: { ...typedData(envelope).message, version: 2 } };
    expect(await recoverTypedDataAddress({ ...version2, signature })).not.toBe(addressOf(2));
  });
});
