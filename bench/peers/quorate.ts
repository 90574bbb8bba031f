import { randomBytes } from 'node:crypto';
import {
  type Assignment,
  frostSign,
  generateNonces,
  type NoncePair,
  type PartyIndex,
  partyIndex,
  type SchemeId,
} from '@quorate/tss-core';
import {
  additiveShare,
  additiveVerifyingShare,
  aggregate,
  commitmentsRound,
  type SigningPackage,
  signatureSharesRound,
  signingPackage,
  signShare,
  verifyShare,
} from '@quorate/tss-core/frost';
import { type DealtKey, dealKey, structureOf } from '@quorate/tss-core/testing';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { lockstep } from '../support/lockstep.ts';
import { insist, looking, MESSAGE, type SigningPeer, type SigningWork, usingUp } from './signingPeer.ts';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export const quorate: SigningPeer = {
  name: 'Quorate',
  supports: () => true,
  prepare: (scheme, threshold, size) => new QuorateWork(scheme, threshold, size),
};

/** Steps with the encoding and decoding of their messages, as `frostSign` has them; identity signatures left out. */
class QuorateWork implements SigningWork {
  readonly #dealt: DealtKey;
  readonly #assignment: Assignment;
  readonly #signers: readonly PartyIndex[];
  readonly sign = usingUp(
    () => this.#committed(),
    ({ nonces, bodies }) => void this.#share(this.#self, nonces[0], bodies),
  );
  readonly verifyShare = looking(
    () => this.#shared(),
    ({ signing, shares }) => insist(this.#holds(signing, shares[0])),
  );
  readonly aggregate = looking(
    () => this.#shared(),
    ({ signing, shares }) => this.#aggregate(signing, shares),
  );

  constructor(scheme: SchemeId, threshold: number, size: number) {
    const members = Array.from({ length: size }, (_, i) => i + 1);
    this.#dealt = dealKey(structureOf(scheme, [threshold, members]), random);
    this.#signers = members.slice(0, threshold).map(partyIndex);
    this.#assignment = [this.#signers];
  }

  commit(): void {
    this.#commitBody(this.#nonces(this.#self));
  }

  oneAggregates(): void {
    const { nonces, bodies } = this.#committed();
    const shares = this.#signers.map((party, i) => this.#share(party, nonces[i], bodies));
    const [first] = shares;
    if (!first) throw new Error('nobody signed');
    this.#aggregate(
      first.signing,
      shares.map(({ body }) => body),
    );
  }

  all(): void {
    const group = { publicKey: this.#dealt.publicKey, assignment: this.#assignment };
    lockstep(
      this.#signers.map((index) => {
        const share = this.#dealt.shares.get(index);
        if (!share) throw new Error('no share');
        return { index, protocol: frostSign({ group, share }, [MESSAGE], random) };
      }),
    );
  }

  get #self(): PartyIndex {
    return this.#signers[0] ?? partyIndex(1);
  }

  get #suite() {
    return this.#dealt.publicKey.suite;
  }

  #secretOf(party: PartyIndex): bigint {
    const { group } = this.#suite;
    const share = this.#dealt.shares.get(party);
    return additiveShare(group, this.#assignment, party, group.decodeScalar(share?.secret ?? Uint8Array.of()));
  }

  #nonces(party: PartyIndex): NoncePair {
    return generateNonces(this.#suite, this.#secretOf(party), random);
  }

  #commitBody({ commitment }: NoncePair): Uint8Array {
    return encodeCbor(commitmentsRound(this.#suite.group, 1).codec, [commitment]);
  }

  #committed() {
    const nonces = this.#signers.map((party) => this.#nonces(party));
    const bodies = nonces.map((pair) => this.#commitBody(pair));
    return { nonces, bodies };
  }

  /** Decodes everybody's commitments and makes this party's share. */
  #share(party: PartyIndex, nonces: NoncePair | undefined, bodies: readonly Uint8Array[]) {
    if (!nonces) throw new Error('no nonces');
    const { group } = this.#suite;
    const { codec } = commitmentsRound(group, 1);
    const list = bodies.map((body, i) => {
      const [commitment] = decodeCbor(codec, body, body.length);
      const index = this.#signers[i];
      if (!commitment || !index) throw new Error('no commitment');
      return [index, commitment] as const;
    });
    const signing = signingPackage(this.#suite, this.#dealt.publicKey.signingKey, new Map(list), MESSAGE);
    const z = signShare(signing, party, nonces, this.#secretOf(party));
    return { signing, body: encodeCbor(signatureSharesRound(group, 1).codec, [z]) };
  }

  #shared() {
    const { nonces, bodies } = this.#committed();
    const made = this.#signers.map((party, i) => this.#share(party, nonces[i], bodies));
    const [first] = made;
    if (!first) throw new Error('nobody signed');
    return { signing: first.signing, shares: made.map(({ body }) => body) };
  }

  #decodeShare(body: Uint8Array | undefined): bigint {
    const [z] = decodeCbor(signatureSharesRound(this.#suite.group, 1).codec, body ?? Uint8Array.of(), 99);
    return z ?? 0n;
  }

  #holds(signing: SigningPackage, body: Uint8Array | undefined): boolean {
    const { commitments } = this.#dealt.publicKey;
    const W = additiveVerifyingShare(this.#suite.group, this.#assignment, this.#self, commitments);
    return verifyShare(signing, this.#self, W, this.#decodeShare(body));
  }

  #aggregate(signing: SigningPackage, bodies: readonly Uint8Array[]): void {
    const signature = aggregate(
      signing,
      bodies.map((body) => this.#decodeShare(body)),
    );
    insist(this.#suite.verifyUnder(this.#dealt.publicKey.signingKey.outputKey, signature, MESSAGE));
  }
}
