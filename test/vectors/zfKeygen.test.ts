import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { type Ciphersuite, ciphersuite, type Element, type SigningKey } from '@quorate/tss-core';
import { evaluateCommitments, groupKeyOf, isShareOf, Polynomial, sumCommitments } from '@quorate/tss-core/frost';
import { describe, expect, test } from 'vitest';
import { party, readVectors, ZF_FOLDERS } from './support.ts';

interface Participant {
  readonly identifier: number;
  readonly signing_key: string;
  readonly coefficient: string;
  readonly vss_commitments: readonly string[];
  readonly proof_of_knowledge: string;
  /** What the others dealt to this participant, by dealer. */
  readonly signing_shares: { readonly [dealer: string]: string };
  readonly verifying_share: string;
  readonly signing_share: string;
}

type Inputs = { readonly verifying_key: string } & { readonly [identifier in '1' | '2' | '3']: Participant };

/**
 * Replays a distributed keygen of 2 of 3. `keyOf` says how the published key derives from the sum of the dealings, and
 * so the shares: ZF's taproot suite ends its keygen with the BIP-86 tweak, added to every share.
 */
function replayKeygen(path: string, suite: Ciphersuite, keyOf: Ciphersuite['signingKey']): void {
  const { inputs }: { inputs: Inputs } = JSON.parse(readVectors(path));
  const { group } = suite;
  const scalar = (hex: string) => group.decodeScalar(hexToBytes(hex));
  const hexOf = (value: bigint) => bytesToHex(group.encodeScalar(value));
  const participants = [inputs['1'], inputs['2'], inputs['3']].map((participant) => ({
    ...participant,
    index: party(participant.identifier),
    polynomial: new Polynomial(group, scalar(participant.signing_key), [scalar(participant.coefficient)]),
    vector: participant.vss_commitments.map((hex) => group.decodeElement(hexToBytes(hex))),
  }));
  const vector = sumCommitments(
    group,
    participants.map((participant) => participant.vector),
  );
  const key: SigningKey = keyOf(groupKeyOf(group, [vector]));

  test('commitment vectors', () => {
    for (const { polynomial, vss_commitments } of participants) {
      expect(polynomial.commit().map((A) => bytesToHex(group.encodeElement(A)))).toEqual(vss_commitments);
    }
  });

  test('dealt shares are the polynomials at the receivers, and fit the commitments', () => {
    for (const receiver of participants) {
      for (const dealer of participants.filter(({ index }) => index !== receiver.index)) {
        const dealt = receiver.signing_shares[String(dealer.identifier)] ?? '';
        expect(hexOf(dealer.polynomial.evaluate(receiver.index))).toBe(dealt);
        expect(isShareOf(group, dealer.vector, receiver.index, scalar(dealt))).toBe(true);
      }
    }
  });

  test('proofs of knowledge verify under HDKG', () => {
    for (const { index, vector, proof_of_knowledge } of participants) {
      const [A0 = group.identity] = vector;
      const proof = hexToBytes(proof_of_knowledge);
      const z = group.decodeScalar(proof.slice(-group.scalarLength));
      const x = proof.slice(0, -group.scalarLength);
      // Taproot proofs carry the x coordinate of an R with even y.
      const R = x.length < group.elementLength ? concatBytes(Uint8Array.of(2), x) : x;
      const c = suite.HDKG(concatBytes(group.encodeScalar(BigInt(index)), group.encodeElement(A0), R));
      const expected = group.decodeElement(R).add(A0.multiplyUnsafe(c));
      expect(group.generator.multiplyUnsafe(z).equals(expected)).toBe(true);
    }
  });

  test('the key, and every share and verifying share', () => {
    const published = group.decodeElement(hexToBytes(inputs.verifying_key));
    // ZF makes y even only when it signs; our output key has even y from the start. The x coordinate is the same.
    const flip = published.equals(key.outputKey) ? 1n : -1n;
    expect(flipped(key.outputKey, flip).equals(published)).toBe(true);
    for (const { index, signing_share, verifying_share } of participants) {
      const sum = participants.reduce((total, dealer) => total + dealer.polynomial.evaluate(index), 0n);
      expect(hexOf(group.reduce(flip * (key.sign * sum + key.tweak)))).toBe(signing_share);
      const signed = flipped(evaluateCommitments(group, vector, index), key.sign);
      const verifying = flipped(signed.add(group.generator.multiplyUnsafe(key.tweak)), flip);
      expect(bytesToHex(group.encodeElement(verifying))).toBe(verifying_share);
    }
  });
}

function flipped(element: Element, sign: 1n | -1n): Element {
  return sign === 1n ? element : element.negate();
}

describe.each(ZF_FOLDERS)('ZF FROST keygen, %s', (scheme, folder) => {
  const suite = ciphersuite(scheme);
  replayKeygen(`zf-frost/${folder}/vectors_dkg.json`, suite, suite.signingKey);
});
