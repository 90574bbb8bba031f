import type { SchemeId } from '@quorate/tss-core';
import type { SigningPeer, SigningWork } from '../peers/signingPeer.ts';
import { type Effort, type Entry, measure } from '../support/measure.ts';
import type { Row } from './report.ts';

/** What is measured of a signing, row by row. */
const OPERATIONS: readonly {
  readonly title: string;
  entry(work: SigningWork): Omit<Entry, 'peer'> | undefined;
}[] = [
  { title: 'commit', entry: ({ commit }) => commit && { run: plain(commit) } },
  { title: 'sign', entry: ({ sign }) => sign && { before: () => sign.ready(), run: plain(() => sign.run()) } },
  {
    title: 'verify share',
    entry: ({ verifyShare }) =>
      verifyShare && { before: () => verifyShare.ready(), run: plain(() => verifyShare.run()) },
  },
  {
    title: 'aggregate',
    entry: ({ aggregate }) => aggregate && { before: () => aggregate.ready(), run: plain(() => aggregate.run()) },
  },
  {
    title: 'all parties, one aggregates',
    entry: (work) => (work.oneAggregates ? { run: plain(() => work.oneAggregates?.()) } : undefined),
  },
  { title: 'all parties, each aggregates', entry: (work) => ({ run: plain(() => work.all()) }) },
];

function plain(step: () => void): () => undefined {
  return () => {
    step();
    return undefined;
  };
}

/** All operations of one scheme at one size. */
export function signingRows(
  scheme: SchemeId,
  threshold: number,
  size: number,
  peers: readonly SigningPeer[],
  effort: Effort,
): readonly Row[] {
  const works = peers
    .filter((peer) => peer.supports(scheme, threshold, size))
    .map((peer) => ({ peer: peer.name, work: peer.prepare(scheme, threshold, size) }));
  return OPERATIONS.map(({ title, entry }) => {
    const entries = works.flatMap(({ peer, work }): Entry[] => {
      const made = entry(bound(work));
      return made ? [{ peer, ...made }] : [];
    });
    return { title: `${threshold}/${size} ${title}`, measured: measure(entries, effort) };
  });
}

/** Methods that can be taken out of their object. */
function bound(work: SigningWork): SigningWork {
  return {
    ...(work.commit ? { commit: () => work.commit?.() } : {}),
    ...(work.sign ? { sign: work.sign } : {}),
    ...(work.verifyShare ? { verifyShare: work.verifyShare } : {}),
    ...(work.aggregate ? { aggregate: work.aggregate } : {}),
    ...(work.oneAggregates ? { oneAggregates: () => work.oneAggregates?.() } : {}),
    all: () => work.all(),
  };
}
