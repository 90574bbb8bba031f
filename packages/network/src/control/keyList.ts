import { type Codec, list, struct } from '@quorate/tss-core/wire';
import { acknowledgementBytes, certificateBytes, id32, orderBytes } from './fields.ts';

export const MAX_LISTED_KEYS = 4096;

export interface ActiveKey {
  /** SignedOrder. */
  readonly order: Uint8Array;
  /** KeyCertificate. */
  readonly certificate: Uint8Array;
  /** Acknowledgement of storing the share. */
  readonly acknowledgement: Uint8Array;
}
/** A share that is stored and certified by this node, for which no whole certificate has arrived. */
export interface PendingKey {
  readonly key: Uint8Array;
  readonly session: Uint8Array;
  readonly order: Uint8Array;
}
export interface KeyList {
  readonly active: readonly ActiveKey[];
  readonly pending: readonly PendingKey[];
}
export const keyListCodec: Codec<KeyList> = struct<KeyList>({
  active: list(
    struct<ActiveKey>({ order: orderBytes, certificate: certificateBytes, acknowledgement: acknowledgementBytes }),
    { max: MAX_LISTED_KEYS },
  ),
  pending: list(struct<PendingKey>({ key: id32, session: id32, order: orderBytes }), { max: MAX_LISTED_KEYS }),
});
