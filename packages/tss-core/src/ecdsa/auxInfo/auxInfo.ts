import { equalBytes, type Random } from '../../bytes.ts';
import { Bug, ProtocolFault } from '../../errors.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { broadcast, broadcastWithDirect, type Protocol } from '../../protocol/protocol.ts';
import { encodeCbor } from '../../wire/codec.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { signStatement, verifyStatement } from '../../wire/statement.ts';
import { proveFac } from '../proofs/fac/proveFac.ts';
import type { ModProof } from '../proofs/mod/mod.ts';
import { proveMod } from '../proofs/mod/proveMod.ts';
import { provePrm } from '../proofs/prm/provePrm.ts';
import type { EcdsaSetting } from '../setting.ts';
import { type AuxSecrets, auxParametersOf } from './auxSecrets.ts';
import {
  type AuxContext,
  auxStatement,
  contributionHash,
  facContext,
  factorProofHolds,
  judgeContribution,
  modContext,
  modulusProofHolds,
  prmContext,
} from './judge.ts';
import { Certify, Commit, type Contribution, ProveFactors, ProveModulus, Reveal } from './messages.ts';
import { parametersOf, pedersenOf } from './publicKeys.ts';
import { type AuxCertificate, type AuxStatement, auxStatementType } from './statement.ts';

/** One party's part in an aux ceremony. It stores its secrets durably before it begins. */
export interface AuxParty extends AuxContext {
  readonly setting: EcdsaSetting;
  readonly self: PartyIndex;
  readonly secrets: AuxSecrets;
  /** Identity keys (33 bytes) of all parties. */
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly identitySecret: Uint8Array;
}

/**
 * Auxiliary info (CGGMP24 Fig. 7, without its key refresh): every party publishes a Paillier modulus and ring-Pedersen
 * parameters, and proves them to all the others.
 *
 * Departures from Fig. 7: it runs once per set of parties and not once per key, so it refreshes no shares; it ends in a
 * certificate of all, so that nobody uses a generation that others do not have.
 */
export function* auxInfo(party: AuxParty, random: Random): Protocol<AuxCertificate> {
  const { setting, self } = party;
  // Round 1: commit to N_i, N̂_i, s_i, t_i, Πprm and rid_i by their hash.
  const contribution = contribute(party, random);
  const hashes = yield* broadcast(Commit, contributionHash(setting, party, self, contribution));

  // Round 2: reveal them.
  const contributions = yield* broadcast(Reveal(setting), contribution);
  checkContributions(party, hashes, contributions);
  const statement = auxStatement(setting, party, contributions);

  // Round 3: bound to rid and all parameters, Πmod to all and Πfac to each under its parameters. Its inbox is the echo.
  const { broadcasts: modulusProofs, direct: factorProofs } = yield* broadcastWithDirect(
    ProveModulus(setting),
    proveModulus(party, statement, random),
    proveFactors(party, statement, random),
  );
  checkModulusProofs(party, statement, modulusProofs);
  checkFactorProofs(party, statement, factorProofs);

  // Round 4: certify.
  const signature = signStatement(auxStatementType, statement, party.identitySecret);
  return assemble(party, statement, yield* broadcast(Certify, signature));
}

function contribute(party: AuxParty, random: Random): Contribution {
  const { setting, secrets, self } = party;
  const { lambda, totient } = secrets.pedersen.reveal();
  const statement = { pedersen: secrets.pedersen };
  const prm = provePrm(setting, prmContext(party, self), statement, { lambda, totient }, random);
  return { parameters: auxParametersOf(secrets), prm, rid: random(32), u: random(32) };
}

function checkContributions(
  party: AuxParty,
  hashes: ReadonlyMap<PartyIndex, Uint8Array>,
  contributions: ReadonlyMap<PartyIndex, Contribution>,
): void {
  const { setting, self } = party;
  for (const [contributor, contribution] of contributions) {
    const committed = hashes.get(contributor);
    if (!committed || !equalBytes(committed, contributionHash(setting, party, contributor, contribution))) {
      throw new ProtocolFault('bad-opening', [contributor], [1, 2]);
    }
    if (contributor === self) continue;
    const cheat = judgeContribution(setting, party, contributor, contribution);
    if (cheat) throw new ProtocolFault(cheat, [contributor], [2]);
  }
}

function proveModulus({ setting, secrets, self }: AuxParty, statement: AuxStatement, random: Random): ModProof {
  const { p, q } = secrets.paillier.reveal();
  return proveMod(setting, modContext(statement, self), { N: secrets.paillier.modulus }, { p, q }, random);
}

function proveFactors(
  { setting, secrets, self, parties }: AuxParty,
  statement: AuxStatement,
  random: Random,
): ReadonlyMap<PartyIndex, Uint8Array> {
  const { p, q } = secrets.paillier.reveal();
  const others = parties.map(({ index }) => index).filter((index) => index !== self);
  return new Map(
    others.map((verifier) => {
      const pedersen = pedersenOf(setting, parametersOf(statement, verifier));
      const context = facContext(statement, self, verifier);
      const proof = proveFac(setting, context, { N0: secrets.paillier, pedersen }, { p, q }, random);
      return [verifier, encodeCbor(ProveFactors(setting).codec, proof)];
    }),
  );
}

function checkModulusProofs(
  { setting, self }: AuxParty,
  statement: AuxStatement,
  proofs: ReadonlyMap<PartyIndex, ModProof>,
): void {
  const culprits = [...proofs]
    .filter(([prover, proof]) => prover !== self && !modulusProofHolds(setting, statement, prover, proof))
    .map(([prover]) => prover);
  if (culprits.length > 0) throw new ProtocolFault('invalid-proof', culprits, [2, 3]);
}

function checkFactorProofs(
  { setting, self, secrets }: AuxParty,
  statement: AuxStatement,
  proofs: ReadonlyMap<PartyIndex, Envelope>,
): void {
  const refuted = [...proofs.values()].filter(
    (envelope) => !factorProofHolds(setting, statement, self, envelope, secrets.pedersen),
  );
  if (refuted.length === 0) return;
  const culprits = refuted.map(({ from }) => from).sort((a, b) => a - b);
  throw new ProtocolFault('invalid-proof', culprits, [2, 3], undefined, refuted);
}

function assemble(
  { identities }: AuxParty,
  statement: AuxStatement,
  signatures: ReadonlyMap<PartyIndex, Uint8Array>,
): AuxCertificate {
  const forged = [...signatures].filter(([party, signature]) => {
    const identity = identities.get(party);
    if (!identity) throw new Bug(`no identity key of party ${party}`);
    return !verifyStatement(auxStatementType, statement, signature, identity);
  });
  if (forged.length > 0) {
    throw new ProtocolFault(
      'wrong-certificate-signature',
      forged.map(([party]) => party),
      [2, 3, 4],
    );
  }
  return { statement, signatures: [...signatures].map(([party, signature]) => ({ party, signature })) };
}
