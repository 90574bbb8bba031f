import { type Codec, DecodeError, type WireValue } from '../../wire/codec.ts';
import { someFlip } from './byteCorruptions.ts';
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
export function fieldsOf(message: Message): readonly Field[] {
  return fieldsUnder(message, decodeTree(message.body), [], decodeTree(message.body));
}

function fieldsUnder(message: Message, tree: WireValue, path: Path, value: WireValue): readonly Field[] {
  const field: Field = {
    name: nameOf(message, tree, path, value),
    kind: kindOf(message, tree, path, value),
    path,
    value,
  };
  const inner = isList(value) ? value.flatMap((item, i) => fieldsUnder(message, tree, [...path, i], item)) : [];
  return [field, ...inner];
}

/** Whether a message is what its codec takes, with this value in this place. */
export function accepts(message: Message, path: Path, value: unknown): boolean {
  return problemWith(message, decodeTree(message.body), path, value) === undefined;
}

/** A codec says where it met something that is no value at all: that is the field's name. */
function nameOf(message: Message, tree: WireValue, path: Path, value: WireValue): string {
  const at = problemWith(message, tree, path, {})?.at ?? message.name;
  // The name of a variant's shape stands beside its value, and has none of its own.
  return typeof value === 'string' ? `${at}, its kind` : at;
}

function kindOf(message: Message, tree: WireValue, path: Path, value: WireValue): FieldKind {
  if (isList(value)) return 'list';
  if (typeof value === 'number') return 'number';
  if (!(value instanceof Uint8Array)) return 'kind';
  const takes = (instead: Uint8Array) => problemWith(message, tree, path, instead) === undefined;
  // Any bytes will do for a hash or a signature; below every order is only zero; zero is no encoding of an element.
  if (takes(new Uint8Array(value.length).fill(0xff))) return 'bytes';
  if (takes(new Uint8Array(value.length))) return 'scalar';
  // Next to a point are others; what must be one value alone is just bytes.
  return someFlip(value, takes) === undefined ? 'bytes' : 'point';
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
