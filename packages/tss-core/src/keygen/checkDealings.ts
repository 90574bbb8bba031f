import { equalBytes, type Random } from '../bytes.ts';
import { Bug, ProtocolFault } from '../errors.ts';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { CommitmentVector } from '../sharing/commitments.ts';
import { dealingHash, judgeDealing, possessionContext } from './judge.ts';
import { Commit, Deal, type Dealing } from './messages.ts';
import { possessionsHold } from './proofOfPossession.ts';
import { type KeygenContext, quorumOf } from './statement.ts';

/** A keygen as its parties see it while they deal. */
export interface DealingContext extends KeygenContext {
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
}

/**
 * Every dealing opens its hash (no bias of X), has as many commitments as its quorum's threshold (attack 8) and proves
 * possession (attack 7). Throws ProtocolFault naming whose does not.
 * @param random for the coefficients of the batch of proofs, drawn when all of them are there
 */
export function checkDealings(
  suite: Ciphersuite,
  context: DealingContext,
  hashes: ReadonlyMap<PartyIndex, Uint8Array>,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
  random: Random,
): void {
  for (const [dealer, dealing] of dealings) {
    const committed = hashes.get(dealer);
    if (!committed || !equalBytes(committed, dealingHash(suite, context, dealer, dealing))) {
      throw new ProtocolFault('bad-opening', [dealer], [Commit.number, Deal(suite).number]);
    }
    if (dealing.commitments.length !== context.structure.quorums[quorumOf(context.structure, dealer)]?.threshold) {
      throw new ProtocolFault('wrong-commitment-length', [dealer], [Deal(suite).number]);
    }
  }
  const possessions = [...dealings].map(([dealer, { commitments, proof }]) => {
    return { context: possessionContext(context, context.identities, dealer), commitments, proof };
  });
  if (!possessionsHold(suite, possessions, random)) throw badPossession(suite, context, dealings);
}

/** Only now is each proof looked at by itself: honest ceremonies never pay for it. */
function badPossession(
  suite: Ciphersuite,
  context: DealingContext,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
): ProtocolFault | Bug {
  const culprits = [...dealings.keys()].filter((dealer) => {
    const dealing = dealings.get(dealer);
    return dealing && judgeDealing(suite, context, context.identities, dealer, dealing) !== undefined;
  });
  if (culprits.length === 0) return new Bug('every proof of possession holds, but not all of them together');
  return new ProtocolFault('bad-proof-of-possession', culprits, [Deal(suite).number]);
}

/**
 * The key's points are sums of dealt ones, so it is their order that matters: t checks instead of n·t (rule 22b). Throws
 * ProtocolFault naming whoever dealt a point outside the prime-order subgroup, if that has spoiled a sum.
 * @param sums of the dealings, see `summedDealings`
 */
export function refuseMixedOrder(
  suite: Ciphersuite,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
  sums: readonly CommitmentVector[],
): void {
  const { group } = suite;
  const isElement = (point: Element) => point.is0() || group.hasPrimeOrder(point);
  if (sums.flat().every(isElement)) return;
  const culprits = mixedOrderDealers(suite, dealings);
  if (culprits.length === 0) throw new Bug('every dealt point has the prime order, but a sum of them has not');
  throw new ProtocolFault('malformed-message', culprits, [Deal(suite).number]);
}

/** Who dealt a point outside the prime-order subgroup, looked at one by one. */
export function mixedOrderDealers(
  { group }: Ciphersuite,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
): readonly PartyIndex[] {
  return [...dealings]
    .filter(([, { commitments, proof }]) => [...commitments, proof.R].some((point) => !group.hasPrimeOrder(point)))
    .map(([dealer]) => dealer);
}
