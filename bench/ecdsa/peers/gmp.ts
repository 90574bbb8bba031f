import { bigintModExp, checkPow, type ModExp } from '@quorate/tss-core/ecdsa';
import type { LibraryHandle } from 'koffi';
import { ifInstalled } from './ifInstalled.ts';

export const GMP = 'Quorate, GMP';

/** Where Debian has it, and Homebrew. */
const LIBRARIES = ['libgmp.so.10', 'libgmp.10.dylib'];
/** An mpz_t: two ints and a pointer. */
const MPZ_BYTES = 16;
/** Most significant byte first, words of one byte. */
const IMPORT =
  'void __gmpz_import(_Inout_ void *r, size_t count, int order, size_t size, int endian, size_t nails, const void *bytes)';
const EXPORT =
  'void *__gmpz_export(_Out_ void *bytes, _Out_ size_t *count, int order, size_t size, int endian, size_t nails, const void *a)';

/** GMP's powers as an engine: undefined where koffi or GMP is not installed. Its secret exponents take constant time. */
export async function gmpModExp(): Promise<ModExp | undefined> {
  const koffi = await ifInstalled(() => import('koffi'));
  if (!koffi) return undefined;
  for (const name of LIBRARIES) {
    try {
      return engineOf(koffi.load(name));
    } catch {
      // It is not here under this name.
    }
  }
  return undefined;
}

function engineOf(library: LibraryHandle): ModExp {
  const init = library.func('void __gmpz_init(_Out_ void *a)');
  const [powm, powmSec] = ['powm', 'powm_sec'].map((name) =>
    library.func(`void __gmpz_${name}(_Inout_ void *r, const void *base, const void *exponent, const void *modulus)`),
  );
  const read = library.func(IMPORT);
  const write = library.func(EXPORT);
  const number = () => {
    const mpz = Buffer.alloc(MPZ_BYTES);
    init(mpz);
    return mpz;
  };
  const [result, base, exponent, modulus] = [number(), number(), number(), number()];
  const set = (mpz: Buffer, value: bigint) => {
    const bytes = toBuffer(value);
    read(mpz, bytes.length, 1, 1, 1, 0, bytes);
  };
  return {
    pow(a, b, m, options) {
      checkPow(b, m);
      // Neither of GMP's functions is given a base or an exponent of zero.
      if (b === 0n || a % m === 0n) return bigintModExp.pow(a, b, m, options);
      set(base, ((a % m) + m) % m);
      set(exponent, b);
      set(modulus, m);
      (options.secret ? powmSec : powm)?.(result, base, exponent, modulus);
      const bytes = Buffer.alloc(toBuffer(m).length);
      const count = [0];
      write(bytes, count, 1, 1, 1, 0, result);
      return BigInt(`0x0${bytes.subarray(0, count[0]).toString('hex')}`);
    },
    // It keeps nothing.
    forget() {},
  };
}

function toBuffer(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
