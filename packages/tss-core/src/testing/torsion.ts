import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import type { Element } from '../groups/ciphersuite.ts';

const T8 = ed25519.Point.fromBytes(hexToBytes('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'));
const T4 = ed448.Point.fromAffine({ x: 1n, y: 0n });

/** The points of small order but the identity: added to an element, each makes a point of mixed order. */
export const TORSION: { readonly [scheme in 'frost-ed25519' | 'frost-ed448']: readonly Element[] } = {
  'frost-ed25519': [1n, 2n, 3n, 4n, 5n, 6n, 7n].map((k) => T8.multiplyUnsafe(k)),
  'frost-ed448': [1n, 2n, 3n].map((k) => T4.multiplyUnsafe(k)),
};
