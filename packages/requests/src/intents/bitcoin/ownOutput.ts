import type { OwnScript } from './ownScripts.ts';
import type { ParsedInput, ParsedPsbt, PsbtMaps } from './parsePsbt.ts';

export type InputMap = PsbtMaps['inputs'][number];

/** One form of output that a key is paid at, and how its coins are spent. */
export interface OwnOutput extends OwnScript {
  /** Throws `unsupported-input` when an input that pays from here carries fields of some other way to spend it. */
  checkFields(map: InputMap, index: number): void;
  /** The sighash types that commit to the whole transaction; the first is meant where the PSBT names none. */
  readonly sighashTypes: readonly number[];
  /** The digest that input `index` asks the key to sign, 32 bytes. */
  sighash(psbt: ParsedPsbt, index: number, sighashType: number): Uint8Array;
  /**
   * A signature that the input carries already, finalized or not, as PSBTs and transactions encode it. Throws
   * `unsupported-input` when the input is finalized, but not by one signature of this key.
   */
  signatureIn(input: ParsedInput, index: number): Uint8Array | undefined;
  /** Whether such a signature is of this key and for the whole of this transaction. */
  isValid(psbt: ParsedPsbt, index: number, signature: Uint8Array): boolean;
  /** What a signature of the key's scheme, verified already, adds to the map of its input. */
  signed(signature: Uint8Array, sighashType: number): Partial<InputMap>;
}
