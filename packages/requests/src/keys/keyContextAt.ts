import { type KeyStatement, keyAt } from '@quorate/tss-core';
import { networkScheme } from '../intents/networkScheme.ts';
import type { KeyContext } from '../intents/prepared.ts';

/**
 * What an intent needs to know about the key that signs it: a certified key, or its child at a path of BIP-32 indices.
 * Throws RequestRejected where the key has no such child (`derivation-unsupported`, `hardened-path`, `bad-path`).
 */
export function keyContextAt(statement: KeyStatement, path: readonly number[]): KeyContext {
  const { suite, groupKey, signingKey } = keyAt(statement, path);
  return {
    scheme: networkScheme(statement.structure.scheme),
    groupKey: suite.group.encodeElement(groupKey),
    publicKey: signingKey.publicKey,
  };
}
