import { fromBase64 } from '@quorate/requests';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { type Harness, harness } from '../testing/harness.ts';
import { acknowledgementOf } from '../testing/honestNode.ts';

/** What a node lists of the sample key, `party` being its own. */
function listing({ key }: Harness, party: number, certificate = fromBase64(key.view.certificate)) {
  const order = fromBase64(key.view.order);
  return { active: [{ order, certificate, acknowledgement: acknowledgementOf(key, party) }], pending: [] };
}

async function relink({ nodes, reconciler }: Harness, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    nodes.cut(id);
    nodes.link(id);
  }
  await reconciler.settled();
}

test('a coordinator that lost everything learns the keys from the nodes', async () => {
  const made = harness({ keyKnown: false });
  made.nodes.behave('node-1', { listKeys: () => listing(made, 1) });
  made.reconciler.start();
  await relink(made, 'node-1');
  expect(made.services.keys().map(({ name }) => name)).toEqual(['treasury']);
  expect(made.ledger.keys.all()).toHaveLength(1);
});

test('a certificate reaches the nodes that wait for it, as soon as one node shows it', async () => {
  const made = harness({ keyKnown: false });
  made.nodes.behave('node-1', { listKeys: () => listing(made, 1) });
  made.reconciler.start();
  await relink(made, 'node-2', 'node-3', 'node-1');
  expect(made.nodes.callsOf('deliverCertificate').sort()).toEqual(['node-2', 'node-3']);
  expect(made.services.keys()).toEqual([made.key.view]);
});

test('a certificate is delivered again to a node that links up without having acknowledged it', async () => {
  const made = harness();
  made.nodes.cut('node-2');
  made.reconciler.start();
  await relink(made, 'node-1');
  expect(made.services.keys()[0]?.acknowledgements).toHaveLength(2);
  await relink(made, 'node-2');
  expect(made.services.keys()[0]?.acknowledgements).toHaveLength(3);
});

test('a key that does not verify is not listed, and harms no other', async () => {
  const made = harness({ keyKnown: false });
  const certificate = fromBase64(made.key.view.certificate);
  const forged = listing(made, 1, certificate.with(-1, (certificate.at(-1) ?? 0) ^ 1)).active;
  const foreign = sampleKey(sampleCluster({ nodes: 3, admins: 2 }), 'frost-ed25519', 'another');
  const order = fromBase64(foreign.view.order);
  const mixed = { order, certificate, acknowledgement: acknowledgementOf(made.key, 1) };
  const active = [...forged, mixed, ...listing(made, 1).active];
  made.nodes.behave('node-1', { listKeys: () => ({ active, pending: [] }) });
  made.reconciler.start();
  await relink(made, 'node-1');
  expect(made.services.keys().map(({ name }) => name)).toEqual(['treasury']);
});

test('a node that lists thousands of keys that are none keeps nobody else waiting', async () => {
  const made = harness({ keyKnown: false });
  const certificate = fromBase64(made.key.view.certificate);
  const forged = Array.from({ length: 300 }, (_, i) => certificate.with(-1 - (i % 64), 0xff)).flatMap(
    (one) => listing(made, 1, one).active,
  );
  const active = [...forged, ...listing(made, 1).active];
  made.nodes.behave('node-1', { listKeys: () => ({ active, pending: [] }) });
  made.reconciler.start();
  let served = 0;
  let isOver = false;
  const serve = () => {
    served++;
    if (!isOver) setImmediate(serve);
  };
  setImmediate(serve);
  await relink(made, 'node-1');
  isOver = true;
  expect(served).toBeGreaterThan(forged.length);
  expect(made.services.keys().map(({ name }) => name)).toEqual(['treasury']);
});

test('a node that cannot list its keys is left alone', async () => {
  const made = harness({ keyKnown: false });
  made.nodes.behave('node-1', {
    listKeys() {
      throw new Error('on purpose');
    },
  });
  made.reconciler.start();
  await relink(made, 'node-1');
  expect(made.services.keys()).toEqual([]);
  await made.reconciler.stop();
});
