import type { AuxReadiness, MemberId } from '@quorate/network';
import { auxIdOf, identitiesOf, orderHash, type SignedOrder, toHex } from '@quorate/requests';
import { type Ready, RequestRejected, verifyReady } from '@quorate/tss-core';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import type { AuxBook, KnownAux } from '../aux/auxBook.ts';
import type { Logger } from '../telemetry/log.ts';
import { pause } from '../time/pause.ts';
import { auxOffer } from './auxOffer.ts';
import { CeremonyFailed } from './ceremonyFailed.ts';
import type { GatherModules } from './gatherParties.ts';
import type { LiveCeremony } from './liveCeremony.ts';
import { runSession, type SessionModules } from './runSession.ts';

export interface AuxCeremonyModules extends GatherModules, SessionModules {
  readonly aux: AuxBook;
  /** The lengths that the nodes compute with. */
  readonly profile: EcdsaProfile;
  readonly log: Logger;
}

/** Between two questions whether the primes are found. */
const PRIMES_MS = 500;
/** Rounds have deadlines of their own at the nodes; this bounds a ceremony whose nodes answer nothing at all. */
const AUX_MS = 600_000;

/**
 * Sees to it that the parties of an order for an ECDSA key have an aux generation, active on all of them: what they have
 * already, or a new one, which the same order is one for. Throws CeremonyFailed.
 */
export async function makeAux(
  signed: SignedOrder,
  encoded: Uint8Array,
  live: LiveCeremony,
  modules: AuxCeremonyModules,
): Promise<void> {
  const { aux } = modules;
  const { parties } = signed.order.structure;
  aux.forget(parties);
  const known = await aux.find(parties);
  if (known && (await aux.deliver(known, parties)).length === 0) return;
  const made = await run(signed, encoded, live, modules);
  const missing = await aux.deliver(made, parties);
  if (missing.length > 0)
    throw new CeremonyFailed(`${missing.join(', ')} did not store the aux generation`, { missing });
  aux.forget(parties);
}

async function run(
  signed: SignedOrder,
  encoded: Uint8Array,
  live: LiveCeremony,
  modules: AuxCeremonyModules,
): Promise<KnownAux> {
  const { nodes, aux, profile, log } = modules;
  const { signal } = live;
  const readies = await awaitPrimes(signed, encoded, live, modules);
  const { session, descriptor } = auxOffer(signed, readies, profile);
  live.change({ phase: 'aux' });
  log.info({ session: toHex(session), key: signed.order.name }, 'aux ceremony starts');
  const call = { order: encoded, descriptor };
  const ask = (node: MemberId) => nodes.call(node, 'aux', call, { timeoutMs: AUX_MS, signal });
  const learn = (certificate: Uint8Array) => aux.learn(certificate);
  return runSession({ session, parties: signed.order.structure.parties, ask, learn }, modules, signal);
}

/** Asks all parties again and again until all are ready at the same time. */
async function awaitPrimes(
  signed: SignedOrder,
  encoded: Uint8Array,
  live: LiveCeremony,
  modules: AuxCeremonyModules,
): Promise<readonly Ready[]> {
  for (;;) {
    const answers = await askAll(signed, encoded, live, modules);
    const readies = answers.flatMap(({ answer }) => (answer.kind === 'ready' ? [answer.value] : []));
    if (readies.length === answers.length) return readies;
    const primes = answers.flatMap(({ node, answer }) =>
      answer.kind === 'preparing' ? [{ node, ...answer.value }] : [],
    );
    live.change({ phase: 'primes', primes });
    await pause(PRIMES_MS, live.signal);
    if (live.signal.aborted) throw new CeremonyFailed('the coordinator is stopping', { missing: [] });
  }
}

interface Answer {
  readonly node: MemberId;
  readonly answer: Exclude<AuxReadiness, { kind: 'denied' }>;
}

function askAll(
  { order }: SignedOrder,
  encoded: Uint8Array,
  { signal }: LiveCeremony,
  { nodes, cluster }: AuxCeremonyModules,
): Promise<readonly Answer[]> {
  const about = { cluster: order.cluster, key: auxIdOf(order), subject: orderHash(order) };
  const identities = identitiesOf(cluster, order.structure);
  return Promise.all(
    order.structure.parties.map(async ({ node, index }) => {
      const call = nodes.call(node, 'prepareAux', { order: encoded }, { signal });
      const answer = await call.catch((problem: unknown) => {
        throw notPrepared(node, problem);
      });
      if (answer.kind === 'denied') {
        const { reasons, code } = answer.value;
        throw new CeremonyFailed(`${node} denied the aux ceremony: ${reasons.join('; ') || code}`, { missing: [] });
      }
      const identity = identities.get(index);
      const isFalse =
        answer.kind === 'ready' &&
        !(identity && answer.value.party === index && verifyReady(answer.value, about, identity));
      if (isFalse) throw new CeremonyFailed(`${node} answered with a false ready`, { missing: [] });
      return { node, answer };
    }),
  );
}

function notPrepared(node: MemberId, problem: unknown): CeremonyFailed {
  if (problem instanceof RequestRejected) return new CeremonyFailed(`${node}: ${problem.message}`, { missing: [] });
  return new CeremonyFailed(`${node} did not answer`, { missing: [node] });
}
