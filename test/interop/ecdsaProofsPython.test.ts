import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const VERIFIER = fileURLToPath(new URL('../../docs/examples/verify_ecdsa_proofs.py', import.meta.url));
const VECTORS = [
  ['ours', '../../docs/vectors/ecdsa-proofs-v1.json', 13],
  ['cggmp24’s', '../vectors/cggmp24/proofs-v1.json', 10],
] as const;
const PYTHON = process.env.QUORATE_PYTHON ?? 'python3';

const python = (...args: readonly string[]) => spawnSync(PYTHON, ['-B', ...args], { encoding: 'utf8' });
const hasPython = python('-c', 'import sys; sys.exit(sys.version_info < (3, 8))').status === 0;

/** The long profile takes half a minute there. */
test.skipIf(!hasPython).each(VECTORS)(
  'a verifier in Python, written from the description alone, accepts %s that are published and in no other place',
  { timeout: 120_000 },
  (_, file, count) => {
    const { status, stdout, stderr } = python(VERIFIER, fileURLToPath(new URL(file, import.meta.url)), 'test-1024');
    expect(status, stderr + stdout).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(count);
  },
);
