import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { type AttributeName, readAttributes, type Template } from './cryptoki/attributes.ts';
import { CKK, CKO } from './cryptoki/constants.ts';
import { numberAt } from './cryptoki/memory.ts';
import type { NativeModule } from './cryptoki/nativeModule.ts';
import { findObjects } from './cryptoki/objects.ts';
import { compressedPoint } from './p256.ts';

export const KEY_PREFIX = /^[A-Za-z0-9][A-Za-z0-9._-]{0,15}$/;
export const DEFAULT_KEY_PREFIX = 'quorate';
export const KEY_ID_BYTES = 16;

/** CKA_LABELs of the two keys of a node. */
export function keyLabels(prefix: string) {
  return { sealing: `${prefix}-seal`, attestation: `${prefix}-attest` } as const;
}

/** What a cosigner uses inside its module. Handles are of one connection. */
export interface ModuleKeys {
  readonly sealing: { readonly handle: number; readonly id: Uint8Array };
  /** `publicKey`: P-256, 33 bytes compressed. */
  readonly attestation: { readonly handle: number; readonly publicKey: Uint8Array };
}

/** A property that a key must have, and what it would mean if it had not. */
export interface Requirement {
  readonly attribute: AttributeName;
  readonly value: boolean;
  readonly otherwise: string;
}

const STAYS_INSIDE: readonly Requirement[] = [
  { attribute: 'TOKEN', value: true, otherwise: 'it is gone when the module restarts' },
  { attribute: 'PRIVATE', value: true, otherwise: 'it can be used without a PIN' },
  { attribute: 'SENSITIVE', value: true, otherwise: 'its value can be read' },
  { attribute: 'EXTRACTABLE', value: false, otherwise: 'it may leave the module' },
  { attribute: 'ALWAYS_SENSITIVE', value: true, otherwise: 'its value could once be read' },
  { attribute: 'NEVER_EXTRACTABLE', value: true, otherwise: 'it may once have left the module' },
  { attribute: 'LOCAL', value: true, otherwise: 'it was made elsewhere and brought in' },
];

export const SEALING_REQUIREMENTS: readonly Requirement[] = [
  ...STAYS_INSIDE,
  { attribute: 'WRAP', value: false, otherwise: 'it can carry other keys out of the module' },
  { attribute: 'UNWRAP', value: false, otherwise: 'it can bring foreign keys into the module' },
];

export const ATTESTATION_REQUIREMENTS: readonly Requirement[] = [
  ...STAYS_INSIDE,
  { attribute: 'SIGN', value: true, otherwise: 'it cannot sign' },
];

/** DER of the object identifier 1.2.840.10045.3.1.7, prime256v1. */
const P256_OID = Uint8Array.of(0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07);
const AES_KEY_BYTES = 32;

export function sealingTemplate(label: string, id: Uint8Array): Template {
  return [
    ['CLASS', CKO.SECRET_KEY],
    ['KEY_TYPE', CKK.AES],
    ['VALUE_LEN', AES_KEY_BYTES],
    ['TOKEN', true],
    ['PRIVATE', true],
    ['SENSITIVE', true],
    ['EXTRACTABLE', false],
    ['ENCRYPT', true],
    ['DECRYPT', true],
    ['WRAP', false],
    ['UNWRAP', false],
    ['LABEL', label],
    ['ID', id],
  ];
}

export function attestationTemplates(
  label: string,
  id: Uint8Array,
): { readonly open: Template; readonly secret: Template } {
  return {
    open: [
      ['CLASS', CKO.PUBLIC_KEY],
      ['KEY_TYPE', CKK.EC],
      ['EC_PARAMS', P256_OID],
      ['TOKEN', true],
      ['VERIFY', true],
      ['LABEL', label],
      ['ID', id],
    ],
    secret: [
      ['CLASS', CKO.PRIVATE_KEY],
      ['KEY_TYPE', CKK.EC],
      ['TOKEN', true],
      ['PRIVATE', true],
      ['SENSITIVE', true],
      ['EXTRACTABLE', false],
      ['SIGN', true],
      ['LABEL', label],
      ['ID', id],
    ],
  };
}

/**
 * Finds both keys of a node and looks at what the module says of them. RequestRejected `no-hsm-key`, or `weak-hsm-key`
 * for a key that could leave the module.
 */
export async function findModuleKeys(module: NativeModule, session: number, prefix: string): Promise<ModuleKeys> {
  const labels = keyLabels(prefix);
  const sealing = await findOne(module, session, labels.sealing, CKO.SECRET_KEY, CKK.AES);
  const attestation = await findOne(module, session, labels.attestation, CKO.PRIVATE_KEY, CKK.EC);
  const open = await findOne(module, session, labels.attestation, CKO.PUBLIC_KEY, CKK.EC);
  const problem =
    (await firstProblem(module, session, sealing, SEALING_REQUIREMENTS, labels.sealing)) ??
    (await sealingLengthProblem(module, session, sealing, labels.sealing)) ??
    (await firstProblem(module, session, attestation, ATTESTATION_REQUIREMENTS, labels.attestation));
  if (problem !== undefined) {
    throw new RequestRejected('weak-hsm-key', problem, 'make keys of other names with: quorate hsm init --keys PREFIX');
  }
  return {
    sealing: { handle: sealing, id: await keyId(module, session, sealing, labels.sealing) },
    attestation: { handle: attestation, publicKey: await publicPoint(module, session, open, labels.attestation) },
  };
}

/** Every requirement that the key does not meet, or that the module does not answer for, as a sentence. */
export async function unmetRequirements(
  module: NativeModule,
  session: number,
  object: number,
  requirements: readonly Requirement[],
  label: string,
): Promise<readonly string[]> {
  const names = requirements.map(({ attribute }) => attribute);
  const found = await readAttributes(module, session, object, names);
  return requirements.flatMap(({ attribute, value, otherwise }) => {
    const bytes = found[attribute];
    if (!bytes) return [`the module does not tell CKA_${attribute} of ${label}`];
    return (bytes[0] !== 0) === value ? [] : [`${label} has CKA_${attribute} ${!value}: ${otherwise}`];
  });
}

async function firstProblem(...args: Parameters<typeof unmetRequirements>): Promise<string | undefined> {
  return (await unmetRequirements(...args))[0];
}

async function sealingLengthProblem(
  module: NativeModule,
  session: number,
  object: number,
  label: string,
): Promise<string | undefined> {
  const { VALUE_LEN } = await readAttributes(module, session, object, ['VALUE_LEN']);
  if (VALUE_LEN?.length === 8 && numberAt(VALUE_LEN, 0) === AES_KEY_BYTES) return undefined;
  return `${label} is not an AES key of 256 bits`;
}

async function findOne(
  module: NativeModule,
  session: number,
  label: string,
  objectClass: number,
  keyType: number,
): Promise<number> {
  const found = await findObjects(module, session, [
    ['CLASS', objectClass],
    ['KEY_TYPE', keyType],
    ['LABEL', label],
  ]);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined) {
    throw new RequestRejected(
      'no-hsm-key',
      `the token has no key ${label} that this PIN may use`,
      'make the keys of this node with: quorate hsm init',
    );
  }
  throw new RequestRejected(
    'no-hsm-key',
    `the token has ${found.length} keys ${label}, and which one is meant cannot be told`,
    'give one of them another label with the tool of the vendor',
  );
}

async function keyId(module: NativeModule, session: number, object: number, label: string): Promise<Uint8Array> {
  const { ID } = await readAttributes(module, session, object, ['ID']);
  if (ID?.length === KEY_ID_BYTES) return ID;
  throw new RequestRejected(
    'weak-hsm-key',
    `${label} has no CKA_ID of ${KEY_ID_BYTES} bytes`,
    'make it with: quorate hsm init',
  );
}

async function publicPoint(module: NativeModule, session: number, object: number, label: string): Promise<Uint8Array> {
  const { EC_PARAMS, EC_POINT } = await readAttributes(module, session, object, ['EC_PARAMS', 'EC_POINT']);
  const point = EC_POINT && compressedPoint(EC_POINT);
  if (EC_PARAMS && equalBytes(EC_PARAMS, P256_OID) && point) return point;
  throw new RequestRejected(
    'weak-hsm-key',
    `${label} is not a key on the curve P-256`,
    'make it with: quorate hsm init',
  );
}
