import type { Signing } from '../signing.ts';
import { ifInstalled } from './ifInstalled.ts';

/** Safeheron's two-party ECDSA after Lindell (2017), Paillier moduli of 2048 bits, in JavaScript. */
export function safeheron(digest: Uint8Array): Promise<Signing | undefined> {
  return ifInstalled(async () => {
    const { TPCEcdsaKeyGen, TPCEcdsaSign } = await import('@safeheron/two-party-ecdsa-js');
    const { default: BN } = await import('bn.js');
    const [first, second] = [
      await TPCEcdsaKeyGen.P1Context.createContext(),
      await TPCEcdsaKeyGen.P2Context.createContext(),
    ];
    second.step2(first.step2(second.step1(first.step1())));
    const [share1, share2] = [first, second].map((party) => JSON.stringify(party.exportKeyShare().toJsonObject()));
    if (share1 === undefined || share2 === undefined) throw new Error('no shares');
    const message = new BN(Buffer.from(digest).toString('hex'), 16);
    return {
      peer: '@safeheron/two-party-ecdsa-js',
      async run() {
        const p1 = await TPCEcdsaSign.P1Context.createContext(share1, message);
        const p2 = await TPCEcdsaSign.P2Context.createContext(share2, message);
        p1.step3(p2.step2(p1.step2(p2.step1(p1.step1()))));
        p1.exportSig();
      },
    };
  });
}
