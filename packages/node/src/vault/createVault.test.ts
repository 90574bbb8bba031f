import { ed25519 } from '@noble/curves/ed25519.js';
import { schnorr } from '@noble/curves/secp256k1.js';
import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import { identitiesOf, nodeById } from '@quorate/requests';
import { sampleStructure } from '@quorate/requests/testing';
import {
  acknowledgementCodec,
  certificateCodec,
  FIRST_EPOCH,
  type KeygenDescriptor,
  keygenDescriptorCodec,
  keygenSessionId,
  type PartyIndex,
  partyIndex,
  publicKeyOf,
  type SigningDescriptor,
  signingSessionId,
  verifyAcknowledgement,
  verifyEvidence,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor, encodeFrame, inboxHash, signEnvelope } from '@quorate/tss-core/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  cluster,
  draw,
  type Holder,
  hash,
  KEY,
  MESSAGE,
  makeKey,
  nodes,
  ONE,
  open,
  openVault,
  run,
  SUBJECT,
  sample,
  signingDescriptor,
  THREE,
  TWO,
} from '../testing/vaults.ts';
import { createVault } from './createVault.ts';
import type { KeyVault, Step } from './vault.ts';

describe.each(['frost-ed25519', 'frost-secp256k1-tr'] as const)('%s', (scheme) => {
  test('vaults make a key, prove that they store it, and sign with it', async () => {
    const [first, second, third] = await makeKey(scheme);
    if (!first || !second || !third) throw new Error('three holders');
    const certificate = decodeCbor(certificateCodec, first.certificate, 1 << 20);
    const identities = identitiesOf(sample.cluster, certificate.statement.structure);
    for (const { vault, party, sealed } of [first, second, third]) {
      const proof = await vault.proveStored({ certificate: first.certificate, sealed, identities });
      const acknowledgement = decodeCbor(acknowledgementCodec, proof.acknowledgement, 4096);
      expect(verifyAcknowledgement(acknowledgement, certificate, identities.get(party) ?? hash(0))).toBe(true);
    }

    const descriptor = signingDescriptor(first, [await draw(first.vault, ONE), await draw(second.vault, TWO)]);
    const steps = new Map([
      [ONE, await open(first, descriptor)],
      [TWO, await open(second, descriptor)],
    ]);
    const vaults = new Map([
      [ONE, first.vault],
      [TWO, second.vault],
    ]);
    const outcomes = await run(signingSessionId(descriptor), steps, vaults);
    const publicKey = publicKeyOf(certificate);
    const verify = scheme === 'frost-ed25519' ? ed25519.verify : schnorr.verify;
    for (const party of [ONE, TWO]) {
      const outcome = outcomes.get(party);
      if (outcome?.kind !== 'signed') throw new Error(JSON.stringify(outcome));
      expect(verify(outcome.signatures[0] ?? hash(0), MESSAGE, publicKey)).toBe(true);
    }
  });
});

describe('a vault that holds a share', () => {
  let first: Holder;
  let second: Holder;
  beforeAll(async () => {
    const [one, two] = await makeKey('frost-ed25519');
    if (!one || !two) throw new Error('two holders');
    [first, second] = [one, two];
  });

  test('opens no second session under the same r_i', async () => {
    const readies = [await draw(first.vault, ONE), await draw(second.vault, TWO)];
    await open(first, signingDescriptor(first, readies));
    const other = signingDescriptor(first, readies, { messages: [hash(9)] });
    await expect(open(first, other)).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test('opens no session under an r_i that it did not draw, even signed by its own key', async () => {
    const restarted = await openVault('node-1');
    const readies = [await draw(restarted, ONE), await draw(second.vault, TWO)];
    await expect(open(first, signingDescriptor(first, readies))).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test('opens no session under an r_i drawn for another request', async () => {
    const readies = [await draw(first.vault, ONE, hash(8)), await draw(second.vault, TWO)];
    await expect(open(first, signingDescriptor(first, readies))).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test('uses up the r_i of a session that it refuses', async () => {
    const readies = [await draw(first.vault, ONE), await draw(second.vault, TWO)];
    const wrong = signingDescriptor(first, readies, { epoch: 9 });
    await expect(open(first, wrong)).rejects.toMatchObject({ code: 'wrong-key' });
    await expect(open(first, signingDescriptor(first, readies))).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test.each<[string, Partial<SigningDescriptor>, string]>([
    ['another group key', { groupKey: hash(5) }, 'wrong-key'],
    ['another scheme', { scheme: 'frost-secp256k1-tr' }, 'wrong-key'],
    ['a derivation path', { path: [1] }, 'derivation-unsupported'],
    ['presignatures', { presignatures: [{ batch: hash(5), first: 0, count: 1 }] }, 'unsupported-session'],
    ['too few signers', { assignment: [[ONE]] }, 'wrong-signers'],
    ['too many signers', { assignment: [[ONE, TWO, THREE]] }, 'wrong-signers'],
  ])('refuses a session with %s', async (_, changes, code) => {
    const readies = [await draw(first.vault, ONE), await draw(second.vault, TWO)];
    await expect(open(first, signingDescriptor(first, readies, changes))).rejects.toMatchObject({ code });
  });

  test('refuses a session that names no ready of its own', async () => {
    const readies = [await draw(second.vault, TWO)];
    await expect(open(first, signingDescriptor(first, readies))).rejects.toMatchObject({ code: 'not-a-signer' });
  });

  test('opens neither a damaged blob nor another node’s', async () => {
    const damaged = Uint8Array.from(first.sealed, (byte, i) => (i === 60 ? byte ^ 1 : byte));
    for (const sealed of [damaged, second.sealed]) {
      const readies = [await draw(first.vault, ONE), await draw(second.vault, TWO)];
      const opening = open(first, signingDescriptor(first, readies), sealed);
      await expect(opening).rejects.toMatchObject({ code: 'sealed-blob-rejected' });
    }
  });

  test('takes no pending share for an active one, nor the other way round', async () => {
    const identities = identitiesOf(sample.cluster, sampleStructure(sample, 'frost-ed25519'));
    const { certificate, sealed, vault } = first;
    await expect(vault.activateShare({ certificate, sealed, identities })).rejects.toMatchObject({
      code: 'sealed-blob-rejected',
    });
  });

  test('activates nothing under a certificate with a forged signature', async () => {
    const identities = identitiesOf(sample.cluster, sampleStructure(sample, 'frost-ed25519'));
    const whole = decodeCbor(certificateCodec, first.certificate, 1 << 20);
    const [lead, ...rest] = whole.signatures;
    if (!lead) throw new Error('signatures');
    const signatures = [{ ...lead, signature: new Uint8Array(64).fill(1) }, ...rest];
    const certificate = encodeCbor(certificateCodec, { ...whole, signatures });
    const proving = first.vault.proveStored({ certificate, sealed: first.sealed, identities });
    await expect(proving).rejects.toMatchObject({ code: 'invalid-certificate' });
  });

  test('forgets a session that was aborted', async () => {
    const descriptor = signingDescriptor(first, [await draw(first.vault, ONE), await draw(second.vault, TWO)]);
    await open(first, descriptor);
    const session = bytesToHex(signingSessionId(descriptor));
    await first.vault.abort({ session });
    await first.vault.abort({ session });
    const late = first.vault.receive({ session, from: TWO, payload: hash(1) });
    await expect(late).rejects.toMatchObject({ code: 'session-over' });
  });

  test('an undecodable descriptor is refused in one sentence', async () => {
    const { vault, certificate, sealed } = first;
    const call = { descriptor: hash(1), certificate, sealed, identities: new Map(), now: 0 };
    await expect(vault.openSigning(call)).rejects.toMatchObject({ code: 'undecodable' });
  });
});

test('a cheat is convicted by evidence that anybody can check', async () => {
  const [first, second] = await makeKey('frost-ed25519');
  if (!first || !second) throw new Error('two holders');
  const descriptor = signingDescriptor(first, [await draw(first.vault, ONE), await draw(second.vault, TWO)]);
  await open(first, descriptor);
  const session = signingSessionId(descriptor);
  const envelope = signEnvelope(
    {
      ...{ version: 1, cluster, key: KEY, epoch: descriptor.epoch, session },
      ...{ round: 1, from: TWO, to: 'all', inbox: inboxHash([]), body: hash(1) },
    },
    sample.secret('node-2'),
  );
  const payload = encodeFrame({ kind: 'envelope', value: envelope });
  const { outcome } = await first.vault.receive({ session: bytesToHex(session), from: TWO, payload });
  expect(outcome).toMatchObject({ kind: 'fault', code: 'malformed-message', culprits: [TWO] });
  if (outcome?.kind !== 'fault') throw new Error('a fault');
  const identityOf = (node: string) => hexToBytes(nodeById(sample.cluster, node).identity);
  expect(verifyEvidence(outcome.evidence, { cluster, identityOf })).toMatchObject({
    code: 'malformed-message',
    culprits: [{ party: TWO, node: 'node-2' }],
    session,
  });
  const late = first.vault.receive({ session: bytesToHex(session), from: TWO, payload });
  await expect(late).rejects.toMatchObject({ code: 'session-over' });
});

test('a keygen session sends its certificate signature only after the checkpoint', async () => {
  const structure = sampleStructure(sample, 'frost-ed25519');
  const identities = identitiesOf(sample.cluster, structure);
  const vaults = new Map<PartyIndex, KeyVault>();
  for (const [i, node] of nodes.entries()) vaults.set(partyIndex(i + 1), await openVault(node));
  const readies = await Promise.all([...vaults].map(([party, vault]) => draw(vault, party)));
  const about = { version: 1, cluster, key: KEY, epoch: FIRST_EPOCH, orderHash: SUBJECT, structure } as const;
  const descriptor: KeygenDescriptor = { ...about, readies };
  const first = new Map<PartyIndex, Step>();
  for (const [party, vault] of vaults) {
    const encoded = encodeCbor(keygenDescriptorCodec, descriptor);
    first.set(party, await vault.openKeygen({ descriptor: encoded, identities, now: 0 }));
  }
  const stored: Step[] = [];
  const watched = new Map([...vaults].map(([party, vault]) => [party, { ...vault, checkpointed: stall(stored) }]));
  expect((await run(keygenSessionId(descriptor), first, watched)).size).toBe(0);
  expect(stored).toHaveLength(3);
});

/** A store that never confirms. */
function stall(stored: Step[]): KeyVault['checkpointed'] {
  return async () => {
    const nothing: Step = { send: [], waitingFor: [] };
    stored.push(nothing);
    return nothing;
  };
}

test('the passphrase is wiped after use, a wrong one is refused', async () => {
  const vault = createVault(randomBytes);
  const passphrase = new TextEncoder().encode('correct horse battery');
  const { record } = await vault.init({ node: 'node-1', cluster, identitySecret: hash(1), passphrase });
  expect(passphrase).toEqual(new Uint8Array(21));

  const again = createVault(randomBytes);
  const wrong = { node: 'node-1', cluster, identitySecret: hash(1), passphrase: new TextEncoder().encode('battery') };
  await expect(again.init({ ...wrong, record })).rejects.toMatchObject({ code: 'wrong-passphrase' });
});

test('a closed vault has no identity left to sign with', async () => {
  const vault = await openVault('node-1');
  await vault.close({});
  await expect(draw(vault, ONE)).rejects.toThrow(/after its end/);
});
