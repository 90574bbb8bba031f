import { verify as nodeVerify } from 'node:crypto';
import { type Intent, type KeyContext, type NetworkScheme, prepareIntent } from '@quorate/requests';
import { type Assignment, partyIndex, publicKeyOf } from '@quorate/tss-core';
import { keygenResults, simulateKeygen, simulateSigning, structureOf } from '@quorate/tss-core/testing';
import { p2tr, p2wpkh } from '@scure/btc-signer/payment.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import {
  AccountRole,
  appendTransactionMessageInstructions,
  assertIsFullySignedTransaction,
  blockhash,
  compileTransaction,
  createTransactionMessage,
  getAddressDecoder,
  getOffchainMessageEnvelopeDecoder,
  getPublicKeyFromAddress,
  getTransactionDecoder,
  getTransactionEncoder,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  verifyOffchainMessageEnvelope,
  verifySignature,
} from '@solana/kit';
import { describe, expect, test } from 'vitest';

/*
 * Real documents, signed by 2 of 3 parties that made their key together, and checked by libraries that know nothing of
 * threshold signatures.
 */

const assignment: Assignment = [[partyIndex(1), partyIndex(3)]];

function thresholdKey(scheme: NetworkScheme) {
  const results = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]]), `intents ${scheme}`));
  const certificate = results.get(partyIndex(1))?.certificate;
  if (!certificate) throw new Error('no certificate');
  const context: KeyContext = { scheme, groupKey: certificate.statement.groupKey, publicKey: publicKeyOf(certificate) };
  return { results, context };
}

/** Prepares the intent, has parties 1 and 3 sign all its messages in one session, and attaches what they made. */
function signed(key: ReturnType<typeof thresholdKey>, intent: Intent) {
  const prepared = prepareIntent(intent, key.context);
  const { outcomes } = simulateSigning(key.results, assignment, prepared.messages, 'sign');
  const outcome = outcomes.get(partyIndex(1));
  if (outcome?.kind !== 'done') throw new Error(`the session ended ${outcome?.kind}`);
  return { signatures: outcome.result, artefact: prepared.attach(outcome.result) };
}

describe('a taproot key of 2 of 3', () => {
  const key = thresholdKey('frost-secp256k1-tr');
  const internalKey = key.context.groupKey.subarray(1);
  const { script } = p2tr(internalKey);
  const payee = p2wpkh(new Uint8Array(33).fill(2)).script;

  test.each([0, 2])('spends three coins by one PSBT v%i, final for @scure/btc-signer', (version) => {
    const tx = new Transaction({ PSBTVersion: version });
    for (const [i, amount] of [50_000n, 60_000n, 70_000n].entries()) {
      const witnessUtxo = { script, amount };
      tx.addInput({ txid: new Uint8Array(32).fill(i + 1), index: i, witnessUtxo, tapInternalKey: internalKey });
    }
    tx.addOutput({ script: payee, amount: 100_000n });
    tx.addOutput({ script, amount: 79_000n });
    const intent: Intent = { kind: 'bitcoin-psbt', value: { psbt: tx.toPSBT(version), network: 'regtest' } };
    const { artefact } = signed(key, intent);
    const theirs = Transaction.fromPSBT(artefact.bytes);
    theirs.finalize();
    expect(artefact.finalized?.text).toBe(theirs.hex);
    expect(artefact.finalized?.txid).toBe(theirs.id);
  });

  test('signs a text by BIP-322', () => {
    const { artefact } = signed(key, { kind: 'message', value: { text: 'signed by two of three' } });
    expect(artefact.bytes.length).toBe(66);
  });
});

describe('an Ed25519 key of 2 of 3', () => {
  const key = thresholdKey('frost-ed25519');
  const self = getAddressDecoder().decode(key.context.publicKey);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.context.publicKey).toString('base64url') };
  const payee = getAddressDecoder().decode(new Uint8Array(32).fill(7));
  const transfer = {
    programAddress: getAddressDecoder().decode(new Uint8Array(32)),
    accounts: [
      { address: self, role: AccountRole.WRITABLE_SIGNER },
      { address: payee, role: AccountRole.WRITABLE },
    ],
    data: Uint8Array.of(2, 0, 0, 0, 0, 202, 154, 59, 0, 0, 0, 0),
  };

  test.each(['legacy', 0] as const)('signs a %s transfer that @solana/kit and node:crypto accept', async (version) => {
    const message = pipe(
      createTransactionMessage({ version }),
      (m) => setTransactionMessageFeePayer(self, m),
      (m) => setTransactionMessageLifetimeUsingBlockhash({ blockhash: blockhash(payee), lastValidBlockHeight: 0n }, m),
      (m) => appendTransactionMessageInstructions([transfer], m),
    );
    const transaction = Uint8Array.from(getTransactionEncoder().encode(compileTransaction(message)));
    const intent: Intent = { kind: 'solana-transaction', value: { transaction } };
    expect(prepareIntent(intent, key.context).description.title).toMatch(/^Transfer 1 SOL /);
    const { artefact } = signed(key, intent);
    const after = getTransactionDecoder().decode(artefact.bytes);
    assertIsFullySignedTransaction(after);
    const signature = after.signatures[self];
    if (!signature) throw new Error('no signature');
    expect(await verifySignature(await getPublicKeyFromAddress(self), signature, after.messageBytes)).toBe(true);
    const bytes = Uint8Array.from(after.messageBytes);
    expect(nodeVerify(null, bytes, { key: jwk, format: 'jwk' }, signature)).toBe(true);
  });

  test('signs a text as an off-chain message that @solana/kit verifies', async () => {
    const { artefact } = signed(key, { kind: 'message', value: { text: 'signed by\ntwo of three' } });
    await verifyOffchainMessageEnvelope(getOffchainMessageEnvelopeDecoder().decode(artefact.bytes));
  });
});
