import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SCHEMES, type SchemeId } from '@quorate/tss-core';
import { type EcdsaTables, ecdsaTables } from './ecdsa/section.ts';
import { NETWORK_EFFORT, type NetworkTables, networkTables, QUICK_NETWORK } from './network/section.ts';
import { cmdcode } from './peers/cmdcode.ts';
import { noble } from './peers/noble.ts';
import { quorate } from './peers/quorate.ts';
import type { SigningPeer } from './peers/signingPeer.ts';
import { wasmMps } from './peers/wasmMps.ts';
import type { Effort } from './support/measure.ts';
import { document, ecdsaSection, type FrostTables, frostSection, networkSection } from './tables/document.ts';
import { goalsTable } from './tables/goals.ts';
import { KEYGEN_PEERS, keygenRow } from './tables/keygen.ts';
import { messagesRow, messagesTable } from './tables/messages.ts';
import { PRIMITIVE_PEERS, primitiveRows } from './tables/primitives.ts';
import { machineLine, markdownTable, type Row } from './tables/report.ts';
import { signingRows } from './tables/signing.ts';

const SIZES = [
  [2, 3],
  [3, 5],
  [7, 10],
  [67, 100],
] as const;
const COMPARED = ['frost-ed25519', 'frost-secp256k1-tr'] as const;

const { values: options } = parseArgs({
  options: {
    /** Few and short rounds, to see that it runs. */
    quick: { type: 'boolean', default: false },
    /** frost, ecdsa or network: only that page is measured and written. */
    only: { type: 'string' },
    /** No keys of more parties than this. */
    most: { type: 'string', default: '100' },
    /** The directory of the pages. */
    output: { type: 'string', default: fileURLToPath(new URL('../docs/benchmarks', import.meta.url)) },
  },
});
const sizes = SIZES.filter(([, size]) => size <= Number(options.most));
const effort: Effort = options.quick
  ? { milliseconds: 1, rounds: 2, least: 2, patience: 1000 }
  : { milliseconds: 500, rounds: 200, least: 3, patience: 10_000 };

/** Every row of the page by its name, for the goals. */
const rows = new Map<string, Row>();

function noted(section: string, row: Row): Row {
  process.stderr.write(`${section} ${row.title}\n`);
  rows.set(`${section} ${row.title}`, row);
  return row;
}

function table(what: string, peers: readonly SigningPeer[], measured: readonly Row[]): string {
  return markdownTable(
    what,
    peers.map(({ name }) => name),
    measured,
  );
}

function signing(scheme: SchemeId, peers: readonly SigningPeer[]): string {
  const measured = sizes.flatMap(([threshold, size]) =>
    signingRows(scheme, threshold, size, peers, effort).map((row) => noted(scheme, row)),
  );
  return table('ms', peers, measured);
}

function suites(): string {
  const peers = [quorate, noble];
  const measured = SCHEMES.map((scheme) => {
    const each = signingRows(scheme, 2, 3, peers, effort).at(-1);
    return noted('suites', { title: scheme, measured: each?.measured ?? new Map() });
  });
  return table('2/3, all parties, each aggregates, ms', peers, measured);
}

function keygen(): string {
  const measured = COMPARED.flatMap((scheme) =>
    sizes.map(([threshold, size]) => noted('keygen', keygenRow(scheme, threshold, size, effort))),
  );
  return markdownTable('per party, ms', KEYGEN_PEERS, measured);
}

function primitives(): string {
  const measured = COMPARED.flatMap((scheme) => primitiveRows(scheme, effort)).map((row) => noted('primitives', row));
  return markdownTable('ms', PRIMITIVE_PEERS, measured);
}

function messages(): string {
  const [sessions, many] = options.quick ? [2, 20] : [60, 1000];
  return messagesTable(COMPARED.map((scheme) => noted('messages', messagesRow(scheme, sessions, many))));
}

function frost(): FrostTables {
  return {
    ed25519: signing('frost-ed25519', [quorate, noble, wasmMps]),
    bip340: signing('frost-secp256k1-tr', [quorate, noble, cmdcode]),
    primitives: primitives(),
    suites: suites(),
    keygen: keygen(),
    messages: messages(),
  };
}

function ecdsa(): Promise<EcdsaTables> {
  // One step takes as long as a thousand of FROST's.
  const longer = options.quick ? effort : { milliseconds: 5000, rounds: 40, least: 4, patience: 60_000 };
  return ecdsaTables(longer, (row) => noted('ecdsa', row));
}

function network(): Promise<NetworkTables> {
  return networkTables(options.quick ? QUICK_NETWORK : NETWORK_EFFORT, (row) => noted('network', row));
}

const PAGES: { readonly [name: string]: { readonly title: string; measure(): Promise<string> } } = {
  frost: { title: 'Benchmarks: FROST', measure: async () => frostSection(frost()) },
  ecdsa: { title: 'Benchmarks: threshold ECDSA', measure: async () => ecdsaSection(await ecdsa()) },
  network: { title: 'Benchmarks: over the network', measure: async () => networkSection(await network()) },
};

const { only, output } = options;
if (only !== undefined && !(only in PAGES)) {
  throw new RangeError(`--only ${only}: there is ${Object.keys(PAGES).join(', ')}`);
}
mkdirSync(output, { recursive: true });
for (const [name, { title, measure }] of Object.entries(PAGES)) {
  if (only !== undefined && only !== name) continue;
  rows.clear();
  const machine = machineLine();
  const sections = await measure();
  const file = join(output, `${name}.md`);
  writeFileSync(file, document({ title, machine, goals: goalsTable(rows), sections }));
  process.stderr.write(`${file} written\n`);
}
