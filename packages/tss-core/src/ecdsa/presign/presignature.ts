import type { Group } from '../../groups/ciphersuite.ts';
import { SecretScalar } from '../../groups/secretScalar.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { type PresignatureCertificate, presignatureId } from './statement.ts';

/** One signer's secrets of a presignature. */
export interface PresignatureSecrets {
  /** k̃_j = k_j/δ. */
  readonly k: bigint;
  /** χ̃_j = χ_j/δ. */
  readonly chi: bigint;
}

/**
 * One signer's side of a presignature, which signs once. Two signatures with one presignature reveal the key, so `take`
 * forgets it as it hands it out, and there is no way to write it down: its secrets are private, and clones and copies
 * of the object are empty (rule 15, attacks 1 and 2).
 */
export class Presignature {
  readonly party: PartyIndex;
  readonly certificate: PresignatureCertificate;
  /** 32 bytes. */
  readonly id: Uint8Array;
  readonly #k: SecretScalar;
  readonly #chi: SecretScalar;

  constructor(group: Group, party: PartyIndex, certificate: PresignatureCertificate, { k, chi }: PresignatureSecrets) {
    this.party = party;
    this.certificate = certificate;
    this.id = presignatureId(certificate.statement);
    this.#k = new SecretScalar(group, k);
    this.#chi = new SecretScalar(group, chi);
  }

  /** Throws if it was taken or wiped before. */
  take(): PresignatureSecrets {
    try {
      return { k: this.#k.reveal(), chi: this.#chi.reveal() };
    } finally {
      this.wipe();
    }
  }

  wipe(): void {
    this.#k.wipe();
    this.#chi.wipe();
  }
}
