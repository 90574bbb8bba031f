import { RequestRejected } from '@quorate/tss-core';
import { type AuthorizationItem, authorization } from 'micro-eth-signer';
import type { Need } from '../need.ts';
import type { DescriptionLine } from '../prepared.ts';
import { orReject } from '../rejections.ts';
import { chainText } from './chains.ts';

const ZERO = /^0x0{40}$/;

/** Bounds the work, since each is recovered, and the length of what a person must read. */
const MAX_AUTHORIZATIONS = 64;

/** Whom an EIP-7702 authorization hands to which code. */
interface Delegation {
  readonly authority: string;
  readonly chain: number;
  readonly to: string;
  readonly nonce: bigint;
}

/** What the authorizations of a transaction do, for a person and for the rules. */
export interface Delegations {
  readonly lines: readonly DescriptionLine[];
  readonly warnings: readonly string[];
  readonly needs: readonly Need[];
}

/** Throws RequestRejected: `bad-signature` for an authorization that nobody signed, `too-complex` for too many. */
export function readAuthorizations(
  items: readonly AuthorizationItem[],
  name: (address: string) => string,
): Delegations {
  if (items.length > MAX_AUTHORIZATIONS) throw tooMany(items.length);
  const delegations = items.map(readAuthorization);
  const handed = delegations.filter(({ to }) => !ZERO.test(to));
  return {
    lines: delegations.map((delegation) => line(delegation, name)),
    warnings: handed.map(
      ({ authority, to }) =>
        `The code of ${to} can then do anything as ${name(authority)}: nodes sign it only if their rules name ${to}.`,
    ),
    needs: handed.map(({ authority, chain, to }) => ({ kind: 'delegate', chain, address: to, account: authority })),
  };
}

function readAuthorization(item: AuthorizationItem): Delegation {
  const authority = orReject(
    () => new RequestRejected('bad-signature', `The authorization for ${item.address} carries no valid signature.`),
    () => authorization.getAuthority(item),
  );
  if (item.chainId > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RequestRejected('unsupported-chain', `No chain has the id ${item.chainId}.`);
  }
  return { authority, chain: Number(item.chainId), to: item.address, nonce: item.nonce };
}

function tooMany(count: number): RequestRejected {
  return new RequestRejected(
    'too-complex',
    `The transaction carries ${count} authorizations; at most ${MAX_AUTHORIZATIONS} are signed.`,
    'Split it into several transactions.',
  );
}

function line({ authority, chain, to, nonce }: Delegation, name: (address: string) => string): DescriptionLine {
  const where = chain === 0 ? 'every chain' : chainText(chain);
  const what = ZERO.test(to) ? 'act by its own key alone again' : `be run by the code of ${name(to)}`;
  return { label: 'Authorization', value: `${name(authority)} is to ${what}, on ${where} (nonce ${nonce})` };
}
