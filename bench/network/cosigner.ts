import type { VerifiedKey } from '@quorate/client';
import { structureRequiring } from '../../test/support/ceremonies.ts';
import { hasSoftHsm } from '../../test/support/softToken.ts';
import type { Measured } from '../support/measure.ts';
import { type Network, startNetwork } from './network.ts';

const SOFTWARE = ['node-1', 'node-2', 'node-3'];
const COSIGNERS = ['hsm-1'];

/**
 * Keys for which one more node must sign, whose shares SoftHSM2 seals: it makes nothing in advance, so FROST takes two
 * rounds and ECDSA five, and each session has a process there. Nothing where SoftHSM2 is missing.
 */
export async function measureCosigned(
  isShort: boolean,
  signMany: (network: Network, key: VerifiedKey) => Promise<Measured>,
): Promise<ReadonlyMap<string, Measured>> {
  if (!hasSoftHsm) return new Map();
  await using network = await startNetwork({
    isShort,
    cosigners: COSIGNERS.length,
    structure: (_, scheme) => structureRequiring(scheme, SOFTWARE, COSIGNERS),
  });
  return new Map([
    ['FROST, Ed25519, and a cosigner', await signMany(network, network.frost)],
    ['ECDSA without a stock, and a cosigner', await signMany(network, network.ecdsa)],
  ]);
}
