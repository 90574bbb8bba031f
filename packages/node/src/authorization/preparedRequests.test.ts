import { sampleCluster, sampleKey, sampleSignedRequest } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { PreparedRequests } from './preparedRequests.ts';

const sample = sampleCluster();
const { certificate } = sampleKey(sample, 'frost-ed25519');
const requestOf = (id: string) => sampleSignedRequest(sample, { key: certificate.statement.key, id }).request;

test('what a request comes to is computed once, and anew for another request or another certificate', () => {
  const known = new PreparedRequests();
  const request = requestOf('request-0001');
  const first = known.of(request, certificate);
  expect(known.of(request, certificate)).toBe(first);
  expect(known.of(requestOf('request-0001'), certificate)).not.toBe(first);
  const other = known.of(request, { ...certificate });
  expect(other).not.toBe(first);
  expect(other.messages).toEqual(first.messages);
});

test('what else was decoded is not kept: it may be large', () => {
  const preparation = new PreparedRequests().of(requestOf('request-0001'), certificate);
  expect(Object.keys(preparation).sort()).toEqual(['certificate', 'context', 'description', 'messages', 'needs']);
});

test('the oldest is forgotten for a seventeenth', () => {
  const known = new PreparedRequests();
  const [oldest, next, ...others] = Array.from({ length: 17 }, (_, i) => requestOf(`request-${1000 + i}`));
  if (!oldest || !next) throw new Error('there are none');
  const [first, second] = [oldest, next].map((request) => known.of(request, certificate));
  for (const request of others) known.of(request, certificate);
  expect(known.of(next, certificate)).toBe(second);
  expect(known.of(oldest, certificate)).not.toBe(first);
});
