import { clusterId } from '@quorate/requests';
import { sampleCluster, sampleKey, sampleStructure } from '@quorate/requests/testing';
import { type Party, RequestRejected } from '@quorate/tss-core';
import { type AuxStatement, auxCertificateCodec } from '@quorate/tss-core/ecdsa';
import { certifiedAux } from '@quorate/tss-core/testing';
import { encodeCbor } from '@quorate/tss-core/wire';
import { beforeEach, expect, test } from 'vitest';
import { createLog } from '../telemetry/log.ts';
import { FakeNodes } from '../testing/fakeNodes.ts';
import { AuxBook } from './auxBook.ts';

const sample = sampleCluster();
const { parties } = sampleStructure(sample, 'ecdsa-secp256k1');
const key = sampleKey(sample, 'frost-ed25519');
const names = parties.map(({ node }) => node);
let nodes: FakeNodes;
let book: AuxBook;

beforeEach(() => {
  nodes = new FakeNodes(sample, key);
  book = new AuxBook({ nodes, cluster: sample.cluster, log: createLog('silent', 'coordinator-1') });
});

/** A generation that its parties certified, told from others by `mark`. */
function generation(mark: number, change: Partial<AuxStatement> = {}): Uint8Array {
  const id = new Uint8Array(32).fill(mark);
  const numbers = { N: 15n, Nhat: 21n, s: 4n, t: 2n };
  const statement: AuxStatement = {
    ...{ cluster: clusterId(sample.cluster), key: id, epoch: 1, session: id, orderHash: id, profile: 'p', parties },
    ...{ parameters: parties.map(() => numbers), rid: id },
    ...change,
  };
  return encodeCbor(
    auxCertificateCodec,
    certifiedAux(statement, (party) => sample.secret(`node-${party}`)),
  );
}

function show(node: string, ...certificates: readonly Uint8Array[]): void {
  nodes.behave(node, { listAux: () => ({ certificates }) });
}

test('of several generations the one that most nodes have is found, and asked for once', async () => {
  const [lonely, common] = [generation(1), generation(2)];
  show('node-1', lonely, common);
  show('node-2', common);
  expect((await book.find(parties))?.encoded).toEqual(common);
  expect((await book.find(parties))?.holders).toEqual(['node-1', 'node-2']);
  expect(nodes.callsOf('listAux')).toEqual(names);
  book.forget(parties);
  await book.find(parties);
  expect(nodes.callsOf('listAux')).toHaveLength(6);
});

test('a node that shows a generation of its own again and again does not outvote those that have another', async () => {
  const [withheld, common] = [generation(1), generation(2)];
  show('node-1', withheld, withheld, withheld);
  show('node-2', common);
  show('node-3', common);
  const found = await book.find(parties);
  expect(found?.encoded).toEqual(common);
  expect(found?.holders).toEqual(['node-2', 'node-3']);
});

test('where nobody shows one there is none, and the next question asks again', async () => {
  expect(await book.find(parties)).toBeUndefined();
  show('node-3', generation(1));
  expect((await book.find(parties))?.holders).toEqual(['node-3']);
});

test('a node that lies, is cut off or shows what serves others decides nothing', async () => {
  const moved: Party[] = parties.map(({ index }) => ({ index, node: `node-${4 - index}` }));
  show('node-1', generation(1).with(-1, 0));
  show('node-2', generation(2, { parties: moved }));
  nodes.cut('node-3');
  expect(await book.find(parties)).toBeUndefined();
});

test('a certificate goes to every party, and who would not take it is named', async () => {
  nodes.behave('node-2', {
    deliverAuxCertificate() {
      throw new RequestRejected('unknown-ceremony', 'this node waits for no certificate of that aux ceremony');
    },
  });
  expect(await book.deliver(book.learn(generation(1)), parties)).toEqual(['node-2']);
  expect(nodes.callsOf('deliverAuxCertificate')).toEqual(names);
});
