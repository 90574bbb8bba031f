/** value mod modulus, in 0..modulus-1, for any integer. */
export function mod(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Number of bits of the magnitude; 0 for 0. */
export function bitLength(value: bigint): number {
  const hex = abs(value).toString(16);
  return hex === '0' ? 0 : 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex.slice(0, 1), 16)));
}

/** Number of bytes of the magnitude; 0 for 0. */
export function byteLength(value: bigint): number {
  return Math.ceil(bitLength(value) / 8);
}

/** floor(√value) for value ≥ 0. */
export function integerSqrt(value: bigint): bigint {
  if (value < 0n) throw new RangeError('a negative number has no square root');
  if (value < 2n) return value;
  // Newton from above: strictly decreasing until it reaches the root.
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
