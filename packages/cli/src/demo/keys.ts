import type { CeremonyOutcome, VerifiedKey } from '@quorate/client';
import { addressOf, type ClusterFile, type SignedOrder } from '@quorate/requests';
import type { SchemeId } from '@quorate/tss-core';
import { p2tr, p2wpkh } from '@scure/btc-signer';
import { addr } from 'micro-eth-signer';
import { asFailure } from '../client/unwrap.ts';
import { COSIGNER_ID } from '../cluster/layout.ts';
import type { QuorumOption } from '../input/quorumOption.ts';
import { keyStructure } from '../keys/keyStructure.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { ceremonyText } from '../render/ceremonyText.ts';
import type { Scene } from './acts.ts';
import type { Stage } from './stage.ts';

export interface Keys {
  readonly taproot: VerifiedKey;
  readonly ed25519: VerifiedKey;
}

const MINUTE_MS = 60_000;
/** Primes are a matter of luck, and of minutes on a slow machine. */
const PRIMES_MS = 30 * MINUTE_MS;

export async function createKeys(scene: Scene): Promise<Keys> {
  const { story } = scene;
  story.chapter('The nodes generate two keys together: any 2 of the 3 can sign, no one of them ever has a key');
  const taproot = await createKey(scene, 'treasury', 'frost-secp256k1-tr');
  const ed25519 = await createKey(scene, 'hot', 'frost-ed25519');
  const bitcoinAddress = addressOf(taproot.context);
  story.tell(`treasury  Bitcoin taproot  ${bitcoinAddress}`);
  story.tell(`hot       Solana           ${addressOf(ed25519.context)}`);
  story.check('every node certified both keys and proved that it stored its shares', true);
  story.check(
    '@scure/btc-signer derives the same taproot address',
    p2tr(internalKey(taproot)).address === bitcoinAddress,
  );
  return { taproot, ed25519 };
}

/** x-only: BIP-86's internal key, before the tweak. */
export function internalKey({ context }: VerifiedKey): Uint8Array {
  return context.groupKey.subarray(1);
}

/** Sends the order for an ECDSA key and does not wait: its nodes look for primes while the story goes on. */
export async function orderEcdsaKey({ context, story, stage }: Scene): Promise<SignedOrder> {
  const order = orderFor(stage, 'ops', 'ecdsa-secp256k1');
  const outcome = await stage.client.createKey(order, { until: context.now(), signal: stage.signal });
  if (outcome.kind !== 'done' && outcome.kind !== 'pending') throw asFailure(outcome);
  story.tell(
    'First of all they are asked for a key for Ethereum, ops: each looks for four large primes, while the story goes on.',
  );
  return order;
}

/** The key that was ordered, once it is made. */
export async function awaitEcdsaKey(scene: Scene, order: SignedOrder): Promise<VerifiedKey> {
  const { story } = scene;
  story.chapter('The key for Ethereum and for older Bitcoin addresses is there: threshold ECDSA (CGGMP24)');
  const key = await waitFor(scene, order, PRIMES_MS);
  const addresses = [addressOf(key.context, { chain: 'ethereum' }), addressOf(key.context, { chain: 'bitcoin' })];
  story.tell(`ops       Ethereum         ${addresses[0]}`);
  story.tell(`          Bitcoin          ${addresses[1]}`);
  story.check('every node certified it, and proved to the others that its primes are sound', true);
  const { publicKey } = key.context;
  const theirs = [addr.fromPublicKey(publicKey), p2wpkh(publicKey).address];
  story.check('micro-eth-signer and @scure/btc-signer derive the same addresses', addresses.join() === theirs.join());
  return key;
}

/** @param required quorums of their own besides that of the three */
export async function createKey(
  scene: Scene,
  name: string,
  scheme: SchemeId,
  required: readonly QuorumOption[] = [],
): Promise<VerifiedKey> {
  scene.context.output.progress(`generating ${name}`);
  return waitFor(scene, orderFor(scene.stage, name, scheme, required), MINUTE_MS);
}

function orderFor(
  { client, cluster }: Stage,
  name: string,
  scheme: SchemeId,
  required: readonly QuorumOption[] = [],
): SignedOrder {
  const quorum = [{ threshold: 2, nodes: softwareNodes(cluster) }];
  return client.buildOrder({
    name,
    structure: keyStructure(cluster, { scheme, quorum, require: required, acceptLoss: required.length > 0 }),
  });
}

/** All but the cosigner. */
export function softwareNodes({ nodes }: Pick<ClusterFile, 'nodes'>): readonly string[] {
  return nodes.map(({ id }) => id).filter((id) => id !== COSIGNER_ID);
}

/** Resolves only when the client has verified the certificate and every acknowledgement. */
async function waitFor({ context, stage }: Scene, order: SignedOrder, ms: number): Promise<VerifiedKey> {
  const { name, structure } = order.order;
  const outcome: CeremonyOutcome = await stage.client.createKey(order, {
    until: context.now() + ms,
    onView: (view) => context.output.progress(ceremonyText(view, structure.parties.length)),
    signal: stage.signal,
  });
  stage.goOn();
  if (outcome.kind === 'done') return outcome.key;
  if (outcome.kind !== 'pending') throw asFailure(outcome);
  throw new Failure(EXIT.failed, 'too-slow', `key ${name} was not made within ${ms / MINUTE_MS} minutes`);
}
