import type { SchemeId } from '@quorate/tss-core';
import { ManyMessages } from '../quorate/manyMessages.ts';
import { type Entry, type Measured, measure } from '../support/measure.ts';
import { alignedTable, milliseconds, type Row, ratioText } from './report.ts';

export const ALONE = 'one per session';
export const TOGETHER = '1,000 in one session';

/** Milliseconds per message of both signers of 2/3, alone in its session and among `many`. */
export function messagesRow(scheme: SchemeId, sessions: number, many: number): Row {
  const work = new ManyMessages(scheme);
  const alone = perMessage(ALONE, () => work.session(1), sessions, 1);
  const together = perMessage(TOGETHER, () => work.session(many), 3, many);
  return { title: scheme, measured: new Map([...alone, ...together]) };
}

function perMessage(peer: string, run: () => void, rounds: number, messages: number): ReadonlyMap<string, Measured> {
  const entry: Entry = {
    peer,
    run() {
      const start = performance.now();
      run();
      return (performance.now() - start) / messages;
    },
  };
  return measure([entry], {
    milliseconds: Number.POSITIVE_INFINITY,
    rounds,
    least: rounds,
    patience: Number.POSITIVE_INFINITY,
  });
}

export function messagesTable(rows: readonly Row[]): string {
  const lines = rows.map(({ title, measured }) => {
    const [alone, together] = [measured.get(ALONE), measured.get(TOGETHER)];
    const ratio = alone && together ? `×${ratioText(alone.minimum / together.minimum)}` : '–';
    return [title, ...[alone, together].map(minimumAndMedian), ratio];
  });
  return alignedTable([['2/3, ms per message', ALONE, TOGETHER, 'cheaper'], ...lines]);
}

function minimumAndMedian(measured: Measured | undefined): string {
  return measured ? `${milliseconds(measured.minimum)} / ${milliseconds(measured.median)}` : '–';
}
