/** The odd primes below a limit, by the sieve of Eratosthenes. */
export function oddPrimesBelow(limit: number): Uint32Array {
  const isComposite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let n = 3; n < limit; n += 2) {
    if (isComposite[n] === 1) continue;
    primes.push(n);
    for (let multiple = n * n; multiple < limit; multiple += 2 * n) isComposite[multiple] = 1;
  }
  return Uint32Array.from(primes);
}
