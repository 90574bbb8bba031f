import { LinkDown } from '@quorate/network';
import { SAMPLE_TIME } from '@quorate/requests/testing';
import { RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { ADMIN, DESK, encodedCancel, encodedRequest, type Harness, harness } from '../testing/harness.ts';
import { CancelCourier } from './cancelCourier.ts';

const NODES = ['node-1', 'node-2', 'node-3'];

/** Cancels requests while no node can be reached. */
async function cancelled({ nodes, requests, sample, key }: Harness, ...ids: readonly string[]): Promise<void> {
  for (const node of NODES) nodes.cut(node);
  for (const id of ids) {
    const { view } = requests.submit(DESK, encodedRequest(sample, key, { id }));
    await requests.cancel(DESK, id, encodedCancel(sample, view));
  }
}

test('every order that a node missed reaches it, oldest first', async () => {
  const made = harness();
  const told: Uint8Array[] = [];
  await cancelled(made, 'request-0001', 'request-0002');
  made.nodes.behave('node-2', {
    cancel({ cancel }) {
      told.push(cancel);
      return {};
    },
  });
  made.courier.start();
  made.nodes.link('node-2');
  await made.courier.settled();
  const views = await Promise.all(['request-0001', 'request-0002'].map((id) => made.requests.find(ADMIN, id, 0)));
  expect(told).toEqual(views.map((view) => encodedCancel(made.sample, view)));
});

test('an order that a node refuses does not keep the next one from it, and is brought again', async () => {
  const made = harness();
  await cancelled(made, 'request-0001', 'request-0002');
  let refusing = true;
  made.nodes.behave('node-2', {
    cancel() {
      if (refusing) throw new RequestRejected('too-many-requests', 'no room');
      return {};
    },
  });
  made.courier.start();
  for (const _ of [1, 2]) {
    made.nodes.link('node-2');
    await made.courier.settled();
    refusing = false;
  }
  expect(made.nodes.callsOf('cancel')).toEqual(['node-2', 'node-2', 'node-2', 'node-2']);
  made.nodes.link('node-2');
  await made.courier.settled();
  expect(made.nodes.callsOf('cancel')).toHaveLength(4);
});

test('a node that goes away again is left alone until it is back', async () => {
  const made = harness();
  await cancelled(made, 'request-0001', 'request-0002');
  made.nodes.behave('node-2', {
    cancel() {
      made.nodes.cut('node-2');
      throw new LinkDown('node-2');
    },
  });
  made.courier.start();
  made.nodes.link('node-2');
  await made.courier.settled();
  expect(made.nodes.callsOf('cancel')).toEqual(['node-2']);
});

test('nobody is told of a request that has expired', async () => {
  const made = harness();
  await cancelled(made, 'request-0001');
  const later = () => (SAMPLE_TIME + 3600) * 1000;
  const courier = new CancelCourier({ nodes: made.nodes, table: made.ledger.cancels, now: later, log: made.log });
  courier.start();
  made.nodes.link('node-1');
  await courier.settled();
  expect(made.nodes.callsOf('cancel')).toEqual([]);
});

test('a ledger that cannot be written does not keep the nodes from being told', async () => {
  const made = harness();
  const { view } = made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  made.ledger.close();
  await made.courier.send({ desk: view.desk, id: view.id, cancel: encodedCancel(made.sample, view) }, NODES);
  expect(made.nodes.callsOf('cancel').sort()).toEqual(NODES);
});
