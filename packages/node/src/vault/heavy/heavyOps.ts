import { z } from 'zod';
import { bytes, count, identities, milliseconds, nothing, party, session, step } from '../fields.ts';
import type { Schemas } from '../threads/contract.ts';
import type { HeavyContract } from './heavyVault.ts';

const sealed = z.strictObject({ sealed: bytes });
const pair = z.array(bytes).length(2);
const withSecrets = z.strictObject({
  descriptor: bytes,
  certificate: bytes,
  sealed: bytes,
  aux: z.strictObject({ certificate: bytes, sealed: bytes }),
  identities,
  now: milliseconds,
});

/** The contract of the heavy thread as data. */
export const heavyOps: Schemas<HeavyContract> = {
  findPrime: { params: z.strictObject({ kind: z.enum(['blum', 'safe']), isAwaited: z.boolean() }), result: sealed },
  combinePrimes: { params: z.strictObject({ blum: pair, safe: pair }), result: sealed },
  openAux: {
    params: z.strictObject({ descriptor: bytes, spare: bytes, identities, now: milliseconds }),
    result: step,
  },
  activateAux: { params: z.strictObject({ certificate: bytes, sealed: bytes, identities }), result: sealed },
  openEcdsaSigning: { params: withSecrets, result: step },
  openPresign: { params: withSecrets, result: step },
  prepared: { params: nothing, result: z.strictObject({ size: count }) },
  receive: { params: z.strictObject({ session, from: party, payload: bytes }), result: step },
  checkpointed: { params: z.strictObject({ session }), result: step },
  giveUp: { params: z.strictObject({ session, reason: z.string() }), result: step },
  abort: { params: z.strictObject({ session }), result: nothing },
  close: { params: nothing, result: nothing },
};
