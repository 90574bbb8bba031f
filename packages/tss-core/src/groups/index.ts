import type { SchemeId } from '../keys/structure.ts';
import type { Ciphersuite } from './ciphersuite.ts';
import { ecdsaP256 } from './ecdsaP256.ts';
import { ecdsaSecp256k1 } from './ecdsaSecp256k1.ts';
import { frostEd448 } from './ed448.ts';
import { frostEd25519 } from './ed25519.ts';
import { frostP256 } from './p256.ts';
import { frostRistretto255 } from './ristretto255.ts';
import { frostSecp256k1 } from './secp256k1.ts';
import { frostSecp256k1Taproot } from './secp256k1Taproot.ts';

const SUITES: { readonly [id in SchemeId]: Ciphersuite } = {
  'ecdsa-p256': ecdsaP256,
  'ecdsa-secp256k1': ecdsaSecp256k1,
  'frost-ed25519': frostEd25519,
  'frost-ed448': frostEd448,
  'frost-p256': frostP256,
  'frost-ristretto255': frostRistretto255,
  'frost-secp256k1': frostSecp256k1,
  'frost-secp256k1-tr': frostSecp256k1Taproot,
};

/** The one signature scheme of a key, with its group, hashes and signature format. */
export function ciphersuite(id: SchemeId): Ciphersuite {
  return SUITES[id];
}
