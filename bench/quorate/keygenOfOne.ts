import {
  type Exchange,
  type KeygenResult,
  keygen,
  keyStatementType,
  type PartyIndex,
  type Protocol,
  partyIndex,
  type Random,
  type SchemeId,
} from '@quorate/tss-core';
import { identitiesOf, identitySecretOf, structureOf } from '@quorate/tss-core/testing';
import { signStatement } from '@quorate/tss-core/wire';
import { inboxOf, NOTHING } from '../support/lockstep.ts';

const ZEROS = new Uint8Array(32);
const FIRST = partyIndex(1);

/**
 * One party's side of a keygen of t of n. The others deal beforehand; what they say afterwards, that they accept and
 * certify, is made up while the clock stands still.
 */
export class KeygenOfOne {
  readonly #party: Protocol<KeygenResult>;
  readonly #others: readonly PartyIndex[];
  readonly #dealt: ReadonlyMap<PartyIndex, Exchange>;
  readonly #hashed: Map<PartyIndex, Exchange>;

  constructor(scheme: SchemeId, threshold: number, size: number, random: Random) {
    const structure = structureOf(scheme, [threshold, Array.from({ length: size }, (_, i) => i + 1)]);
    const identities = identitiesOf(structure);
    const header = { cluster: ZEROS, key: ZEROS, epoch: 1, session: ZEROS };
    const start = (self: PartyIndex) => {
      const identitySecret = identitySecretOf(self);
      return keygen({ header, orderHash: ZEROS, structure, self, identities, identitySecret }, random);
    };
    this.#party = start(FIRST);
    this.#others = structure.parties.map(({ index }) => index).filter((index) => index !== FIRST);
    const running = new Map(this.#others.map((index) => [index, start(index)]));
    this.#hashed = new Map([...running].map(([index, protocol]) => [index, exchangeOf(protocol.next())]));
    this.#dealt = new Map(
      [...running].map(([index, protocol]) => [index, kept(exchangeOf(protocol.next(inboxOf(index, this.#hashed))))]),
    );
    for (const protocol of running.values()) protocol.return(undefined as never);
  }

  /** Runs the party to its certificate. @returns the milliseconds it computed to its share, and in all */
  run(): { readonly share: number; readonly certificate: number } {
    let spent = 0;
    const timed = <T>(step: () => T): T => {
      const start = performance.now();
      const value = step();
      spent += performance.now() - start;
      return value;
    };
    const hashed = new Map(this.#hashed).set(FIRST, exchangeOf(timed(() => this.#party.next())));
    const round2 = exchangeOf(timed(() => this.#party.next(inboxOf(FIRST, hashed))));
    const dealt = new Map(this.#dealt).set(FIRST, round2);
    const accepted = exchangeOf(timed(() => this.#party.next(inboxOf(FIRST, dealt))));
    const all = (round: Exchange, body: (index: PartyIndex) => Uint8Array) =>
      new Map([...this.#others.map((index) => [index, { ...round, broadcast: body(index) }] as const), [FIRST, round]]);
    const checkpoint = timed(() =>
      this.#party.next(
        inboxOf(
          FIRST,
          all(accepted, () => accepted.broadcast),
        ),
      ),
    );
    if (checkpoint.done || checkpoint.value.kind !== 'checkpoint') throw new Error('no checkpoint');
    const share = spent;
    const { statement } = checkpoint.value.pending;
    const certified = exchangeOf(timed(() => this.#party.next(NOTHING)));
    const signature = (index: PartyIndex) => signStatement(keyStatementType, statement, identitySecretOf(index));
    const signed = all(certified, (index) => Uint8Array.of(0x58, 64, ...signature(index)));
    const end = timed(() => this.#party.next(inboxOf(FIRST, signed)));
    if (!end.done) throw new Error('the keygen has not ended');
    return { share, certificate: spent };
  }
}

function exchangeOf(step: IteratorResult<Exchange | { readonly kind: 'checkpoint' }, unknown>): Exchange {
  if (step.done || step.value.kind !== 'exchange') throw new Error('the protocol sends nothing');
  return step.value;
}

/** A copy: a party that ends wipes the shares that it dealt. */
function kept(exchange: Exchange): Exchange {
  return { ...exchange, direct: new Map([...exchange.direct].map(([to, body]) => [to, body.slice()])) };
}
