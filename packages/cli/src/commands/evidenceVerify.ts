import { clusterId, fromHex } from '@quorate/requests';
import { type Conviction, type FaultCode, verifyEvidence } from '@quorate/tss-core';
import { clusterLayout } from '../cluster/layout.ts';
import { loadClusterFile, mustBeCluster } from '../config/clientConfig.ts';
import type { Context } from '../context.ts';
import { asciiText, parseBase64 } from '../input/base64.ts';
import { readInput } from '../input/readInput.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { facts } from '../render/table.ts';

/** 4 MiB of evidence, in base64. */
const MAX_FILE_BYTES = 6 << 20;

const NAME_IT = 'Name the cluster file with --cluster FILE.';
const OF_A_REQUEST =
  "Of `quorate request show ID --json` it is the text that jq -r '.attempts[].evidence // empty' prints.";

const CRIMES: Readonly<Record<FaultCode, string>> = {
  equivocation: 'it said two different things in one place',
  'malformed-message': 'it signed a message that is none',
  'bad-opening': 'it revealed something else than it had committed to',
  'wrong-commitment-length': 'its commitments would have changed the threshold',
  'bad-proof-of-possession': 'it did not prove that it knows its own secret',
  'wrong-dealt-share': 'it dealt a share that does not fit its commitments',
  'false-complaint': 'it accused a party that had done nothing wrong',
  'wrong-certificate-signature': 'its signature on the certificate is false',
  'invalid-share': 'its signature share is false',
  'invalid-parameters': 'its auxiliary parameters are none',
  'invalid-proof': 'its zero-knowledge proof does not hold',
  'invalid-ciphertext': 'it sent a ciphertext that is none',
  'wrong-verdict': 'it said other of a presigning than what everybody saw',
};

const SESSIONS: Readonly<Record<Conviction['kind'], string>> = {
  keygen: 'a key ceremony',
  signing: 'a signing session',
  aux: 'a ceremony of auxiliary parameters',
  presign: 'a presigning session',
  'ecdsa-signing': 'a signing session',
};

/** `quorate evidence verify`: offline, from a file and the pinned cluster file alone. */
export async function evidenceVerify(context: Context, file: string, clusterFile?: string): Promise<Report> {
  if (clusterFile === undefined) await mustBeCluster(context.dir, NAME_IT);
  const cluster = await loadClusterFile(clusterFile ?? clusterLayout(context.dir).clusterFile);
  const conviction = verifyEvidence(decodeFile(file, await readInput(file, MAX_FILE_BYTES)), {
    cluster: clusterId(cluster),
    identityOf: (node) => {
      const found = cluster.nodes.find(({ id }) => id === node);
      return found && fromHex(found.identity);
    },
  });
  const { code, kind } = conviction;
  const culprits = conviction.culprits.map(({ node }) => node);
  const [key, session] = [hex(conviction.key), hex(conviction.session)];
  const { style } = context.output;
  const title = `${style.bad(`${culprits.join(' and ')} cheated`)}: ${CRIMES[code]} (${code}).`;
  const rows = [
    ['in', SESSIONS[kind]],
    ['session', session],
    ['key', key],
    ['judged by', `envelopes the culprit signed, and cluster file ${cluster.name} revision ${cluster.revision}`],
  ] as const;
  return { json: { convicted: culprits, code, kind, key, session }, human: `${title}\n${facts(rows, style)}` };
}

function decodeFile(path: string, content: Uint8Array): Uint8Array {
  const text = asciiText(content);
  const evidence = text === undefined ? content : parseBase64(text);
  if (evidence) return evidence;
  throw new Failure(
    EXIT.failed,
    'not-evidence',
    `${path}: this is not evidence: the text is not valid base64`,
    OF_A_REQUEST,
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
