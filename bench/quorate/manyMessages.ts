import { secp256k1 } from '@noble/curves/secp256k1.js';
import {
  type Assignment,
  frostSign,
  type PartyIndex,
  partyIndex,
  type Ready,
  type SchemeId,
  Session,
  type SigningDescriptor,
  signingGroup,
  signingSessionId,
  signReady,
  verifyReady,
} from '@quorate/tss-core';
import { identitySecretOf, keygenResults, simulateKeygen, structureOf } from '@quorate/tss-core/testing';
import { random } from '../peers/quorate.ts';

const SIGNERS = [partyIndex(1), partyIndex(3)];
const ASSIGNMENT: Assignment = [SIGNERS];
const ZEROS = new Uint8Array(32);

/**
 * Whole sessions of a 2-of-3 key as nodes run them, but for network, storage and requests: each signer says that it is ready
 * and verifies the others' word, signs its envelopes and verifies theirs.
 */
export class ManyMessages {
  readonly #run: ReturnType<typeof keygenResults>;
  readonly #identities = new Map(SIGNERS.map((party) => [party, secp256k1.getPublicKey(identitySecretOf(party))]));

  constructor(scheme: SchemeId) {
    this.#run = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]]), 'many messages'));
  }

  /** Signs `count` messages in one session. */
  session(count: number): void {
    const messages = Array.from({ length: count }, () => random(32));
    const descriptor = this.#descriptor(messages);
    const { cluster, key, epoch } = descriptor;
    const sessions = new Map(
      SIGNERS.map((self) => {
        this.#verifyReadies(descriptor);
        const { share, certificate } = this.#resultOf(self);
        const header = { cluster, key, epoch, session: signingSessionId(descriptor) };
        const group = signingGroup(certificate.statement, descriptor.assignment, descriptor.path);
        const protocol = frostSign({ group, share }, messages, random);
        const identitySecret = identitySecretOf(self);
        return [self, new Session({ header, self, identities: this.#identities, identitySecret, protocol })] as const;
      }),
    );
    deliverAll(sessions);
  }

  #resultOf(party: PartyIndex) {
    const result = this.#run.get(party);
    if (!result) throw new Error(`party ${party} has no share`);
    return result;
  }

  #descriptor(messages: readonly Uint8Array[]): SigningDescriptor {
    const { statement } = this.#resultOf(partyIndex(1)).certificate;
    const { cluster, key, groupKey, epoch } = statement;
    const about = { cluster, key, subject: ZEROS };
    const readies = SIGNERS.map((party): Ready => {
      return signReady({ ...about, party, nonce: random(32), policyHash: ZEROS }, identitySecretOf(party));
    });
    const { scheme } = statement.structure;
    const fixed = {
      version: 1,
      auxGeneration: Uint8Array.of(),
      requestHash: ZEROS,
      path: [],
      presignatures: [],
    } as const;
    return { ...fixed, cluster, key, groupKey, scheme, epoch, messages, assignment: ASSIGNMENT, readies };
  }

  #verifyReadies({ cluster, key, requestHash: subject, readies }: SigningDescriptor): void {
    for (const ready of readies) {
      const identity = this.#identities.get(ready.party);
      if (!identity || !verifyReady(ready, { cluster, key, subject }, identity)) throw new Error('a false readiness');
    }
  }
}

function deliverAll(sessions: ReadonlyMap<PartyIndex, Session<readonly Uint8Array[]>>): void {
  const queue: { from: PartyIndex; to: PartyIndex; frame: Uint8Array }[] = [];
  let done = 0;
  const take = (from: PartyIndex, { send, outcome }: ReturnType<Session<unknown>['start']>) => {
    for (const { to, frame } of send) queue.push({ from, to, frame });
    if (outcome?.kind === 'done') done++;
    else if (outcome) throw new Error(`party ${from} ended ${outcome.kind}`);
  };
  for (const [party, session] of sessions) take(party, session.start());
  for (let next = queue.shift(); next; next = queue.shift()) {
    const session = sessions.get(next.to);
    if (session) take(next.to, session.receive(next.from, next.frame));
  }
  if (done !== sessions.size) throw new Error('a session has not ended');
}
