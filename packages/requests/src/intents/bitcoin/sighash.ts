/** SIGHASH_DEFAULT (taproot only) and SIGHASH_ALL commit to the whole transaction; the others leave parts of it open. */
export const SIGHASH_DEFAULT = 0;
export const SIGHASH_ALL = 1;
