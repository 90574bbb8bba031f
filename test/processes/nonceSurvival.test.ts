import { setTimeout as sleep } from 'node:timers/promises';
import { clusterId } from '@quorate/requests';
import {
  batchId,
  decodeCommitment,
  isPrepared,
  MAX_BATCH_PAIRS,
  type NonceCommitment,
  type PartyIndex,
  partyIndex,
  type Ready,
  type Reservation,
  type SigningDescriptor,
  signingGroup,
  signingSessionId,
  signReady,
} from '@quorate/tss-core';
import { judgeShare } from '@quorate/tss-core/frost';
import { bytes, decodeCbor, list, struct } from '@quorate/tss-core/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { type ClusterDirectory, writeClusterDirectory } from '../support/clusterDirectory.ts';
import { type DaemonProcess, nodeProcess } from '../support/daemonProcess.ts';
import { eventually } from '../support/eventually.ts';
import { type ListeningPeer, listeningPeer } from '../support/listeningPeer.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { messageRequest, offer, prepared, readyOf, type TestRequest } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

// Attack 1, with real processes: node-1 is killed again and again while it signs in one round. Its peer, node-3, is this
// test: it sees on the wire every share that node-1 gives away, and knows which of its nonces each one used.

const SEED = Number(process.env.QUORATE_KILL_SEED ?? Date.now() % 1_000_000);
/** For a long run by hand, more. */
const LIVES = Number(process.env.QUORATE_KILLS ?? 3);
const SESSIONS_PER_LIFE = 6;
const [ONE, THREE] = [1, 3].map(partyIndex) as [PartyIndex, PartyIndex];
const VICTIM = 'node-1';

let directory: ClusterDirectory;
let coordinator: TestCoordinator;
let peer: ListeningPeer;
let key: TestKey;
const running = new Map<string, DaemonProcess>();

async function start(node: string): Promise<void> {
  const daemon = nodeProcess(directory.nodeConfig(node));
  running.set(node, daemon);
  await daemon.ready;
}

async function kill(node: string): Promise<void> {
  const daemon = running.get(node);
  running.delete(node);
  daemon?.kill('SIGKILL');
  await daemon?.ended;
}

beforeAll(async () => {
  directory = await writeClusterDirectory({ transport: 'tcp', roundTimeoutMs: 1000, nonces: { low: 8, high: 16 } });
  await Promise.all(directory.cluster.nodes.map(({ id }) => start(id)));
  coordinator = await testCoordinator(directory);
  await coordinator.linked();
  key = await createTestKey(directory, coordinator, 'frost-ed25519');
  await kill('node-3');
  peer = await listeningPeer(directory, 'node-3');
}, 120_000);

afterAll(async () => {
  await Promise.all([...running.keys()].map(kill));
  await peer?.[Symbol.asyncDispose]();
  await coordinator?.[Symbol.asyncDispose]();
});

/** What node-3 says to be ready with one of the pairs that it gave. */
function readyOfPeer(request: TestRequest, reservation: Reservation, nonce: Uint8Array): Ready {
  const about = { cluster: clusterId(directory.cluster), key: key.id, subject: request.hash, party: THREE };
  const statement = { ...about, nonce, policyHash: new Uint8Array(32), reservation };
  return signReady(statement, directory.secret('node-3'));
}

/** A session of node-1 and node-3 in one round, if node-1 has nonces left. */
async function session(request: TestRequest, theirs: Reservation): Promise<SigningDescriptor> {
  const own = await readyOf(coordinator, VICTIM, request, true);
  const peers = readyOfPeer(request, theirs, request.hash);
  const { statement } = key.certificate;
  return {
    ...{ version: 1, cluster: statement.cluster, key: key.id, groupKey: statement.groupKey },
    ...{ scheme: statement.structure.scheme, epoch: statement.epoch, auxGeneration: new Uint8Array() },
    ...{ requestHash: request.hash, messages: prepared(request, key).messages, path: [] },
    ...{ assignment: [[ONE, THREE]], presignatures: own.reservation ? [own.reservation, theirs] : [] },
    readies: [own, peers],
  };
}

/** Everything that was ever offered to node-1, by session id. */
const offered = new Map<string, { readonly request: TestRequest; readonly descriptor: SigningDescriptor }>();

async function signOne(text: string, theirs: Reservation): Promise<void> {
  const request = messageRequest(directory, key.id, text);
  const descriptor = await session(request, theirs);
  if (!isPrepared(descriptor)) return;
  offered.set(hex(signingSessionId(descriptor)), { request, descriptor });
  await offer(coordinator, VICTIM, request, descriptor);
}

test(
  `a node that is killed at any time uses no nonce twice, whatever is offered to it again (seed ${SEED})`,
  async () => {
    const random = seededRandom(SEED);
    for (let life = 0; life < LIVES; life++) {
      const theirs = [...(await peer.give(VICTIM, key.certificate.statement, THREE, MAX_BATCH_PAIRS))];
      await signsInOneRound(theirs);
      const seen = peer.envelopes.length;
      const sessions = theirs.slice(0, SESSIONS_PER_LIFE).map(async (reservation, i) => {
        await sleep(random() * 120);
        await signOne(`life ${life}, session ${i}`, reservation).catch(() => undefined);
      });
      const enough = seen + Math.floor(random() * SESSIONS_PER_LIFE);
      await Promise.race([eventually('its shares', () => peer.envelopes.length >= enough), Promise.all(sessions)]);
      await sleep(random() * 40);
      await kill(VICTIM);
      await Promise.all(sessions);
      await start(VICTIM);
      await eventually('the links of node-1', () => peer.isLinked(VICTIM) && coordinator.host.isLinked(VICTIM));
      for (const { request, descriptor } of offered.values()) {
        const answer = await offer(coordinator, VICTIM, request, descriptor);
        expect(answer).toMatchObject({ kind: 'refused', value: { code: 'ready-unknown' } });
      }
    }
    const shares = sharesOfVictim();
    // Otherwise the kills left no time to sign, and this test has shown nothing.
    expect(shares.length).toBeGreaterThan(LIVES);
    for (const share of shares) expect(holds(share)).toBe(true);
    const pairs = shares.map(({ reservation }) => `${hex(reservation.batch)} ${reservation.first}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    // And no two lives of it have a point in common.
    const points = new Map(peer.batches.map(({ batch }) => [hex(batchId(batch)), batch.commitments]));
    const all = [...points.values()].flatMap((commitments) =>
      commitments.flatMap((pair) => [pair.hiding, pair.binding]),
    );
    expect(new Set(all.map(hex)).size).toBe(all.length);
    // Each life is offered all that those before it were.
  },
  120_000 + LIVES * 20_000,
);

/** Resolves when node-1 has nonces of its own and knows node-3's; takes some of these to see it. */
async function signsInOneRound(theirs: Reservation[]): Promise<void> {
  const before = peer.envelopes.length;
  await eventually('a share of node-1', async () => {
    const [next] = theirs.splice(0, 1);
    if (next) await signOne('are you there?', next).catch(() => undefined);
    return peer.envelopes.length > before;
  });
}

interface SharesSent {
  readonly descriptor: SigningDescriptor;
  readonly reservation: Reservation;
  readonly shares: readonly Uint8Array[];
}

const sharesCodec = struct<{ list: Uint8Array; shares: readonly Uint8Array[] }>({
  list: bytes(32),
  shares: list(bytes(32), { min: 1, max: 16 }),
});

/** Every share that node-1 gave away, and the pair of it that was set aside for it. */
function sharesOfVictim(): readonly SharesSent[] {
  return peer.envelopes.flatMap(({ session: id, from, body }): SharesSent[] => {
    const descriptor = offered.get(hex(id))?.descriptor;
    const reservation = descriptor?.readies.find(({ party }) => party === ONE)?.reservation;
    if (from !== ONE || !descriptor || !reservation) return [];
    return [{ descriptor, reservation, shares: decodeCbor(sharesCodec, body, body.length).shares }];
  });
}

/** Whether the share was made with that very pair, and node-3's: so no other nonce hides behind it. */
function holds({ descriptor, shares }: SharesSent): boolean {
  const group = signingGroup(key.certificate.statement, descriptor.assignment);
  const { suite } = group.publicKey;
  const commitments = new Map<PartyIndex, readonly NonceCommitment[]>();
  for (const { party, reservation } of descriptor.readies) commitments.set(party, commitmentsOf(reservation));
  const decoded = shares.map((share) => suite.group.decodeScalar(share));
  return judgeShare(group, descriptor.messages, commitments, ONE, decoded);

  function commitmentsOf(reservation: Reservation | null): readonly NonceCommitment[] {
    const batch = [...peer.batches, ...peer.given].find(
      (one) => reservation && hex(batchId(one.batch)) === hex(reservation.batch),
    );
    const pairs = batch?.batch.commitments.slice(reservation?.first ?? 0) ?? [];
    return pairs.slice(0, 1).map((pair) => decodeCommitment(suite, pair));
  }
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}
