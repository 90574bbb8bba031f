import type { PartyIndex } from '../../keys/structure.ts';
import { PaillierPublicKey } from '../paillier/paillierPublicKey.ts';
import { RingPedersen } from '../pedersen/ringPedersen.ts';
import type { EcdsaEngine } from '../setting.ts';
import type { AuxParameters, AuxStatement } from './statement.ts';

/** What others compute with of a party: its parameters, and what they prepared for them. */
export interface PublicKeys {
  /** N_i. */
  readonly paillier: PaillierPublicKey;
  /** (N̂_i, s_i, t_i). */
  readonly pedersen: RingPedersen;
}

/** What a party's certificate says of it. */
export function parametersOf({ parties, parameters }: AuxStatement, party: PartyIndex): AuxParameters {
  const found = parameters[parties.findIndex(({ index }) => index === party)];
  if (!found) throw new RangeError(`party ${party} is not of the aux generation`);
  return found;
}

type Engine = Omit<EcdsaEngine, 'profile'>;

/** Of a party of an aux generation with a verified certificate. */
export function publicKeysOf(engine: Engine, statement: AuxStatement, party: PartyIndex): PublicKeys {
  const parameters = parametersOf(statement, party);
  return { paillier: paillierOf(engine, parameters), pedersen: pedersenOf(engine, parameters) };
}

export function paillierOf({ modExp, randomizers }: Engine, { N }: AuxParameters): PaillierPublicKey {
  return new PaillierPublicKey(N, modExp, { randomizers: randomizers?.paillier(N) });
}

export function pedersenOf({ modExp, randomizers }: Engine, { Nhat, s, t }: AuxParameters): RingPedersen {
  const blindings = randomizers && ((bits: number) => randomizers.pedersen({ modulus: Nhat, t }, bits));
  return new RingPedersen(Nhat, s, t, modExp, { blindings });
}
