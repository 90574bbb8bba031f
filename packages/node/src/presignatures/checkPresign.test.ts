import { clusterId } from '@quorate/requests';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { certificateCodec, equalBytes, type Party, partyIndex } from '@quorate/tss-core';
import { type AuxStatement, auxCertificateCodec } from '@quorate/tss-core/ecdsa';
import { certifiedAux } from '@quorate/tss-core/testing';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import type { ActiveAux, KeyRecord } from '../store/index.ts';
import { checkPresign } from './checkPresign.ts';

const sample = sampleCluster();
const keys = [sampleKey(sample, 'ecdsa-secp256k1'), sampleKey(sample, 'frost-ed25519')];
const [ecdsa, frost] = keys.map(({ certificate }) => certificate.statement.key);
const { parties } = keys[0]?.certificate.statement.structure ?? { parties: [] };
const id = (n: number) => new Uint8Array(32).fill(n);
const [GENERATION, OF_OTHERS] = [id(20), id(21)];
const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex);

/** The store of party 1. */
const store = { keys: { active: keyRecord }, aux: { active: auxRecord } };

function keyRecord(key: Uint8Array): KeyRecord | undefined {
  const found = keys.find(({ certificate }) => equalBytes(certificate.statement.key, key));
  if (!found) return undefined;
  return {
    ...{ key, epoch: 1, name: 'treasury', state: 'active', party: partyIndex(1), session: id(1), order: id(1) },
    ...{ certificate: encodeCbor(certificateCodec, found.certificate), sealed: id(2), activatedAt: 0 },
    acknowledgement: undefined,
  };
}

function auxRecord(generation: Uint8Array): ActiveAux | undefined {
  const members = equalBytes(generation, GENERATION) ? parties : parties.slice(1);
  if (members === parties || equalBytes(generation, OF_OTHERS)) return activeAux(generation, members);
  return undefined;
}

function activeAux(generation: Uint8Array, members: readonly Party[]): ActiveAux {
  const numbers = { N: 15n, Nhat: 21n, s: 4n, t: 2n };
  const statement: AuxStatement = {
    ...{ cluster: clusterId(sample.cluster), key: id(3), epoch: 1, session: id(3), orderHash: id(3), profile: 'p' },
    ...{ parties: members, parameters: members.map(() => numbers), rid: id(3) },
  };
  const certificate = encodeCbor(
    auxCertificateCodec,
    certifiedAux(statement, (party) => sample.secret(`node-${party}`)),
  );
  return {
    ...{ session: id(3), orderHash: id(3), party: partyIndex(1), begunAt: 0, state: 'active' },
    ...{ generation, certificate, sealed: id(4) },
  };
}

function proposal() {
  const signers = [ONE, TWO].flatMap((party) => party ?? []);
  return { key: ecdsa ?? id(0), auxGeneration: GENERATION, assignment: [signers], index: 5 };
}

test('a presigning is about what this node knows of the key, and the index that was proposed', () => {
  const { about, record, aux, signers } = checkPresign(proposal(), store);
  const { groupKey, cluster } = keys[0]?.certificate.statement ?? {};
  expect(about).toEqual({ version: 1, ...proposal(), cluster, groupKey, scheme: 'ecdsa-secp256k1', epoch: 1 });
  expect([record.sealed, aux.sealed, signers]).toEqual([id(2), id(4), [1, 2]]);
});

test.each([
  ['a key that it does not hold', { key: id(9) }, 'unknown-key'],
  ['a key of FROST', { key: frost ?? id(0) }, 'wrong-scheme'],
  ['too few signers', { assignment: [[partyIndex(1)]] }, 'wrong-signers'],
  ['signers without this node', { assignment: [[TWO, THREE].flatMap((party) => party ?? [])] }, 'not-a-signer'],
  ['an aux generation that it has not', { auxGeneration: id(22) }, 'unknown-aux'],
  ['an aux generation of others', { auxGeneration: OF_OTHERS }, 'unknown-aux'],
])('none is made for %s', (_, change, code) => {
  expect(() => checkPresign({ ...proposal(), ...change }, store)).toThrow(
    expect.objectContaining({ name: 'RequestRejected', code }),
  );
});
