import { readFileSync } from 'node:fs';

/** The measured tables, in Markdown. */
export interface Tables {
  readonly machine: string;
  readonly goals: string;
  readonly ed25519: string;
  readonly bip340: string;
  readonly suites: string;
  readonly keygen: string;
  readonly messages: string;
}

/** docs/benchmarks.md as a whole. */
export function document(tables: Tables): string {
  return `# Benchmarks

Written by \`pnpm bench\`; do not edit. All peers run in turn, round after round, in one process and one thread, so that
they share whatever else the machine does. Cells are minimum / median in milliseconds, and in brackets how many times
Quorate's minimum goes into theirs. The first round warms up and does not count.

- **Machine:** ${tables.machine}
- **Versions:** ${versions()}

## Goals

${tables.goals}

## Signing, Ed25519

${tables.ed25519}

## Signing, BIP-340

${tables.bip340}

- Quorate's steps are those of \`frostSign\`, with the encoding and decoding of their messages, for a key whose public package
  is decoded (a node keeps it). "Each aggregates" is \`frostSign\` itself, run by all signers: every one of them ends with a
  signature that it verified. Signatures of envelopes, which the peers have no counterpart of, are left out here.
- Quorate's keys are BIP-86 keys, with taproot's tweak; the peers' are untweaked.
- \`@bitgo/wasm-mps\` is Rust in WebAssembly, for 2 of 3 alone; it signs in four rounds.

## All suites

${tables.suites}

## Keygen

${tables.keygen}

- One party's work from its first random byte to its share; the others' dealings are there. Quorate's ends with a certificate:
  it contains one ECDSA signature and the verification of n, about a millisecond each, which the peers have no counterpart
  of. Its dealings come with both coordinates of each point ([decision 5](decisions/0005-sums-before-points-and-shares.md)).
- \`@cmdcode/frost\` has the parts of a keygen, without proofs of possession; they are put together here.

## Many messages

${tables.messages}

Both signers' work in whole sessions: readiness signed and verified, envelopes signed, encoded and verified, signatures
verified. Network, storage and the request itself are left out; they would count once per session as well.
`;
}

function versions(): string {
  const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !version.startsWith('workspace:'))
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
