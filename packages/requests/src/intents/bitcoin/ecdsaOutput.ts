import { secp256k1 } from '@noble/curves/secp256k1.js';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { p2wpkh } from '@scure/btc-signer/payment.js';
import { Script } from '@scure/btc-signer/script.js';
import { hash160 } from '@scure/btc-signer/utils.js';
import { derSignature } from './derSignature.ts';
import { finalizedOtherwise } from './finalizedOtherwise.ts';
import type { InputMap, OwnOutput } from './ownOutput.ts';
import type { OwnScript } from './ownScripts.ts';
import type { ParsedInput, PsbtInput } from './parsePsbt.ts';
import { type PubkeyHash, pubkeyHashSighash, verifyPubkeyHash } from './pubkeyHash.ts';
import { SIGHASH_ALL } from './sighash.ts';

/** A P2WPKH, P2SH-P2WPKH or P2PKH output of a compressed public key, 33 bytes. */
export function ecdsaOutput({ type, script }: OwnScript, publicKey: Uint8Array): OwnOutput {
  const coin: PubkeyHash = { hash: hash160(publicKey), segwit: type !== 'p2pkh' };
  const redeemScript = type === 'p2sh-p2wpkh' ? p2wpkh(publicKey).script : undefined;
  return {
    type,
    script,
    checkFields: (map, index) => checkScripts(map, redeemScript, index),
    sighashTypes: [SIGHASH_ALL],
    sighash: (psbt, index, sighashType) => pubkeyHashSighash(psbt, index, coin, sighashType),
    signatureIn: (input, index) =>
      isFinal(input.map)
        ? finalSignature(input, index, { coin, redeemScript, publicKey })
        : partialSignature(input.map, publicKey, index),
    isValid: (psbt, index, signature) =>
      signature.at(-1) === SIGHASH_ALL &&
      hasLowS(signature) &&
      verifyPubkeyHash(psbt, index, coin, [publicKey, signature]),
    signed: (signature, sighashType) => ({
      partialSig: [[Uint8Array.from(publicKey), derSignature(signature, sighashType)]],
      // Finalizing takes it; a PSBT may leave it out, since it follows from the public key.
      ...(redeemScript === undefined ? {} : { redeemScript }),
    }),
  };
}

/** An input of ours may name no scripts but the one that its form has. */
function checkScripts(map: InputMap, redeemScript: Uint8Array | undefined, index: number): void {
  const isOurs = redeemScript !== undefined && equalBytes(map.redeemScript ?? redeemScript, redeemScript);
  if ((map.redeemScript === undefined || isOurs) && map.witnessScript === undefined) return;
  throw new RequestRejected(
    'unsupported-input',
    `Input ${index} pays from this key but carries a script that does not belong to it.`,
    'Remove the redeem script and the witness script that are not of this key.',
  );
}

function isFinal({ finalScriptSig, finalScriptWitness }: PsbtInput): boolean {
  return (finalScriptSig?.length ?? 0) > 0 || (finalScriptWitness?.length ?? 0) > 0;
}

interface Spending {
  readonly coin: PubkeyHash;
  readonly redeemScript: Uint8Array | undefined;
  readonly publicKey: Uint8Array;
}

/** The signature of a finalized input, if the scripts around it are the only ones that consensus takes here. */
function finalSignature({ map }: ParsedInput, index: number, { coin, redeemScript, publicKey }: Spending): Uint8Array {
  const { finalScriptSig = new Uint8Array(), finalScriptWitness = [] } = map;
  const [signature = new Uint8Array()] = coin.segwit ? finalScriptWitness : pushes(finalScriptSig);
  const witness = coin.segwit ? [signature, publicKey] : [];
  const wrapped = redeemScript === undefined ? new Uint8Array() : Script.encode([redeemScript]);
  const scriptSig = coin.segwit ? wrapped : Script.encode([signature, publicKey]);
  const isOrdinary =
    equalBytes(finalScriptSig, scriptSig) &&
    finalScriptWitness.length === witness.length &&
    witness.every((item, i) => equalBytes(item, finalScriptWitness[i] ?? new Uint8Array()));
  if (isOrdinary) return signature;
  throw finalizedOtherwise(index, "by one signature of this key's public key");
}

function pushes(scriptSig: Uint8Array): Uint8Array[] {
  try {
    return Script.decode(scriptSig).filter((item) => item instanceof Uint8Array);
  } catch {
    return [];
  }
}

/** Finalizing takes the first signature it finds, so that none may stand there but our own. */
function partialSignature(
  { partialSig = [] }: PsbtInput,
  publicKey: Uint8Array,
  index: number,
): Uint8Array | undefined {
  const [first] = partialSig;
  if (first === undefined) return undefined;
  if (partialSig.length === 1 && equalBytes(first[0], publicKey)) return first[1];
  throw new RequestRejected(
    'unsupported-input',
    `Input ${index} pays from this key but carries the signature of another.`,
    'Remove it from the PSBT and ask again.',
  );
}

/** Nodes relay no signature with a high s (BIP-146). */
function hasLowS(signature: Uint8Array): boolean {
  try {
    return !secp256k1.Signature.fromBytes(signature.subarray(0, -1), 'der').hasHighS();
  } catch {
    return false;
  }
}
