import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROGRAMS, ROOT } from '../build/programs.ts';

const root = mkdtempSync(join(tmpdir(), 'quorate-build-'));
const dist = join(root, 'dist');
const without = '--disable-warning=ExperimentalWarning';
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [without, ...args], { encoding: 'utf8', cwd: root });

beforeAll(() => {
  const { status, stderr } = run('--conditions=quorate-src', join(ROOT, 'build/main.ts'), dist);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

afterAll(() => rmSync(root, { recursive: true }));

test('what is built runs where nothing else is', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(run(join(dist, 'quorate.js'), '--version').stdout).toBe(`${version}\n`);
  for (const daemon of ['node', 'coordinator']) {
    for (const wrong of [[], [`${daemon}.yaml`, 'another']]) {
      const { status, stderr } = run(join(dist, `${daemon}.js`), ...wrong);
      const sentence = expect.stringContaining(`give the path of a ${daemon}.yaml`);
      expect({ status, stderr }).toMatchObject({ status: 2, stderr: sentence });
    }
  }
});

test('an older Node is told which one it takes', () => {
  const older = "Object.defineProperty(process, 'versions', { value: { node: '20.11.0' } })";
  for (const program of ['quorate', 'node', 'coordinator']) {
    const { status, stderr } = run('--import', `data:text/javascript,${older}`, join(dist, `${program}.js`));
    expect(stderr).toBe('error: Quorate needs Node 24.15 or later, and this is 20.11.0\n');
    expect(status).toBe(2);
  }
});

test('it has the licences of what is inside', () => {
  const licences = readFileSync(join(dist, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
  for (const title of [/^@noble\/curves [\d.]+ \(MIT\)$/m, /^libp2p [\d.]+ \(Apache-2.0 OR MIT\)$/m, /^fastify /m]) {
    expect(licences).toMatch(title);
  }
  expect(licences).toContain('Paul Miller');
  expect(licences).not.toContain('@quorate/');
  expect(readFileSync(join(dist, 'LICENSE'), 'utf8')).toContain('Apache License');
});

test('whatever a package starts from its sources is built under the same name', () => {
  for (const name of ['node', 'coordinator']) {
    const { imports } = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
    const built = Object.entries(PROGRAMS).map(([program, source]) => [`#${program}`, join(ROOT, source)]);
    for (const [program, at] of Object.entries<Record<string, string>>(imports)) {
      expect(built).toContainEqual([program, join(ROOT, 'packages', name, at['quorate-src'] ?? '')]);
    }
  }
});
