import { addressOf, type Intent, keyContextAt } from '@quorate/requests';
import { Bug, RequestRejected } from '@quorate/tss-core';
import { type Hex, hexToBytes, isHex, type LocalAccount, type SignableMessage, serializeTransaction } from 'viem';
import { toAccount } from 'viem/accounts';
import type { VerifiedKey } from '../keys/verifiedKey.ts';
import type { QuorateClient } from '../quorateClient.ts';
import { SignaturePending, SignatureRefused } from './accountErrors.ts';
import { typedDataJson } from './typedDataJson.ts';

export interface AccountOptions {
  readonly client: QuorateClient;
  /** An ecdsa-secp256k1 key, as `client.key` verified it. */
  readonly key: VerifiedKey;
  /** BIP-32 indices below the key, none hardened; the key itself by default. */
  readonly path?: readonly number[];
  /** How long one signature is waited for before SignaturePending is thrown; a minute by default. */
  readonly waitMs?: number;
  /** How long the nodes may take; 15 minutes by default, at most 7 days. */
  readonly lifetimeSeconds?: number;
}

const DEFAULT_WAIT_MS = 60_000;

/**
 * A viem account whose signatures the nodes make, each after it has read what it signs; verified here before they are
 * handed over. A bare hash is never signed: there is no `sign`, and no `signAuthorization`.
 *
 * Its methods throw SignaturePending, SignatureRefused, and RequestRejected for what no node would sign.
 *
 * @example
 * const account = quorateAccount({ client, key: key.value, path: [44, 60, 0, 0, 7] });
 * const wallet = createWalletClient({ account, chain: mainnet, transport: http() });
 * const hash = await wallet.sendTransaction({ to, value: parseEther('1.5') });
 */
export function quorateAccount(options: AccountOptions): LocalAccount {
  const { key, path = [] } = options;
  const address = addressOf(keyContextAt(key.certificate.statement, path), { chain: 'ethereum' });
  return toAccount({
    address: hexOf(address),
    async signTransaction(transaction, { serializer = serializeTransaction } = {}) {
      const unsigned = await serializer(transaction);
      return artefact(options, { kind: 'ethereum-transaction', value: { transaction: hexToBytes(unsigned) } });
    },
    signMessage: async ({ message }) => artefact(options, { kind: 'message', value: { text: textOf(message) } }),
    signTypedData: async (typedData) =>
      artefact(options, { kind: 'ethereum-typed-data', value: { json: typedDataJson(typedData) } }),
  });
}

/** Has it signed, and waits: the artefact in hex. */
async function artefact({ client, key, path = [], ...limits }: AccountOptions, intent: Intent): Promise<Hex> {
  const { waitMs = DEFAULT_WAIT_MS, lifetimeSeconds } = limits;
  const draft = { key, intent, path, ...(lifetimeSeconds === undefined ? {} : { lifetimeSeconds }) };
  const { signed } = client.buildRequest(draft);
  const { id } = signed.request;
  const outcome = await client.sign(signed, { until: Date.now() + waitMs });
  if (outcome.kind === 'signed') return hexOf(outcome.artefact.text);
  throw outcome.kind === 'pending' ? new SignaturePending(id, outcome.view) : new SignatureRefused(id, outcome);
}

function hexOf(text: string): Hex {
  if (isHex(text)) return text;
  throw new Bug(`${text} is not hex`);
}

/** What is signed as a message is text: bytes that are none could be anything, a digest too. */
function textOf(message: SignableMessage): string {
  if (typeof message === 'string') return message;
  const bytes = typeof message.raw === 'string' ? hexToBytes(message.raw) : message.raw;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RequestRejected(
      'invalid-message',
      'The message is not text in UTF-8, and nothing else is signed as one.',
    );
  }
}
