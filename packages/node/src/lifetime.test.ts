import { expect, test } from 'vitest';
import { Lifetime } from './lifetime.ts';
import { createLogger } from './telemetry/index.ts';

const log = createLogger('silent', {});
const never = new Promise<undefined>(() => undefined);

function withParts(): { lifetime: Lifetime; closed: string[]; parts: AsyncDisposableStack } {
  const closed: string[] = [];
  const parts = new AsyncDisposableStack();
  parts.defer(() => void closed.push('first made'));
  parts.defer(() => void closed.push('last made'));
  return { lifetime: new Lifetime(log), closed, parts };
}

test('a node is unhealthy until it serves and once it stops', async () => {
  const { lifetime, parts } = withParts();
  expect(lifetime.health()).toEqual({ kind: 'unavailable', reason: 'starting' });
  lifetime.begin(parts, never);
  expect(lifetime.health()).toEqual({ kind: 'serving' });
  const ended = lifetime.end();
  expect(lifetime.health()).toEqual({ kind: 'unavailable', reason: 'stopping' });
  await ended;
});

test('everything is closed once, last made first, however often the node is told to stop', async () => {
  const { lifetime, closed, parts } = withParts();
  lifetime.begin(parts, never);
  await Promise.all([lifetime.end(), lifetime.end()]);
  await lifetime.end();
  expect(closed).toEqual(['last made', 'first made']);
  expect(await lifetime.stopped).toBeUndefined();
});

test('a node whose vault dies stops by itself and says why', async () => {
  const { lifetime, closed, parts } = withParts();
  const problem = new Error('the vault thread ended by itself');
  lifetime.begin(parts, Promise.resolve(problem));
  expect(await lifetime.stopped).toBe(problem);
  expect(closed).toHaveLength(2);
});

test('a part that cannot be closed does not keep the node from stopping', async () => {
  const { lifetime, closed, parts } = withParts();
  parts.defer(() => {
    throw new Error('disk on fire');
  });
  lifetime.begin(parts, never);
  await lifetime.end();
  expect((await lifetime.stopped)?.cause).toMatchObject({ message: 'disk on fire' });
  expect(closed).toHaveLength(2);
});
