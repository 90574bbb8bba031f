import { ciphersuite } from '../groups/index.ts';
import { dealingHash } from '../keygen/judge.ts';
import { Commit, Deal, type Dealing, Judge } from '../keygen/messages.ts';
import type { KeyStructure, PartyIndex } from '../keys/structure.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import { MAX_BODY_BYTES } from '../wire/envelope.ts';
import { type Cheat, changingBroadcast } from './cheating.ts';
import { keygenHeader, simulateKeygen } from './fixtures.ts';

/**
 * A dealer that commits in round 1 to the dealing that it changes in round 2, so that it opens.
 * @param seed of the run that it will cheat in: its honest dealing there is what is changed
 */
export function changingDealing(
  structure: KeyStructure,
  seed: string,
  dealer: PartyIndex,
  change: (dealing: Dealing) => Dealing,
): Cheat {
  const suite = ciphersuite(structure.scheme);
  const { codec } = Deal(suite);
  const { descriptor, body } = dealingOf(structure, seed, dealer);
  const changed = change(decodeCbor(codec, body, MAX_BODY_BYTES));
  const context = { header: keygenHeader(descriptor), orderHash: descriptor.orderHash, structure };
  const replaced = [
    changingBroadcast(dealer, 1, () => encodeCbor(Commit.codec, dealingHash(suite, context, dealer, changed))),
    changingBroadcast(dealer, 2, () => encodeCbor(codec, changed)),
  ];
  return { party: dealer, change: (exchange) => replaced.reduce((current, cheat) => cheat.change(current), exchange) };
}

function dealingOf(structure: KeyStructure, seed: string, dealer: PartyIndex) {
  let body: Uint8Array | undefined;
  const spying = changingBroadcast(dealer, 2, (meant) => {
    body = meant;
    return meant;
  });
  const { descriptor } = simulateKeygen(structure, seed, { cheat: spying });
  if (!body) throw new Error(`party ${dealer} never dealt`);
  return { descriptor, body };
}

/** A complaint in round 3 of what is no envelope of the accused. */
export function complainingAbout(complainer: PartyIndex, accused: PartyIndex, envelope: Uint8Array): Cheat {
  const verdict = encodeCbor(Judge.codec, { kind: 'complaint', value: { accused, envelope } });
  return changingBroadcast(complainer, 3, () => verdict);
}
