import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import type { ModExp } from '../arithmetic/modExp.ts';

/** The powers of runs so far. Runs with one seed begin alike, and tests make hundreds of them. */
const POWERS = new Map<string, bigint>();

/** For tests only: computes each power once. A real engine that kept secret exponents would be a mistake. */
export const rememberingModExp: ModExp = {
  pow(base, exponent, modulus, options) {
    const name = `${base.toString(32)} ${exponent.toString(32)} ${modulus.toString(32)}`;
    const known = POWERS.get(name);
    if (known !== undefined) return known;
    const power = bigintModExp.pow(base, exponent, modulus, options);
    POWERS.set(name, power);
    return power;
  },
  forget() {},
};
