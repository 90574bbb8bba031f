import { clusterId, fromBase64, nodeById } from '@quorate/requests';
import { verifyEvidence } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { slowToAnswer, withholdSignatures } from '../support/controlFrames.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { equivocation, honest, inTurn } from '../support/faults.ts';
import { inProcessNetwork } from '../support/inProcessNetwork.ts';

const LIAR = 'node-3';

test.each([1, 2] as const)(
  'a signer that tells one of two others something else in round %i is convicted, and left out of the next attempt',
  async (round) => {
    let tap = honest;
    await using network = await inProcessNetwork({
      nodes: 4,
      nonces: { low: 0, high: 0 },
      roundTimeoutMs: 10_000,
      tap: (...frame) => tap(...frame),
    });
    await network.linked();
    const { directory } = network.cluster;
    const key = await makeKey(directory, network.client, 'treasury', 'frost-secp256k1-tr', 3);
    // node-4 answers so late that the liar is chosen before it; that node-2 and the liar, who see nothing wrong in round 2,
    // were done before they heard of it must not make this attempt a success.
    const late = inTurn(slowToAnswer('node-4', 900), slowToAnswer('node-2', 300), withholdSignatures(LIAR));
    tap = inTurn(late, equivocation(LIAR, directory.secret(LIAR), 'node-1', round));
    const { view, signers } = await signText(network.client, key, 'two stories');

    expect(signers).not.toContain(LIAR);
    const convicting = view.attempts.filter(({ culprits }) => culprits.length > 0);
    expect(convicting.map(({ culprits }) => culprits)).toEqual([[LIAR]]);
    const identityOf = (node: string) =>
      Uint8Array.from(Buffer.from(nodeById(directory.cluster, node).identity, 'hex'));
    const evidence = fromBase64(convicting[0]?.evidence ?? '');
    const conviction = verifyEvidence(evidence, { cluster: clusterId(directory.cluster), identityOf });
    expect(conviction.culprits).toEqual([{ party: 3, node: LIAR }]);
  },
  120_000,
);
