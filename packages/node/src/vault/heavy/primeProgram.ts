import { generatePrimeSync, randomBytes } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { findSafePrime } from '../../arithmetic/safePrime.ts';

/**
 * A process that finds one prime, says it and ends: for the stock with the lowest priority, and gone at once when whoever asked is,
 * which no thread would be. The two highest bits are set, so that the product of two has full length.
 */

const [kind, bits, urgency] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const TOP = 3n;

if (urgency === 'spare') setPriority(constants.priority.PRIORITY_LOW);
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

function isFit(prime: bigint): boolean {
  return prime % 4n === 3n && prime >> BigInt(bits - 2) === TOP;
}

function tell(prime: bigint): void {
  process.send?.(Buffer.from(prime.toString(16).padStart(bits / 4, '0'), 'hex'), () => process.exit());
}

/** 3 mod 4, which every second prime is. */
function blumPrime(): bigint {
  for (;;) {
    const prime = generatePrimeSync(bits, { bigint: true });
    if (isFit(prime)) return prime;
  }
}

tell(kind === 'safe' ? await findSafePrime(bits, randomBytes) : blumPrime());
