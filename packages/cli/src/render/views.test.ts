import type { AttemptView, RequestView, StatusView } from '@quorate/requests';
import { expect, test } from 'vitest';
import { plain } from '../output/style.ts';
import { descriptionText } from './descriptionText.ts';
import { attemptsText, requestsTable, requestText } from './requestText.ts';
import { statusText } from './statusText.ts';

const attempt: AttemptView = {
  session: '00'.repeat(32),
  signers: ['node-1', 'node-2'],
  outcome: 'signed',
  missing: [],
  culprits: [],
  startedAt: 1_767_225_600_000,
  elapsedMs: 120,
};
const request: RequestView = {
  id: 'payroll-2026-01',
  desk: 'desk-1',
  key: '00'.repeat(32),
  keyName: 'treasury',
  hash: '00'.repeat(32),
  state: 'pending',
  createdAt: 1_767_225_600,
  expiresAt: 1_767_226_200,
  attempts: [],
  denials: [],
};

test('every attempt says who took part, how it ended and why', () => {
  const silent: AttemptView = { ...attempt, outcome: 'disconnected', missing: ['node-2'], elapsedMs: 60 };
  const cheated: AttemptView = { ...attempt, outcome: 'fault', culprits: ['node-2'], fault: 'invalid-share' };
  expect(attemptsText([silent, cheated, attempt], plain)).toBe(
    [
      '1. node-1 + node-2: disconnected after 60 ms (node-2 was silent)',
      '2. node-1 + node-2: fault after 120 ms (node-2 cheated: invalid-share)',
      '3. node-1 + node-2: signed after 120 ms',
    ].join('\n'),
  );
});

test('a request tells who asked when, and who denied it why', () => {
  const denied: RequestView = {
    ...request,
    state: 'denied',
    denials: [{ node: 'node-3', reasons: ['no rule\u001b[2J', 'too much'] }],
  };
  const text = requestText(denied, plain);
  expect(text).toMatch(/asked +2026-01-01 00:00:00Z by desk-1/);
  expect(text).toMatch(/denied by node-3 +no rule\\u\{1b\}\[2J\n +too much/);
});

test('requests are a table, and none is said in words', () => {
  expect(requestsTable([request], plain)).toMatch(/payroll-2026-01 +pending +treasury +2026-01-01 00:00:00Z +0 +-/);
  expect(requestsTable([], plain)).toBe('No requests yet.');
});

test('what will be signed is shown with its warnings, and cannot forge lines of its own', () => {
  const description = {
    title: 'Pay 1 BTC',
    lines: [{ label: 'To', value: 'alice\nFee 0' }],
    warnings: ['the fee is half of the payment'],
  };
  expect(descriptionText(description, plain)).toBe(
    'Pay 1 BTC\n  To  alice\\nFee 0\n  ! the fee is half of the payment',
  );
});

const status: StatusView = {
  coordinator: { id: 'coordinator-1', version: '0.1.0', uptimeMs: 90_000 },
  cluster: { name: 'local', id: '00'.repeat(32), revision: 3 },
  nodes: [
    {
      id: 'node-1',
      peerId: '16Uiu1',
      address: '/ip4/127.0.0.1/tcp/1',
      state: 'up',
      pid: 42,
      rules: { name: 'local-demo', description: 'any intent' },
      links: ['coordinator-1'],
      keys: 2,
      pendingKeys: 1,
      sessions: 0,
      primes: { found: 1, needed: 4 },
    },
    {
      id: 'node-2',
      peerId: '16Uiu2',
      address: '/ip4/127.0.0.1/tcp/2',
      state: 'down',
      links: [],
      keys: 0,
      pendingKeys: 0,
      sessions: 0,
    },
  ],
};

test('status shows dead nodes beside living ones, and what their rules mean', () => {
  const text = statusText(status, 3, plain);
  expect(text).toContain('local, revision 3: 1 of 2 nodes up');
  expect(text).toMatch(/node-1 +up +42 +16Uiu1 +\/ip4\/127\.0\.0\.1\/tcp\/1 +0\/1 +2 \(\+1 pending\) +local-demo/);
  expect(text).toMatch(/node-2 +down +- +16Uiu2 +\/ip4\/127\.0\.0\.1\/tcp\/2 +- +- +-/);
  expect(text).toContain('rules local-demo: any intent');
  expect(text).toContain('node-1 is looking for primes for ECDSA keys: 1 of 4 found');
});

test.each([
  [2, 'this directory has an older one'],
  [4, 'the coordinator has an older one'],
])('where revision %i is pinned, status says that %s', (pinned, who) => {
  expect(statusText(status, 3, plain)).not.toContain('!');
  expect(statusText(status, pinned, plain)).toContain(
    `! the cluster file of this directory has revision ${pinned}, the coordinator's has 3: ${who}, and the nodes below are not checked`,
  );
});

test('status shows what keeps a module from attesting, and what speaks against its records', () => {
  const [up, down] = status.nodes;
  if (!up || !down) throw new Error('two nodes');
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const attestation = { sequence: 9, heard: 1, needed: 2, setback: { from: 3, to: 8, at } };
  const forks = [{ node: 'hsm-1', sequence: 7, seenAt: at }];
  const text = statusText(
    {
      ...status,
      nodes: [
        { ...up, attestation },
        { ...down, forks },
      ],
    },
    3,
    plain,
  );
  expect(text).toContain('! node-1 attests nothing yet: 1 of 2 other nodes have told it');
  expect(text).toContain(
    '! node-1 had records up to attestation 3 at 2026-01-02 03:04:05Z, and others had witnessed 8: its data directory',
  );
  expect(text).toContain(
    '! node-2 has witnessed two attestations 7 of hsm-1 that contradict each other, the second at 2026-01-02 03:04:05Z',
  );
});
