import { equalBytes, RequestRejected, wipe } from '@quorate/tss-core';
import { bytes, type Codec, DecodeError, decodeCbor, encodeCbor, literal, struct } from '@quorate/tss-core/wire';
import { sealedBlobRejected } from '../sealedBlobRejected.ts';
import type { NativeModule } from './cryptoki/nativeModule.ts';
import { decryptGcm, encryptGcm, GCM_IV_BYTES, moduleRandom } from './cryptoki/operations.ts';
import { type IvHabit, ownVector } from './ivHabit.ts';
import { KEY_ID_BYTES, type ModuleKeys } from './moduleKeys.ts';
import type { SealLedger } from './sealLedger.ts';

export const MAX_SEALED_BYTES = 1 << 19;

/** What was sealed by a key of a module, and which key that was. */
interface Sealed {
  readonly version: 1;
  readonly kind: 'pkcs11';
  readonly keyId: Uint8Array;
  readonly iv: Uint8Array;
  /** With its tag. */
  readonly ciphertext: Uint8Array;
}

const sealedCodec: Codec<Sealed> = struct<Sealed>({
  version: literal(1),
  kind: literal('pkcs11'),
  keyId: bytes(KEY_ID_BYTES),
  iv: bytes({ min: GCM_IV_BYTES, max: 16 }),
  ciphertext: bytes({ min: 16, max: MAX_SEALED_BYTES }),
});

/** A session that is logged in, and the keys as it sees them. */
export interface Seat {
  readonly module: NativeModule;
  readonly session: number;
  readonly keys: ModuleKeys;
}

/**
 * Seals with AES-256-GCM inside the module, and opens what came of it before anybody relies on it: what cannot be opened
 * again would be a lost share.
 */
export async function sealInModule(
  seat: Seat,
  { plaintext, aad }: { readonly plaintext: Uint8Array; readonly aad: Uint8Array },
  habit: IvHabit,
  ledger: SealLedger,
): Promise<Uint8Array> {
  const { iv, ciphertext } =
    habit === 'ours'
      ? await withOurVector(seat, plaintext, aad, ledger)
      : await withTheirs(seat, plaintext, aad, habit);
  if (habit !== 'ours') ledger.record(seat.keys.sealing.id, iv);
  const sealed = encodeCbor(sealedCodec, { version: 1, kind: 'pkcs11', keyId: seat.keys.sealing.id, iv, ciphertext });
  const opened = await openInModule(seat, { sealed, aad });
  const same = equalBytes(opened, plaintext);
  wipe(opened);
  if (same) return sealed;
  throw new RequestRejected('bad-module', 'the module opens something else than it sealed; nothing was stored');
}

async function withOurVector(
  { module, session, keys }: Seat,
  plaintext: Uint8Array,
  aad: Uint8Array,
  ledger: SealLedger,
) {
  const iv = await moduleRandom(module, session, GCM_IV_BYTES);
  if (iv.every((byte) => byte === 0)) throw emptyVector();
  // Before its use: whatever fails then, this vector never serves again.
  ledger.record(keys.sealing.id, iv);
  const given = iv.slice();
  const ciphertext = await encryptGcm(module, session, keys.sealing.handle, { iv: given, aad, plaintext });
  if (!equalBytes(given, iv)) throw changedHabit();
  return { iv, ciphertext };
}

async function withTheirs({ module, session, keys }: Seat, plaintext: Uint8Array, aad: Uint8Array, habit: IvHabit) {
  const iv = new Uint8Array(habit === 'written' ? GCM_IV_BYTES : 0);
  const answer = await encryptGcm(module, session, keys.sealing.handle, { iv, aad, plaintext });
  const own = ownVector(iv, answer, plaintext.length);
  if (!own || own.iv.every((byte) => byte === 0)) throw emptyVector();
  return own;
}

/** The caller wipes the result. RequestRejected `sealed-blob-rejected` or, from the module, ModuleFault when it does not open. */
export async function openInModule(
  { module, session, keys }: Seat,
  { sealed, aad }: { readonly sealed: Uint8Array; readonly aad: Uint8Array },
): Promise<Uint8Array> {
  const { keyId, iv, ciphertext } = decodeSealed(sealed);
  if (!equalBytes(keyId, keys.sealing.id)) {
    throw new RequestRejected(
      'sealed-blob-rejected',
      'a sealed share in the store was sealed by another key than this token has',
      'connect the token that this node was made with; the other nodes keep signing meanwhile',
    );
  }
  return decryptGcm(module, session, keys.sealing.handle, { iv, aad, ciphertext });
}

function decodeSealed(sealed: Uint8Array): Sealed {
  try {
    return decodeCbor(sealedCodec, sealed, MAX_SEALED_BYTES + 256, 'sealed share');
  } catch (problem) {
    if (problem instanceof DecodeError) throw sealedBlobRejected();
    throw problem;
  }
}

function emptyVector(): RequestRejected {
  return new RequestRejected(
    'empty-iv',
    'the module gave an empty initialisation vector for AES-GCM; nothing was sealed with it',
    'see quorate hsm probe for what the module does, and its vendor',
  );
}

function changedHabit(): RequestRejected {
  return new RequestRejected(
    'bad-module',
    'the module put an initialisation vector of its own where it had taken ours before; nothing was stored',
    'restart the node: what a module does is found out at the start',
  );
}
