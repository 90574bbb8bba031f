import type { BitcoinAddressType } from './ownScripts.ts';
import type { ParsedInput, ParsedPsbt } from './parsePsbt.ts';

/** Bytes that signing adds to an input: to its witness, and to its script signature, which weighs four times as much. */
interface SignedSize {
  /** 0 for an input without a witness. */
  readonly witness: number;
  readonly scriptSig: number;
}

/** A taproot witness is 1 + 1 + 64 bytes, ECDSA's 1 + 1 + 72 + 1 + 33 at most: a DER signature may be a byte shorter. */
const SIZES: Readonly<Record<BitcoinAddressType, SignedSize>> = {
  p2tr: { witness: 66, scriptSig: 0 },
  p2wpkh: { witness: 108, scriptSig: 0 },
  'p2sh-p2wpkh': { witness: 108, scriptSig: 23 },
  p2pkh: { witness: 0, scriptSig: 107 },
};

/**
 * undefined for a script that hides how it is spent: only its owner knows. What a finalized input of others claims is no more
 * than that: nobody has signed it, and a shorter one may be sent.
 */
function signedSize({ own, script }: ParsedInput): SignedSize | undefined {
  const [version, push] = script;
  if (own !== undefined) return SIZES[own.type];
  if (version === 0x51 && push === 32) return SIZES.p2tr;
  if (version === 0 && push === 20) return SIZES.p2wpkh;
  return undefined;
}

function compactSizeLength(value: number): number {
  return value < 0xfd ? 1 : 3;
}

const UNSIGNED: SignedSize = { witness: 0, scriptSig: 0 };

/** Virtual size of the transaction once signed, in vbytes; undefined when an input's script hides it. */
export function estimatedVsize(psbt: ParsedPsbt): number | undefined {
  return psbt.inputs.some((input) => signedSize(input) === undefined) ? undefined : smallestVsize(psbt);
}

/** The same where an input that hides its size adds nothing: the finished transaction has at least this size. */
export function smallestVsize(psbt: ParsedPsbt): number {
  const sizes = psbt.inputs.map((input) => signedSize(input) ?? UNSIGNED);
  // The unsigned transaction has a byte for the length of each script signature.
  const base = sizes.reduce(
    (sum, { scriptSig }) => sum + scriptSig + compactSizeLength(scriptSig) - 1,
    psbt.tx.unsignedTx.length,
  );
  return Math.ceil((4 * base + witnessesWeight(sizes)) / 4);
}

/** BIP-141: marker, flag and a witness for every input, an empty one being one byte; nothing where all are empty. */
function witnessesWeight(sizes: readonly SignedSize[]): number {
  if (sizes.every(({ witness }) => witness === 0)) return 0;
  return sizes.reduce((sum, { witness }) => sum + Math.max(witness, 1), 2);
}
