import { CKR, returnValueName } from './constants.ts';

/** A function of the module that did not answer CKR_OK. Whoever knows what was wanted makes a sentence of it. */
export class ModuleFault extends Error {
  /** Such as `C_Login`. */
  readonly operation: string;
  /** A CK_RV. */
  readonly returnValue: number;

  constructor(operation: string, returnValue: number) {
    super(`${operation} answered ${returnValueName(returnValue)}`);
    this.name = 'ModuleFault';
    this.operation = operation;
    this.returnValue = returnValue;
  }

  is(...values: readonly number[]): boolean {
    return values.includes(this.returnValue);
  }
}

/** What says that the token, or our login to it, is gone: a new connection may mend it. */
const LOST: readonly number[] = [
  CKR.DEVICE_ERROR,
  CKR.DEVICE_REMOVED,
  CKR.TOKEN_NOT_PRESENT,
  CKR.TOKEN_NOT_RECOGNIZED,
  CKR.SLOT_ID_INVALID,
  CKR.SESSION_CLOSED,
  CKR.SESSION_HANDLE_INVALID,
  CKR.USER_NOT_LOGGED_IN,
  CKR.KEY_HANDLE_INVALID,
  CKR.OBJECT_HANDLE_INVALID,
  CKR.CRYPTOKI_NOT_INITIALIZED,
];

export function isLost(problem: unknown): problem is ModuleFault {
  return problem instanceof ModuleFault && problem.is(...LOST);
}

/** What a module says when it says nothing: of a token that is gone, and also of a text that does not decrypt. */
export function isVague(problem: unknown): problem is ModuleFault {
  return problem instanceof ModuleFault && problem.is(CKR.GENERAL_ERROR, CKR.FUNCTION_FAILED, CKR.HOST_MEMORY);
}

/** Of C_Decrypt: the text or its context, and not that the module has no room or no session left. */
export function isAboutText({ operation, returnValue }: ModuleFault): boolean {
  return operation === 'C_Decrypt' && returnValue !== CKR.DEVICE_MEMORY;
}

/** The module judged the PIN: another try may lock the token. */
export function isPinRefused(problem: unknown): problem is ModuleFault {
  return (
    problem instanceof ModuleFault &&
    problem.is(CKR.PIN_INCORRECT, CKR.PIN_INVALID, CKR.PIN_LEN_RANGE, CKR.PIN_EXPIRED, CKR.PIN_LOCKED)
  );
}
