import type { CeremonyView } from '@quorate/requests';

/** What the nodes of a ceremony are doing just now. */
export function ceremonyText({ phase, state, acknowledged, primes = [] }: CeremonyView, parties: number): string {
  if (state === 'failed') return 'the ceremony failed';
  const words = {
    gathering: 'every node checks the order and says that it is ready',
    primes: `the first ECDSA key of these nodes: they look for primes, once (${progressText(primes)})`,
    aux: 'the nodes prove their primes to each other, once for all their ECDSA keys',
    keygen: 'the nodes generate the key together; it exists nowhere whole',
    storing: `${acknowledged.length} of ${parties} nodes proved that they stored their share`,
    done: 'every node certified the key and stored its share; verifying that',
  };
  return words[phase];
}

function progressText(primes: NonNullable<CeremonyView['primes']>): string {
  return primes.map(({ node, found, needed }) => `${node} ${found}/${needed}`).join(', ');
}
