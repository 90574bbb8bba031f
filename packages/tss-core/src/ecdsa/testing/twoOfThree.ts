import { type Assignment, partyIndex } from '../../keys/structure.ts';
import { certificateOf, type EcdsaKey, ecdsaKey } from './simulateEcdsa.ts';

/** A key for which any two of three sign, and the two who do. */
export const TWO_OF_THREE: EcdsaKey = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]);
export const CERTIFICATE = certificateOf(TWO_OF_THREE.keygen);
export const FIRST_TWO: Assignment = [[partyIndex(1), partyIndex(2)]];
