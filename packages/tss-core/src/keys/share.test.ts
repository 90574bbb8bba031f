import { expect, test } from 'vitest';
import { decodeKeyShare, encodeKeyShare, wipeShare } from './share.ts';
import { partyIndex } from './structure.ts';

test('a share survives its encoding, as a copy that is wiped by itself', () => {
  const share = { party: partyIndex(258), secret: new Uint8Array(32).fill(9) };
  const encoded = encodeKeyShare(share);
  const decoded = decodeKeyShare(encoded);
  expect(decoded).toEqual(share);
  wipeShare(decoded);
  expect(decoded.secret).toEqual(new Uint8Array(32));
  expect(decodeKeyShare(encoded)).toEqual(share);
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['another version', Uint8Array.of(2, 0, 1, ...new Uint8Array(32))],
  ['party 0', Uint8Array.of(1, 0, 0, ...new Uint8Array(32))],
  ['a scalar too short', Uint8Array.of(1, 0, 1, ...new Uint8Array(31))],
  ['a scalar too long', Uint8Array.of(1, 0, 1, ...new Uint8Array(58))],
])('%s is no share', (_, encoded) => {
  expect(() => decodeKeyShare(encoded)).toThrow(/key share/);
});
