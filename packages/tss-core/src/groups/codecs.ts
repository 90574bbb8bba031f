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

/** A scalar on the wire: canonical, below the order; zero is a scalar. */
export function scalarCodec(group: Group): Codec<bigint> {
  return mapped(
    bytes(group.scalarLength),
    (encoded) => group.decodeScalar(encoded),
    (scalar) => group.encodeScalar(scalar),
  );
}
