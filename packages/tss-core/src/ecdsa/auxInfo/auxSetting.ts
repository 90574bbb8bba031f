import { frostSecp256k1 } from '../../groups/secp256k1.ts';
import type { EcdsaEngine, EcdsaSetting } from '../setting.ts';

/** The ceremony is of no curve: its proofs name secp256k1 in their challenges, for keys of either. */
export function auxSetting(engine: EcdsaEngine): EcdsaSetting {
  return { group: frostSecp256k1.group, ...engine };
}
