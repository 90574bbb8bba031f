import { Bug, ProtocolFault } from '../errors.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { signersOf } from '../sharing/assignment.ts';
import { aggregate } from './aggregate.ts';
import { sharesHold } from './judgeShare.ts';
import type { SigningGroup } from './signingGroup.ts';
import type { SigningPackage } from './signingPackage.ts';

/** The round of the commitments; where they were given in advance, their points have been checked. */
const COMMITMENTS = 1;

/**
 * RFC 9591 §5.3 and §5.4: the signatures, each verified; or, where one does not hold, the fault that names whoever sent
 * a false share.
 * @param packages one per message
 * @param shares of every signer, one per message
 * @param rounds whose envelopes prove a false share: that of the shares, and that of the commitments if there was one
 */
export function aggregateOrBlame(
  group: SigningGroup,
  packages: readonly SigningPackage[],
  shares: ReadonlyMap<PartyIndex, readonly bigint[]>,
  rounds: readonly number[],
): readonly Uint8Array[] {
  const { suite, signingKey } = group.publicKey;
  const senders = [...shares];
  const sharesFor = (m: number) => senders.map(([, sent]) => nth(sent, m));
  const signatures = packages.map((signing, m) => aggregate(signing, sharesFor(m)));
  const { outputKey } = signingKey;
  const holds = packages.every(({ message }, m) => suite.verifyUnder(outputKey, nth(signatures, m), message));
  if (holds) return signatures;
  refuseMixedOrder(packages);
  // Only now are the shares looked at one by one: honest sessions never pay for it.
  const culprits = senders.filter(([party, sent]) => !sharesHold(group, packages, party, sent)).map(([party]) => party);
  if (culprits.length === 0) throw new Bug('every signature share holds, but the signature does not');
  throw new ProtocolFault('invalid-share', culprits, rounds);
}

/** Points first (rule 22c): beside a commitment outside the prime-order subgroup even a true share looks false. */
function refuseMixedOrder(packages: readonly SigningPackage[]): void {
  const culprits = new Set<PartyIndex>();
  for (const { suite, commitments } of packages) {
    for (const [party, { hiding, binding }] of commitments) {
      if (![hiding, binding].every((point) => suite.group.hasPrimeOrder(point))) culprits.add(party);
    }
  }
  if (culprits.size > 0) throw new ProtocolFault('malformed-message', [...culprits], [COMMITMENTS]);
}

/** With another set of signers than the assignment's, the coefficients would be wrong and an honest party blamed. */
export function expectSigners({ assignment }: SigningGroup, commitments: ReadonlyMap<PartyIndex, unknown>): void {
  const expected = signersOf(assignment);
  if (expected.length !== commitments.size || !expected.every((party) => commitments.has(party))) {
    throw new Bug(`parties ${[...commitments.keys()]} committed where ${expected} sign`);
  }
}

/** The item for message `index`, which an earlier check has made sure of. */
export function nth<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Bug(`${items.length} items where one per message is due`);
  return item;
}
