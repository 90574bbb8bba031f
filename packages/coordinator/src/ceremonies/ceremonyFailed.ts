/** A ceremony that made no key: why, in one sentence, and who was missing or is proven guilty. */
export class CeremonyFailed extends Error {
  readonly missing: readonly string[];
  readonly culprits: readonly string[];
  /** Base64. */
  readonly evidence: string | undefined;

  constructor(
    message: string,
    details: { readonly missing: readonly string[]; readonly culprits?: readonly string[]; readonly evidence?: string },
  ) {
    super(message);
    this.name = 'CeremonyFailed';
    this.missing = details.missing;
    this.culprits = details.culprits ?? [];
    this.evidence = details.evidence;
  }
}
