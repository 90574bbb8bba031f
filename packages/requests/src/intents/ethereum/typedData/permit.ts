import { allowance, isUnlimited, unlimitedWarning } from '../calls/allowance.ts';
import type { Reading, Scope } from '../calls/reading.ts';
import { tokenAmount } from '../tokens.ts';
import { deadlineText } from './deadline.ts';
import { atomOf, numberOf, structsOf, textOf } from './fields.ts';
import type { Struct } from './typedValue.ts';

/** Reads typed data of one type; `contract` is the one that takes it. */
export type TypedDataReader = (message: Struct, contract: string, scope: Scope) => Reading;

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

function readPermit(message: Struct, contract: string, { chain, name }: Scope): Reading {
  const value = numberOf(message, 'value');
  const spender = name(textOf(message, 'spender'));
  const until = deadlineText(numberOf(message, 'deadline'));
  const text = `Let ${spender} take ${allowance(value, chain, contract)} from ${name(textOf(message, 'owner'))}, if used ${until}`;
  return plain(text, isUnlimited(value) ? [unlimitedWarning(spender)] : []);
}

function readDaiPermit(message: Struct, contract: string, { name }: Scope): Reading {
  const spender = name(textOf(message, 'spender'));
  const holder = name(textOf(message, 'holder'));
  const expiry = numberOf(message, 'expiry');
  // DAI takes an expiry of 0 for none.
  const until = expiry === 0n ? 'at any time' : deadlineText(expiry);
  if (atomOf(message, 'allowed') !== true) {
    return plain(`No longer let ${spender} take token ${contract} from ${holder}, if used ${until}`, []);
  }
  const text = `Let ${spender} take any amount, without limit, of token ${contract} from ${holder}, if used ${until}`;
  return plain(text, [unlimitedWarning(spender)]);
}

function readPermit2(message: Struct, contract: string, { chain, name }: Scope): Reading {
  const spender = name(textOf(message, 'spender'));
  const details = structsOf(message, 'details');
  const parts = details.map((one) => {
    const amount = allowance(numberOf(one, 'amount'), chain, textOf(one, 'token'));
    return `${amount}, ${deadlineText(numberOf(one, 'expiration'))}`;
  });
  const until = deadlineText(numberOf(message, 'sigDeadline'));
  const text = `Let ${spender} take, through contract ${contract}: ${parts.join('; ')}; if used ${until}`;
  return plain(text, details.some((one) => isUnlimited(numberOf(one, 'amount'))) ? [unlimitedWarning(spender)] : []);
}

function readPermitTransfer(message: Struct, contract: string, { chain, name }: Scope): Reading {
  const spender = name(textOf(message, 'spender'));
  const parts = structsOf(message, 'permitted').map((one) =>
    tokenAmount(numberOf(one, 'amount'), chain, textOf(one, 'token')),
  );
  const until = deadlineText(numberOf(message, 'deadline'));
  return plain(`Let ${spender} take once, through contract ${contract}: up to ${parts.join('; up to ')}; ${until}`, []);
}

function plain(text: string, warnings: readonly string[]): Reading {
  return { text, warnings, needs: [], inner: [] };
}
