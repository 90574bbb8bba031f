import type { ModExp } from '../arithmetic/modExp.ts';

/**
 * For tests only: an engine that computes each power once. Runs with one seed begin alike, and tests make hundreds of
 * them; many verify one proof. A real engine that kept secret exponents would be a mistake.
 */
export function rememberingModExp(engine: ModExp): ModExp {
  const powers = new Map<string, bigint>();
  return {
    pow(base, exponent, modulus, options) {
      const name = `${base.toString(32)} ${exponent.toString(32)} ${modulus.toString(32)}`;
      const known = powers.get(name);
      if (known !== undefined) return known;
      const power = engine.pow(base, exponent, modulus, options);
      powers.set(name, power);
      return power;
    },
    forget: (modulus) => engine.forget(modulus),
  };
}
