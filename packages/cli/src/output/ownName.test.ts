import { expect, test } from 'vitest';
import { dirOption, ownName, shellWord } from './ownName.ts';

test('suggested commands can be copied, whichever way the program was started', () => {
  expect(ownName({})).toBe('quorate');
  const pnpm = { npm_lifecycle_event: 'quorate', npm_config_user_agent: 'pnpm/12.21.0 npm/? node/? linux x64' };
  expect(ownName(pnpm)).toBe('npx -y pnpm@12.21.0 quorate');
  expect(ownName({ ...pnpm, npm_lifecycle_event: 'demo' })).toBe('quorate');
});

test('a directory with blanks is quoted, the default one is left out', () => {
  expect(dirOption('.quorate', '.quorate')).toBe('');
  expect(dirOption('/tmp/five', '.quorate')).toBe(' --dir /tmp/five');
  expect(dirOption("my dir's", '.quorate')).toBe(" --dir 'my dir'\\''s'");
  expect(shellWord('')).toBe("''");
});
