import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { schnorr } from '@noble/curves/secp256k1.js';
import { ciphersuite } from '@quorate/tss-core';
import { random } from '../peers/quorate.ts';
import { insist, MESSAGE } from '../peers/signingPeer.ts';
import { type Effort, type Entry, measure } from '../support/measure.ts';
import type { Row } from './report.ts';

export const PRIMITIVE_PEERS = ['Quorate', '@noble/curves', 'node:crypto'] as const;

/** A signature by noble, and how others than we check it. */
interface Signed {
  readonly signature: Uint8Array;
  /** The key as our group encodes elements. */
  readonly element: Uint8Array;
  readonly byNoble: () => boolean;
  /** In OpenSSL with the key decoded, where it has the scheme. */
  readonly natively?: () => boolean;
}

const SIGNED: { readonly [scheme in 'frost-ed25519' | 'frost-secp256k1-tr']: (secret: Uint8Array) => Signed } = {
  'frost-ed25519': (secret) => {
    const [signature, element] = [ed25519.sign(MESSAGE, secret), ed25519.getPublicKey(secret)];
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), element]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return {
      signature,
      element,
      byNoble: () => ed25519.verify(signature, MESSAGE, element, { zip215: false }),
      natively: () => nodeVerify(null, MESSAGE, key, signature),
    };
  },
  'frost-secp256k1-tr': (secret) => {
    const [signature, x] = [schnorr.sign(MESSAGE, secret), schnorr.getPublicKey(secret)];
    return { signature, element: Uint8Array.of(2, ...x), byNoble: () => schnorr.verify(signature, MESSAGE, x) };
  },
};

/**
 * What each of two signers cannot do without: its part in a signing costs at least the sum. All but the check are noble's
 * functions themselves, so only the check has others to be compared with.
 */
export function primitiveRows(scheme: keyof typeof SIGNED, effort: Effort): readonly Row[] {
  const { group, verifyUnder } = ciphersuite(scheme);
  const { signature, element, byNoble, natively } = SIGNED[scheme](random(32));
  const outputKey = group.decodeElement(element);
  const scalar = () => group.randomScalar(random);
  const points = [scalar(), scalar()].map((a) => group.generator.multiply(a));
  const encoded = points.map((point) => group.encodeElement(point));
  const rows = [
    ['two secret multiples of the generator', [() => [1, 2].map(() => group.generator.multiply(scalar()))]],
    ['two points decoded', [() => encoded.map((bytes) => group.decodePoint(bytes))]],
    ['two multiples of public points added', [() => group.multiScalarMultiply(points, [scalar(), scalar()])]],
    ['a signature checked, its key known', [() => verifyUnder(outputKey, signature, MESSAGE), byNoble, natively]],
  ] as const;
  return rows.map(([title, steps]) => {
    const entries = PRIMITIVE_PEERS.flatMap((peer, i): Entry[] => {
      const step = steps[i];
      return step ? [{ peer, run: () => void insist(step() !== false) }] : [];
    });
    return { title: `${scheme}: ${title}`, measured: measure(entries, effort) };
  });
}
