import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('who logs goes on, and ends, where no line can be written', () => {
  const module = new URL('./stdoutLines.ts', import.meta.url);
  const program = `
    import { pino } from 'pino';
    import { stdoutLines } from ${JSON.stringify(module.href)};
    const log = pino({}, stdoutLines());
    log.info('ready');
    log.fatal('over');
    process.stderr.write('went on');`;
  // Open for reading only: writing to it fails everywhere, as it does to a full disk.
  const unwritable = openSync(fileURLToPath(module), 'r');
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('.', module)),
    stdio: ['ignore', unwritable, 'pipe'],
    encoding: 'utf8',
    timeout: 60_000,
  });
  closeSync(unwritable);
  expect({ status, stderr }).toEqual({ status: 0, stderr: 'went on' });
});
