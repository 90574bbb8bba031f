import type { Group } from '../../groups/ciphersuite.ts';
import { type Codec, DecodeError, type WireValue } from '../../wire/codec.ts';
import { decodeTree, isList, type Path, replaceAt } from './wireTree.ts';

/** What a value is, as far as its codec cares. */
export type FieldKind = 'point' | 'scalar' | 'bytes' | 'number' | 'kind' | 'list';

/** One value inside a message. */
export interface Field {
  /** As the codec names it in its errors, e.g. `Deal.proof.R`. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly path: Path;
  readonly value: WireValue;
}

/** A message of which every field is to be corrupted. */
export interface Message {
  readonly name: string;
  readonly codec: Codec<unknown>;
  readonly body: Uint8Array;
}

/** Every field of a message, from the outside in. No list of names is kept: names and kinds are asked from its codec. */
export function fieldsOf(message: Message, group: Group): readonly Field[] {
  const tree = decodeTree(message.body);
  return fieldsUnder({ message, group, tree }, [], tree);
}

/** The message whose fields are asked for, and the group that its points are of. */
interface Subject {
  readonly message: Message;
  readonly group: Group;
  readonly tree: WireValue;
}

function fieldsUnder(subject: Subject, path: Path, value: WireValue): readonly Field[] {
  const field: Field = { name: nameOf(subject, path, value), kind: kindOf(subject, path, value), path, value };
  const inner = isList(value) ? value.flatMap((item, i) => fieldsUnder(subject, [...path, i], item)) : [];
  return [field, ...inner];
}

/** Whether a message is what its codec takes, with this value in this place. */
export function accepts(message: Message, path: Path, value: unknown): boolean {
  return problemWith(message, decodeTree(message.body), path, value) === undefined;
}

/** A codec says where it met something that is no value at all: that is the field's name. */
function nameOf({ message, tree }: Subject, path: Path, value: WireValue): string {
  const at = problemWith(message, tree, path, {})?.at ?? message.name;
  // The name of a variant's shape stands beside its value, and has none of its own.
  return typeof value === 'string' ? `${at}, its kind` : at;
}

function kindOf({ message, group, tree }: Subject, path: Path, value: WireValue): FieldKind {
  if (isList(value)) return 'list';
  if (typeof value === 'number') return 'number';
  if (!(value instanceof Uint8Array)) return 'kind';
  const takes = (instead: Uint8Array) => problemWith(message, tree, path, instead) === undefined;
  // Any bytes will do for a hash or a signature; below every order is only zero, which is no encoding of an element; and
  // what must be one value alone is not a point even if it looks like one.
  if (takes(new Uint8Array(value.length).fill(0xff))) return 'bytes';
  if (takes(new Uint8Array(value.length))) return 'scalar';
  const { generator } = group;
  return [group.encodeElement(generator), group.encodeAffine(generator)].some(takes) ? 'point' : 'bytes';
}

function problemWith(message: Message, tree: WireValue, path: Path, value: unknown): DecodeError | undefined {
  try {
    message.codec.decode(replaceAt(tree, path, value), message.name);
    return undefined;
  } catch (problem) {
    if (problem instanceof DecodeError) return problem;
    throw problem;
  }
}
