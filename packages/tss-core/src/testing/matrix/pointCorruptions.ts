import type { Ciphersuite, Element, Group } from '../../groups/ciphersuite.ts';
import { type Corruption, corruption } from './corruption.ts';
import { outsideOfEd25519 } from './outsideOfEd25519.ts';
import { outsideOfSecp256k1 } from './outsideOfSecp256k1.ts';

/** Other points, and encodings that are none of the group (attack 16). */
export function pointCorruptions(suite: Ciphersuite, value: Uint8Array): readonly Corruption[] {
  const { group } = suite;
  const form = value.length === group.affineLength ? affine(group) : compressed(group);
  const element = form.decode(value);
  return [
    corruption('negated', form.encode(element.negate())),
    corruption('plus the generator', form.encode(element.add(group.generator))),
    corruption('the generator', form.encode(group.generator)),
    corruption('in another form', form.other(element)),
    ...outsideOf(suite, value),
  ];
}

/** How a message writes its points. */
interface Form {
  encode(element: Element): Uint8Array;
  decode(encoded: Uint8Array): Element;
  other(element: Element): Uint8Array;
}

function compressed(group: Group): Form {
  return { encode: group.encodeElement, decode: group.decodeElement, other: group.encodeAffine };
}

function affine(group: Group): Form {
  return { encode: group.encodeAffine, decode: group.decodeAffine, other: group.encodeElement };
}

function outsideOf(suite: Ciphersuite, value: Uint8Array): readonly Corruption[] {
  if (suite.id === 'frost-ed25519') return outsideOfEd25519(value);
  if (suite.id === 'frost-secp256k1-tr' || suite.id === 'frost-secp256k1') return outsideOfSecp256k1(value);
  return [];
}
