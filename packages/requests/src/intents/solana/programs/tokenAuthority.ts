import type { Action } from '../action.ts';
import type { InstructionReader } from '../instructionReader.ts';

/** `spl_token_2022::instruction::AuthorityType`; the first four are those of SPL Token. */
const AUTHORITIES: readonly string[] = [
  'authority to mint',
  'authority to freeze accounts',
  'ownership',
  'authority to close',
  'authority over the transfer fee',
  'authority to withdraw withheld fees',
  'authority to close the mint',
  'authority over the interest rate',
  'permanent power to move or burn every holding',
  'authority over confidential transfers',
  'authority over the transfer hook',
  'authority over the confidential transfer fee',
  'authority over the metadata pointer',
  'authority over the group pointer',
  'authority over the group member pointer',
];

/** SetAuthority: never to be taken for a transfer, though it can give away everything an account holds. */
export function setAuthority(ix: InstructionReader): Action {
  const what = AUTHORITIES[ix.u8()];
  if (what === undefined) throw ix.unsupported('a change of an unknown authority');
  const next = ix.optionalKey();
  ix.end(2, 'multisig');
  const [account, holder] = [ix.account(0), ix.account(1)];
  if (next === undefined) {
    return {
      text: `Give up the ${what} of ${account}, held by ${holder}, for ever`,
      warnings: [`Nobody will ever have the ${what} of ${account} again.`],
    };
  }
  return {
    text: `Hand the ${what} of ${account} from ${holder} to ${next}`,
    warnings: [`${next} gets the ${what} of ${account}, and with it whatever it controls.`],
  };
}
