import { type PartyIndex, partyIndex } from '../../../keys/structure.ts';
import type { Round } from '../../../protocol/protocol.ts';
import { type Recording, type SentMessage, sentMessage } from '../../../testing/matrix/scenario.ts';

/** The corrupt party of every scenario, and the honest one that it sends direct messages to. */
export const CORRUPT = partyIndex(2);
export const HONEST = partyIndex(1);

/** A message that the corrupt party sends in a round. */
export interface Said {
  readonly name: string;
  readonly round: Round<unknown>;
  readonly to: PartyIndex | 'all';
  readonly label?: string;
}

/** What the corrupt party said, as a recording has it. */
export function saidRounds(recording: Recording, said: readonly Said[]): readonly SentMessage[] {
  return said.map(({ name, round: { number: round, codec }, to, label }) => {
    const { body } = recording.get(round, CORRUPT, to);
    return { ...sentMessage(CORRUPT, { round, to }, { name, codec, body }), ...(label ? { label } : {}) };
  });
}
