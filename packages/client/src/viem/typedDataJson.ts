interface TypedDataParts {
  readonly types?: unknown;
  readonly primaryType?: unknown;
  readonly domain?: unknown;
  readonly message?: unknown;
}

/** Typed data as a program holds it, in the JSON that is signed: big integers become digits in quotes. */
export function typedDataJson({ types, primaryType, domain = {}, message }: TypedDataParts): string {
  return JSON.stringify({ types, primaryType, domain, message }, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}
