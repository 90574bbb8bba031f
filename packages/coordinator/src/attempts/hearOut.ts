import type { MemberId } from '@quorate/network';
import type { AttemptEnd, Proven } from './attemptEnd.ts';
import type { Hearing, Said } from './hearing.ts';

/** Who is heard after the first word. */
export interface Heard {
  /** Those who have not been heard. */
  readonly open: Map<MemberId, Promise<Said>>;
  readonly hearing: Hearing;
  readonly late: Promise<void>;
}

/** Hears whoever matters, until it is late. */
export async function hearOut(first: Said, heard: Heard): Promise<AttemptEnd> {
  const { open, hearing } = heard;
  if (first.node !== undefined) open.delete(first.node);
  let said: Said | undefined = first;
  while (said) {
    const end = await hearing.take(said);
    if (end) return end;
    const isOver = ![...open.keys()].some((node) => hearing.awaits(node));
    said = isOver ? undefined : await nextWord(heard);
  }
  return hearing.conclude();
}

/** Proof among the words that nobody waits for. */
export async function hearProof(heard: Heard): Promise<Proven | undefined> {
  for (let said = await nextWord(heard); said; said = await nextWord(heard)) {
    const end = await heard.hearing.take(said);
    if (end?.kind === 'fault') return end;
  }
  return undefined;
}

/** Undefined when it is late, or all have been heard. */
async function nextWord({ open, late }: Heard): Promise<Said | undefined> {
  if (open.size === 0) return undefined;
  const said = await Promise.race([...open.values(), late.then(() => undefined)]);
  if (said?.node !== undefined) open.delete(said.node);
  return said;
}
