import { sampleKey } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { sample, scene, treasury } from '../testing/scene.ts';

const other = sampleKey(sample, 'frost-secp256k1-tr', 'other');

test('one false key does not hide the others, and is never returned', async () => {
  const { coordinator, client } = await scene();
  const spoiled = { ...other.view, acknowledgements: [] };
  coordinator.on('GET /v1/keys', () => ({ body: { keys: [spoiled, treasury.view] } }));
  const listing = await client.keys();
  expect(listing).toMatchObject({
    kind: 'done',
    value: {
      keys: [{ name: 'treasury' }],
      refused: [{ name: 'other', sentence: 'node-1 has not acknowledged that it stores its share' }],
    },
  });
  expect(await client.key('other')).toMatchObject({ kind: 'failed', code: 'false-answer' });
});

test('a key is found by name and by id', async () => {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/keys', () => ({ body: { keys: [other.view, treasury.view] } }));
  expect(await client.key('treasury')).toMatchObject({ kind: 'done', value: { id: treasury.view.key } });
  expect(await client.key(other.view.key)).toMatchObject({ kind: 'done', value: { name: 'other' } });
});

test('a verified key is not asked for twice', async () => {
  const { coordinator, client } = await scene();
  await client.key('treasury');
  await client.key(treasury.view.key);
  expect(coordinator.calls).toEqual(['GET /v1/keys']);
});

test('an unknown key is unknown', async () => {
  const { client } = await scene();
  expect(await client.key('savings')).toMatchObject({
    kind: 'failed',
    code: 'unknown-key',
    sentence: 'the cluster has no key savings',
  });
});

test('a name that two keys have is not guessed at', async () => {
  const { coordinator, client } = await scene();
  const twin = sampleKey(sample, 'frost-secp256k1-tr', 'treasury');
  coordinator.on('GET /v1/keys', () => ({ body: { keys: [twin.view, treasury.view] } }));
  expect(await client.key('treasury')).toMatchObject({ kind: 'failed', code: 'ambiguous-key' });
});
