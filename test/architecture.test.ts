import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const PACKAGES = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages');

/** Of the core, its steps, proofs and simulations are for tests and benchmarks. */
const CORE = /^@quorate\/tss-core(\/(ecdsa|wire))?$/;

/** What each package's sources may import besides their own files. `node:*` stands for every Node module. */
const ALLOWED: Readonly<Record<string, readonly RegExp[]>> = {
  'tss-core': [/^@noble\/(curves|hashes)\//, /^cborg$/],
  requests: [
    /^@noble\/(curves|hashes)\//,
    CORE,
    /^@scure\//,
    /^@solana\//,
    /^@solana-program\//,
    /^micro-eth-signer(\/abi\.js|\/core\/rlp\.js)?$/,
    /^zod$/,
  ],
  network: [
    /^node:/,
    /^@noble\//,
    CORE,
    /^@quorate\/requests$/,
    /^libp2p$/,
    /^@libp2p\//,
    /^@chainsafe\//,
    /^@multiformats\//,
    /^it-/,
    /^uint8arrays/,
    /^uint8arraylist$/,
  ],
  daemon: [/^node:/, /^pino$/],
  node: [/^node:/, /^@noble\//, CORE, /^@quorate\/(requests|network|daemon)$/, /^(koffi|pino|prom-client|yaml|zod)$/],
  coordinator: [
    /^node:/,
    /^@noble\//,
    CORE,
    /^@quorate\/(requests|network|daemon)$/,
    /^fastify$/,
    /^@fastify\//,
    /^(pino|prom-client|yaml|zod)$/,
  ],
  client: [/^@noble\//, CORE, /^@quorate\/requests$/, /^viem(\/accounts)?$/, /^zod$/],
  cli: [
    /^node:/,
    /^@noble\//,
    CORE,
    /^@quorate\/(requests|client)$/,
    /^@scure\//,
    /^@solana\//,
    /^(commander|micro-eth-signer|yaml|zod)$/,
  ],
};

/** Test helpers, which no source may import, may import these as well. */
const HELPERS = /[/\\](testing|fixtures)[/\\]/;
const HELPERS_ALSO = [/^node:/, /^vitest$/, /^viem$/, /^@quorate\/(tss-core|requests)\/testing$/];

/** Nothing pure may touch these globals: no clock, network, disk or randomness of its own. */
const IMPURE =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|setInterval|fetch\(|process\.|globalThis\.crypto|crypto\.getRandomValues)/;
const PURE = ['tss-core', 'requests'];
/** What it asks the platform for is a function of its arguments: Ed25519 in OpenSSL. */
const PLATFORM_FUNCTION =
  "requests/src/ed25519/opensslEd25519.ts: const crypto = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:crypto');";

function sourcesOf(name: string): readonly string[] {
  const root = join(PACKAGES, name, 'src');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(root, file));
}

function isAllowed(name: string, file: string, specifier: string): boolean {
  const allowed = ALLOWED[name] ?? [];
  return [...allowed, ...(HELPERS.test(file) ? HELPERS_ALSO : [])].some((pattern) => pattern.test(specifier));
}

function importsOf(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  const found = source.matchAll(
    /(?:^\s*(?:import|export)[^;'"]*?from\s*|^\s*import\s*|\bimport\(\s*)['"]([^'"]+)['"]/gm,
  );
  return [...found].flatMap(([, specifier]) => (specifier ? [specifier] : []));
}

describe.each(Object.keys(ALLOWED))('%s', (name) => {
  test('imports only what it may', () => {
    const forbidden = sourcesOf(name).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith('.') && !isAllowed(name, file, specifier))
        .map((specifier) => `${relative(PACKAGES, file)} imports ${specifier}`),
    );
    expect(forbidden).toEqual([]);
  });

  test('no source imports test helpers', () => {
    const helped = sourcesOf(name)
      .filter((file) => !HELPERS.test(file))
      .filter((file) => importsOf(file).some((specifier) => /(^|\/)(testing|fixtures)(\/|$)/.test(specifier)))
      .map((file) => relative(PACKAGES, file));
    expect(helped).toEqual([]);
  });

  test('relative imports stay inside the package', () => {
    const root = join(PACKAGES, name, 'src');
    const escaping = sourcesOf(name).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .filter((specifier) => relative(root, join(dirname(file), specifier)).startsWith('..'))
        .filter((specifier) => !specifier.endsWith('/package.json'))
        .map((specifier) => `${relative(PACKAGES, file)} imports ${specifier}`),
    );
    expect(escaping).toEqual([]);
  });
});

test("viem is for the client's adapter alone, which is an entry of its own", () => {
  const needing = sourcesOf('client').filter((file) => importsOf(file).some((one) => one.startsWith('viem')));
  expect(needing.length).toBeGreaterThan(0);
  const adapter = join(PACKAGES, 'client', 'src', 'viem');
  expect(needing.filter((file) => relative(adapter, file).startsWith('..'))).toEqual([]);
});

test('every package is listed here', () => {
  expect(readdirSync(PACKAGES).sort()).toEqual(Object.keys(ALLOWED).sort());
});

test.each(PURE)('%s reads no clock, network, disk or randomness of its own', (name) => {
  const impure = sourcesOf(name).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && IMPURE.test(line))
      .map((line) => `${relative(PACKAGES, file)}: ${line.trim()}`),
  );
  expect(impure).toEqual(name === 'requests' ? [PLATFORM_FUNCTION] : []);
});
