import { secp256k1 } from '@noble/curves/secp256k1.js';
import { numberToBytesBE } from '@noble/curves/utils.js';
import { type Corruption, corruption } from './corruption.ts';

const { Fp } = secp256k1.Point;
const COMPRESSED_LENGTH = 33;

/** What is no element, in the form in which `value` is written. */
export function outsideOfSecp256k1(value: Uint8Array): readonly Corruption[] {
  // x = 1 is on the curve, x = 5 is not.
  const [onCurve, offCurve] = [1n, 5n];
  const rest = value.slice(33);
  const write = (prefix: number, x: bigint) => Uint8Array.of(prefix, ...numberToBytesBE(x, 32), ...rest);
  const prefix = value[0] ?? 0;
  return [
    corruption('identity', Uint8Array.of(0)),
    corruption('non-canonical', write(prefix, onCurve + Fp.ORDER)),
    corruption('off the curve', write(prefix, offCurve)),
    corruption('of an unknown form', value.with(0, 5)),
    ...(value.length === COMPRESSED_LENGTH
      ? []
      : [corruption('in hybrid form', value.with(0, 6 + ((value[64] ?? 0) % 2)))]),
    corruption('x alone', value.slice(1, 33)),
  ];
}
