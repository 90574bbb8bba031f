import type { ParsedInput, ParsedPsbt } from './parsePsbt.ts';

/**
 * Witness bytes of a signed input, by what it spends: taproot key path (1 + 1 + 64), P2WPKH (1 + 1 + 72 + 1 + 33).
 * The weight of other scripts is known only to who spends them.
 */
function witnessWeight(input: ParsedInput): number | undefined {
  const [version, push] = input.script;
  if (input.map.finalScriptWitness !== undefined) return witnessLength(input.map.finalScriptWitness);
  if (version === 0x51 && push === 32) return 66;
  if (version === 0 && push === 20) return 108;
  return undefined;
}

function witnessLength(stack: readonly Uint8Array[]): number {
  return stack.reduce((length, item) => length + (item.length < 0xfd ? 1 : 3) + item.length, 1);
}

/** Virtual size of the transaction once signed, in vbytes; undefined when an input's script hides it. */
export function estimatedVsize(psbt: ParsedPsbt): number | undefined {
  const witnesses = psbt.inputs.map((input) => witnessWeight(input));
  // BIP-141: four times the base size, plus marker, flag and witnesses.
  let weight = 4 * psbt.tx.unsignedTx.length + 2;
  for (const witness of witnesses) {
    if (witness === undefined) return undefined;
    weight += witness;
  }
  return Math.ceil(weight / 4);
}
