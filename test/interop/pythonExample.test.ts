import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { VECTORS_FILE, vectors } from './requestVectors.ts';

const EXAMPLES = fileURLToPath(new URL('../../docs/examples', import.meta.url));
const PYTHON = process.env.QUORATE_PYTHON ?? 'python3';

/** Makes every vector anew with the functions of docs/examples/sign_request.py. */
const REPLAY = `
import base64, json, sys
sys.path.insert(0, sys.argv[1])
from sign_request import sign_request, auth_header
vectors = json.load(open(sys.argv[2]))
seed = bytes.fromhex(vectors["desk"]["seed"])
def intent(kind, value):
    fields = {"message": ["text"], "bitcoin-psbt": ["psbt", "network"], "solana-transaction": ["transaction"],
              "ethereum-transaction": ["transaction"], "ethereum-typed-data": ["json"]}[kind]
    return [kind, [bytes.fromhex(value[f]) if f in ("psbt", "transaction") else value[f] for f in fields]]
def made(r):
    digest, signature, signed = sign_request(seed, bytes.fromhex(r["cluster"]), r["id"], r["desk"], bytes.fromhex(r["key"]),
        intent(r["intent"]["kind"], r["intent"]["value"]), r["createdAt"], r["expiresAt"], r["path"], r["cosigners"])
    return [digest.hex(), signature.hex(), base64.b64encode(signed).decode()]
calls = [auth_header(seed, "desk-1", c["method"], c["path"], c["body"].encode(), c["time"]) for c in vectors["calls"]]
json.dump({"requests": [made(v["request"]) for v in vectors["requests"]], "calls": calls}, sys.stdout)
`;

const python = (...args: readonly string[]) => spawnSync(PYTHON, args, { encoding: 'utf8' });
const hasModules = python('-c', 'import cbor2, cryptography').status === 0;

test.skipIf(!hasModules)(
  'the Python example makes the published vectors (needs python3 with cbor2, cryptography)',
  () => {
    const { status, stdout, stderr } = python('-B', '-c', REPLAY, EXAMPLES, fileURLToPath(VECTORS_FILE));
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      requests: vectors.requests.map(({ hash, signature, signedRequest }) => [hash, signature, signedRequest]),
      calls: vectors.calls.map(({ authorization }) => authorization),
    });
  },
);
