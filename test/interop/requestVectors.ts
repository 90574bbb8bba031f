import { readFileSync } from 'node:fs';
import type { ClusterFile, Intent, SignRequest } from '@quorate/requests';
import { fromHex } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';

export const VECTORS_FILE: URL = new URL('../../docs/vectors/request-v1.json', import.meta.url);

interface Person {
  readonly id: string;
  readonly seed: string;
  readonly publicKey: string;
}

type JsonIntent =
  | { readonly kind: 'message'; readonly value: { readonly text: string } }
  | { readonly kind: 'bitcoin-psbt'; readonly value: { readonly psbt: string; readonly network: 'regtest' } }
  | {
      readonly kind: 'solana-transaction' | 'ethereum-transaction';
      readonly value: { readonly transaction: string };
    }
  | { readonly kind: 'ethereum-typed-data'; readonly value: { readonly json: string } };

export interface RequestVector {
  readonly name: string;
  readonly request: {
    readonly cluster: string;
    readonly id: string;
    readonly desk: string;
    readonly key: string;
    readonly intent: JsonIntent;
    readonly path: readonly number[];
    readonly cosigners: readonly string[];
    readonly createdAt: number;
    readonly expiresAt: number;
  };
  readonly cbor: string;
  readonly hash: string;
  readonly signature: string;
  readonly signedRequest: string;
}

/** The published file, byte strings still in hex. */
export interface RequestVectors {
  readonly desk: Person;
  readonly admin: Person;
  readonly taggedHash: readonly { readonly tag: string; readonly parts: readonly string[]; readonly hash: string }[];
  readonly requests: readonly RequestVector[];
  readonly refused: readonly { readonly name: string; readonly signedRequest: string; readonly code: string }[];
  readonly cancel: {
    readonly cancel: { readonly requestHash: string; readonly createdAt: number };
    readonly cbor: string;
    readonly hash: string;
    readonly signature: string;
    readonly signedCancel: string;
  };
  readonly order: {
    readonly cbor: string;
    readonly hash: string;
    readonly key: string;
    readonly signature: string;
    readonly signedOrder: string;
  };
  readonly calls: readonly {
    readonly method: string;
    readonly path: string;
    readonly body: string;
    readonly time: number;
    readonly authorization: string;
  }[];
}

export const vectors: RequestVectors = JSON.parse(readFileSync(VECTORS_FILE, 'utf8'));

/** A cluster with the desk and the admin of the vectors. */
export function vectorCluster(): ClusterFile {
  const { desk, admin } = vectors;
  return {
    ...sampleCluster().cluster,
    id: vectors.requests[0]?.request.cluster ?? '',
    desks: [{ id: desk.id, publicKey: desk.publicKey, keys: '*' }],
    admins: { threshold: 1, members: [{ id: admin.id, publicKey: admin.publicKey }] },
  };
}

export function requestOf({ request }: RequestVector): SignRequest {
  const { cluster, key, intent, ...rest } = request;
  return { ...rest, version: 1, cluster: fromHex(cluster), key: fromHex(key), intent: intentOf(intent) };
}

function intentOf(intent: JsonIntent): Intent {
  switch (intent.kind) {
    case 'message':
    case 'ethereum-typed-data':
      return intent;
    case 'bitcoin-psbt':
      return { kind: intent.kind, value: { ...intent.value, psbt: fromHex(intent.value.psbt) } };
    case 'solana-transaction':
    case 'ethereum-transaction':
      return { kind: intent.kind, value: { transaction: fromHex(intent.value.transaction) } };
  }
}
