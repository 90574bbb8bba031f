import { expect, test } from 'vitest';
import { createLogger, type LogLevel } from './createLogger.ts';

function capture(level: LogLevel = 'info') {
  const lines: string[] = [];
  const logger = createLogger(level, { node: 'node-1' }, { write: (line) => void lines.push(line) });
  return { logger, lines, last: (): unknown => JSON.parse(lines.at(-1) ?? '{}') };
}

test('a line is one JSON object with level, time, node and message', () => {
  const { logger, lines, last } = capture();
  logger.info({ session: 'ab' }, 'ready');
  expect(lines[0]).toMatch(/^[^\n]*\n$/);
  expect(last()).toEqual({ level: 'info', time: expect.any(String), node: 'node-1', session: 'ab', msg: 'ready' });
});

test('child loggers carry their request on every line', () => {
  const { logger, last } = capture();
  logger.child({ request: 'invoice-1' }).warn('slow');
  expect(last()).toMatchObject({ level: 'warn', request: 'invoice-1', msg: 'slow' });
});

test('lines below the level are not written', () => {
  const { logger, lines } = capture('warn');
  logger.info('quiet');
  expect(lines).toEqual([]);
});

test.each(['passphrase', 'password', 'secret', 'identitySecret', 'kek', 'nonce', 'share', 'seed', 'sealedShare'])(
  'the field %s is redacted at any depth',
  (name) => {
    const { logger, lines } = capture();
    logger.info({ [name]: 'hush', deep: { list: [{ [name]: 'hush' }] } }, 'x');
    logger.child({ [name]: 'hush' }).info('child');
    expect(lines.join('')).not.toContain('hush');
    expect(lines[0]).toContain('[redacted]');
  },
);

test('bytes are never printed, whatever their name', () => {
  const { logger, lines } = capture();
  logger.info({ harmless: Uint8Array.of(7, 7, 7), deep: { buffer: Buffer.from('hush') } }, 'x');
  expect(lines[0]).not.toMatch(/7,|:7|hush/);
  expect(lines[0]).toContain('[3 bytes]');
});

test('errors keep their message and code, and lose what else hangs on them', () => {
  const { logger, lines, last } = capture();
  logger.error({ err: Object.assign(new Error('link lost'), { code: 'down', key: Buffer.from('hush') }) }, 'x');
  expect(last()).toMatchObject({ err: { message: 'link lost', code: 'down' } });
  expect(lines[0]).not.toContain('hush');
});

test('a circular object does not stop the log', () => {
  const { logger, last } = capture();
  const circular: Record<string, unknown> = { a: 1 };
  circular.self = circular;
  logger.info({ circular }, 'still here');
  expect(last()).toMatchObject({ msg: 'still here' });
});

test('a child of a child keeps the fields of both, redacted', () => {
  const { logger, last } = capture();
  logger.child({ request: 'r' }).child({ session: 's', nonce: 'hush' }).info('x');
  expect(last()).toMatchObject({ node: 'node-1', request: 'r', session: 's', nonce: '[redacted]' });
});
