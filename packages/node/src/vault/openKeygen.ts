import { bytesToHex } from '@noble/hashes/utils.js';
import {
  certificateCodec,
  equalBytes,
  type KeygenDescriptor,
  type KeygenResult,
  keygen,
  keygenDescriptorCodec,
  keygenSessionId,
  keyStatementType,
  type PartyIndex,
  type Random,
  RequestRejected,
  Session,
  wipeShare,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { LiveSession } from './liveSession.ts';
import { MAX_DESCRIPTOR_BYTES } from './openSigning.ts';
import type { OwnReady, Readies } from './readyBook.ts';
import type { VaultSecrets } from './secrets.ts';
import { ownParty, sealShare } from './shares.ts';
import type { Params } from './vault.ts';

/** Opens a keygen session: the network thread has compared the descriptor with the admins' order. */
export function openKeygen(
  params: Params<'openKeygen'>,
  secrets: VaultSecrets,
  readies: Readies,
  random: Random,
): { id: string; session: LiveSession<KeygenResult> } {
  const descriptor = decodeCbor(keygenDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'keygen descriptor');
  const { structure, orderHash, cluster, key, epoch } = descriptor;
  const self = ownParty(descriptor, secrets.node);
  const { ready, purpose } = ownKeygenReady(descriptor, self);
  readies.consume(ready, purpose, params.now);
  if (!equalBytes(cluster, secrets.cluster)) throw new RequestRejected('wrong-key', 'the key is of another cluster');
  const id = keygenSessionId(descriptor);
  const header = { cluster, key, epoch, session: id };
  const { identitySecret } = secrets;
  const { identities } = params;
  const protocol = keygen({ header, orderHash, structure, self, identities, identitySecret }, random);
  const session = new Session({ header, self, identities, identitySecret, protocol });
  return {
    id: bytesToHex(id),
    session: new LiveSession({
      session,
      outcomeOf({ certificate, share }) {
        wipeShare(share); // it is on disk, sealed, since the checkpoint
        return { kind: 'certified', certificate: encodeCbor(certificateCodec, certificate) };
      },
      subject: { kind: 'keygen', value: { descriptor } },
      async seal({ statement, share }) {
        const sealed = await sealShare(secrets, statement, share, 'pending-share');
        return { statement: encodeCbor(keyStatementType.codec, statement), sealed };
      },
      wipe: () => undefined, // the protocol's own secrets are wiped by its generator
    }),
  };
}

/** This node's ready for the ceremony, and what it must have been drawn for. */
export function ownKeygenReady(descriptor: KeygenDescriptor, self: PartyIndex): OwnReady {
  const ready = descriptor.readies.find(({ party }) => party === self);
  if (!ready) throw new RequestRejected('not-a-party', 'this node gave no ready to the ceremony');
  return { ready, purpose: { key: descriptor.key, subject: descriptor.orderHash, party: self } };
}
