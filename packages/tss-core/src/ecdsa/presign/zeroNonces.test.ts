import { expect, test } from 'vitest';
import { partyIndex } from '../../keys/structure.ts';
import { decodeBody } from '../../protocol/protocol.ts';
import { identitySecretOf } from '../../testing/fixtures.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { encodeCbor } from '../../wire/codec.ts';
import { type Envelope, signEnvelope } from '../../wire/envelope.ts';
import { withSecrets } from '../ecdsaGroup.ts';
import { proveElog } from '../proofs/elog/proveElog.ts';
import { auxSecretsOfNode, groupOf } from '../testing/simulateEcdsa.ts';
import { FIRST_TWO, TWO_OF_THREE as key } from '../testing/twoOfThree.ts';
import { deltaContext, deltaProofHolds, gammaContext, gammaProofHolds, rangeProofsHold } from './judge.ts';
import { presignRounds } from './messages.ts';
import { commitTo, drawNonces, type Nonces, proveRanges } from './nonces.ts';
import { deltaStatement, gammaStatement } from './view.ts';

const p = partyIndex;
const self = p(2);
const session = new Uint8Array(32).fill(3);
const group = groupOf(key, FIRST_TWO);
const place = { group: withSecrets(group, self, auxSecretsOfNode(self)), self, session };
const { setting } = group;
const { generator, identity } = setting.group;
const rounds = presignRounds(group);
const random = seededRandom('zero nonces');

/** A commitment to such nonces, and whether party 1 takes its range proofs. */
function committed(change: Partial<Nonces>) {
  const nonces = { ...drawNonces(place, random), ...change };
  const commitment = commitTo(place, nonces, random);
  const body = proveRanges(place, nonces, commitment, random).get(p(1)) ?? new Uint8Array(0);
  const isTaken = rangeProofsHold({ group, session }, commitment, p(1), envelope(1, body));
  return { nonces, commitment, isTaken };
}

function envelope(round: number, body: Uint8Array): Envelope {
  const about = { ...group.key, session, version: 1, round, from: self, to: p(1) } as const;
  return signEnvelope({ ...about, inbox: new Uint8Array(32), body }, identitySecretOf(2));
}

test('attack 30: γ = 0 can be committed to, and Γ_i cannot be shown', () => {
  const { nonces, commitment, isTaken } = committed({ gamma: 0n });
  expect(isTaken).toBe(true);
  const prove = (Gamma: typeof generator) => {
    const statement = gammaStatement(group, commitment, Gamma);
    const secret = { y: 0n, lambda: nonces.b };
    return proveElog(setting, gammaContext(group, session, self), statement, secret, random);
  };
  expect(() => prove(identity)).toThrow(RangeError);
  const lie = { Gamma: generator, psi: prove(generator), products: [] };
  expect(gammaProofHolds({ group, session }, self, commitment, lie)).toBe(false);
});

test('attack 30: k = 0 can be committed to, and Δ_i cannot be shown', () => {
  const { nonces, commitment, isTaken } = committed({ k: 0n });
  expect(isTaken).toBe(true);
  const Gamma = generator.multiply(7n);
  const prove = (Delta: typeof generator) => {
    const statement = deltaStatement(commitment, Delta, Gamma);
    const secret = { y: 0n, lambda: nonces.a };
    return proveElog(setting, deltaContext(group, session, self), statement, secret, random);
  };
  expect(() => prove(identity)).toThrow(RangeError);
  const lie = { delta: 1n, Delta: generator, S: generator, psi: prove(generator) };
  expect(deltaProofHolds({ group, session }, self, commitment, Gamma, lie)).toBe(false);
});

test('attack 30: the identity is no point of a message', () => {
  const { commitment, nonces } = committed({});
  const statement = deltaStatement(commitment, generator.multiply(nonces.k), generator);
  const secret = { y: nonces.k, lambda: nonces.a };
  const psi = proveElog(setting, deltaContext(group, session, self), statement, secret, random);
  const body = encodeCbor(rounds.Open.codec, { delta: 1n, Delta: statement.Y, S: statement.Y, psi });
  expect(decodeBody(rounds.Open, envelope(3, body))).toBeDefined();

  const point = Buffer.from(setting.group.encodeElement(statement.Y));
  const at = Buffer.from(body).indexOf(point);
  for (const first of [0, 2]) {
    const none = Uint8Array.of(first, ...new Uint8Array(32));
    const changed = Uint8Array.from([...body.subarray(0, at), ...none, ...body.subarray(at + none.length)]);
    expect(decodeBody(rounds.Open, envelope(3, changed))).toBeUndefined();
  }
});
