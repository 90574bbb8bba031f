/** Names of fields that may hold a secret, at whatever depth they appear. */
const SECRET = /pass(phrase|word)|secret|kek|seed|nonce|share|plaintext|privatekey|sealed|credential/i;
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
    Object.entries(fields).map(([name, value]: [string, unknown]) => [name, redactField(name, value, depth)]),
  );
}

function redactField(name: string, value: unknown, depth: number): unknown {
  return SECRET.test(name) ? '[redacted]' : redactValue(value, depth);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return '[integer]';
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return describeError(value);
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, depth + 1));
  return redactObject(value, depth + 1);
}

/** An error may carry anything in its own fields: only these four are text for people. */
function describeError(error: Error): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, message: error.message, ...code, stack: error.stack };
}
