import type { Random } from '../../bytes.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { broadcast, broadcastWithDirect, type Protocol } from '../../protocol/protocol.ts';
import { additiveShare } from '../../sharing/additiveShares.ts';
import { signStatement } from '../../wire/statement.ts';
import { blame } from '../blame/blame.ts';
import { withSecrets } from '../ecdsaGroup.ts';
import { verdictDue } from '../presign/judge.ts';
import { type Opening, presignRounds, type Verdict } from '../presign/messages.ts';
import { commitTo, drawNonces, type Nonces, proveRanges } from '../presign/nonces.ts';
import { addUp, open, reveal } from '../presign/openings.ts';
import type { EcdsaParty } from '../presign/presign.ts';
import type { Presignature } from '../presign/presignature.ts';
import { type MadeProducts, multiply, proveProducts } from '../presign/products.ts';
import { presignatureStatement, presignatureStatementType } from '../presign/statement.ts';
import { sumGamma } from '../presign/view.ts';

/** What a corrupt signer does otherwise, and stands by. */
export interface Crook {
  /** Goes on from round 2 with other nonces than it has committed to. */
  nonces?(committed: Nonces): Nonces;
  products?(made: ReadonlyMap<PartyIndex, MadeProducts>): ReadonlyMap<PartyIndex, MadeProducts>;
  opening?(opening: Opening): Opening;
}

/** Presigning as a corrupt signer runs it: it verifies nothing of the others, which makes it everybody's accomplice. */
export function* crookedPresign(party: EcdsaParty, crook: Crook, random: Random): Protocol<Presignature> {
  const self = party.share.party;
  const { session } = party;
  const group = withSecrets(party.group, self, party.secrets);
  const place = { group, self, session };
  const rounds = presignRounds(group);
  const curve = group.setting.group;

  const committed = drawNonces(place, random);
  const commitment = commitTo(place, committed, random);
  const ranges = proveRanges(place, committed, commitment, random);
  const { broadcasts: commitments } = yield* broadcastWithDirect(rounds.Commit, commitment, ranges);

  const nonces = crook.nonces?.(committed) ?? committed;
  const x = additiveShare(curve, group.assignment, self, curve.decodeScalar(party.share.secret));
  const honest = multiply(place, commitments, { gamma: nonces.gamma, x }, random);
  const made = crook.products?.(honest) ?? honest;
  const multiplication = reveal(place, nonces, commitment, made, random);
  const proofs = proveProducts(place, commitments, multiplication, made, random);
  const { broadcasts: multiplications } = yield* broadcastWithDirect(rounds.Multiply, multiplication, proofs);

  const Gamma = sumGamma(group, multiplications);
  const delta = addUp(place, 'gamma', nonces.k, multiplications, made);
  const chi = addUp(place, 'x', nonces.k, multiplications, made);
  const opening = open(place, nonces, commitment, Gamma, { delta, chi }, random);
  const openings = yield* broadcast(rounds.Open, crook.opening?.(opening) ?? opening);

  const due = verdictDue(group, openings);
  if (due === 'gamma' || due === 'x') {
    const alibi = { x: due === 'x' ? x : nonces.gamma, made };
    return yield* blame(place, due, { commitments, multiplications, openings }, alibi, random);
  }
  const statement = presignatureStatement(group, session, Gamma, openings);
  const value = signStatement(presignatureStatementType, statement, party.identitySecret);
  yield* broadcast<Verdict>(rounds.Judge, { kind: 'certify', value });
  throw new Error('a crook that is not found out keeps nothing');
}
