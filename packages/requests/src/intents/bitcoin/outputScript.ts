import { bytesToHex } from '@noble/hashes/utils.js';
import { equalBytes } from '@quorate/tss-core';
import { OutScript } from '@scure/btc-signer/payment.js';
import { Script } from '@scure/btc-signer/script.js';
import type { Network } from '../intent.ts';
import { textOrHex } from '../printable.ts';
import { addressCoder } from './networks.ts';

/** What a scriptPubKey says, as far as we can say it truthfully. */
export type OutputTarget =
  | { readonly kind: 'payee'; readonly name: string }
  | { readonly kind: 'anchor'; readonly name: string }
  | { readonly kind: 'data'; readonly text: string; readonly runes: boolean };

const OP_RETURN = 0x6a;
const OP_13 = 0x5d;

/** @returns undefined for a script of no standard form, which nobody could check */
export function outputTarget(script: Uint8Array, network: Network): OutputTarget | undefined {
  if (script[0] === OP_RETURN) {
    return { kind: 'data', text: dataText(script.subarray(1)), runes: script[1] === OP_13 };
  }
  const decoded = standardScript(script);
  switch (decoded?.type) {
    case 'pkh':
    case 'sh':
    case 'wpkh':
    case 'wsh':
    case 'tr':
      return { kind: 'payee', name: addressCoder(network).encode(decoded) };
    case 'p2a':
      return { kind: 'anchor', name: addressCoder(network).encode(decoded) };
    case 'pk':
      return { kind: 'payee', name: `public key ${bytesToHex(decoded.pubkey)}` };
    case 'ms': {
      const keys = decoded.pubkeys.map((pubkey) => bytesToHex(pubkey)).join(', ');
      return { kind: 'payee', name: `bare ${decoded.m}-of-${decoded.pubkeys.length} multisig of ${keys}` };
    }
    default:
      return undefined;
  }
}

/** The decoded script, unless it is spelled in another way than the standard one: nodes would not know it either. */
export function standardScript(script: Uint8Array) {
  try {
    const decoded = OutScript.decode(script);
    return equalBytes(OutScript.encode(decoded), script) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

function dataText(payload: Uint8Array): string {
  if (payload.length === 0) return 'empty';
  const parts = dataPushes(payload);
  return parts === undefined ? `hex ${bytesToHex(payload)}` : parts.map((part) => textOrHex(part)).join(' ');
}

function dataPushes(payload: Uint8Array): Uint8Array[] | undefined {
  try {
    const parts = Script.decode(payload);
    return parts.every((part) => part instanceof Uint8Array) ? parts : undefined;
  } catch {
    return undefined;
  }
}

/** Below this many satoshi, nodes do not relay the output (Bitcoin Core's defaults by script length). */
export function dustLimit(script: Uint8Array): bigint {
  if (script[0] === OP_RETURN) return 0n;
  const isWitnessProgram = script.length >= 4 && script.length <= 42 && (script[0] === 0 || script[0] === 0x51);
  // GetDustThreshold: 3 sat/vB over the output's own size plus the input that would spend it.
  return BigInt(3 * (9 + script.length + (isWitnessProgram ? 67 : 148)));
}
