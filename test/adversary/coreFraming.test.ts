import { type Conviction, RequestRejected, verifyEvidence } from '@quorate/tss-core';
import { RUN_SETTING, seededRandom, TEST_TRUST } from '@quorate/tss-core/testing';
import { expect, test } from 'vitest';
import { framingAttempt, gatherMaterial } from './core/framing/attempts.ts';
import { ECDSA_CHARGES, FROST_CHARGES } from './core/framing/charges.ts';
import { pastEcdsaSessions } from './core/framing/ecdsaSessions.ts';
import { pastSessions } from './core/framing/sessions.ts';

// Parties 2 and 3 are corrupt. They have every envelope of a dozen past sessions, party 1's among them, and sign whatever
// they like; evidence against party 1 is put together from that in every way that a judge might fall for.

/** What only a judge says: the envelopes were found signed, of the session, and one in each place. */
const JUDGED =
  /no two of its|every broadcast of it decodes|is missing|does not decode|do not decode|opens its commitment|sound in that respect|no complaint in|another list|make no key|signature verifies|shares? holds?\b|proofs? .*holds?|are proven|are sound|are some|proves nothing: it |follows from what it saw|to certify|to sign with/;

const ROBUST = { timeout: 300_000 };

test.each([
  ['frost-secp256k1-tr', 7000],
  ['frost-ed25519', 3000],
] as const)('%s: %i attempts to frame an honest party are refused', ROBUST, (scheme, attempts) => {
  const material = gatherMaterial(pastSessions(scheme), `forgeries ${scheme}`);
  const random = seededRandom(`framing ${scheme}`);
  tryToFrame(attempts, () => verifyEvidence(framingAttempt(material, FROST_CHARGES, random), TEST_TRUST));
});

test('threshold ECDSA: 250 attempts to frame an honest party are refused', ROBUST, () => {
  const material = gatherMaterial(pastEcdsaSessions(), 'forgeries ecdsa');
  const random = seededRandom('framing ecdsa');
  tryToFrame(250, () => verifyEvidence(framingAttempt(material, ECDSA_CHARGES, random), TEST_TRUST, RUN_SETTING));
});

/** Half of them are to be judged. The rest is refused before: unsigned, of another session, or two stories in one place. */
function tryToFrame(attempts: number, judge: () => Conviction): void {
  let judged = 0;
  for (let i = 0; i < attempts; i++) if (JUDGED.test(refusalOf(judge))) judged++;
  expect(judged / attempts).toBeGreaterThan(0.5);
}

/** Throws what is no refusal: a conviction, or a judge that fails. */
function refusalOf(judge: () => Conviction): string {
  try {
    const { code, culprits } = judge();
    throw new Error(`${culprits.map(({ node }) => node)} convicted of ${code}`);
  } catch (problem) {
    if (problem instanceof RequestRejected && problem.code === 'unproven') return problem.message;
    throw problem;
  }
}
