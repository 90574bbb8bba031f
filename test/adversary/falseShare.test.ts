import { clusterId, fromBase64, nodeById } from '@quorate/requests';
import { partyIndex, verifyEvidence } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { claimStalls, slowToAnswer, withholdSignatures } from '../support/controlFrames.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { falsehood, honest, inTurn } from '../support/faults.ts';
import { inProcessNetwork } from '../support/inProcessNetwork.ts';
import { stocked } from '../support/nonceStock.ts';

// Attack 21, over real connections: a node sends a false share under its own signature. About the true signature that it
// makes for itself it keeps silent; or it says, before the other can prove anything, that it waited in vain for it.

const LIAR = 'node-3';
const firstToSpeak = inTurn(slowToAnswer('node-1', 100), claimStalls(LIAR, partyIndex(1)));

test.each([
  { rounds: 'two', nonces: { low: 0, high: 0 }, round: 2, answers: firstToSpeak },
  { rounds: 'one', nonces: { low: 4, high: 12 }, round: 1, answers: withholdSignatures(LIAR) },
])(
  'a false share in $rounds convicts its sender by evidence that anybody can check, and the next attempt does without it',
  async ({ nonces, round, answers }) => {
    let tap = honest;
    await using network = await inProcessNetwork({
      ...{ transport: 'tcp', nonces, roundTimeoutMs: 10_000 },
      tap: (...frame) => tap(...frame),
    });
    await network.linked();
    const { directory } = network.cluster;
    const key = await makeKey(directory, network.client, 'treasury', 'frost-ed25519');
    if (nonces.high > 0) await stocked(network.cluster, 'treasury');
    // The honest alternative answers late, so that the liar is chosen.
    const lie = falsehood(LIAR, directory.secret(LIAR), round);
    tap = inTurn(slowToAnswer('node-2', 300), lie, answers);
    const { view, signers } = await signText(network.client, key, 'with a false share');

    const [first] = view.attempts;
    expect(first).toMatchObject({ outcome: 'fault', fault: 'invalid-share', culprits: [LIAR] });
    expect(first?.signers).toEqual(['node-1', LIAR]);
    const identityOf = (node: string) =>
      Uint8Array.from(Buffer.from(nodeById(directory.cluster, node).identity, 'hex'));
    const trusted = { cluster: clusterId(directory.cluster), identityOf };
    expect(verifyEvidence(fromBase64(first?.evidence ?? ''), trusted)).toMatchObject({
      ...{ code: 'invalid-share', kind: 'signing' },
      culprits: [{ party: 3, node: LIAR }],
    });
    expect(signers).toEqual(['node-1', 'node-2']);
    expect(view.attempts.at(-1)).toMatchObject({ outcome: 'signed', signers });
  },
  120_000,
);
