import type { FrameTap } from '@quorate/network';
import { clusterId, fromBase64, nodeById } from '@quorate/requests';
import { verifyEvidence } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { slowToAnswer, withholdSignatures } from '../support/controlFrames.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { equivocation, honest, inTurn, lateInRound } from '../support/faults.ts';
import { inProcessNetwork } from '../support/inProcessNetwork.ts';

const LIAR = 'node-3';

// node-4 answers so late that the liar is chosen before it; the liar, who sees nothing wrong in round 2, must not make this
// attempt a success by being done before it hears of it.
const liarIsChosen = inTurn(slowToAnswer('node-4', 900), withholdSignatures(LIAR));
const cases: readonly { readonly what: string; readonly round: 1 | 2; readonly circumstances: FrameTap }[] = [
  { what: 'in round 1', round: 1, circumstances: slowToAnswer('node-2', 300) },
  // node-2 is done before it hears of it as well.
  { what: 'in round 2', round: 2, circumstances: slowToAnswer('node-2', 300) },
  {
    what: 'in round 2, of which the other learns no more than that the first one leaves, who is slow to say why,',
    round: 2,
    circumstances: inTurn(slowToAnswer('node-1', 300), lateInRound(LIAR, 'node-2', 2, 3000)),
  },
];

test.each(cases)(
  'a signer that tells one of two others something else $what is convicted, and left out of the next attempt',
  async ({ round, circumstances }) => {
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
    tap = inTurn(circumstances, liarIsChosen, equivocation(LIAR, directory.secret(LIAR), 'node-1', round));
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
