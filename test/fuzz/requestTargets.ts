import {
  cancelOrderCodec,
  clusterId,
  createKeyOrderCodec,
  DEFAULT_ETHEREUM_RULES,
  decodeSignedCancel,
  decodeSignedOrder,
  decodeSignedRequest,
  encodeSignedCancel,
  encodeSignedOrder,
  encodeSignedRequest,
  type Intent,
  intentCodec,
  localDemoRules,
  parseClusterDraft,
  parseClusterFile,
  parseRuleSet,
  type RuleSet,
  requestHash,
  ruleSetCodec,
  signCancel,
  signedCancelCodec,
  signedOrderCodec,
  signedRequestCodec,
  signRequestCodec,
} from '@quorate/requests';
import { SAMPLE_TIME, sampleCluster, sampleSignedOrder, sampleSignedRequest } from '@quorate/requests/testing';
import { type FuzzTarget, functionTarget, valueTarget } from './target.ts';

const INTENTS: readonly Intent[] = [
  { kind: 'message', value: { text: 'hello' } },
  { kind: 'bitcoin-message', value: { text: 'hello' } },
  { kind: 'bitcoin-psbt', value: { psbt: new Uint8Array(80).fill(1), network: 'regtest' } },
  { kind: 'solana-transaction', value: { transaction: new Uint8Array(80).fill(2) } },
  { kind: 'ethereum-transaction', value: { transaction: new Uint8Array(80).fill(3) } },
  { kind: 'ethereum-typed-data', value: { json: '{"types":{}}' } },
];

const NAMED = [{ chain: 1, address: '0x1111111111111111111111111111111111111111' }];
const ETHEREUM_RULES = {
  ...DEFAULT_ETHEREUM_RULES,
  chains: [1, 10],
  contracts: NAMED,
  unknownCalldata: [{ chain: 1, to: '0x2222222222222222222222222222222222222222', selector: '0x12345678' }],
  delegates: NAMED,
};
const RULES: readonly RuleSet[] = [
  localDemoRules,
  { ...localDemoRules, allow: [{ desks: ['desk-1'], keys: '*', intents: '*', ethereum: ETHEREUM_RULES }] },
];

/** Everything that desks and admins send, and the files that operators write. */
export function requestTargets(): readonly FuzzTarget[] {
  const sample = sampleCluster({ admins: 3, threshold: 2 });
  const requests = INTENTS.map((intent) => sampleSignedRequest(sample, { intent }));
  const cancels = requests.map(({ request }) => {
    const about = { version: 1, cluster: clusterId(sample.cluster), desk: 'desk-1', createdAt: SAMPLE_TIME } as const;
    return signCancel({ ...about, requestHash: requestHash(request) }, sample.secret('desk-1'));
  });
  const order = sampleSignedOrder(sample);
  const file = JSON.stringify(sample.cluster);
  return [
    functionTarget(
      'signed request',
      ['decodeSignedRequest'],
      decodeSignedRequest,
      encodeSignedRequest,
      requests.map(encodeSignedRequest),
    ),
    valueTarget('signed request, as part', ['signedRequestCodec'], signedRequestCodec, requests),
    valueTarget(
      'request',
      ['signRequestCodec'],
      signRequestCodec,
      requests.map(({ request }) => request),
    ),
    valueTarget('intent', ['intentCodec'], intentCodec, INTENTS),
    functionTarget(
      'signed cancel',
      ['decodeSignedCancel'],
      decodeSignedCancel,
      encodeSignedCancel,
      cancels.map(encodeSignedCancel),
    ),
    valueTarget('signed cancel, as part', ['signedCancelCodec'], signedCancelCodec, cancels),
    valueTarget(
      'cancel',
      ['cancelOrderCodec'],
      cancelOrderCodec,
      cancels.map(({ cancel }) => cancel),
    ),
    functionTarget('signed order', ['decodeSignedOrder'], decodeSignedOrder, encodeSignedOrder, [
      encodeSignedOrder(order),
    ]),
    valueTarget('signed order, as part', ['signedOrderCodec'], signedOrderCodec, [order]),
    valueTarget('order', ['createKeyOrderCodec'], createKeyOrderCodec, [order.order]),
    valueTarget('rules', ['ruleSetCodec'], ruleSetCodec, RULES),
    jsonTarget('cluster file', ['parseClusterFile'], parseClusterFile, file),
    jsonTarget('cluster draft', ['parseClusterDraft'], parseClusterDraft, file),
    jsonTarget('rules file', ['parseRuleSet'], (json) => parseRuleSet(parsedJson(json)), JSON.stringify(RULES[1])),
  ];
}

/** JSON has many encodings of one value: what was read is read again as the same. */
function jsonTarget<T>(
  name: string,
  covers: readonly string[],
  parse: (json: string) => T,
  sample: string,
): FuzzTarget {
  const reencode = (encoded: Uint8Array) => {
    const value = JSON.stringify(parse(new TextDecoder().decode(encoded)));
    if (JSON.stringify(parse(value)) !== value) throw new Error(`${name}: ${value} is read as something else`);
    return encoded;
  };
  return { name, covers, samples: [new TextEncoder().encode(sample)], reencode };
}

/** Rules come from a reader of YAML, which refuses what is none by itself. */
function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
