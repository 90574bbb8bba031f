import { RequestRejected, verifyEvidence } from '@quorate/tss-core';
import { seededRandom, TEST_TRUST } from '@quorate/tss-core/testing';
import { expect, test } from 'vitest';
import { framingAttempt, gatherMaterial } from './core/framing/attempts.ts';
import { pastSessions } from './core/framing/sessions.ts';

// Parties 2 and 3 are corrupt. They have every envelope of a dozen past sessions, party 1's among them, and sign whatever
// they like; evidence against party 1 is put together from that in every way that a judge might fall for.

/** What only a judge says: the envelopes were found signed, of the session, and one in each place. */
const JUDGED =
  /no two of its|every broadcast of it decodes|is missing|does not decode|do not decode|opens its commitment|sound in that respect|no complaint in|another list|make no key|signature verifies|shares hold/;

test.each([
  ['frost-secp256k1-tr', 7000],
  ['frost-ed25519', 3000],
] as const)('%s: %i attempts to frame an honest party are refused', { timeout: 300_000 }, (scheme, attempts) => {
  const material = gatherMaterial(pastSessions(scheme), `forgeries ${scheme}`);
  const random = seededRandom(`framing ${scheme}`);
  let judged = 0;
  for (let i = 0; i < attempts; i++) if (JUDGED.test(refusalOf(framingAttempt(material, random)))) judged++;
  // The rest is refused before: unsigned, of another session, two stories in one place, or no evidence at all.
  expect(judged / attempts).toBeGreaterThan(0.5);
});

/** Throws what is no refusal: a conviction, or a judge that fails. */
function refusalOf(evidence: Uint8Array): string {
  try {
    const { code, culprits } = verifyEvidence(evidence, TEST_TRUST);
    throw new Error(`${culprits.map(({ node }) => node)} convicted of ${code}`);
  } catch (problem) {
    if (problem instanceof RequestRejected && problem.code === 'unproven') return problem.message;
    throw problem;
  }
}
