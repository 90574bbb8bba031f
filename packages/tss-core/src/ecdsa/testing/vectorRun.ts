import { bytesToHex } from '@noble/hashes/utils.js';
import { certificateCodec } from '../../keys/certificate.ts';
import { type Assignment, type PartyIndex, partyIndex } from '../../keys/structure.ts';
import {
  keygenDescriptorCodec,
  keygenSessionId,
  signingDescriptorCodec,
  signingSessionId,
} from '../../session/descriptor.ts';
import { additiveShare } from '../../sharing/additiveShares.ts';
import {
  identitiesOf,
  identitySecretOf,
  keygenResults,
  type ScenarioOptions,
  simulateKeygen,
  structureOf,
} from '../../testing/fixtures.ts';
import { type Codec, encodeCbor } from '../../wire/codec.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { auxDescriptorCodec, auxSessionId } from '../auxInfo/descriptor.ts';
import { auxCertificateCodec, auxGenerationOf } from '../auxInfo/statement.ts';
import { presignDescriptorCodec, presignSessionId } from '../presign/descriptor.ts';
import { presignatureCertificateCodec } from '../presign/statement.ts';
import { signingPackage } from '../sign/rerandomise.ts';
import {
  anyResult,
  auxSecretsOfNode,
  type EcdsaKey,
  groupOf,
  RUN_SETTING,
  resultsOf,
  simulateAux,
  simulateEcdsaSign,
  simulatePresign,
} from './simulateEcdsa.ts';

const SCHEME = 'ecdsa-secp256k1';
const SEED = 'ecdsa-run-v1';
const ASSIGNMENT: Assignment = [[partyIndex(1), partyIndex(3)]];
const MESSAGE = new Uint8Array(32).map((_, i) => i);
const structure = structureOf(SCHEME, [2, [1, 2, 3]]);
const parties = structure.parties.map(({ index }) => index);
const number = (value: bigint) => value.toString(16);

/** A whole run of 2 of 3, all of it determined by one seed: aux ceremony, keygen, presigning, signing. */
export function vectorRun() {
  const aux = auxRun();
  const keygen = keygenRun();
  const key: EcdsaKey = { structure, keygen: keygen.results, aux: aux.certificate, setting: RUN_SETTING };
  const presign = presignRun(key);
  const presignatures = () => presignRun(key).presignatures;
  return {
    profile: RUN_SETTING.profile,
    scheme: SCHEME,
    seed: SEED,
    parties: parties.map(partyVector),
    aux: aux.vector,
    keygen: keygen.vector,
    presign: { ...presign.vector, secrets: secretsOf(key, presignatures()) },
    sign: signRun(key, presign.presignatures),
  };
}

function partyVector(index: PartyIndex) {
  const { paillier, pedersen } = auxSecretsOfNode(index);
  const { p, q } = paillier.reveal();
  const opening = pedersen.reveal();
  const identity = identitiesOf(structure).get(index) ?? new Uint8Array(0);
  return {
    index,
    node: `node-${index}`,
    identitySecret: bytesToHex(identitySecretOf(index)),
    identity: bytesToHex(identity),
    paillier: { p: number(p), q: number(q) },
    ringPedersen: {
      p: number(opening.p),
      q: number(opening.q),
      t: number(opening.t),
      lambda: number(opening.lambda),
      s: number(pedersen.s),
    },
  };
}

function auxRun() {
  const heard = new Minutes();
  const { descriptor, outcomes } = simulateAux(structure.parties, `${SEED} aux`, heard.options);
  const certificate = anyResult(outcomes);
  const vector = {
    descriptor: hexOf(auxDescriptorCodec, descriptor),
    session: bytesToHex(auxSessionId(descriptor)),
    messages: heard.messages,
    certificate: hexOf(auxCertificateCodec, certificate),
    generation: bytesToHex(auxGenerationOf(certificate.statement)),
  };
  return { certificate, vector };
}

function keygenRun() {
  const heard = new Minutes();
  const simulated = simulateKeygen(structure, `${SEED} keygen`, heard.options);
  const results = keygenResults(simulated);
  const { descriptor } = simulated;
  const [first] = results.values();
  if (!first) throw new Error('an empty keygen');
  const vector = {
    descriptor: hexOf(keygenDescriptorCodec, descriptor),
    session: bytesToHex(keygenSessionId(descriptor)),
    messages: heard.messages,
    certificate: hexOf(certificateCodec, first.certificate),
    groupKey: bytesToHex(first.certificate.statement.groupKey),
    shares: [...results].map(([party, { share }]) => ({ party, x: bytesToHex(share.secret) })),
  };
  return { results, vector };
}

function presignRun(key: EcdsaKey) {
  const heard = new Minutes();
  const { descriptor, outcomes } = simulatePresign(key, ASSIGNMENT, `${SEED} presign`, heard.options);
  const presignatures = resultsOf(outcomes);
  const [first] = presignatures.values();
  if (!first) throw new Error('nobody presigned');
  const vector = {
    assignment: ASSIGNMENT,
    descriptor: hexOf(presignDescriptorCodec, descriptor),
    session: bytesToHex(presignSessionId(descriptor)),
    messages: heard.messages,
    certificate: hexOf(presignatureCertificateCodec, first.certificate),
    id: bytesToHex(first.id),
  };
  return { presignatures, vector };
}

/** What no signer ever tells: for whoever checks an implementation of its own step by step. */
function secretsOf(key: EcdsaKey, presignatures: ReturnType<typeof presignRun>['presignatures']) {
  const { setting, assignment } = groupOf(key, ASSIGNMENT);
  return [...presignatures].map(([party, presignature]) => {
    const share = key.keygen.get(party)?.share;
    if (!share) throw new Error(`party ${party} has no share`);
    const w = additiveShare(setting.group, assignment, party, setting.group.decodeScalar(share.secret));
    const { k, chi } = presignature.take();
    return { party, w: number(w), kTilde: number(k), chiTilde: number(chi) };
  });
}

function signRun(key: EcdsaKey, presignatures: ReturnType<typeof presignRun>['presignatures']) {
  const heard = new Minutes();
  const [first] = presignatures.values();
  if (!first) throw new Error('nobody presigned');
  const { statement } = first.certificate;
  const { descriptor, outcomes } = simulateEcdsaSign(key, ASSIGNMENT, presignatures, MESSAGE, SEED, heard.options);
  const session = signingSessionId(descriptor);
  const request = { session, index: 0, message: MESSAGE, tweak: 0n };
  const { rho, r } = signingPackage(groupOf(key, ASSIGNMENT), statement, request);
  return {
    message: bytesToHex(MESSAGE),
    descriptor: hexOf(signingDescriptorCodec, descriptor),
    session: bytesToHex(session),
    rho: number(rho),
    r: number(r),
    messages: heard.messages,
    signature: bytesToHex(anyResult(outcomes)),
  };
}

/** What was said in a session, each message once. */
class Minutes {
  readonly #said = new Map<string, Envelope>();

  readonly options: ScenarioOptions = {
    onFrame: (_from, _to, frame) => {
      if (frame.kind !== 'envelope') return;
      const { round, from, to, body } = frame.value;
      this.#said.set(`${round} ${from} ${to}`, { ...frame.value, body: body.slice() });
    },
  };

  get messages() {
    const place = ({ round, from, to }: Envelope) => [round, from, to === 'all' ? 0 : to];
    const compare = (a: Envelope, b: Envelope) => {
      const [left, right] = [place(a), place(b)];
      const at = left.findIndex((value, i) => value !== right[i]);
      return (left[at] ?? 0) - (right[at] ?? 0);
    };
    return [...this.#said.values()]
      .sort(compare)
      .map(({ round, from, to, body }) => ({ round, from, to, body: bytesToHex(body) }));
  }
}

function hexOf<T>(codec: Codec<T>, value: T): string {
  return bytesToHex(encodeCbor(codec, value));
}
