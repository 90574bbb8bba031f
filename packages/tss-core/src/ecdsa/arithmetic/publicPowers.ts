import { bitLength } from './integers.ts';

/** So many exponents share products: each bit of theirs costs one multiplication for all of them. */
const TOGETHER = 8;

/**
 * base^e modulo `modulus` for many public exponents e ≥ 0, exactly. 128 exponents of 3072 bits take about 470 multiplications
 * each, where a power by itself takes 3700: in BigInt that is faster than any engine. It reads memory as exponents say.
 */
export function publicPowers(base: bigint, exponents: readonly bigint[], modulus: bigint): readonly bigint[] {
  const multiply = (a: bigint, b: bigint) => (a * b) % modulus;
  const longest = Math.max(0, ...exponents.map(bitLength));
  // base^(2^i)
  const squares: bigint[] = [];
  for (let i = 0, square = base % modulus; i < longest; i++, square = multiply(square, square)) squares.push(square);

  const powers: bigint[] = [];
  for (let i = 0; i < exponents.length; i += TOGETHER) {
    powers.push(...powersTogether(squares, exponents.slice(i, i + TOGETHER), multiply));
  }
  return powers;
}

function powersTogether(
  squares: readonly bigint[],
  exponents: readonly bigint[],
  multiply: (a: bigint, b: bigint) => bigint,
): readonly bigint[] {
  const bits = exponents.map((exponent) => [...exponent.toString(2)].reverse());
  // products[p] is of the squares that take part in just those exponents whose bits are set in p.
  const products = Array.from({ length: 1 << exponents.length }, () => 1n);
  for (const [i, square] of squares.entries()) {
    const pattern = bits.reduce((sum, ofOne, j) => (ofOne[i] === '1' ? sum | (1 << j) : sum), 0);
    products[pattern] = multiply(products[pattern] ?? 1n, square);
  }

  // The upper half of the products makes up the last power; added to the lower half, it makes up the others.
  return exponents
    .map(() => {
      const upper = products.splice(products.length / 2);
      for (const [p, product] of upper.entries()) products[p] = multiply(products[p] ?? 1n, product);
      return upper.reduce(multiply);
    })
    .reverse();
}
