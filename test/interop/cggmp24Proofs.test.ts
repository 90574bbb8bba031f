import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bytesToHex } from '@noble/hashes/utils.js';
import { nativeModExp } from '@quorate/node';
import { PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import type { EcdsaSetting } from '@quorate/tss-core/ecdsa/proofs';
import { FULL_SETTING, TEST_CONTEXT, TEST_PROFILE, TEST_SETTING, TEST_SETTING_P256 } from '@quorate/tss-core/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { type Bridge, bridgedProofs, type JoinedProof } from './bridgedProofs.ts';
import { RustPeer } from './rustPeer.ts';

/*
 * The zero-knowledge proofs of threshold ECDSA beside those of LFDT-Lockness's cggmp24: ours are verified by its crates, and
 * theirs, made under our challenge, by us. Which proofs these are, and how parameters correspond: docs/ecdsa-proofs.md.
 * Needs a Rust toolchain once, to build the peer. What it made is replayed everywhere: test/vectors/cggmp24.
 */

const BUILD = 'cargo build --release --locked --manifest-path test/interop/cggmp24-peer/Cargo.toml';
const PEER = fileURLToPath(new URL('cggmp24-peer/target/release/cggmp24-proofs-peer', import.meta.url));
const isBuilt = existsSync(PEER);

const modExp = nativeModExp();
const SETTINGS: readonly (readonly [curve: string, setting: EcdsaSetting, kinds: readonly string[]])[] = [
  ['secp256k1', { ...TEST_SETTING, modExp }, ['sch', 'elog', 'enc-elg', 'aff-g', 'fac', 'mod']],
  ['P-256', { ...TEST_SETTING_P256, modExp }, ['sch', 'elog', 'enc-elg', 'aff-g']],
  ['secp256k1', { ...FULL_SETTING, modExp }, ['enc-elg', 'aff-g', 'fac']],
];
const CASES = isBuilt ? SETTINGS.flatMap((of) => casesOf(...of)) : [];
const RANGED = ['enc-elg', 'aff-g', 'fac'];
/** Bits that a slack ε is too large or too small by. */
const OFF = 16;

function casesOf(curve: string, setting: EcdsaSetting, kinds: readonly string[]) {
  return bridgedProofs(setting)
    .filter(({ kind }) => kinds.includes(kind))
    .map((made) => [made.kind, curve, made.profile.name, made] as const);
}

interface Verdict {
  readonly holds: boolean;
  readonly why: string | null;
}

describe.skipIf(!isBuilt)(`proofs beside cggmp24's (skipped without: ${BUILD})`, { timeout: 120_000 }, () => {
  const peer = new RustPeer(PEER);
  afterAll(() => peer.end());

  /** The peer's proof under our challenge, with a slack of its own. */
  async function madeByPeer(
    curve: string,
    { kind, profile, statement, secret, challengeTo, joined }: Bridge,
    epsilon = profile.epsilon,
  ): Promise<JoinedProof> {
    const asked = { kind, curve, profile: { ...profile, epsilon }, statement, secret, seed: 1 };
    const commitments = await peer.ask<object>('commit', asked);
    return joined(commitments, await peer.ask('respond', { challenge: challengeTo(commitments) }));
  }

  const verdictOn = (curve: string, { kind, profile, statement, challenge }: Bridge, proof: unknown, changed = {}) =>
    peer.ask<Verdict>('verify', { kind, curve, profile, statement, challenge, proof, ...changed });

  describe.each(CASES)('Π%s on %s in %s', (kind, curve, profile, made) => {
    test('the peer accepts ours, and we the peer’s', async () => {
      expect(await verdictOn(curve, made, made.proof)).toEqual({ holds: true, why: null });
      expect((await madeByPeer(curve, made)).holds()).toBe(true);
    });

    if (profile === TEST_PROFILE.name) {
      test('the peer refuses each change of ours', async () => {
        const accepted: string[] = [];
        for (const [change, spoiled] of made.spoiled) {
          if ((await verdictOn(curve, made, spoiled)).holds) accepted.push(change);
        }
        expect(accepted).toEqual([]);
        expect(made.spoiled.length).toBeGreaterThan(1);
      });

      test('we refuse each change of the peer’s', async () => {
        expect((await madeByPeer(curve, made)).changesThatHold()).toEqual([]);
      });
    }

    if (RANGED.includes(kind)) {
      test('either refuses responses that are too long for it', async () => {
        const { epsilon } = made.profile;
        const narrow = { profile: { ...made.profile, epsilon: epsilon - OFF } };
        expect((await verdictOn(curve, made, made.proof, narrow)).why).toMatch(/range/);
        expect((await madeByPeer(curve, made, epsilon + OFF)).holds()).toBe(false);
      });
    }
  });

  test('the published file is what the peer makes', async () => {
    const proofs: object[] = [];
    for (const [kind, curve, profile, made] of CASES) {
      const proof = bytesToHex((await madeByPeer(curve, made)).encode());
      proofs.push({ kind, curve, profile, statement: made.statement, proof });
    }
    const { session, auxGeneration, ...place } = TEST_CONTEXT;
    const file = {
      about: 'Proofs made by paillier-zk 0.7.0-alpha.3 and generic-ec-zkp 0.4.4 under Quorate’s challenges.',
      profiles: [PROFILE_3072, TEST_PROFILE],
      context: { session: bytesToHex(session), auxGeneration: bytesToHex(auxGeneration), ...place },
      proofs,
    };
    await expect(`${JSON.stringify(file, null, 1)}\n`).toMatchFileSnapshot('../vectors/cggmp24/proofs-v1.json');
  });
});
