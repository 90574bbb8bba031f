import { allowance, allowanceEffects } from '../calls/allowance.ts';
import { type Effects, type Reading, recipientNeeds, type Scope } from '../calls/reading.ts';
import { deadlineText } from './deadline.ts';
import { atomOf, numberOf, structsOf, textOf } from './fields.ts';
import type { Struct } from './typedValue.ts';

/** Reads typed data of one type; `contract` is the one that takes it. */
export type TypedDataReader = (message: Struct, contract: string, scope: Scope) => Reading;

const EVERYTHING = (1n << 256n) - 1n;

const DETAILS = 'PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)';
const PERMISSIONS = 'TokenPermissions(address token,uint256 amount)';

/** ERC-2612, DAI's own, and the four of Permit2: signatures that let somebody take tokens. */
export const PERMIT_READERS: Readonly<Record<string, TypedDataReader>> = {
  'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)': readPermit,
  'Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)': readDaiPermit,
  [`PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)${DETAILS}`]: readPermit2,
  [`PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)${DETAILS}`]: readPermit2,
  [`PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)${PERMISSIONS}`]:
    readPermitTransfer,
  [`PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)${PERMISSIONS}`]:
    readPermitTransfer,
};

function readPermit(message: Struct, contract: string, scope: Scope): Reading {
  const { chain, name } = scope;
  const value = numberOf(message, 'value');
  const spender = textOf(message, 'spender');
  const until = deadlineText(numberOf(message, 'deadline'));
  const owner = name(textOf(message, 'owner'));
  const text = `Let ${name(spender)} take ${allowance(value, chain, contract)} from ${owner}, if used ${until}`;
  return permit(text, allowanceEffects(value, spender, name(spender)), scope);
}

function readDaiPermit(message: Struct, contract: string, scope: Scope): Reading {
  const { chain, name } = scope;
  const spender = textOf(message, 'spender');
  const holder = name(textOf(message, 'holder'));
  const expiry = numberOf(message, 'expiry');
  // DAI takes an expiry of 0 for none, and knows no amounts.
  const until = expiry === 0n ? 'at any time' : deadlineText(expiry);
  const amount = atomOf(message, 'allowed') === true ? EVERYTHING : 0n;
  const text = `Let ${name(spender)} take ${allowance(amount, chain, contract)} from ${holder}, if used ${until}`;
  return permit(text, allowanceEffects(amount, spender, name(spender)), scope);
}

function readPermit2(message: Struct, contract: string, scope: Scope): Reading {
  const { chain, name } = scope;
  const spender = textOf(message, 'spender');
  const details = structsOf(message, 'details');
  const parts = details.map((one) => {
    const amount = allowance(numberOf(one, 'amount'), chain, textOf(one, 'token'));
    return `${amount}, ${deadlineText(numberOf(one, 'expiration'))}`;
  });
  const until = deadlineText(numberOf(message, 'sigDeadline'));
  const text = `Let ${name(spender)} take, through contract ${contract}: ${parts.join('; ')}; if used ${until}`;
  return permit(text, allowanceEffects(largest(details), spender, name(spender)), scope);
}

function readPermitTransfer(message: Struct, contract: string, scope: Scope): Reading {
  const { chain, name } = scope;
  const spender = textOf(message, 'spender');
  const permitted = structsOf(message, 'permitted');
  const parts = permitted.map((one) => allowance(numberOf(one, 'amount'), chain, textOf(one, 'token')));
  const until = deadlineText(numberOf(message, 'deadline'));
  const text = `Let ${name(spender)} take once, through contract ${contract}: ${parts.join('; ')}; ${until}`;
  return permit(text, allowanceEffects(largest(permitted), spender, name(spender)), scope);
}

function largest(amounts: readonly Struct[]): bigint {
  let most = 0n;
  for (const amount of amounts.map((one) => numberOf(one, 'amount'))) if (amount > most) most = amount;
  return most;
}

function permit(text: string, { warnings, recipients }: Required<Effects>, scope: Scope): Reading {
  return { text, warnings, needs: recipientNeeds(recipients, scope), inner: [] };
}
