import { constants, createPublicKey, publicEncrypt } from 'node:crypto';

/** OPENSSL_RSA_SMALL_MODULUS_BITS: up to it an exponent may be of any length. */
const MAX_BITS = 3072;

/**
 * Whether 2^(n−1) = 1 (mod n), which holds for every odd prime and for hardly any other number: computed as an encryption
 * by RSA without padding, since Node has no other exponentiation that begins with a new modulus at no cost. For looking,
 * not for judging: what passes is tested again.
 * @param n odd, at most 3072 bits
 */
export function passesFermatTest(n: bigint): boolean {
  const hex = n.toString(16);
  if (hex.length * 4 > MAX_BITS) throw new RangeError('the number is too long for this test');
  const base = Buffer.alloc(Math.ceil(hex.length / 2));
  base[base.length - 1] = 2;
  const key = createPublicKey({ key: { kty: 'RSA', n: base64url(n), e: base64url(n - 1n) }, format: 'jwk' });
  const power = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, base);
  return power.every((byte, i) => byte === (i === power.length - 1 ? 1 : 0));
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
