import { concatBytes } from '@noble/hashes/utils.js';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { finalizedOtherwise } from './finalizedOtherwise.ts';
import { taprootSighash, verifyKeyPath } from './keyPath.ts';
import type { InputMap, OwnOutput } from './ownOutput.ts';
import { SIGHASH_ALL, SIGHASH_DEFAULT } from './sighash.ts';
import type { TaprootKey } from './taprootKey.ts';

/** A BIP-86 output, spent by the key path. */
export function taprootOutput(key: TaprootKey): OwnOutput {
  return {
    type: 'p2tr',
    script: key.script,
    checkFields: (map, index) => checkKeyPath(map, key, index),
    sighashTypes: [SIGHASH_DEFAULT, SIGHASH_ALL],
    sighash: taprootSighash,
    signatureIn({ map }, index) {
      const witness = map.finalScriptWitness;
      if (witness === undefined || witness.length === 0) return map.tapKeySig;
      if (witness.length === 1) return witness[0];
      throw finalizedOtherwise(index, 'by the key path');
    },
    isValid: (psbt, index, signature) => verifyKeyPath(psbt, index, signature, key.outputKey),
    signed: (signature, sighashType) => ({ tapKeySig: witness(signature, sighashType) }),
  };
}

/** An input of ours may say nothing of script paths or of another internal key: BIP-86 outputs have none. */
function checkKeyPath(map: InputMap, key: TaprootKey, index: number): void {
  const otherKey = map.tapInternalKey !== undefined && !equalBytes(map.tapInternalKey, key.internalKey);
  const leaves = map.tapLeafScript !== undefined || map.tapScriptSig !== undefined;
  if (!otherKey && !leaves && map.tapMerkleRoot === undefined) return;
  throw new RequestRejected(
    'unsupported-input',
    `Input ${index} pays from this key but ${otherKey ? 'names another internal key' : 'carries a tap script'}.`,
    'This key has one way to be spent, the BIP-86 key path: remove the taproot fields that do not belong to it.',
  );
}

/** BIP-341: 64 bytes stand for SIGHASH_DEFAULT, any other type is appended. */
function witness(signature: Uint8Array, sighashType: number): Uint8Array<ArrayBuffer> {
  return concatBytes(signature, sighashType === SIGHASH_DEFAULT ? new Uint8Array() : Uint8Array.of(sighashType));
}
