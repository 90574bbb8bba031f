import { ecdsaSuite } from './ecdsaSuite.ts';
import { frostSecp256k1 } from './secp256k1.ts';

/** ECDSA over secp256k1, as Ethereum and Bitcoin's older outputs verify it; messages are 32-byte digests. */
export const ecdsaSecp256k1 = ecdsaSuite('ecdsa-secp256k1', 'QUORATE-ECDSA-secp256k1-v1', frostSecp256k1.group);
