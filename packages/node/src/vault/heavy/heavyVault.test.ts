import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import { identitiesOf, nodeById } from '@quorate/requests';
import { type PartyIndex, verifyEvidence } from '@quorate/tss-core';
import { auxCertificateCodec, auxSessionId } from '@quorate/tss-core/ecdsa';
import {
  bytes32,
  decodeCbor,
  ENVELOPE_VERSION,
  encodeCbor,
  encodeFrame,
  inboxHash,
  signEnvelope,
} from '@quorate/tss-core/wire';
import { beforeAll, expect, test } from 'vitest';
import {
  auxDescriptor,
  ENGINE,
  type HeavyHolder,
  type MadeAux,
  makeAux,
  openAux,
  openHeavyVault,
} from '../../testing/heavyVaults.ts';
import { cluster, hash, ONE, sample, THREE, TWO } from '../../testing/vaults.ts';
import type { Step } from '../vault.ts';
import { createHeavyVault } from './createHeavyVault.ts';

let holders: HeavyHolder[];
let made: MadeAux;
beforeAll(async () => {
  holders = await Promise.all([1, 2, 3].map((party) => openHeavyVault(party)));
  made = await makeAux(holders);
}, 60_000);

function first(): HeavyHolder {
  const [holder] = holders;
  if (!holder) throw new Error('there is nobody');
  return holder;
}

const rejected = (code: string) => expect.objectContaining({ name: 'RequestRejected', code });

function activation({ certificate, pending }: MadeAux, party = ONE) {
  const { statement } = decodeCbor(auxCertificateCodec, certificate, 1 << 16);
  const sealed = pending.get(party) ?? new Uint8Array();
  return { certificate, sealed, identities: identitiesOf(sample.cluster, statement) };
}

test('an aux ceremony says nothing before its secrets are to be stored', async () => {
  const descriptor = await auxDescriptor(holders);
  const step = await openAux(first(), descriptor);
  expect(step).toMatchObject({ send: [], checkpoint: { statement: new Uint8Array() } });
  const begun = await first().heavy.checkpointed({ session: bytesToHex(auxSessionId(descriptor)) });
  expect(begun.send.map(({ to }) => to)).toEqual([2, 3]);
  await first().heavy.abort({ session: bytesToHex(auxSessionId(descriptor)) });
});

test('secrets become active under their complete certificate alone', async () => {
  const { heavy } = first();
  await expect(heavy.activateAux(activation(made))).resolves.toMatchObject({ sealed: expect.any(Uint8Array) });
  const swapped = { ...activation(made), sealed: activation(made, TWO).sealed };
  await expect(heavy.activateAux(swapped)).rejects.toEqual(rejected('sealed-blob-rejected'));
  const damaged = { ...activation(made), certificate: made.certificate.with(-1, (made.certificate.at(-1) ?? 0) ^ 1) };
  await expect(heavy.activateAux(damaged)).rejects.toEqual(rejected('invalid-aux-certificate'));
  await expect(heavy.activateAux({ ...activation(made), certificate: hash(1) })).rejects.toEqual(
    rejected('undecodable'),
  );
});

test('a ready is used up by the vault that drew it, once, whatever comes of the ceremony', async () => {
  const descriptor = await auxDescriptor(holders);
  await expect(openAux({ ...first(), spare: hash(1) }, descriptor)).rejects.toEqual(rejected('sealed-blob-rejected'));
  await expect(openAux(first(), descriptor)).rejects.toEqual(rejected('ready-unknown'));
});

test('a ready of somebody else, or none, opens nothing', async () => {
  const descriptor = await auxDescriptor(holders);
  const [, ...others] = descriptor.readies;
  await expect(openAux(first(), { ...descriptor, readies: others })).rejects.toEqual(rejected('not-a-party'));
  await expect(openAux(first(), { ...descriptor, parties: descriptor.parties.slice(1) })).rejects.toEqual(
    rejected('not-a-party'),
  );
});

test('what a party signs and nobody can read convicts it, offline', async () => {
  const descriptor = await auxDescriptor(holders);
  const id = auxSessionId(descriptor);
  const session = bytesToHex(id);
  await openAux(first(), descriptor);
  await first().heavy.checkpointed({ session });
  const says = (from: PartyIndex, body: Uint8Array): Promise<Step> => {
    const header = { cluster, key: descriptor.generation, epoch: descriptor.epoch, session: id };
    const place = { version: ENVELOPE_VERSION, round: 1, from, to: 'all', inbox: inboxHash([]) } as const;
    const value = signEnvelope({ ...header, ...place, body }, sample.secret(`node-${from}`));
    return first().heavy.receive({ session, from, payload: encodeFrame({ kind: 'envelope', value }) });
  };
  await says(TWO, new Uint8Array(3));
  const { outcome } = await says(THREE, encodeCbor(bytes32, hash(1)));
  if (outcome?.kind !== 'fault') throw new Error(JSON.stringify(outcome));
  const identityOf = (node: string) => hexToBytes(nodeById(sample.cluster, node).identity);
  const culprits = [{ party: TWO, node: 'node-2' }];
  const conviction = verifyEvidence(outcome.evidence, { cluster, identityOf }, ENGINE);
  expect(conviction).toMatchObject({ code: 'malformed-message', kind: 'aux', culprits });
});

test('sealed primes serve as what they were found for, on their node', async () => {
  const { heavy } = first();
  const pair = [first().spare, first().spare];
  await expect(heavy.combinePrimes({ safe: pair, blum: pair })).rejects.toEqual(rejected('sealed-blob-rejected'));
});

test('numbers that are no such primes make no secrets', async () => {
  const vault = createHeavyVault(first().keys.keeper, ENGINE, randomBytes, {
    find: async ({ bits }) => new Uint8Array(bits / 8).fill(0xff),
    stop: () => undefined,
  });
  const [safe, blum] = await Promise.all(
    (['safe', 'blum'] as const).map(async (kind) => (await vault.findPrime({ kind, isAwaited: false })).sealed),
  );
  if (!safe || !blum) throw new Error('no primes');
  await expect(vault.combinePrimes({ safe: [safe, safe], blum: [blum, blum] })).rejects.toEqual(rejected('bad-primes'));
});
