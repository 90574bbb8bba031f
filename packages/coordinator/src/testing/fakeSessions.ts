import { bytesToHex } from '@noble/hashes/utils.js';
import type { SignResult } from '@quorate/network';
import type { SampleKey } from '@quorate/requests/testing';
import {
  type PartyIndex,
  partyIndex,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
  signingSessionId,
} from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';

/** How long a fake signer waits for the others. */
const ROUND_MS = 40;

interface FakeSession {
  readonly descriptor: SigningDescriptor;
  readonly signers: readonly PartyIndex[];
  readonly joined: Map<PartyIndex, (result: SignResult) => void>;
}

/** Signing sessions of fake nodes: they end when everybody has joined, by an abort, or by the round's deadline. */
export class FakeSessions {
  /** Descriptors of every session that was offered. */
  readonly offered: SigningDescriptor[] = [];
  readonly #key: SampleKey;
  readonly #sessions = new Map<string, FakeSession>();

  constructor(key: SampleKey) {
    this.#key = key;
  }

  join(party: PartyIndex, descriptor: SigningDescriptor): Promise<SignResult> {
    const id = bytesToHex(signingSessionId(descriptor));
    const session = this.#sessions.get(id) ?? this.#open(id, descriptor);
    return new Promise((resolve) => {
      session.joined.set(party, resolve);
      setTimeout(() => resolve(stalled(session)), ROUND_MS).unref();
      if (session.joined.size === session.signers.length) this.#finish(session);
    });
  }

  /** As the named node, `node-i` being party i. */
  joinAs(node: string, descriptor: Uint8Array): Promise<SignResult> {
    return this.join(partyIndex(Number(node.split('-')[1])), this.decode(descriptor));
  }

  decode(descriptor: Uint8Array): SigningDescriptor {
    return decodeCbor(signingDescriptorCodec, descriptor, 1 << 20);
  }

  abort(session: Uint8Array): void {
    const found = this.#sessions.get(bytesToHex(session));
    for (const resolve of found?.joined.values() ?? []) {
      resolve({ kind: 'stalled', value: { missing: [], left: [], reason: 'aborted' } });
    }
  }

  #open(id: string, descriptor: SigningDescriptor): FakeSession {
    const session = { descriptor, signers: signersOf(descriptor.assignment), joined: new Map() };
    this.#sessions.set(id, session);
    this.offered.push(descriptor);
    return session;
  }

  #finish({ descriptor, joined }: FakeSession): void {
    const signatures = this.#key.sign(descriptor.messages);
    for (const resolve of joined.values()) resolve({ kind: 'signed', value: { signatures } });
  }
}

function stalled({ signers, joined }: FakeSession): SignResult {
  const missing = signers.filter((party) => !joined.has(party));
  return { kind: 'stalled', value: { missing, left: [], reason: `round 1: nothing from ${missing.join(', ')}` } };
}
