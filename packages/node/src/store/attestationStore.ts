import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { Bug, MAX_ATTESTATION_BYTES, NO_ATTESTATION, signedAttestationCodec } from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { z } from 'zod';
import { blob, blob32, integer, json, parseOptionalRow, parseRow } from './columns.ts';
import type { ForkedAttestation, OwnChain, Setback, WitnessedAttestation } from './records.ts';
import type { AttestationStore } from './store.ts';

const witnessedRow = z
  .strictObject({ signed: blob, used: integer })
  .transform(({ signed, used }): WitnessedAttestation => {
    const attested = decodeCbor(signedAttestationCodec, signed, MAX_ATTESTATION_BYTES, 'attestation');
    return { attested, used: used === 1 };
  });
const forkRow = z
  .strictObject({ node: z.string(), sequence: integer, seen_at: integer })
  .transform(({ seen_at, ...same }): ForkedAttestation => ({ ...same, seenAt: seen_at }));
const setbackJson: z.ZodType<Setback> = z.strictObject({ from: integer, to: integer, at: integer });
const ownRow = z
  .strictObject({ sequence: integer, hash: blob32, setback: json.pipe(setbackJson).nullable() })
  .transform(({ setback, ...head }): OwnChain => ({ ...head, ...(setback ? { setback } : {}) }));

export function createAttestationStore(db: DatabaseSync): AttestationStore {
  const ofKey = db.prepare(
    'SELECT signed, used FROM witnessed_attestations WHERE node = ? AND public_key = ? ORDER BY sequence',
  );
  const upsert = db.prepare('INSERT OR REPLACE INTO witnessed_attestations VALUES (?, ?, ?, ?, ?)');
  const forget = db.prepare('DELETE FROM witnessed_attestations WHERE node = ? AND public_key = ? AND sequence < ?');
  const insertFork = db.prepare('INSERT OR REPLACE INTO forked_attestations VALUES (?, ?, ?, ?)');
  const forks = db.prepare('SELECT node, sequence, seen_at FROM forked_attestations ORDER BY node');
  const ownOf = db.prepare('SELECT sequence, hash, setback FROM own_attestations WHERE public_key = ?');
  const insertOwn = db.prepare('INSERT OR IGNORE INTO own_attestations VALUES (?, 0, ?, NULL)');
  const move = db.prepare(
    'UPDATE own_attestations SET sequence = ?, hash = ?, setback = coalesce(?, setback) WHERE public_key = ? AND sequence <= ?',
  );

  return {
    witnessed: (node, publicKey) => ofKey.all(node, publicKey).map((row) => parseRow(witnessedRow, row)),
    witness(publicKey, { attested, used }, floor) {
      const { node, sequence } = attested.statement;
      const signed = encodeCbor(signedAttestationCodec, attested);
      transaction(db, () => {
        upsert.run(node, publicKey, sequence, used ? 1 : 0, signed);
        forget.run(node, publicKey, floor);
      });
    },
    recordFork: ({ node, publicKey, sequence, seenAt }) => void insertFork.run(node, publicKey, sequence, seenAt),
    listForks: () => forks.all().map((row) => parseRow(forkRow, row)),
    own: (publicKey) => parseOptionalRow(ownRow, ownOf.get(publicKey)) ?? { sequence: 0, hash: NO_ATTESTATION },
    advance(publicKey, { sequence, hash }, setback) {
      transaction(db, () => {
        insertOwn.run(publicKey, NO_ATTESTATION);
        const text = setback ? JSON.stringify(setback) : null;
        if (move.run(sequence, hash, text, publicKey, sequence).changes === 1) return;
        throw new Bug(`the chain of attestations was to go back to ${sequence}`);
      });
    },
  };
}
