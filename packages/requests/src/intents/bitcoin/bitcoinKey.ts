import { equalBytes } from '@quorate/tss-core';
import { ecdsaPublicKey } from '../ecdsaPublicKey.ts';
import type { KeyContext } from '../prepared.ts';
import { ecdsaOutput } from './ecdsaOutput.ts';
import type { OwnOutput } from './ownOutput.ts';
import { ownScripts } from './ownScripts.ts';
import { taprootKey } from './taprootKey.ts';
import { taprootOutput } from './taprootOutput.ts';

/** A key as Bitcoin sees it: the outputs that it alone can spend. */
export interface BitcoinKey {
  readonly outputs: readonly OwnOutput[];
  /** Whether its signatures commit to what every input of the transaction is worth (BIP-341), or to their own input's worth at most. */
  readonly commitsToAllAmounts: boolean;
}

/** Recomputed from the group key. Throws `inconsistent-key` when the context's public key is another. */
export function bitcoinKey(context: KeyContext): BitcoinKey {
  if (context.scheme === 'frost-secp256k1-tr') {
    return { outputs: [taprootOutput(taprootKey(context))], commitsToAllAmounts: true };
  }
  const publicKey = ecdsaPublicKey(context);
  return { outputs: ownScripts(context).map((own) => ecdsaOutput(own, publicKey)), commitsToAllAmounts: false };
}

/** The form of output whose scriptPubKey this is; undefined when it is not the key's. */
export function ownOutput(key: BitcoinKey, script: Uint8Array): OwnOutput | undefined {
  return key.outputs.find((output) => equalBytes(output.script, script));
}
