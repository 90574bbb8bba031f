import { secp256k1 as noble } from '@noble/curves/secp256k1.js';
import { bytesToHex } from '@noble/hashes/utils.js';

export * from '@noble/curves/secp256k1.js';

/** Whoever is given bytes may overwrite them. */
const copied = (answer: ReturnType<typeof noble.sign>) => answer.slice();

/**
 * secp256k1 that answers each question once: signatures are deterministic (RFC 6979), and tests ask thousands of times
 * for those of the same envelopes and certificates. `vitest.config.ts` puts it in the place of noble's.
 */
export const secp256k1: typeof noble = {
  ...noble,
  sign: remembered(noble.sign, copied),
  recoverPublicKey: remembered(noble.recoverPublicKey, copied),
  verify: remembered(noble.verify, (holds) => holds),
};

function remembered<A extends readonly unknown[], R>(ask: (...args: A) => R, copy: (answer: R) => R) {
  const answers = new Map<string, R>();
  return (...args: A): R => {
    const question = args.map((arg) => (arg instanceof Uint8Array ? bytesToHex(arg) : JSON.stringify(arg))).join(' ');
    const known = answers.get(question);
    if (known !== undefined) return copy(known);
    const answer = ask(...args);
    answers.set(question, copy(answer));
    return answer;
  };
}
