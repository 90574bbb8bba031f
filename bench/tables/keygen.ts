import type { SchemeId } from '@quorate/tss-core';
import { CmdcodeKeygenOfOne } from '../peers/cmdcodeKeygen.ts';
import { NobleKeygenOfOne } from '../peers/nobleKeygen.ts';
import { random } from '../peers/quorate.ts';
import { wasmMpsKeygen } from '../peers/wasmMps.ts';
import { KeygenOfOne } from '../quorate/keygenOfOne.ts';
import { type Effort, type Entry, measure } from '../support/measure.ts';
import type { Row } from './report.ts';

/** Quorate's, to the end. */
const CERTIFIED = 'Quorate, certified';

/** Who is in the table, in order. */
export const KEYGEN_PEERS = ['Quorate', CERTIFIED, '@noble/curves', '@cmdcode/frost', '@bitgo/wasm-mps'] as const;

/** One party's keygen, of whoever has one for this scheme and size. */
export function keygenRow(scheme: SchemeId, threshold: number, size: number, effort: Effort): Row {
  const entries: Entry[] = [
    { peer: 'Quorate', run: () => new KeygenOfOne(scheme, threshold, size, random).run().share },
    { peer: CERTIFIED, run: () => new KeygenOfOne(scheme, threshold, size, random).run().certificate },
    nobleEntry(scheme, threshold, size),
  ];
  if (scheme === 'frost-secp256k1-tr') entries.push(cmdcodeEntry(threshold, size));
  if (scheme === 'frost-ed25519' && threshold === 2 && size === 3) {
    entries.push({ peer: '@bitgo/wasm-mps', run: () => wasmMpsKeygen().milliseconds });
  }
  return { title: `${scheme} ${threshold}/${size}`, measured: measure(entries, effort) };
}

function nobleEntry(scheme: SchemeId, threshold: number, size: number): Entry {
  const keygen = new NobleKeygenOfOne(scheme, threshold, size);
  return { peer: '@noble/curves', run: () => keygen.run() };
}

function cmdcodeEntry(threshold: number, size: number): Entry {
  const keygen = new CmdcodeKeygenOfOne(threshold, size);
  return { peer: '@cmdcode/frost', run: () => keygen.run() };
}
