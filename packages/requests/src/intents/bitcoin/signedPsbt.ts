import { bytesToHex } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import type { Transaction } from '@scure/btc-signer/transaction.js';
import type { Network } from '../intent.ts';
import type { Artefact, FinalizedTransaction } from '../prepared.ts';
import { encodePsbt } from './encodePsbt.ts';
import { inputName } from './inputName.ts';
import type { OwnInput } from './ownInputs.ts';
import { loadPsbt, type ParsedPsbt, type PsbtMaps } from './parsePsbt.ts';

/** BIP-370: once signed for the whole transaction, neither inputs nor outputs may be added. */
const MODIFIABLE = 0b011;

/**
 * The PSBT with our signatures, in the version it came in and with all else as it was, and the transaction itself when
 * no signature is missing. `signatures`, as the key's scheme makes them, belong to `inputs`, in order, and are verified already.
 */
export function signedPsbt(
  psbt: ParsedPsbt,
  inputs: readonly OwnInput[],
  signatures: readonly Uint8Array[],
  network: Network,
): Artefact {
  const maps = withSignatures(psbt.maps, inputs, signatures);
  const bytes = encodePsbt(psbt.version, maps);
  const tx = loadPsbt(psbt.version, maps, psbt.inputs);
  const missing = psbt.inputs.flatMap((input, i) => (finalizes(tx, i) ? [] : [inputName(i, input, network)]));
  const artefact = { kind: 'psbt', bytes, text: base64.encode(bytes), missingSigners: missing } as const;
  return missing.length > 0 ? artefact : { ...artefact, finalized: finalized(tx) };
}

function withSignatures(maps: PsbtMaps, inputs: readonly OwnInput[], signatures: readonly Uint8Array[]): PsbtMaps {
  const global = { ...maps.global };
  if (global.txModifiable !== undefined) global.txModifiable &= ~MODIFIABLE;
  const signedMaps = maps.inputs.map((map, index) => {
    const position = inputs.findIndex((own) => own.index === index);
    const signature = signatures[position];
    const own = inputs[position];
    return own === undefined || signature === undefined
      ? map
      : { ...map, ...own.output.signed(signature, own.sighashType) };
  });
  return { ...maps, global, inputs: signedMaps };
}

/** Finalizes one input in place; false when signatures or scripts for it are missing. */
function finalizes(tx: Transaction, index: number): boolean {
  const { finalScriptSig, finalScriptWitness } = tx.getInput(index);
  if (finalScriptSig !== undefined || finalScriptWitness !== undefined) return true;
  try {
    tx.finalizeIdx(index);
    return true;
  } catch {
    return false;
  }
}

function finalized(tx: Transaction): FinalizedTransaction {
  const bytes = tx.extract();
  return { bytes, text: bytesToHex(bytes), txid: tx.id };
}
