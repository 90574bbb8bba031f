import { identitiesOf } from '@quorate/requests';
import { sampleStructure } from '@quorate/requests/testing';
import { type PartyIndex, signingDescriptorCodec, signingSessionId } from '@quorate/tss-core';
import {
  type AuxCertificate,
  auxCertificateCodec,
  auxGenerationOf,
  MAX_AUX_CERTIFICATE_BYTES,
  type ModExp,
  type PresignDescriptor,
  presignDescriptorCodec,
  presignSessionId,
  presignSubject,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { nativeModExp } from '../../arithmetic/nativeModExp.ts';
import { type HeavyHolder, type MadeAux, makeAux, openHeavyVault } from '../../testing/heavyVaults.ts';
import {
  cluster,
  draw,
  type Holder,
  hash,
  KEY,
  makeKey,
  ONE,
  run,
  sample,
  signingDescriptor,
  TWO,
} from '../../testing/vaults.ts';
import type { Step } from '../vault.ts';

/** Powers that make randomizers of party 1 under the modulus of party 2, and those by which it verifies the other's proofs. */
const MADE = 4;
const VERIFIED = 4;
/** All that party 1 draws in one session, under its own modulus and the parameters of party 2. */
const DRAWN = 24;

/** Counts ρ^N mod N² for the modulus of party 2, in the vault of party 1. */
class CountingModExp implements ModExp {
  modulus = 0n;
  readonly #engine = nativeModExp();
  #count = 0;

  pow(...[base, exponent, modulus, options]: Parameters<ModExp['pow']>): bigint {
    if (exponent === this.modulus && modulus === exponent * exponent) this.#count++;
    return this.#engine.pow(base, exponent, modulus, options);
  }

  forget(modulus: bigint): void {
    this.#engine.forget(modulus);
  }

  /** Since it was last asked. */
  take(): number {
    const count = this.#count;
    this.#count = 0;
    return count;
  }
}

let counting: CountingModExp;
let holders: HeavyHolder[];
let made: MadeAux;
let aux: AuxCertificate;
let shares: Holder[];
/** The sealed aux secrets of each party. */
let sealed: ReadonlyMap<PartyIndex, Uint8Array>;

const SIGNERS = [ONE, TWO];
const idle = () => false;
const vaultOf = (party: PartyIndex) => holderOf(party).heavy;

beforeAll(async () => {
  counting = new CountingModExp();
  holders = await Promise.all([1, 2, 3].map((party) => openHeavyVault(party, party === 1 ? counting : nativeModExp())));
  made = await makeAux(holders);
  aux = decodeCbor(auxCertificateCodec, made.certificate, MAX_AUX_CERTIFICATE_BYTES);
  counting.modulus = aux.statement.parameters[1]?.N ?? 0n;
  shares = await makeKey('ecdsa-secp256k1', async (node) => holderOf(nodeParty(node)).keys);
}, 60_000);

/** Nothing is prepared by anybody. */
beforeEach(async () => {
  sealed = new Map(await Promise.all(SIGNERS.map(async (party) => [party, await activate(party)] as const)));
  counting.take();
});

function holderOf(party: PartyIndex): HeavyHolder {
  const holder = holders.find((one) => one.party === party);
  if (!holder) throw new Error(`there is no party ${party}`);
  return holder;
}

function nodeParty(node: string): PartyIndex {
  const party = aux.statement.parties.find((one) => one.node === node);
  if (!party) throw new Error(`${node} is no party`);
  return party.index;
}

async function activate(party: PartyIndex): Promise<Uint8Array> {
  const identities = identitiesOf(sample.cluster, aux.statement);
  const pending = made.pending.get(party) ?? new Uint8Array();
  return (await vaultOf(party).activateAux({ certificate: made.certificate, sealed: pending, identities })).sealed;
}

/** What a party gives its vault beside the descriptor. */
function about(party: PartyIndex) {
  const share = shares.find((one) => one.party === party);
  if (!share) throw new Error(`party ${party} has no share`);
  const identities = identitiesOf(sample.cluster, sampleStructure(sample, 'ecdsa-secp256k1'));
  const secrets = { certificate: made.certificate, sealed: sealed.get(party) ?? new Uint8Array() };
  return { certificate: share.certificate, sealed: share.sealed, aux: secrets, identities, now: 0 };
}

async function opened(open: (party: PartyIndex) => Promise<Step>): Promise<Map<PartyIndex, Step>> {
  const first = new Map<PartyIndex, Step>();
  for (const party of SIGNERS) first.set(party, await open(party));
  return first;
}

const vaults = () => new Map(SIGNERS.map((party) => [party, vaultOf(party)]));

/** Parties 1 and 2 presign and sign in one session; how often party 1 made or verified such a power in it. */
async function powersOfSigning(): Promise<number> {
  const { id, first } = await begun();
  const outcomes = await run(id, first, vaults());
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['signed', 'signed']);
  return counting.take();
}

async function begun() {
  const readies = await Promise.all(SIGNERS.map((party) => draw(holderOf(party).keys, party)));
  const [share] = shares;
  if (!share) throw new Error('nobody has a share');
  const changes = { auxGeneration: auxGenerationOf(aux.statement), messages: [hash(9)] };
  const descriptor = signingDescriptor(share, readies, changes);
  const encoded = encodeCbor(signingDescriptorCodec, descriptor);
  const first = await opened((party) => vaultOf(party).openEcdsaSigning({ ...about(party), descriptor: encoded }));
  return { id: signingSessionId(descriptor), first };
}

/** One presignature in advance, of the same signers. */
async function powersOfPresigning(): Promise<number> {
  const [share] = shares;
  if (!share) throw new Error('nobody has a share');
  const { groupKey, scheme, epoch } = signingDescriptor(share, []);
  const named = { cluster, key: KEY, groupKey, epoch, auxGeneration: auxGenerationOf(aux.statement) };
  const unsigned = { version: 1, ...named, scheme, assignment: [SIGNERS], index: 0 } as const;
  const subject = presignSubject(unsigned);
  const readies = await Promise.all(SIGNERS.map((party) => draw(holderOf(party).keys, party, subject)));
  const descriptor: PresignDescriptor = { ...unsigned, readies };
  const encoded = encodeCbor(presignDescriptorCodec, descriptor);
  const first = await opened((party) => vaultOf(party).openPresign({ ...about(party), descriptor: encoded }));
  const outcomes = await run(presignSessionId(descriptor), first, vaults());
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['presigned', 'presigned']);
  return counting.take();
}

/** Powers under the modulus of party 2 that party 1 prepares. */
async function prepare(isAwaited: () => boolean = idle): Promise<number> {
  await vaultOf(ONE).prepare(isAwaited);
  return counting.take();
}

const prepared = async () => (await vaultOf(ONE).prepared({})).size;

test('attack 1: after a session the vault prepares for four more, each of which takes away all that it draws', async () => {
  expect(await powersOfSigning()).toBe(MADE + VERIFIED);
  expect(await prepare()).toBe(4 * MADE);
  expect(await prepared()).toBe(4 * DRAWN);
  expect(await prepare()).toBe(0);
  for (const left of [3, 2, 1, 0]) {
    expect(await powersOfSigning()).toBe(VERIFIED);
    expect(await prepared()).toBe(left * DRAWN);
  }
  expect(await powersOfSigning()).toBe(MADE + VERIFIED);
}, 60_000);

test('a presigning in advance has the vault prepare, and draws nothing', async () => {
  expect(await powersOfPresigning()).toBe(MADE + VERIFIED);
  expect(await prepare()).toBe(4 * MADE);
  expect(await powersOfPresigning()).toBe(MADE + VERIFIED);
  expect(await prepared()).toBe(4 * DRAWN);
}, 60_000);

test('nothing is prepared before a session, nor while one goes on or a call waits', async () => {
  expect(await prepare()).toBe(0);
  const { id, first } = await begun();
  counting.take();
  expect(await prepare()).toBe(0);
  await run(id, first, vaults());
  counting.take();
  expect(await prepare(() => true)).toBe(0);
  expect(await prepared()).toBe(0);
  expect(await prepare()).toBe(4 * MADE);
}, 60_000);

test('a call that comes in meanwhile ends it, and it goes on from there', async () => {
  await powersOfSigning();
  let isAwaited = false;
  setTimeout(() => {
    isAwaited = true;
  }, 1);
  const some = await prepare(() => isAwaited);
  expect(await prepared()).toBeLessThan(4 * DRAWN);
  expect(await prepare()).toBe(4 * MADE - some);
}, 60_000);

test('when it begins anew, what had begun before ends', async () => {
  await powersOfSigning();
  const before = vaultOf(ONE).prepare(idle);
  const anew = vaultOf(ONE).prepare(idle);
  await before;
  expect(await prepared()).toBeLessThan(DRAWN);
  await anew;
  expect(await prepared()).toBe(4 * DRAWN);
}, 60_000);

test('nothing prepared outlives the aux secrets or the vault, not even what is about to be', async () => {
  await powersOfSigning();
  await prepare();
  await activate(ONE);
  expect(await prepared()).toBe(0);
  expect(await powersOfSigning()).toBe(MADE + VERIFIED);
  const filling = vaultOf(ONE).prepare(idle);
  await vaultOf(ONE).close({});
  await filling;
  expect(await prepared()).toBe(0);
  await prepare();
  expect(await prepared()).toBe(0);
}, 60_000);
