import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttestationsFrame, attestationsFrameCodec, type Host, type StreamProtocol } from '@quorate/network';
import { clusterId } from '@quorate/requests';
import { SAMPLE_TIME, sampleAttestation, sampleCluster } from '@quorate/requests/testing';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../store/index.ts';
import { createLogger } from '../telemetry/index.ts';
import { Attestations } from './attestations.ts';

const { cluster } = sampleCluster({ nodes: 3, attesting: ['node-2', 'node-3'] });
const filled = (byte: number) => new Uint8Array(32).fill(byte);

/** node-1, as its peers reach it. */
function node() {
  const dir = mkdtempSync(join(tmpdir(), 'quorate-attestations-'));
  const store = openStore(dir);
  onTestFinished(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  let protocol: StreamProtocol | undefined;
  const host: Host = {
    ...{ start: async () => undefined, stop: async () => undefined, addresses: () => [], linked: () => [] },
    ...{ isLinked: () => true, onLink: () => () => undefined },
    registerStream(registered) {
      protocol = registered;
      return { send: async () => undefined };
    },
  };
  const log = createLogger('silent', {});
  const now = () => SAMPLE_TIME * 1000;
  const { witness } = new Attestations({ node: 'node-1', cluster, host, store, signer: undefined, log, now });
  const say = (from: string, frame: AttestationsFrame) =>
    protocol?.onFrame(from, encodeCbor(attestationsFrameCodec, frame));
  return { witness, say };
}

function attested(of: string, sequence: number) {
  const about = { cluster: clusterId(cluster), key: filled(2), epoch: 1, subject: filled(3), contents: filled(4) };
  const fresh = { policyHash: filled(5), nonce: filled(6), previous: filled(0), sequence };
  return sampleAttestation({ ...about, node: of, purpose: 'ready', ...fresh });
}

test('word of an attestation from the node itself is remembered', () => {
  const { witness, say } = node();
  say('node-2', { kind: 'attested', value: { latest: attested('node-2', 7) } });
  expect(witness.latest('node-2')?.statement.sequence).toBe(7);
});

test('a node that announces without end takes up no more time than a few, and takes none from another', () => {
  const { witness, say } = node();
  const attests = (of: string) => ({ kind: 'attested', value: { latest: attested(of, 7) } }) as const;
  const [itsOwn, anothers] = [attests('node-2'), attests('node-3')];
  const forged = { ...itsOwn.value.latest, signature: new Uint8Array(64).fill(1) };
  for (let i = 0; i < 500; i++) say('node-2', { kind: 'attested', value: { latest: forged } });
  say('node-2', itsOwn);
  expect(witness.latest('node-2'), 'nothing of it is looked at for a moment').toBeNull();
  say('node-3', anothers);
  expect(witness.latest('node-3')?.statement.sequence).toBe(7);
});
