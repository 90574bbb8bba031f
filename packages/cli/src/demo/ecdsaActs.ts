import type { VerifiedKey } from '@quorate/client';
import { descriptionText } from '../render/descriptionText.ts';
import { duration } from '../render/duration.ts';
import { printable } from '../render/printable.ts';
import type { Scene } from './acts.ts';
import {
  type Call,
  dressedUpDelegatecall,
  ethereumIntent,
  etherTransfer,
  usdcTransfer,
} from './ethereumTransactions.ts';
import { softwareNodes } from './keys.ts';
import { segwitPsbt } from './segwitPsbt.ts';
import { request, signed } from './signing.ts';
import { verifyEthereum } from './verifyEthereum.ts';
import { verifySegwit } from './verifySegwit.ts';

const PAYEE = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';

export async function payEther(scene: Scene, key: VerifiedKey): Promise<Record<string, unknown>> {
  scene.story.chapter('An Ethereum transfer');
  return signCall(scene, key, etherTransfer(PAYEE, 1_500_000_000_000_000_000n), 0n);
}

export async function payToken(scene: Scene, key: VerifiedKey): Promise<Record<string, unknown>> {
  scene.story.chapter('A transfer of 250 USDC: an ERC-20 call, read by every node');
  return signCall(scene, key, usdcTransfer(PAYEE, 250_000_000n), 1n);
}

async function signCall({ context, story, stage }: Scene, key: VerifiedKey, call: Call, nonce: bigint) {
  const built = request(stage, key, ethereumIntent(call, nonce));
  story.tell(descriptionText(built.prepared.description, context.output.style));
  const outcome = await signed(stage, built);
  story.tell(`Signed by ${outcome.signers.join(' and ')} in ${duration(outcome.view.elapsedMs ?? 0)}.`);
  const { text } = outcome.artefact;
  const verdict = verifyEthereum(text, key.context.publicKey, call);
  story.check(`micro-eth-signer reads just that in the raw transaction ${verdict.hash}`, verdict.isAsked);
  story.check('@noble/curves recovers the address of ops from its signature', verdict.isFromKey);
  return { hash: verdict.hash, signers: outcome.signers, transaction: text };
}

export async function paySegwit(scene: Scene, key: VerifiedKey): Promise<Record<string, unknown>> {
  const { context, story, stage } = scene;
  story.chapter('The same key spends two Bitcoin coins of its P2WPKH address');
  const psbt = segwitPsbt(key.context.publicKey, context.random);
  const built = request(stage, key, { kind: 'bitcoin-psbt', value: { psbt, network: 'mainnet' } });
  story.tell(descriptionText(built.prepared.description, context.output.style));
  const outcome = await signed(stage, built);
  story.tell(`Signed by ${outcome.signers.join(' and ')} in ${duration(outcome.view.elapsedMs ?? 0)}.`);
  const verdict = verifySegwit(outcome.artefact.bytes, key.context.publicKey);
  story.check(`@scure/btc-signer finalizes it: transaction ${verdict.txid}`, verdict.raw !== '');
  story.check(`@noble/curves verifies both ECDSA signatures (BIP-143)`, verdict.valid && verdict.inputs === 2);
  return { txid: verdict.txid, signers: outcome.signers, inputs: verdict.inputs, transaction: verdict.raw };
}

/** Addresses of the theft from Bybit: its Safe, the code that was let in, and what its `transfer` was told. */
export const BYBIT = {
  safe: '0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4',
  code: '0x96221423681A6d52E184D440a8eFCEbB105C7242',
  implementation: '0xbDd077f651EBe7f7b3cE16fe5F2b025BE2969516',
} as const;

export async function dressedUpTheft(scene: Scene, key: VerifiedKey): Promise<Record<string, unknown>> {
  const { context, story, stage } = scene;
  story.chapter(
    "A Safe's delegatecall dressed as a token transfer, as in the theft from Bybit; the desk was fooled and asks for it",
  );
  const built = request(
    stage,
    key,
    ethereumIntent(dressedUpDelegatecall(BYBIT.safe, BYBIT.code, BYBIT.implementation), 2n),
  );
  story.tell(descriptionText(built.prepared.description, context.output.style));
  const outcome = await stage.client.sign(built.signed, {
    until: built.signed.request.expiresAt * 1000,
    signal: stage.signal,
  });
  const denials = outcome.kind === 'denied' ? (outcome.view?.denials ?? []) : [];
  for (const { node, reasons } of denials) story.tell(`${node}: "${reasons.map(printable).join('; ')}"`);
  const everyNode = softwareNodes(stage.cluster).every((id) => denials.some(({ node }) => node === id));
  story.check('every node refuses it, and names what it really is', everyNode && denials.every(namesCode));
  return { denials };
}

function namesCode({ reasons }: { readonly reasons: readonly string[] }): boolean {
  return reasons.some((reason) => reason.includes(BYBIT.code) && reason.includes('delegatecall'));
}
