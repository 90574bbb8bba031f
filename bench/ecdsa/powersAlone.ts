import type { ModExp } from '@quorate/tss-core/ecdsa';
import type { ProofWork } from './proofPeer.ts';
import { quorateProofs } from './quorateProofs.ts';

const POWERS = 'its powers alone';

/** The proofs again, of which only what the engine computes is timed: what no other code around it would save. */
export function powersAlone(engine: ModExp): ReturnType<typeof quorateProofs> {
  let spent = 0;
  const timed: ModExp = {
    pow(base, exponent, modulus, options) {
      const started = performance.now();
      const power = engine.pow(base, exponent, modulus, options);
      spent += performance.now() - started;
      return power;
    },
    forget: (modulus) => engine.forget(modulus),
  };
  const { operations } = quorateProofs(POWERS, timed);
  const powersOf = (work: () => unknown) => () => {
    spent = 0;
    work();
    return spent;
  };
  const each = ({ prove, verify }: ProofWork): ProofWork => ({ prove: powersOf(prove), verify: powersOf(verify) });
  return {
    name: POWERS,
    operations: { affG: each(operations.affG), encElg: each(operations.encElg), prm: each(operations.prm) },
  };
}
