import type { ModExp } from '../../arithmetic/modExp.ts';
import { PROFILE_3072 } from '../../parameters.ts';
import { TEST_CONTEXT, testParty } from '../parties.ts';
import { TEST_PROFILE, TEST_SETTING, TEST_SETTING_P256 } from '../settings.ts';
import { contextJson, type Json, partyJson, profileJson } from './format.ts';
import {
  affGItem,
  affGStarItem,
  decItem,
  elogItem,
  encElgItem,
  facItem,
  modItem,
  prmItem,
  schItem,
  type VectorSource,
} from './items.ts';
import { arithmeticJson, challengesJson, integersJson } from './primitives.ts';

const ALL = [schItem, elogItem, encElgItem, affGItem, facItem, modItem, prmItem, affGStarItem, decItem];

/** The whole of docs/vectors/ecdsa-proofs-v1.json. The same with every engine. */
export function proofVectors(modExp: ModExp): Json {
  const short = sourceOf({ ...TEST_SETTING, modExp }, 'secp256k1');
  const shortP256 = sourceOf({ ...TEST_SETTING_P256, modExp }, 'P-256');
  const full = sourceOf({ ...TEST_SETTING, modExp, profile: PROFILE_3072 }, 'secp256k1');
  return {
    about: 'Known answers for the zero-knowledge proofs of Quorate’s threshold ECDSA: see README.md beside this file.',
    version: 1,
    profiles: [PROFILE_3072, TEST_PROFILE].map(profileJson),
    context: contextJson(TEST_CONTEXT),
    parties: {
      [PROFILE_3072.name]: [full.prover, full.verifier].map(partyJson),
      [TEST_PROFILE.name]: [short.prover, short.verifier].map(partyJson),
    },
    integers: integersJson(),
    challenges: challengesJson(short),
    arithmetic: arithmeticJson(short),
    proofs: [
      ...ALL.map((item) => item(short)),
      ...[schItem, elogItem, encElgItem, affGItem].map((item) => item(shortP256)),
      ...[encElgItem, affGItem, facItem, modItem, prmItem].map((item) => item(full)),
    ],
  };
}

function sourceOf(setting: VectorSource['setting'], curve: string): VectorSource {
  const [prover, verifier] = [testParty(setting, 1), testParty(setting, 2)];
  return { setting, curve, context: TEST_CONTEXT, prover, verifier };
}
