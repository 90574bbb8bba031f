import { equalBytes } from '../bytes.ts';
import { auxSetting } from '../ecdsa/auxInfo/auxSetting.ts';
import type { AuxDescriptor } from '../ecdsa/auxInfo/descriptor.ts';
import {
  type AuxContext,
  areParameters,
  auxStatement,
  contributionHash,
  factorProofHolds,
  judgeContribution,
  modulusProofHolds,
} from '../ecdsa/auxInfo/judge.ts';
import { Certify, Commit, ProveModulus, Reveal } from '../ecdsa/auxInfo/messages.ts';
import { type AuxStatement, auxStatementType } from '../ecdsa/auxInfo/statement.ts';
import type { EcdsaEngine, EcdsaSetting } from '../ecdsa/setting.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { verifyStatement } from '../wire/statement.ts';
import { type Casefile, demand, messageOf, messagesSeenBy } from './casefile.ts';
import type { EcdsaJudges } from './ecdsaJudges.ts';

/** One judge per kind of cheat that an aux ceremony has. */
export function auxJudges({ orderHash, parties, profile }: AuxDescriptor, engine: EcdsaEngine): EcdsaJudges {
  demand(profile === engine.profile.name, `its profile ${profile} is none that is accepted`);
  const setting = auxSetting(engine);
  const contextOf = (file: Casefile): AuxContext => ({ header: file.header, orderHash, parties });
  return {
    rounds: [Commit, Reveal(setting), ProveModulus(setting), Certify],
    judges: {
      'bad-opening': (file, accused) => judgeOpening(setting, contextOf(file), file, accused),
      'invalid-parameters': (file, accused) => {
        const { parameters } = messageOf(file, Reveal(setting), accused);
        demand(!areParameters(setting.profile, parameters), 'its parameters are sound');
      },
      'invalid-proof': (file, accused) => judgeProof(setting, contextOf(file), file, accused),
      'wrong-certificate-signature': (file, accused) => judgeSignature(setting, contextOf(file), file, accused),
    },
  };
}

function judgeOpening(setting: EcdsaSetting, context: AuxContext, file: Casefile, accused: PartyIndex): void {
  const committed = messageOf(file, Commit, accused);
  const opened = contributionHash(setting, context, accused, messageOf(file, Reveal(setting), accused));
  demand(!equalBytes(committed, opened), 'its contribution opens its commitment');
}

/** Πfac if its direct envelope is opened, else Πmod if that round is there, else Πprm. */
function judgeProof(setting: EcdsaSetting, context: AuxContext, file: Casefile, accused: PartyIndex): void {
  const own = file.envelopes.filter(({ from }) => from === accused);
  const opened = own.find(({ round, to }) => round === 3 && to !== 'all');
  if (opened && opened.to !== 'all') {
    const isDue = opened.to !== accused && file.parties.includes(opened.to);
    demand(isDue, 'the factor proof that is opened is for no other party');
    const statement = statementSeenBy(setting, context, file, accused);
    demand(!factorProofHolds(setting, statement, opened.to, opened), 'its factor proof holds');
  } else if (own.some(({ round }) => round === 3)) {
    const statement = statementSeenBy(setting, context, file, accused);
    const proof = messageOf(file, ProveModulus(setting), accused);
    demand(!modulusProofHolds(setting, statement, accused, proof), 'its modulus proof holds');
  } else {
    const found = judgeContribution(setting, context, accused, messageOf(file, Reveal(setting), accused));
    demand(found === 'invalid-proof', 'its parameters are proven');
  }
}

function judgeSignature(setting: EcdsaSetting, context: AuxContext, file: Casefile, accused: PartyIndex): void {
  const identity = file.identities.get(accused);
  demand(identity !== undefined, 'its identity is unknown');
  const statement = statementSeenBy(setting, context, file, accused);
  const signature = messageOf(file, Certify, accused);
  demand(!verifyStatement(auxStatementType, statement, signature, identity), 'its certificate signature verifies');
}

function statementSeenBy(
  setting: EcdsaSetting,
  context: AuxContext,
  file: Casefile,
  accused: PartyIndex,
): AuxStatement {
  return auxStatement(setting, context, messagesSeenBy(file, Reveal(setting), accused));
}
