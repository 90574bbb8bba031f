import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { frostSign, keygen, partyIndex, publicKeyOf, signingGroup } from '@quorate/tss-core';
import { anyResult, resultsOf, simulate } from '@quorate/tss-core/testing';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const header = () => ({ cluster: new Uint8Array(32), key: new Uint8Array(32), epoch: 1, session: random(32) });

// Three nodes. Everything they say is signed with their identity keys.
const nodes = [1, 2, 3].map((i) => ({ index: partyIndex(i), node: `node-${i}`, identitySecret: random(32) }));
const identities = new Map(nodes.map((node) => [node.index, secp256k1.getPublicKey(node.identitySecret)]));

// They make a key of which any two of them hold enough to sign.
const quorums = [{ threshold: 2, members: nodes.map(({ index }) => index) }];
const parties = nodes.map(({ index, node }) => ({ index, node }));
const structure = { scheme: 'frost-ed25519', parties, quorums, lossAccepted: false } as const;
const making = { header: header(), structure, identities, orderHash: random(32) };
const made = simulate(
  nodes.map((node) => ({ ...node, protocol: keygen({ ...making, ...node, self: node.index }, random) })),
  making,
);
const { certificate } = anyResult(made);

// Two of them sign.
const message = new TextEncoder().encode('hello');
const signers = nodes.filter(({ index }) => index !== 2);
const group = signingGroup(certificate.statement, [signers.map(({ index }) => index)]);
const signing = signers.map((node) => {
  const share = resultsOf(made).get(node.index)?.share;
  if (!share) throw new Error(`${node.node} has no share`);
  return { ...node, protocol: frostSign({ group, share }, [message], random) };
});
const [signature] = anyResult(simulate(signing, { header: header() }));

// Anybody verifies.
export const verified = signature !== undefined && ed25519.verify(signature, message, publicKeyOf(certificate));
