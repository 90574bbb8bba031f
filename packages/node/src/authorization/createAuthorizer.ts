import type { ClusterFile, RuleSet } from '@quorate/requests';
import type { Store } from '../store/store.ts';
import type { Authorizer } from './authorizer.ts';

export interface AuthorizerContext {
  readonly cluster: ClusterFile;
  readonly store: Store;
  readonly rules: RuleSet;
  /** This node's id. */
  readonly node: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export declare function createAuthorizer(context: AuthorizerContext): Authorizer;
