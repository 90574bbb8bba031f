import { invert } from '../arithmetic/divisibility.ts';
import { mod } from '../arithmetic/integers.ts';
import type { ModExp, PowOptions } from '../arithmetic/modExp.ts';
import { factoredUnits, plainUnits } from '../arithmetic/units.ts';
import type { PowerStock } from '../randomizers/powerStock.ts';
import type { EcdsaSetting } from '../setting.ts';
import { PaillierPublicKey } from './paillierPublicKey.ts';
import { checkBlumPrimes } from './primes.ts';
import { SecretFactors } from './secretFactors.ts';

const SECRET_PRIME: PowOptions = { secret: true, isPrime: true };

/**
 * The public key of one's own, with the factors of N. It computes all that the public key does, about three times as
 * fast, and may stand wherever a public key is asked for.
 */
export class PaillierSecretKey extends PaillierPublicKey {
  /** What others are given. */
  readonly publicKey: PaillierPublicKey;
  readonly #factors: SecretFactors;
  readonly #modExp: ModExp;

  /** Checks nothing: see `paillierKeyOf`. */
  constructor(p: bigint, q: bigint, modExp: ModExp, randomizers?: PowerStock) {
    const modulus = p * q;
    const factors = new SecretFactors(p, q, modExp);
    const groups = {
      residues: factoredUnits(plainUnits(modulus, modExp), () => factors.reveal().primes, modExp),
      ciphertexts: factoredUnits(
        plainUnits(modulus * modulus, modExp, modulus),
        () => factors.reveal().squares,
        modExp,
      ),
    };
    super(modulus, modExp, { groups, randomizers });
    this.publicKey = new PaillierPublicKey(modulus, modExp);
    this.#factors = factors;
    this.#modExp = modExp;
  }

  /** p, q and what follows from them, for Πmod and Πfac. Throws once wiped. */
  reveal(): { readonly p: bigint; readonly q: bigint; readonly totient: bigint; readonly inverseOfN: bigint } {
    return this.#factors.reveal();
  }

  /** ρ^N mod p² is ((ρ^q mod p)^p mod p²): a^p mod p² depends on a mod p alone. */
  protected override computeNthPower(randomizer: bigint): bigint {
    const { p, q, squares } = this.#factors.reveal();
    return squares.combine(this.#nthPowerModSquare(randomizer, p, q), this.#nthPowerModSquare(randomizer, q, p));
  }

  #nthPowerModSquare(randomizer: bigint, prime: bigint, cofactor: bigint): bigint {
    const root = this.#modExp.pow(randomizer, cofactor % (prime - 1n), prime, SECRET_PRIME);
    return this.#modExp.pow(root, prime, prime * prime, { secret: true });
  }

  /** The plaintext in -(N-1)/2..(N-1)/2 of a ciphertext that `isCiphertext`. */
  decrypt(ciphertext: bigint): bigint {
    const { p, q, primes } = this.#factors.reveal();
    const message = primes.combine(this.#decryptModulo(ciphertext, p, q), this.#decryptModulo(ciphertext, q, p));
    return message > this.modulus / 2n ? message - this.modulus : message;
  }

  /** c^(p−1) = 1 − m·q·p mod p² (Paillier 1999, §7), so m = −((c^(p−1) − 1)/p)/q mod p. */
  #decryptModulo(ciphertext: bigint, prime: bigint, cofactor: bigint): bigint {
    const power = this.#modExp.pow(ciphertext, prime - 1n, prime * prime, { secret: true });
    return mod(-((power - 1n) / prime) * invert(cofactor, prime), prime);
  }

  /** The ρ of a ciphertext (1+N)^m·ρ^N, which is ρ^N modulo N whatever m. */
  randomizerOf(ciphertext: bigint): bigint {
    return this.residues.pow(mod(ciphertext, this.modulus), this.#factors.reveal().inverseOfN, { secret: true });
  }

  /** Drops the factors. The public side keeps working, at a public key's speed only through `publicKey`. */
  wipe(): void {
    this.#factors.wipe();
  }
}

/**
 * A Paillier–Blum key from two primes that were drawn by a good generator. Throws RangeError unless they are distinct
 * primes of half the profile's length that are 3 mod 4, with a product of the full length.
 */
export function paillierKeyOf({ profile, modExp }: EcdsaSetting, p: bigint, q: bigint): PaillierSecretKey {
  checkBlumPrimes(profile, p, q);
  return new PaillierSecretKey(p, q, modExp);
}
