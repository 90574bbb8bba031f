import { readFileSync } from 'node:fs';
import type { EcdsaTables } from '../ecdsa/section.ts';
import type { NetworkTables } from '../network/section.ts';

/** The measured tables of FROST, in Markdown. */
export interface FrostTables {
  readonly ed25519: string;
  readonly bip340: string;
  readonly primitives: string;
  readonly suites: string;
  readonly keygen: string;
  readonly messages: string;
}

/** One page of docs/benchmarks/. */
export interface Page {
  readonly title: string;
  readonly machine: string;
  readonly goals: string;
  readonly sections: string;
}

export function document({ title, machine, goals, sections }: Page): string {
  return `# ${title}

Written by \`pnpm bench\`; do not edit. Cells are minimum / median in milliseconds, and in brackets how many times Quorate's
minimum goes into theirs. [How it is measured](../benchmarks.md).

- **Machine:** ${machine}
- **Versions:** ${versions()}

## Goals

${goals}

${sections}
`;
}

export function frostSection({ ed25519, bip340, primitives, suites, keygen, messages }: FrostTables): string {
  return `## Signing, Ed25519

${ed25519}

## Signing, BIP-340

${bip340}

- Quorate's steps are those of \`frostSign\`, with the encoding and decoding of their messages, for a key whose public package
  is decoded (a node keeps it). "Each aggregates" is \`frostSign\` itself, run by all signers: every one of them ends with a
  signature that it verified. Signatures of envelopes, which the peers have no counterpart of, are left out here.
- Quorate's keys are BIP-86 keys, with taproot's tweak; the peers' are untweaked.
- \`@bitgo/wasm-mps\` is Rust in WebAssembly, for 2 of 3 alone; it signs in four rounds.

## The floor

${primitives}

What each of two signers does once: nonce commitments, the peer's commitments, the group commitment, the check of the
signature. All but the check are noble's functions on big integers, so the sum of the four, once per signer, is the least that
pure TypeScript over noble takes: where that is more than 2.5 times what \`@bitgo/wasm-mps\` takes in all, its goal is out of
reach. A thousand messages in one session share readiness and envelopes, and nothing of this sum: where it is more than a fifth
of what a session of one message takes, that goal is out of reach as well. Field arithmetic of our own would lower the floor, and
was rejected ([decision 14](../decisions/0014-no-own-field-arithmetic.md)).

## All suites

${suites}

## Keygen

${keygen}

- One party's work from its first random byte to its share; the others' dealings are there. "Certified" is to the end of
  Quorate's, the key certificate: one ECDSA signature more and the verification of n, which the peers have no counterpart
  of. Its dealings come with both coordinates of each point ([decision 5](../decisions/0005-sums-before-points-and-shares.md)).
- \`@cmdcode/frost\` has the parts of a keygen, without proofs of possession; they are put together here.

## Many messages

${messages}

Both signers' work in whole sessions: readiness signed and verified, envelopes signed, encoded and verified, signatures
verified. Network, storage and the request itself are left out; they would count once per session as well.`;
}

export function ecdsaSection({ proofs, signing, parties, threads, traffic }: EcdsaTables): string {
  return `## Threshold ECDSA, proofs

${proofs}

- Prover and verifier have the secrets that they have in a presigning: Quorate's uses them. "BigInt" is the same code with
  tss-core's own engine in the place of OpenSSL.
- \`@bitgo/sdk-lib-mpc\` has GG18's proofs on the same keys: a range proof beside Πenc-elg, one with check beside Πaff-g
  (which proves an encryption of the mask more), and the proof of one base of Ñ beside Πprm.
- "Quorate, prepared" draws randomizers whose powers were computed before, unmeasured, as nodes do while they rest
  ([decision 23](../decisions/0023-randomizers-prepared.md)). That is as much work, done earlier.
- "its powers alone" is what OpenSSL computes of it (nothing for Πprm's verifier, who raises one base to 128 public exponents together, in
  BigInt). Where even that is more than a goal leaves of BitGo's time, the goal is out of reach with this engine on this machine.
- "GMP" is the same code with GMP in the place of OpenSSL, \`mpz_powm_sec\` for secret exponents and \`mpz_powm\` for others, called through
  koffi where libgmp is installed. For Node no package brings it prebuilt, and nothing but this benchmark uses it.

## Threshold ECDSA, whole signatures

${signing}

- Quorate's is \`ecdsaSignInteractively\`, both parties one after the other, with all proofs and identifiable abort.
- \`@safeheron/two-party-ecdsa-js\` is Lindell's two-party protocol with 2048 bits: its 2048 bits are for comparison only,
  nodes refuse them. \`@silencelaboratories/dkls-wasm-ll-node\` is DKLs23, oblivious transfer in Rust and WebAssembly.
- \`cggmp24\` is LFDT-Lockness's implementation of the same paper in Rust over GMP, with its tables of powers, in a process
  of its own and one thread, on the same moduli; it has no identifiable abort. It is
  measured where \`cargo build --release --locked --manifest-path bench/ecdsa/peers/cggmp24/Cargo.toml\` was run.
- Safeheron's and Silence Laboratories' licences are for non-commercial use, and BitGo's MIT package depends on the latter:
  they are not installed with the workspace, but measured where \`pnpm --dir bench/ecdsa/peers install\` was run.

## Threshold ECDSA, one party

${parties}

- Nodes open their aux secrets for each session, and wipe them at its end; the other rows have them open.
- ${threads}
- ${traffic}`;
}

export function networkSection({ latency, refill, modulusBits }: NetworkTables): string {
  return `## Over the network

${latency}

- Three node processes, a coordinator process and a desk on this machine, over TCP: the request signed, sent and stored, judged
  and signed by two nodes, verified by both, by the coordinator and by the desk's client. One request at a time; those
  that need one round after 300 that warm up. Where the time goes:
  [decision 21](../decisions/0021-what-a-signature-waits-for.md).
- ECDSA has moduli of ${modulusBits} bits. With a presignature it takes one round, without five. Nodes that keep presignatures
  prepare randomizers for sessions without one, while they rest: three requests follow one that took the only presignature.
- A cosigner is one more node that must sign, whose shares SoftHSM2 seals. It makes nothing in advance: two rounds of FROST, five of
  ECDSA, and a process for each session. Hardware answers in its own time.
- ${refill}`;
}

function versions(): string {
  const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const ecdsaPeers: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('../ecdsa/peers/package.json', import.meta.url), 'utf8'),
  );
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...ecdsaPeers.dependencies })
    .filter(([, version]) => !version.startsWith('workspace:'))
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
