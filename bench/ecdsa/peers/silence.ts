import type { Message } from '@silencelaboratories/dkls-wasm-ll-node';
import type { Signing } from '../signing.ts';
import { ifInstalled } from './ifInstalled.ts';

/** Silence Laboratories' DKLs23 (Rust) in WebAssembly, 2 of 3: oblivious transfer instead of Paillier, no identifiable abort. */
export function silence(digest: Uint8Array): Promise<Signing | undefined> {
  return ifInstalled(async () => {
    const { KeygenSession, Keyshare, SignSession } = await import('@silencelaboratories/dkls-wasm-ll-node');
    const parties = [0, 1, 2].map((party) => new KeygenSession(3, 2, party));
    const first = parties.map((party) => party.createFirstMessage());
    const second = parties.flatMap((party, i) => party.handleMessages(fromOthers(first, i)));
    const commitments = parties.map((party) => party.calculateChainCodeCommitment());
    const third = parties.flatMap((party, i) => party.handleMessages(sentTo(second, i)));
    const fourth = parties.flatMap((party, i) => party.handleMessages(sentTo(third, i), commitments));
    for (const [i, party] of parties.entries()) party.handleMessages(fromOthers(fourth, i));
    const shares = parties.map((party) => party.keyshare().toBytes()).slice(0, 2);
    return {
      peer: '@silencelaboratories/dkls-wasm-ll-node',
      async run() {
        const signers = shares.map((share) => new SignSession(Keyshare.fromBytes(share), 'm'));
        const one = signers.map((signer) => signer.createFirstMessage());
        const two = signers.flatMap((signer, i) => signer.handleMessages(fromOthers(one, i)));
        const three = signers.flatMap((signer, i) => signer.handleMessages(sentTo(two, i)));
        for (const [i, signer] of signers.entries()) signer.handleMessages(sentTo(three, i));
        const last = signers.map((signer) => signer.lastMessage(digest));
        for (const [i, signer] of signers.entries()) signer.combine(fromOthers(last, i));
      },
    };
  });
}

function fromOthers(messages: readonly Message[], party: number): Message[] {
  return messages.filter(({ from_id }) => from_id !== party).map((message) => message.clone());
}

function sentTo(messages: readonly Message[], party: number): Message[] {
  return messages.filter(({ to_id }) => to_id === party).map((message) => message.clone());
}
