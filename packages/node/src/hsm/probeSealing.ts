import { bytesToHex } from '@noble/hashes/utils.js';
import { equalBytes } from '@quorate/tss-core';
import { ModuleFault } from '../keystore/pkcs11/cryptoki/moduleFault.ts';
import type { NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { decryptGcm, encryptGcm, GCM_IV_BYTES, moduleRandom } from '../keystore/pkcs11/cryptoki/operations.ts';
import { closeSession, openSession, type TokenInfo } from '../keystore/pkcs11/cryptoki/tokens.ts';
import { findIvHabit, type IvHabit, ownVector } from '../keystore/pkcs11/ivHabit.ts';
import { fastest } from './fastest.ts';
import { type Findings, Unfit } from './findings.ts';

const AAD = new Uint8Array(64).fill(0x41);
const PLAINTEXT = new Uint8Array(96).fill(0x70);
/** More than the largest secret that is sealed, those of a threshold ECDSA party; CloudHSM takes 16 KiB at most. */
const LARGE_BYTES = 12 * 1024;
const VECTORS = 32;

const HABITS: Readonly<Record<IvHabit, string>> = {
  ours: 'uses the one it is given',
  written: 'makes its own and writes it where ours was',
  appended: 'makes its own and appends it to the ciphertext',
};

export interface ProbedKey {
  readonly token: TokenInfo;
  readonly session: number;
  readonly key: number;
}

interface Sealed {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** AES-GCM as shares are sealed with it. */
export async function probeSealing(findings: Findings, module: NativeModule, probed: ProbedKey): Promise<void> {
  const { session, key, token } = probed;
  const habit = await findings.look('AES-GCM and its initialisation vector', async () => {
    const result = await findIvHabit(module, session);
    if (!result) throw new Unfit('what it encrypts does not open again');
    return { detail: HABITS[result], result };
  });
  if (!habit) return;
  const seal = (plaintext = PLAINTEXT, at = session) => sealed(module, at, key, habit, plaintext);
  const open = (blob: Sealed, aad = AAD) => decryptGcm(module, session, key, { ...blob, aad });

  await findings.see('vectors never empty, never twice', async () => {
    const seen = new Set<string>();
    for (let i = 0; i < VECTORS; i++) seen.add(bytesToHex((await seal()).iv));
    if (seen.size < VECTORS || seen.has('00'.repeat(GCM_IV_BYTES))) throw new Unfit('one came empty, or twice');
    return `${VECTORS} different ones`;
  });
  await findings.see('what was changed does not open', async () => {
    const blob = await seal();
    const changed = blob.ciphertext.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
    await mustFail('a changed ciphertext', () => open({ ...blob, ciphertext: changed }));
    await mustFail('another context', () =>
      open(
        blob,
        AAD.map((byte) => byte ^ 1),
      ),
    );
    return 'ciphertext and context are bound';
  });
  await findings.see(`a blob of ${LARGE_BYTES / 1024} KiB`, async () => {
    const plaintext = new Uint8Array(LARGE_BYTES).fill(0x6c);
    if (!equalBytes(await open(await seal(plaintext)), plaintext)) throw new Unfit('another text came back');
    return 'sealed and opened';
  });
  await findings.see('several sessions at once', async () => {
    const other = await openSession(module, token.slot);
    await Promise.all([seal(), seal(PLAINTEXT, other)]);
    await closeSession(module, other);
    return 'two sessions sealed together';
  });
  await findings.see(
    'time to open a share',
    async () => {
      const blob = await seal();
      return fastest(() => open(blob));
    },
    false,
  );
}

async function sealed(
  module: NativeModule,
  session: number,
  key: number,
  habit: IvHabit,
  plaintext: Uint8Array,
): Promise<Sealed> {
  const vectors = {
    ours: () => moduleRandom(module, session, GCM_IV_BYTES),
    written: async () => new Uint8Array(GCM_IV_BYTES),
    appended: async () => new Uint8Array(),
  };
  const iv = await vectors[habit]();
  const ciphertext = await encryptGcm(module, session, key, { iv, aad: AAD, plaintext });
  if (habit === 'ours') return { iv, ciphertext };
  const own = ownVector(iv, ciphertext, plaintext.length);
  if (!own) throw new Unfit('it gave no vector of its own where it had before');
  return own;
}

async function mustFail(what: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (problem) {
    if (problem instanceof ModuleFault) return;
    throw problem;
  }
  throw new Unfit(`${what} opened all the same`);
}
