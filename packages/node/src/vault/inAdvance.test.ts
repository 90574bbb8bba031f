import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { identitiesOf, nodeById } from '@quorate/requests';
import { sampleStructure } from '@quorate/requests/testing';
import {
  certificateCodec,
  ciphersuite,
  decodeSignedBatch,
  encodeSignedBatch,
  generateNonces,
  type PartyIndex,
  publicKeyOf,
  type Ready,
  type SigningDescriptor,
  signBatch,
  signingSessionId,
  verifyEvidence,
} from '@quorate/tss-core';
import { seededRandom } from '@quorate/tss-core/testing';
import { decodeCbor, decodeFrame, encodeFrame, signEnvelope } from '@quorate/tss-core/wire';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  cluster,
  draw,
  type Holder,
  hash,
  KEY,
  MESSAGE,
  makeKey,
  ONE,
  open,
  run,
  SUBJECT,
  sample,
  signingDescriptor,
  THREE,
  TWO,
} from '../testing/vaults.ts';
import type { Params, SessionOutcome } from './vault.ts';

const SCHEME = 'frost-ed25519';
const EPOCH = 1;
const identities = identitiesOf(sample.cluster, sampleStructure(sample, SCHEME));
let holders: Holder[];

beforeAll(async () => {
  holders = await makeKey(SCHEME);
});

beforeEach(async () => {
  for (const { vault } of holders) await vault.dropStock({ key: KEY });
});

function holder(party: PartyIndex): Holder {
  const found = holders.find((one) => one.party === party);
  if (!found) throw new Error(`no party ${party}`);
  return found;
}

/** Adds to the stock of a party. @returns the batch, as its peers get it */
function fill(party: PartyIndex, count: number) {
  const { vault, certificate, sealed } = holder(party);
  return vault.fillStock({ certificate, sealed, count });
}

function given(owner: PartyIndex, batch: Uint8Array, live: readonly Uint8Array[]): Params<'keepBatch'> {
  const identity = identities.get(owner) ?? hash(0);
  return { key: KEY, epoch: EPOCH, scheme: SCHEME, owner, identity, live, batch };
}

/** Fills the stocks of all and gives everybody the batches of the others. */
async function stockAll(count = 4): Promise<void> {
  for (const owner of [ONE, TWO, THREE]) {
    const { batch, live } = await fill(owner, count);
    for (const { vault, party } of holders) {
      if (party !== owner) await vault.keepBatch(given(owner, batch, live));
    }
  }
}

async function readiesOf(...parties: PartyIndex[]): Promise<Ready[]> {
  return Promise.all(parties.map((party) => draw(holder(party).vault, party, SUBJECT, 1)));
}

/** A session that refers to what its signers set aside. */
function prepared(readies: readonly Ready[], changes: Partial<SigningDescriptor> = {}): SigningDescriptor {
  const presignatures = readies.flatMap(({ reservation }) => reservation ?? []);
  return signingDescriptor(holder(ONE), readies, { presignatures, ...changes });
}

async function signed(descriptor: SigningDescriptor, parties = [ONE, TWO]): Promise<Map<PartyIndex, SessionOutcome>> {
  const steps = new Map<PartyIndex, Awaited<ReturnType<typeof open>>>();
  for (const party of parties) steps.set(party, await open(holder(party), descriptor));
  const vaults = new Map(parties.map((party) => [party, holder(party).vault] as const));
  return run(signingSessionId(descriptor), steps, vaults);
}

function expectSigned(outcomes: ReadonlyMap<PartyIndex, SessionOutcome>): void {
  const certificate = decodeCbor(certificateCodec, holder(ONE).certificate, 1 << 20);
  for (const outcome of outcomes.values()) {
    if (outcome.kind !== 'signed') throw new Error(JSON.stringify(outcome));
    expect(ed25519.verify(outcome.signatures[0] ?? hash(0), MESSAGE, publicKeyOf(certificate))).toBe(true);
  }
}

describe('with nonces given in advance', () => {
  test('vaults sign in one round', async () => {
    await stockAll();
    const descriptor = prepared(await readiesOf(ONE, TWO));
    expect(descriptor.presignatures).toHaveLength(2);
    const outcomes = await signed(descriptor);
    expect(outcomes.size).toBe(2);
    expectSigned(outcomes);
  });

  test('the stock is counted, and what is live is named', async () => {
    const first = await fill(ONE, 3);
    expect([first.size, first.live.length]).toEqual([3, 1]);
    await draw(holder(ONE).vault, ONE, SUBJECT, 2);
    const second = await fill(ONE, 4);
    expect([second.size, second.live.length]).toEqual([5, 2]);
    expect(second.live.map(bytesToHex)).toEqual(expect.arrayContaining(first.live.map(bytesToHex)));
  });

  test('where there are too few, a ready says so, and the session has two rounds', async () => {
    await stockAll(1);
    await readiesOf(ONE);
    const readies = await readiesOf(ONE, TWO);
    expect(readies.map(({ reservation }) => reservation !== null)).toEqual([false, true]);
    expectSigned(await signed(prepared(readies, { presignatures: [] })));
  });

  test('a ready that asks for none gets none', async () => {
    await stockAll();
    expect((await draw(holder(ONE).vault, ONE)).reservation).toBeNull();
  });
});

describe('attack 1', () => {
  test('one reservation signs once, whatever becomes of its session', async () => {
    await stockAll();
    const readies = await readiesOf(ONE, TWO);
    const wrong = prepared(readies, { epoch: 9 });
    await expect(open(holder(ONE), wrong)).rejects.toMatchObject({ code: 'wrong-key' });
    await expect(open(holder(ONE), prepared(readies))).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test('a reservation in another ready than its own is refused', async () => {
    await stockAll();
    const [first, second] = [await readiesOf(ONE, TWO), await readiesOf(ONE)];
    const [own, peer] = first;
    const [other] = second;
    if (!own || !peer || !other) throw new Error('readies');
    const swapped = { ...other, reservation: own.reservation };
    await expect(open(holder(ONE), prepared([swapped, peer]))).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test('references other than those of the readies are refused', async () => {
    await stockAll();
    const readies = await readiesOf(ONE, TWO);
    const [first, second] = readies.flatMap(({ reservation }) => reservation ?? []);
    if (!first || !second) throw new Error('reservations');
    const moved = { ...second, first: second.first + 1 };
    await expect(open(holder(ONE), prepared(readies, { presignatures: [first, moved] }))).rejects.toMatchObject({
      code: 'unsupported-session',
    });
  });

  test('what a peer gave is used once: a second session that names it is refused', async () => {
    await stockAll();
    const [peer] = await readiesOf(TWO);
    if (!peer) throw new Error('a ready');
    const sessions = [await readiesOf(ONE), await readiesOf(ONE)].map((own) => prepared([...own, peer]));
    const [first, second] = sessions;
    if (!first || !second) throw new Error('two sessions');
    await open(holder(ONE), first);
    await expect(open(holder(ONE), second)).rejects.toMatchObject({ code: 'batch-unknown' });
  });

  test('a vault whose stock was given up signs with none of it', async () => {
    await stockAll();
    const readies = await readiesOf(ONE, TWO);
    await holder(ONE).vault.dropStock({ key: KEY });
    await expect(open(holder(ONE), prepared(readies))).rejects.toMatchObject({ code: 'batch-unknown' });
    expect((await draw(holder(ONE).vault, ONE, SUBJECT, 1)).reservation).toBeNull();
  });

  test('a stock that is given up while it is filled gets nothing any more', async () => {
    const { vault, certificate, sealed } = holder(ONE);
    const filling = vault.fillStock({ certificate, sealed, count: 50 });
    await Promise.resolve();
    await vault.dropStock({ key: KEY });
    await expect(filling).rejects.toMatchObject({ code: 'stock-dropped' });
    expect((await draw(vault, ONE, SUBJECT, 1)).reservation).toBeNull();
  });
});

describe('a batch', () => {
  test('that never came is refused as unknown, for a session of two rounds to follow', async () => {
    await fill(ONE, 2);
    await fill(TWO, 2);
    await expect(open(holder(ONE), prepared(await readiesOf(ONE, TWO)))).rejects.toMatchObject({
      code: 'batch-unknown',
    });
  });

  test('is forgotten when its owner no longer calls it live', async () => {
    await stockAll();
    const readies = await readiesOf(ONE, TWO);
    const { batch, live } = await fill(TWO, 1);
    await holder(ONE).vault.keepBatch(given(TWO, batch, live.slice(-1)));
    await expect(open(holder(ONE), prepared(readies))).rejects.toMatchObject({ code: 'batch-unknown' });
  });

  test('that comes twice is kept once', async () => {
    const { batch, live } = await fill(TWO, 3);
    const { vault } = holder(ONE);
    expect(await vault.keepBatch(given(TWO, batch, live))).toEqual({ size: 3 });
    expect(await vault.keepBatch(given(TWO, batch, live))).toEqual({ size: 3 });
  });

  test('needs no batch to say what is live', async () => {
    const { batch, live } = await fill(TWO, 3);
    const { vault } = holder(ONE);
    await vault.keepBatch(given(TWO, batch, live));
    const { batch: _, ...nothingNew } = given(TWO, batch, []);
    expect(await vault.keepBatch(nothingNew)).toEqual({ size: 0 });
  });

  test.each<[string, (batch: Uint8Array) => Partial<Params<'keepBatch'>>, string]>([
    ['of another party', () => ({ owner: THREE, identity: identities.get(THREE) ?? hash(0) }), 'bad-batch'],
    ['with the name of another node', () => ({ identity: identities.get(THREE) ?? hash(0) }), 'bad-batch'],
    ['of another key', () => ({ key: hash(9) }), 'bad-batch'],
    ['of another epoch', () => ({ epoch: 2 }), 'bad-batch'],
    ['that was changed', (batch) => ({ batch: reversed(batch) }), 'bad-batch'],
    ['whose points are of another group', () => ({ batch: ofScheme('frost-ristretto255') }), 'bad-batch'],
    ['whose points are no points', () => ({ batch: ofScheme('frost-secp256k1-tr') }), 'bad-batch'],
    ['that does not decode', () => ({ batch: hash(1) }), 'undecodable'],
  ])('%s is refused', async (_, change, code) => {
    const { batch, live } = await fill(TWO, 3);
    const { vault } = holder(ONE);
    const refused = vault.keepBatch({ ...given(TWO, batch, live), ...change(batch) });
    await expect(refused).rejects.toMatchObject({ code });
  });
});

/** The same batch in another order, under the signature of the first. */
function reversed(encoded: Uint8Array): Uint8Array {
  const { batch, signature } = decodeSignedBatch(encoded);
  return encodeSignedBatch({ batch: { ...batch, commitments: [...batch.commitments].reverse() }, signature });
}

/** Signed by party 2, with points of another scheme. */
function ofScheme(scheme: 'frost-ristretto255' | 'frost-secp256k1-tr'): Uint8Array {
  const suite = ciphersuite(scheme);
  const random = seededRandom(scheme);
  const commitments = Array.from({ length: 8 }, () => generateNonces(suite, 5n, random).commitment);
  const owner = { cluster, key: KEY, epoch: EPOCH, party: TWO };
  return encodeSignedBatch(signBatch(suite, owner, commitments, sample.secret('node-2')));
}

test('attack 21: a false share in one round convicts its sender, by evidence with the batches in it', async () => {
  await stockAll();
  const descriptor = prepared(await readiesOf(ONE, TWO));
  const session = bytesToHex(signingSessionId(descriptor));
  const [first, second] = [await open(holder(ONE), descriptor), await open(holder(TWO), descriptor)];
  // Party 2 as it is, but for the last bit of its share, signed anew.
  const payload = withOtherShare(second.send[0]?.payload ?? hash(0));
  expect(first.send).toHaveLength(1);
  const { outcome } = await holder(ONE).vault.receive({ session, from: TWO, payload });
  if (outcome?.kind !== 'fault') throw new Error(JSON.stringify(outcome));
  expect(outcome).toMatchObject({ code: 'invalid-share', culprits: [TWO] });
  const identityOf = (node: string) => hexToBytes(nodeById(sample.cluster, node).identity);
  expect(verifyEvidence(outcome.evidence, { cluster, identityOf })).toMatchObject({
    code: 'invalid-share',
    culprits: [{ party: TWO, node: 'node-2' }],
  });
  await holder(TWO).vault.abort({ session });
});

function withOtherShare(encoded: Uint8Array): Uint8Array {
  const frame = decodeFrame(encoded);
  if (frame.kind !== 'envelope') throw new Error('an envelope');
  const { body } = frame.value;
  const other = { ...frame.value, body: body.with(-20, (body.at(-20) ?? 0) ^ 1) };
  return encodeFrame({ kind: 'envelope', value: signEnvelope(other, sample.secret('node-2')) });
}
