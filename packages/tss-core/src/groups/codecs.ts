import { bytes, type Codec, mapped } from '../wire/codec.ts';
import type { Element, Group } from './ciphersuite.ts';

/** An element on the wire: canonical, prime-order, never the identity. */
export function elementCodec(group: Group): Codec<Element> {
  return mapped(
    bytes(group.elementLength),
    (encoded) => group.decodeElement(encoded),
    (element) => group.encodeElement(element),
  );
}

/** The same without the check of the order, see `Group.decodePoint`. */
export function pointCodec(group: Group): Codec<Element> {
  return mapped(
    bytes(group.elementLength),
    (encoded) => group.decodePoint(encoded),
    (element) => group.encodeElement(element),
  );
}

/** A point on the wire by both its coordinates, without the check of the order, see `Group.decodeAffine`. */
export function affineCodec(group: Group): Codec<Element> {
  return mapped(
    bytes(group.affineLength),
    (encoded) => group.decodeAffine(encoded),
    (element) => group.encodeAffine(element),
  );
}

/** Refuses what has not the prime order, whatever its encoding. */
export function ofPrimeOrder(group: Group, codec: Codec<Element>): Codec<Element> {
  return mapped(
    codec,
    (point) => {
      if (!group.hasPrimeOrder(point)) throw new Error('element is outside the prime-order subgroup');
      return point;
    },
    (element) => element,
  );
}

/** A scalar on the wire: canonical, below the order; zero is a scalar. */
export function scalarCodec(group: Group): Codec<bigint> {
  return mapped(
    bytes(group.scalarLength),
    (encoded) => group.decodeScalar(encoded),
    (scalar) => group.encodeScalar(scalar),
  );
}
