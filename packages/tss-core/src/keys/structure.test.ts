import { describe, expect, test } from 'vitest';
import { structureOf } from '../testing/index.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import { checkStructure, type KeyStructure, MAX_PARTIES, partyIndex, structureCodec } from './structure.ts';

const p = partyIndex;
const sound = structureOf('frost-ed25519', [2, [1, 2, 3]], [1, [4, 5]]);
const [software, hardware] = sound.quorums;
if (!software || !hardware) throw new Error('two quorums');
const withQuorums = (...quorums: KeyStructure['quorums']): KeyStructure => ({ ...sound, quorums });
const without = (index: number) => sound.parties.filter((party) => party.index !== index);

const unsound: readonly (readonly [string, KeyStructure, RegExp])[] = [
  ['no quorum', { ...sound, parties: [], quorums: [] }, /at least one quorum/],
  ['a threshold of 0', withQuorums({ ...software, threshold: 0 }, hardware), /threshold of quorum 1/],
  ['half a threshold', withQuorums({ ...software, threshold: 1.5 }, hardware), /threshold of quorum 1/],
  ['a threshold above its members', withQuorums(software, { ...hardware, threshold: 3 }), /wants 3 of 2/],
  ['an empty quorum', withQuorums(software, { threshold: 1, members: [] }), /wants 1 of 0/],
  ['a party in two quorums', withQuorums(software, { threshold: 1, members: [p(3), p(4), p(5)] }), /in two quorums/],
  ['a member named twice', withQuorums({ ...software, members: [p(1), p(1), p(2), p(3)] }, hardware), /ascending/],
  ['a member that is no party', { ...sound, parties: without(5) }, /names party 5/],
  ['a party without a quorum', withQuorums(software, { threshold: 1, members: [p(4)] }), /party 5 stands in no quorum/],
  ['parties out of order', { ...sound, parties: sound.parties.toReversed() }, /strictly ascending/],
  ['a node twice', { ...sound, parties: sound.parties.map((party) => ({ ...party, node: 'node-1' })) }, /twice/],
  ['a key that is whole on every node', structureOf('frost-ed25519', [1, [1, 2, 3]]), /whole on every node/],
  [
    'an unrecoverable quorum, not accepted',
    { ...structureOf('frost-p256', [2, [1, 2]]), lossAccepted: false },
    /loses/,
  ],
];

describe('unsound structures', () => {
  test.each(unsound)('%s', (_, structure, sentence) => {
    expect(() => checkStructure(structure)).toThrow(sentence);
  });

  test.each(unsound.filter(([, { quorums }]) => quorums.every(({ threshold }) => Number.isInteger(threshold))))(
    '%s does not decode',
    (_, structure) => {
      expect(() => decodeCbor(structureCodec, encodeCbor(structureCodec, structure), 10_000)).toThrow(/message/);
    },
  );

  test('index 0, and more parties than 255', () => {
    const encoded = encodeCbor(structureCodec, structureOf('frost-ed25519', [2, [1, 2]]));
    const zero = encoded.map((byte, i) => (byte === 1 && encoded[i - 1] === 0x82 ? 0 : byte));
    expect(zero).not.toEqual(encoded);
    expect(() => decodeCbor(structureCodec, zero, 10_000)).toThrow(/integer from 1/);
    const crowd = Array.from({ length: MAX_PARTIES + 1 }, (_, i) => i + 1);
    const large = encodeCbor(
      structureCodec,
      structureOf('frost-ed25519', [2, crowd.slice(0, 128)], [2, crowd.slice(128)]),
    );
    expect(() => decodeCbor(structureCodec, large, 100_000)).toThrow(/1 to 255 items/);
  });
});

test('a sound structure decodes to itself', () => {
  expect(decodeCbor(structureCodec, encodeCbor(structureCodec, sound), 10_000)).toEqual(sound);
});
