import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { ciphersuite, type PartyIndex, partyIndex, SCHEMES } from '@quorate/tss-core';
import { aggregate } from '@quorate/tss-core/frost';
import { seededRandom } from '@quorate/tss-core/testing';
import { afterAll, describe, expect, test } from 'vitest';
import {
  dealtKey,
  type FrostKey,
  ourSigner,
  packageOf,
  untweakedKey,
  type WireCommitments,
  type WireSigner,
} from './ourFrostSigner.ts';
import { RustPeer } from './rustPeer.ts';

/*
 * One signing set, some of whose signers are the Zcash Foundation's FROST crates, in a process of their own, and the others
 * ours, with each side as aggregator. Needs a Rust toolchain once, to build the peer.
 */

const BUILD = 'cargo build --release --locked --manifest-path test/interop/zf-peer/Cargo.toml';
const PEER = fileURLToPath(new URL('zf-peer/target/release/frost-zf-peer', import.meta.url));
const isBuilt = existsSync(PEER);

const MESSAGE = new TextEncoder().encode('signed by both');
const MEMBERS = [1, 2, 3, 4, 5].map(partyIndex);
const SETS: readonly (readonly number[])[] = [
  [1, 2, 3],
  [2, 4, 5],
];

/** Party `index` of the key that the peer holds. */
async function rustSigner(peer: RustPeer, index: PartyIndex): Promise<WireSigner> {
  const { hiding, binding } = await peer.ask<{ hiding: string; binding: string }>('commit', { party: index });
  return {
    commitments: { index, hiding: hexToBytes(hiding), binding: hexToBytes(binding) },
    async sign(list, message) {
      const asked = { party: index, list: listText(list), message: bytesToHex(message) };
      return hexToBytes((await peer.ask<{ share: string }>('sign', asked)).share);
    },
  };
}

function listText(list: readonly WireCommitments[]) {
  return list.map(({ index, hiding, binding }) => {
    return { party: index, hiding: bytesToHex(hiding), binding: bytesToHex(binding) };
  });
}

describe.skipIf(!isBuilt).each(SCHEMES)(`%s with ZF's crates (skipped without: ${BUILD})`, (scheme) => {
  const suite = ciphersuite(scheme);
  const { group } = suite;
  const random = seededRandom(`zf ${scheme}`);
  const peer = new RustPeer(PEER, scheme);
  afterAll(() => peer.end());

  async function dealtByUs(): Promise<FrostKey> {
    const key = dealtKey(suite, 3, MEMBERS, random);
    const [X = group.identity] = key.vector;
    const shares = [...key.shares].map(([index, share]) => [index, bytesToHex(group.encodeScalar(share))]);
    const groupKey = bytesToHex(group.encodeElement(X));
    await peer.ask('import', { min: 3, groupKey, shares: Object.fromEntries(shares) });
    return key;
  }

  async function dealtByZf(): Promise<FrostKey> {
    const { commitment, shares, groupKey } = await peer.ask<{
      commitment: string[];
      shares: Record<string, string>;
      groupKey: string;
    }>('deal', { min: 3, max: 5 });
    expect(commitment[0]).toBe(groupKey);
    const decoded = Object.entries(shares).map(([index, share]) => {
      return [partyIndex(Number(index)), group.decodeScalar(hexToBytes(share))] as const;
    });
    return { vector: commitment.map((hex) => group.decodeElement(hexToBytes(hex))), shares: new Map(decoded) };
  }

  describe.each([
    ['us', dealtByUs],
    ['ZF', dealtByZf],
  ] as const)('a key dealt by %s', (_, deal) => {
    test.each(SETS.map((set) => [set]))('3 of 5 by %j: both aggregators make the same signature', async (signers) => {
      const key = await deal();
      const set = signers.map(partyIndex);
      for (const first of [0, 1]) {
        const everybody: WireSigner[] = [];
        for (const [i, index] of set.entries()) {
          const isOurs = i % 2 === first;
          everybody.push(isOurs ? ourSigner(suite, key, index, set, random) : await rustSigner(peer, index));
        }
        const list = everybody.map(({ commitments }) => commitments);
        const shares = new Map<PartyIndex, Uint8Array>();
        for (const { commitments, sign } of everybody) shares.set(commitments.index, await sign(list, MESSAGE));
        const asked = {
          list: listText(list),
          message: bytesToHex(MESSAGE),
          shares: Object.fromEntries([...shares].map(([index, z]) => [index, bytesToHex(z)])),
        };
        const { signature } = await peer.ask<{ signature: string }>('aggregate', asked);
        const signing = packageOf(suite, key, list, MESSAGE);
        const ours = aggregate(
          signing,
          [...shares.values()].map((z) => group.decodeScalar(z)),
        );
        expect(bytesToHex(ours)).toBe(signature);
        expect(suite.verify(ours, MESSAGE, untweakedKey(suite, key).publicKey)).toBe(true);
        const verified = { signature, message: bytesToHex(MESSAGE) };
        expect(await peer.ask<{ holds: boolean }>('verify', verified)).toEqual({ holds: true });
      }
    });
  });

  test('what either spoils, the other refuses', async () => {
    const key = await dealtByUs();
    const set = MEMBERS.slice(0, 3);
    const [one, two] = set;
    if (!one || !two) throw new Error('no parties');
    const everybody = [
      ourSigner(suite, key, one, set, random),
      await rustSigner(peer, two),
      ourSigner(suite, key, partyIndex(3), set, random),
    ];
    const list = everybody.map(({ commitments }) => commitments);
    const shares: Record<string, string> = {};
    for (const { commitments, sign } of everybody) shares[commitments.index] = bytesToHex(await sign(list, MESSAGE));
    const spoiled = group.encodeScalar(group.reduce(group.decodeScalar(hexToBytes(shares[1] ?? '')) + 1n));
    const asked = { list: listText(list), message: bytesToHex(MESSAGE), shares: { ...shares, 1: bytesToHex(spoiled) } };
    await expect(peer.ask('aggregate', asked)).rejects.toThrow(/share/i);
  });
});
