import { equalBytes } from '../bytes.ts';
import type { Ciphersuite } from '../groups/ciphersuite.ts';
import { scalarCodec } from '../groups/codecs.ts';
import type { Round } from '../protocol/protocol.ts';
import { bytes, list, mapped, struct } from '../wire/codec.ts';
import { taggedHash } from '../wire/hash.ts';
import { encodeGroupCommitmentList } from './commitments.ts';
import type { SigningPackage } from './signingPackage.ts';

interface NamedShares {
  /** Hash of the commitment list that the shares are for. 32 bytes. */
  readonly list: Uint8Array;
  readonly shares: readonly bigint[];
}

/**
 * The one round of a session whose commitments were given in advance: one share z_i per message, with the hash of the
 * commitment list they are for. The session fixes that list, so a body that names another one is malformed.
 */
export function preparedSharesRound(
  { group }: Ciphersuite,
  messages: number,
  listHash: Uint8Array,
): Round<readonly bigint[]> {
  const named = struct<NamedShares>({
    list: bytes(32),
    shares: list(scalarCodec(group), { min: messages, max: messages }),
  });
  const codec = mapped(
    named,
    (sent) => {
      if (!equalBytes(sent.list, listHash)) throw new Error('for another commitment list');
      return sent.shares;
    },
    (shares): NamedShares => ({ list: listHash, shares }),
  );
  return { number: 1, name: 'PreparedShares', codec };
}

/** Hash of every signer's commitments for every message, in order. 32 bytes. */
export function commitmentListHash(suite: Ciphersuite, packages: readonly SigningPackage[]): Uint8Array {
  const lists = packages.map(({ commitments }) => encodeGroupCommitmentList(suite, commitments));
  return taggedHash('quorate/commitment-list/1', ...lists);
}
