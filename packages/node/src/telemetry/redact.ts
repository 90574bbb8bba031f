/** Names of fields that may hold a secret, whatever the depth they appear at. */
const SECRET = /pass(phrase|word)|secret|kek|seed|nonces?$|share|plaintext|privatekey|sealed|credential/i;
const MAX_DEPTH = 6;

/**
 * What may be written of a log object: fields with secret names are replaced, and bytes are never printed, since bytes
 * under a harmless name may still be a share. Public bytes are logged as hex text by whoever logs them.
 */
export function redact(fields: object): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      SECRET.test(name) ? '[redacted]' : redactValue(value, depth),
    ]),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? '[bigint]' : value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, depth + 1));
  return redactObject(value, depth + 1);
}
