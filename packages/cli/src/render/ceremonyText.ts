import type { CeremonyView } from '@quorate/requests';

/** What the nodes of a ceremony are doing just now. */
export function ceremonyText({ phase, state, acknowledged, primes = [] }: CeremonyView, parties: number): string {
  if (state === 'failed') return 'the ceremony failed';
  const words = {
    gathering: 'every node checks the order and says that it is ready',
    primes: `the first ECDSA key of these nodes: they look for primes, once (${progressText(primes, parties)})`,
    aux: 'the nodes prove their primes to each other, once for all their ECDSA keys',
    keygen: 'the nodes generate the key together; it exists nowhere whole',
    storing: `${acknowledged.length} of ${parties} nodes proved that they stored their share`,
    done: 'every node certified the key and stored its share; verifying that',
  };
  return words[phase];
}

/** Nodes that have all of theirs are not among `primes` any more. */
function progressText(primes: NonNullable<CeremonyView['primes']>, parties: number): string {
  const done = parties - primes.length;
  const searching = primes.map(({ node, found, needed }) => `${node} ${found}/${needed}`);
  return [...searching, ...(done > 0 ? [`${done} of ${parties} ready`] : [])].join(', ');
}
