import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import { type Assignment, type KeyCertificate, type KeyShare, keyAt, type PartyIndex } from '@quorate/tss-core';

const Fn = secp256k1.Point.Fn;

/**
 * ECDSA signatures (r ‖ s ‖ v) by the child of a key at `path`, the whole key put together from its shares: what only a test
 * may do. Threshold ECDSA itself takes seconds.
 */
export function signWhole(
  { statement }: KeyCertificate,
  assignment: Assignment,
  shares: ReadonlyMap<PartyIndex, KeyShare>,
  path: readonly number[],
  messages: readonly Uint8Array[],
): readonly Uint8Array[] {
  const parts = assignment.flatMap((signers) => signers.map((party) => weighted(shares.get(party), signers)));
  const secret = parts.reduce((sum, part) => Fn.add(sum, part), keyAt(statement, path).signingKey.tweak);
  return messages.map((message) => {
    const options = { prehash: false, format: 'recovered' } as const;
    const [v = 0, ...rs] = secp256k1.sign(message, numberToBytesBE(secret, 32), options);
    return Uint8Array.from([...rs, v]);
  });
}

/** A share times its Lagrange coefficient among those who sign. */
function weighted(share: KeyShare | undefined, signers: readonly PartyIndex[]): bigint {
  if (!share) throw new Error('a party has no share');
  const others = signers.filter((party) => party !== share.party).map(BigInt);
  const self = BigInt(share.party);
  const lambda = others.reduce((product, other) => Fn.mul(product, Fn.div(other, Fn.create(other - self))), 1n);
  return Fn.mul(lambda, bytesToNumberBE(share.secret));
}
