/** Reads a file of one 32-byte secret in hex, mode 0600 or stricter. @returns secret bytes; the caller wipes them */
export declare function readKeyFile(path: string): Uint8Array;
