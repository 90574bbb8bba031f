import type { Random } from '../bytes.ts';
import type { SchemeId } from '../keys/structure.ts';

/** An element of a prime-order group. Any noble curve point fits. */
export interface Element {
  add(other: Element): Element;
  subtract(other: Element): Element;
  negate(): Element;
  equals(other: Element): boolean;
  is0(): boolean;
  /** For secret scalars, 1 ≤ scalar < order. */
  multiply(scalar: bigint): Element;
  /** For public scalars only, 0 ≤ scalar < order: its time tells the scalar. */
  multiplyUnsafe(scalar: bigint): Element;
  toBytes(): Uint8Array;
}

/** A prime-order group with canonical encodings. */
export interface Group {
  readonly order: bigint;
  /** How many times more points the curve has: 1 for prime-order curves. */
  readonly cofactor: bigint;
  readonly generator: Element;
  readonly identity: Element;
  readonly scalarLength: number;
  readonly elementLength: number;
  /** Fixed length, the byte order of the scheme. */
  encodeScalar(scalar: bigint): Uint8Array;
  /** Throws an Error unless canonical: exact length and below the order. Zero is accepted. */
  decodeScalar(encoded: Uint8Array): bigint;
  encodeElement(element: Element): Uint8Array;
  /** Throws an Error unless canonical, on the curve, in the prime-order subgroup and not the identity. */
  decodeElement(encoded: Uint8Array): Element;
  /** The same for keys, under which verification goes on: those that came up last are not decoded again. */
  decodeKey(encoded: Uint8Array): Element;
  /**
   * The same without the check of the order, which costs ten times the rest on a curve with a cofactor. Only where what
   * is computed from the points gets checked instead: cryptography.md, rule 22b and 22c.
   */
  decodePoint(encoded: Uint8Array): Element;
  /** Whether a decoded point is in the prime-order subgroup, and so is what `decodeElement` accepts. */
  hasPrimeOrder(point: Element): boolean;
  readonly affineLength: number;
  /** Both coordinates, twice as long, so that decoding takes no square root: for messages with thousands of points. */
  encodeAffine(element: Element): Uint8Array;
  /** As strict as `decodePoint`, and no stricter. */
  decodeAffine(encoded: Uint8Array): Element;
  /** Uniform in 1..order-1. */
  randomScalar(random: Random): bigint;
  /** x mod order, in 0..order-1, for any integer. */
  reduce(value: bigint): bigint;
  /** Inverse of a non-zero scalar. */
  invert(scalar: bigint): bigint;
  /** scalar·element for a public scalar, where the same element comes up again and again: with a table from the fourth time on. */
  multiplyOften(element: Element, scalar: bigint): Element;
  /** Σ scalars[i]·elements[i] for public scalars. */
  multiScalarMultiply(elements: readonly Element[], scalars: readonly bigint[]): Element;
}

/** A FROST ciphersuite (RFC 9591 §6) with what its signature format adds to it. */
export interface Ciphersuite {
  readonly id: SchemeId;
  /** RFC 9591's contextString, e.g. `FROST-ED25519-SHA512-v1`. */
  readonly contextString: string;
  readonly group: Group;
  /** Binding factors. */
  H1(input: Uint8Array): bigint;
  /** The challenge of the signature scheme itself. */
  H2(input: Uint8Array): bigint;
  /** Nonces. */
  H3(input: Uint8Array): bigint;
  /** Message digests in binding factors. */
  H4(input: Uint8Array): Uint8Array;
  /** Commitment list digests in binding factors. */
  H5(input: Uint8Array): Uint8Array;
  /** ZF FROST's HDKG: challenge of keygen's proof of possession. */
  HDKG(input: Uint8Array): bigint;
  readonly signatureLength: number;
  /** From the internal group key X to the key that signatures verify under, see `SigningKey`. */
  signingKey(groupKey: Element): SigningKey;
  /** True iff R must be negated before use (BIP-340: odd y). */
  mustNegate(R: Element): boolean;
  challenge(R: Element, outputKey: Element, message: Uint8Array): bigint;
  encodeSignature(R: Element, z: bigint): Uint8Array;
  /** Strict verification of a whole signature under the encoded public key that the outside world uses. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  /** The same where the output key, see `SigningKey`, is decoded already. */
  verifyUnder(outputKey: Element, signature: Uint8Array, message: Uint8Array): boolean;
}

/**
 * How the output key Q derives from the internal key X: its discrete logarithm is sign·x + tweak.
 * Ed25519: Q = X, sign 1, tweak 0. Taproot (BIP-86): Q = P + H_TapTweak(P)·G with parities folded into sign and tweak,
 * so that Q has even y. The tweak enters once, at aggregation, never per party or per quorum.
 */
export interface SigningKey {
  readonly outputKey: Element;
  /** What the outside world calls the public key: the encoded output key, x-only (32 bytes) for taproot. */
  readonly publicKey: Uint8Array;
  /** 1 or -1: the factor every party's share takes. */
  readonly sign: 1n | -1n;
  readonly tweak: bigint;
}
