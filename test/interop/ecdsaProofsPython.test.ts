import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const VERIFIER = fileURLToPath(new URL('../../docs/examples/verify_ecdsa_proofs.py', import.meta.url));
const VECTORS = fileURLToPath(new URL('../../docs/vectors/ecdsa-proofs-v1.json', import.meta.url));
const PYTHON = process.env.QUORATE_PYTHON ?? 'python3';

const python = (...args: readonly string[]) => spawnSync(PYTHON, ['-B', ...args], { encoding: 'utf8' });
const hasPython = python('-c', 'import sys; sys.exit(sys.version_info < (3, 8))').status === 0;

/** The long profile takes half a minute there. */
test.skipIf(!hasPython)(
  'a verifier in Python, written from the description alone, accepts the published proofs and in no other place',
  { timeout: 120_000 },
  () => {
    const { status, stdout, stderr } = python(VERIFIER, VECTORS, 'test-1024');
    expect(status, stderr + stdout).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(13);
  },
);
