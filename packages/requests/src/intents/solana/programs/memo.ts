import type { Action } from '../action.ts';
import type { InstructionReader } from '../instructionReader.ts';

export const MEMO_PROGRAM = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';
export const MEMO_V1_PROGRAM = 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo';

/** The whole data is UTF-8 text; every account listed must have signed. */
export function memoAction(ix: InstructionReader): Action {
  const text = ix.restAsText();
  ix.end(0, 'multisig');
  return { text: `Write the memo ${text}`, minor: true };
}
