import { ecdsaSuite } from './ecdsaSuite.ts';
import { frostP256 } from './p256.ts';

/** ECDSA over P-256 (FIPS 186-5); messages are 32-byte digests. Low-s here as well, so that a signature has one form. */
export const ecdsaP256 = ecdsaSuite('ecdsa-p256', 'QUORATE-ECDSA-P256-v1', frostP256.group);
