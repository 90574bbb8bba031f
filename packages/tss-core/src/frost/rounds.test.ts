import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { bytes, DecodeError, decodeCbor, encodeCbor, list, struct } from '../wire/codec.ts';
import { generateNonces } from './nonces.ts';
import { commitmentsRound, signatureSharesRound, strictCommitmentsRound } from './rounds.ts';

describe.each(SCHEMES)('round messages of %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const { group } = suite;
  const random = seededRandom('rounds');
  const commitments = (count: number) =>
    Array.from({ length: count }, () => generateNonces(suite, 5n, random).commitment);
  const rawPair = struct<{ hiding: Uint8Array; binding: Uint8Array }>({
    hiding: bytes({ max: 64 }),
    binding: bytes({ max: 64 }),
  });
  const rawPairs = list(rawPair, { max: 9 });
  const G = group.encodeElement(group.generator);

  test('commitments survive the wire', () => {
    const { codec } = commitmentsRound(group, 2);
    const sent = commitments(2);
    const received = decodeCbor(codec, encodeCbor(codec, sent), 1000);
    expect(received.map(({ hiding }) => group.encodeElement(hiding))).toEqual(
      sent.map(({ hiding }) => group.encodeElement(hiding)),
    );
  });

  test('a number of commitments or shares other than the number of messages does not decode', () => {
    for (const count of [0, 1, 3]) {
      const body = encodeCbor(commitmentsRound(group, count).codec, commitments(count));
      expect(() => decodeCbor(commitmentsRound(group, 2).codec, body, 1000)).toThrow(DecodeError);
      const shares = encodeCbor(
        signatureSharesRound(group, count).codec,
        Array.from({ length: count }, () => 1n),
      );
      expect(() => decodeCbor(signatureSharesRound(group, 2).codec, shares, 1000)).toThrow(DecodeError);
    }
  });

  test('attack 16: a commitment that is no element of the group does not decode', () => {
    const zeros = new Uint8Array(G.length);
    const bad = [zeros, new Uint8Array(G.length).fill(255), G.subarray(1), Uint8Array.of()];
    for (const element of bad) {
      for (const pair of [
        { hiding: element, binding: G },
        { hiding: G, binding: element },
      ]) {
        const body = encodeCbor(rawPairs, [pair]);
        expect(() => decodeCbor(strictCommitmentsRound(group, 1).codec, body, 1000)).toThrow(DecodeError);
        // All zeros is a point of order 4 on Edwards curves, whose order is checked later: see mixedOrder.test.ts.
        if (element !== zeros)
          expect(() => decodeCbor(commitmentsRound(group, 1).codec, body, 1000)).toThrow(DecodeError);
      }
    }
  });

  test('attack 17: a share at or above the order does not decode', () => {
    const body = encodeCbor(list(bytes(group.scalarLength), { max: 1 }), [
      new Uint8Array(group.scalarLength).fill(255),
    ]);
    expect(() => decodeCbor(signatureSharesRound(group, 1).codec, body, 1000)).toThrow(/not below the group order/);
  });
});
