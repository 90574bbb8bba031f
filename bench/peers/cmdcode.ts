import {
  combine_partial_sigs,
  create_commit_pkg,
  create_dealer_set,
  get_commit_pkg,
  get_group_signing_ctx,
  sign_msg,
  verify_final_sig,
  verify_partial_sig,
} from '@cmdcode/frost/lib';
import { insist, looking, MESSAGE, type SigningPeer, type SigningWork, usingUp } from './signingPeer.ts';

const MESSAGE_HEX = Buffer.from(MESSAGE).toString('hex');

export const cmdcode: SigningPeer = {
  name: '@cmdcode/frost',
  supports: (scheme) => scheme === 'frost-secp256k1-tr',
  prepare: (_, threshold, size) => new CmdcodeWork(threshold, size),
};

type Share = ReturnType<typeof create_dealer_set>['shares'][number];
type Commitment = ReturnType<typeof create_commit_pkg>;

class CmdcodeWork implements SigningWork {
  readonly #groupKey: string;
  readonly #shares: readonly Share[];
  readonly sign = usingUp(
    () => this.#committed(),
    (commitments) => void this.#sign(0, commitments),
  );
  readonly verifyShare = looking(
    () => this.#signed(),
    ({ context, commitments, signatures }) => {
      const [share, signature] = [this.#shares[0], signatures[0]];
      if (!share || !signature) throw new Error('nobody signed');
      insist(verify_partial_sig(context, get_commit_pkg(commitments, share), signature.pubkey, signature.psig));
    },
  );
  readonly aggregate = looking(
    () => this.#signed(),
    ({ context, signatures }) =>
      insist(verify_final_sig(context, MESSAGE_HEX, combine_partial_sigs(context, signatures))),
  );

  constructor(threshold: number, size: number) {
    const { group_pk, shares } = create_dealer_set(threshold, size);
    this.#groupKey = group_pk;
    this.#shares = shares.slice(0, threshold);
  }

  commit(): void {
    const [share] = this.#shares;
    if (share) create_commit_pkg(share);
  }

  oneAggregates(): void {
    const { context, signatures } = this.#signed();
    insist(verify_final_sig(context, MESSAGE_HEX, combine_partial_sigs(context, signatures)));
  }

  all(): void {
    const { context, signatures } = this.#signed();
    for (const _ of this.#shares)
      insist(verify_final_sig(context, MESSAGE_HEX, combine_partial_sigs(context, signatures)));
  }

  #committed(): Commitment[] {
    return this.#shares.map((share) => create_commit_pkg(share));
  }

  /** Each signer computes the context by itself. */
  #sign(i: number, commitments: Commitment[]) {
    const share = this.#shares[i];
    if (!share) throw new Error('no signer');
    const context = get_group_signing_ctx(this.#groupKey, commitments, MESSAGE_HEX);
    return { context, signature: sign_msg(context, share, get_commit_pkg(commitments, share)) };
  }

  #signed() {
    const commitments = this.#committed();
    const made = this.#shares.map((_, i) => this.#sign(i, commitments));
    const [first] = made;
    if (!first) throw new Error('nobody signed');
    return { context: first.context, commitments, signatures: made.map(({ signature }) => signature) };
  }
}
