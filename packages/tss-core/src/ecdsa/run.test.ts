import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { vectorRun } from './testing/vectorRun.ts';

test('docs/vectors/ecdsa-run-v1.json: the whole run of 2 of 3 comes out again, byte by byte', () => {
  const published: unknown = JSON.parse(
    readFileSync(new URL('../../../../docs/vectors/ecdsa-run-v1.json', import.meta.url), 'utf8'),
  );
  expect(JSON.parse(JSON.stringify(vectorRun()))).toEqual(published);
});
