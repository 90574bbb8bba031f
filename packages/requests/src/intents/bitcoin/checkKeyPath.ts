import { equalBytes, RequestRejected } from '@quorate/tss-core';
import type { PsbtMaps } from './parsePsbt.ts';
import type { Prevout } from './prevout.ts';
import type { TaprootKey } from './taprootKey.ts';

type InputMap = PsbtMaps['inputs'][number];

/** An input of ours may say nothing of script paths or of another internal key: BIP-86 outputs have none. */
export function checkKeyPath(map: InputMap, prevout: Prevout, key: TaprootKey, index: number): void {
  if (!equalBytes(prevout.script, key.script)) return;
  const otherKey = map.tapInternalKey !== undefined && !equalBytes(map.tapInternalKey, key.internalKey);
  const leaves = map.tapLeafScript !== undefined || map.tapScriptSig !== undefined;
  if (!otherKey && !leaves && map.tapMerkleRoot === undefined) return;
  throw new RequestRejected(
    'unsupported-input',
    `Input ${index} pays from this key but ${otherKey ? 'names another internal key' : 'carries a tap script'}.`,
    'This key has one way to be spent, the BIP-86 key path: remove the taproot fields that do not belong to it.',
  );
}
