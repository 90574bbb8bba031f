import { mod } from '../../arithmetic/integers.ts';
import type { ModExp } from '../../arithmetic/modExp.ts';

/** Of u modulo a prime that is 3 mod 4. */
export interface SignedRoot {
  /** 1 if u is a square, −1 if −u is. */
  readonly symbol: 1 | -1;
  /** The fourth root of symbol·u that is itself a square. */
  readonly root: bigint;
}

/**
 * With f = (p+1)/4, u^(f²) is a fourth root of u if that is a square, and of −u if not: one power gives the root and
 * the quadratic character, without an Euler test. Always the root that is a square: two different roots of one number
 * would give away the factors of N.
 */
export function signedFourthRoot(u: bigint, prime: bigint, modExp: ModExp): SignedRoot {
  const f = (prime + 1n) / 4n;
  const power = modExp.pow(u, (f * f) % (prime - 1n), prime, { secret: true, isPrime: true });
  const symbol = mod(power ** 4n, prime) === mod(u, prime) ? 1 : -1;
  // (−u)^(f²) = (−1)^f·u^(f²), as f² has the parity of f.
  const isNegated = symbol === -1 && f % 2n === 1n;
  return { symbol, root: isNegated ? prime - power : power };
}

/** Of u·v: symbols multiply, and so do roots. */
export function multiplyRoots(a: SignedRoot, b: SignedRoot, prime: bigint): SignedRoot {
  return { symbol: a.symbol === b.symbol ? 1 : -1, root: mod(a.root * b.root, prime) };
}
