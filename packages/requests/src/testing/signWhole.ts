import type { IField } from '@noble/curves/abstract/modular.js';
import type { ECDSA } from '@noble/curves/abstract/weierstrass.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import {
  type Assignment,
  type EcdsaSchemeId,
  type KeyCertificate,
  type KeyShare,
  keyAt,
  type PartyIndex,
} from '@quorate/tss-core';

const CURVES: Readonly<Record<EcdsaSchemeId, ECDSA>> = { 'ecdsa-secp256k1': secp256k1, 'ecdsa-p256': p256 };

/**
 * ECDSA signatures (r ‖ s ‖ v) by the child of a key at `path`, the whole key put together from its shares: what only a test
 * may do. Threshold ECDSA itself takes seconds.
 */
export function signWhole(
  scheme: EcdsaSchemeId,
  { statement }: KeyCertificate,
  assignment: Assignment,
  shares: ReadonlyMap<PartyIndex, KeyShare>,
  path: readonly number[],
  messages: readonly Uint8Array[],
): readonly Uint8Array[] {
  const curve = CURVES[scheme];
  const { Fn } = curve.Point;
  const parts = assignment.flatMap((signers) => signers.map((party) => weighted(Fn, shares.get(party), signers)));
  const secret = parts.reduce((sum, part) => Fn.add(sum, part), keyAt(statement, path).signingKey.tweak);
  return messages.map((message) => {
    const options = { prehash: false, format: 'recovered', lowS: true } as const;
    const [v = 0, ...rs] = curve.sign(message, numberToBytesBE(secret, 32), options);
    return Uint8Array.from([...rs, v]);
  });
}

/** A share times its Lagrange coefficient among those who sign. */
function weighted(Fn: IField<bigint>, share: KeyShare | undefined, signers: readonly PartyIndex[]): bigint {
  if (!share) throw new Error('a party has no share');
  const others = signers.filter((party) => party !== share.party).map(BigInt);
  const self = BigInt(share.party);
  const lambda = others.reduce((product, other) => Fn.mul(product, Fn.div(other, Fn.create(other - self))), 1n);
  return Fn.mul(lambda, bytesToNumberBE(share.secret));
}
