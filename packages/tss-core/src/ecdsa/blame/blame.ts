import type { Random } from '../../bytes.ts';
import { ProtocolFault, SessionStalled } from '../../errors.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { broadcast, type Protocol } from '../../protocol/protocol.ts';
import { ownPaillier } from '../ecdsaGroup.ts';
import { areCiphertexts } from '../presign/judge.ts';
import {
  type Commitment,
  type Conclusion,
  type Factor,
  type Multiplication,
  type Opening,
  presignRounds,
  type Verdict,
} from '../presign/messages.ts';
import type { PresignPlace } from '../presign/place.ts';
import type { MadeProducts } from '../presign/products.ts';
import { affineStatement, decStatement, type Said, saidBy } from '../presign/view.ts';
import type { AffGStarProof } from '../proofs/affGStar/affGStar.ts';
import { proveAffGStar } from '../proofs/affGStar/proveAffGStar.ts';
import type { DecProof } from '../proofs/dec/dec.ts';
import { proveDec } from '../proofs/dec/proveDec.ts';
import { decContext, decryptionHolds, productContext, publicProductHolds, receiverAt } from './judge.ts';

/** All that was said in the rounds of a presigning whose sums do not hold. */
export interface FailedPresigning {
  readonly commitments: Said<Commitment>;
  readonly multiplications: Said<Multiplication>;
  readonly openings: Said<Opening>;
}

/** What a signer needs to show that it is not to blame: γ_i or w_i, and what it knows of its products. */
export interface Alibi {
  readonly x: bigint;
  readonly made: ReadonlyMap<PartyIndex, MadeProducts>;
}

/**
 * Finds out who is to blame (Fig. 9 failed nonce, §4.3.1 failed chi). `factor` says which sum failed: that of the δ_j, or
 * that of the χ_j. Everybody shows that its δ_j (χ_j) is what its products decrypt to, by Πdec, and that each product it
 * made is one, by Πaff-g*. The sums of honest ones hold, so somebody cannot; if nobody fails, nobody is blamed.
 *
 * Departure from Fig. 9, where all of it is one message: the Πaff-g* of one receiver each stand in rounds of their own,
 * since one takes 140 kB. D and F are broadcast in round 2 of presigning, so nobody names them anew.
 */
export function* blame(
  place: PresignPlace,
  factor: Factor,
  failed: FailedPresigning,
  alibi: Alibi,
  random: Random,
): Protocol<never> {
  const { group, self } = place;
  const rounds = presignRounds(group);
  refuseCiphertexts(place, failed);

  // Round 4: Πdec.
  const own: Verdict = { kind: factor, value: proveDecryption(place, factor, failed, alibi, random) };
  const verdicts = yield* broadcast(rounds.Judge, own);
  checkDecryptions(place, factor, failed, verdicts);

  // Rounds 5 to 3+n: Πaff-g* for the product made for the next signer, the one after it, and so on.
  for (let step = 1; step < group.signers.size; step++) {
    const proof = proveProduct(place, factor, failed, alibi, receiverAt(group, self, step), random);
    const conclusions = yield* broadcast<Conclusion>(rounds.Conclude(step), { kind: 'product', value: proof });
    checkProducts(place, factor, failed, step, conclusions);
  }
  throw new SessionStalled('a presigning failed, and everybody proved that it did its part', []);
}

/** Both sender and receiver of a ciphertext that is none may have kept silent about it. */
function refuseCiphertexts({ group }: PresignPlace, { multiplications }: FailedPresigning): void {
  const culprits = [...multiplications].filter(([by, said]) => !areCiphertexts(group, by, said)).map(([by]) => by);
  if (culprits.length > 0) throw new ProtocolFault('invalid-ciphertext', culprits, [2]);
}

function proveDecryption(
  place: PresignPlace,
  factor: Factor,
  { commitments, multiplications, openings }: FailedPresigning,
  { x }: Alibi,
  random: Random,
): DecProof {
  const { group, self } = place;
  const paillier = ownPaillier(group, self);
  const opening = saidBy(openings, self);
  const statement = decStatement(group, commitments, multiplications, factor, self, opening);
  const ciphertext = paillier.add(paillier.multiply(statement.K, x), statement.D);
  const secret = { x, y: paillier.decrypt(ciphertext), rho: paillier.randomizerOf(ciphertext) };
  return proveDec(group.setting, decContext(place, self, factor), statement, secret, random);
}

function checkDecryptions(
  place: PresignPlace,
  factor: Factor,
  failed: FailedPresigning,
  verdicts: Said<Verdict>,
): void {
  // Everybody saw the same openings: the session compared the inboxes.
  const denying = [...verdicts].filter(([, { kind }]) => kind !== factor).map(([party]) => party);
  if (denying.length > 0) throw new ProtocolFault('wrong-verdict', denying, [3, 4]);
  const culprits = [...verdicts]
    .filter(([party, verdict]) => party !== place.self && !decryptionHolds(place, failed, party, verdict))
    .map(([party]) => party);
  if (culprits.length > 0) throw new ProtocolFault('invalid-proof', culprits, [1, 2, 3, 4]);
}

function checkProducts(
  place: PresignPlace,
  factor: Factor,
  failed: FailedPresigning,
  step: number,
  conclusions: Said<Conclusion>,
): void {
  const refusing = [...conclusions].filter(([, { kind }]) => kind !== 'product').map(([party]) => party);
  if (refusing.length > 0) throw new ProtocolFault('wrong-verdict', refusing, [3, 4, 4 + step]);
  const culprits = [...conclusions]
    .filter(([by, shown]) => by !== place.self && !publicProductHolds(place, factor, failed, by, step, shown))
    .map(([by]) => by);
  if (culprits.length > 0) throw new ProtocolFault('invalid-proof', culprits, [1, 2, 4, 4 + step]);
}

function proveProduct(
  place: PresignPlace,
  factor: Factor,
  { commitments, multiplications }: FailedPresigning,
  { made }: Alibi,
  receiver: PartyIndex,
  random: Random,
): AffGStarProof {
  const { group, self } = place;
  const secret = saidBy(made, receiver).secrets[factor];
  const statement = affineStatement(group, commitments, multiplications, factor, self, receiver);
  return proveAffGStar(group.setting, productContext(place, self, factor, receiver), statement, secret, random);
}
