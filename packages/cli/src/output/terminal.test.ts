import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

test('an answer that cannot be written is a failure with a sentence', () => {
  // Open for reading only: writing to it fails everywhere, as it does to a full disk.
  const unwritable = openSync(MAIN, 'r');
  const argv = ['--conditions=quorate-src', '--disable-warning=ExperimentalWarning', MAIN, '--version'];
  const { status, stderr } = spawnSync(process.execPath, argv, {
    stdio: ['ignore', unwritable, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(unwritable);
  expect(stderr).toBe('error: the answer cannot be written to stdout (EBADF); what was asked for may be done\n');
  expect(status).toBe(1);
});
