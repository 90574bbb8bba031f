import type { Random } from '../../bytes.ts';
import { Bug, ProtocolFault, SessionStalled } from '../../errors.ts';
import type { KeyShare } from '../../keys/share.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { broadcast, broadcastWithDirect, type Protocol } from '../../protocol/protocol.ts';
import { additiveShare } from '../../sharing/additiveShares.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { signStatement, verifyStatement } from '../../wire/statement.ts';
import type { AuxSecrets } from '../auxInfo/auxSecrets.ts';
import { blame } from '../blame/blame.ts';
import { type EcdsaGroup, withSecrets } from '../ecdsaGroup.ts';
import { canBlame } from '../parameters.ts';
import { deltaProofHolds, gammaProofHolds, productProofsHold, rangeProofsHold, verdictDue } from './judge.ts';
import { presignRounds, type Verdict } from './messages.ts';
import { commitTo, drawNonces, proveRanges } from './nonces.ts';
import { addUp, open, reveal } from './openings.ts';
import type { PresignPlace } from './place.ts';
import { Presignature } from './presignature.ts';
import { multiply, proveProducts } from './products.ts';
import { type PresignatureStatement, presignatureStatement, presignatureStatementType, sumDelta } from './statement.ts';
import { type Said, saidBy, sumGamma } from './view.ts';

/** One signer: the group it signs in, its own share of the key, and its secrets of the aux generation. */
export interface EcdsaParty {
  readonly group: EcdsaGroup;
  readonly session: Uint8Array;
  readonly share: KeyShare;
  readonly secrets: AuxSecrets;
  /** Identity keys (33 bytes) of all signers. */
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly identitySecret: Uint8Array;
}

/**
 * Presigning (CGGMP24 Fig. 8) among signers with additive shares w_i of the key (appendix F), so any quorums will do:
 * three rounds, and one in which everybody certifies what came of it, which is the echo of the third.
 *
 * Departures from Fig. 8: the products D, F, D̂, F̂ are broadcast, only their proofs are direct, since Fig. 9 judges by
 * them; F hides −β as D does, so Πaff-g is used as it is stated; and a certificate names the normalised output.
 *
 * Its secrets are numbers of this one frame, which nothing else refers to: they go when it ends, however it ends.
 */
export function* presign(party: EcdsaParty, random: Random): Protocol<Presignature> {
  const place = placeOf(party);
  const { group, self } = place;
  const rounds = presignRounds(group);
  const curve = group.setting.group;

  // Round 1: K_i = enc_i(k_i), G_i = enc_i(γ_i) and ElGamal commitments to the same, with Πenc-elg to each.
  const nonces = drawNonces(place, random);
  const commitment = commitTo(place, nonces, random);
  const { broadcasts: commitments, direct: rangeProofs } = yield* broadcastWithDirect(
    rounds.Commit,
    commitment,
    proveRanges(place, nonces, commitment, random),
  );
  refute(rangeProofs, [1], (proof) => rangeProofsHold(place, saidBy(commitments, proof.from), self, proof));

  // Round 2: Γ_i = γ_i·G with Πelog; products of γ_i and w_i with every k_j, with Πaff-g to each.
  const factors = { gamma: nonces.gamma, x: ownShare(party) };
  const made = multiply(place, commitments, factors, random);
  const multiplication = reveal(place, nonces, commitment, made, random);
  const { broadcasts: multiplications, direct: productProofs } = yield* broadcastWithDirect(
    rounds.Multiply,
    multiplication,
    proveProducts(place, commitments, multiplication, made, random),
  );
  convict(place, multiplications, [1, 2], (by, said) => gammaProofHolds(place, by, saidBy(commitments, by), said));
  refute(productProofs, [1, 2], (proof) => productProofsHold(place, commitments, multiplications, self, proof));

  // Round 3: δ_i = γ_i·k_i + Σ (α_{i,j} + β_{i,j}), likewise χ_i; Δ_i = k_i·Γ with Πelog, S_i = χ_i·Γ.
  const Gamma = sumGamma(group, multiplications);
  refuseZero(Gamma.is0(), 'Γ is the identity');
  const delta = addUp(place, 'gamma', nonces.k, multiplications, made);
  const chi = addUp(place, 'x', nonces.k, multiplications, made);
  refuseZero(chi === 0n, 'a share of x·k is zero');
  const openings = yield* broadcast(rounds.Open, open(place, nonces, commitment, Gamma, { delta, chi }, random));
  convict(place, openings, [1, 2, 3], (by, said) => deltaProofHolds(place, by, saidBy(commitments, by), Gamma, said));

  // Round 4, output: certify if Σ δ_j·G = Σ Δ_j and Σ δ_j·X = Σ S_j; else find out whose fault it is.
  const due = verdictDue(group, openings);
  if (due === undefined) throw new SessionStalled('δ is zero, which no presignature survives', []);
  if (due !== 'certify') {
    if (!canBlame(group.setting.profile)) throw new SessionStalled('presigning failed in a profile without blame', []);
    return yield* blame(place, due, { commitments, multiplications, openings }, { x: factors[due], made }, random);
  }
  const statement = presignatureStatement(group, place.session, Gamma, openings);
  const signature = signStatement(presignatureStatementType, statement, party.identitySecret);
  const verdicts = yield* broadcast<Verdict>(rounds.Judge, { kind: 'certify', value: signature });
  const signatures = checkVerdicts(party, statement, verdicts);
  const inverse = curve.invert(sumDelta(openings, curve.order));
  const normal = (secret: bigint) => curve.reduce(inverse * secret);
  return new Presignature(curve, self, { statement, signatures }, { k: normal(nonces.k), chi: normal(chi) });
}

function placeOf({ group, session, share, secrets }: EcdsaParty): PresignPlace {
  return { group: withSecrets(group, share.party, secrets), self: share.party, session };
}

/** w_i = λ_{q,i}·x_{q,i}. */
function ownShare({ group, share }: EcdsaParty): bigint {
  const curve = group.setting.group;
  return additiveShare(curve, group.assignment, share.party, curve.decodeScalar(share.secret));
}

/** Names whoever sent this party a direct proof that does not hold, and opens it. */
function refute(
  proofs: ReadonlyMap<PartyIndex, Envelope>,
  rounds: readonly number[],
  holds: (proof: Envelope) => boolean,
): void {
  const refuted = [...proofs.values()].filter((proof) => !holds(proof));
  if (refuted.length === 0) return;
  const culprits = refuted.map(({ from }) => from).sort((a, b) => a - b);
  throw new ProtocolFault('invalid-proof', culprits, rounds, undefined, refuted);
}

/** Names whoever of the others broadcast a proof that does not hold. */
function convict<T>(
  { self }: PresignPlace,
  said: Said<T>,
  rounds: readonly number[],
  holds: (by: PartyIndex, said: T) => boolean,
): void {
  const culprits = [...said].filter(([by, message]) => by !== self && !holds(by, message)).map(([by]) => by);
  if (culprits.length > 0) throw new ProtocolFault('invalid-proof', culprits, rounds);
}

/** Attack 30: it happens by chance with negligible probability, and proves nothing about anybody. */
function refuseZero(isZero: boolean, what: string): void {
  if (isZero) throw new SessionStalled(`${what}, which no presignature survives`, []);
}

function checkVerdicts({ identities }: EcdsaParty, statement: PresignatureStatement, verdicts: Said<Verdict>) {
  // Everybody saw the same openings: the session compared the inboxes.
  const denying = [...verdicts].filter(([, { kind }]) => kind !== 'certify').map(([party]) => party);
  if (denying.length > 0) throw new ProtocolFault('wrong-verdict', denying, [3, 4]);
  const signatures = [...verdicts].flatMap(([party, { kind, value }]) =>
    kind === 'certify' ? [{ party, signature: value }] : [],
  );
  const forged = signatures.filter(({ party, signature }) => {
    const identity = identities.get(party);
    if (!identity) throw new Bug(`no identity key of party ${party}`);
    return !verifyStatement(presignatureStatementType, statement, signature, identity);
  });
  if (forged.length > 0) {
    throw new ProtocolFault(
      'wrong-certificate-signature',
      forged.map(({ party }) => party),
      [2, 3, 4],
    );
  }
  return signatures;
}
