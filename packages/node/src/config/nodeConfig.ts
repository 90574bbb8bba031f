import type { ClusterFile, RuleSet } from '@quorate/requests';
import type { LogLevel } from '../telemetry/createLogger.ts';

/** Where the node finds a secret of its operator. Paths are absolute once the config is loaded. */
export type SecretSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'systemdCredential'; readonly name: string }
  | { readonly kind: 'prompt' };

/** How shares are sealed on disk. */
export type KeystoreConfig = PassphraseConfig | ModuleConfig;

export interface PassphraseConfig {
  readonly kind: 'passphrase';
  readonly source: SecretSource;
}

/** By a key inside a PKCS#11 module, which does not let it out. */
export interface ModuleConfig {
  readonly kind: 'pkcs11';
  /** The vendor's library. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** What the labels of this node's keys begin with. */
  readonly keys: string;
  readonly pin: SecretSource;
  /** What the library reads of its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A checked `node.yaml`: every path absolute, every file it names read and found sound. Holds no secret. */
export interface NodeConfig {
  /** The file it came from. */
  readonly file: string;
  readonly id: string;
  readonly cluster: ClusterFile;
  readonly clusterFile: string;
  /** Read it with `readKeyFile`. */
  readonly identityKeyFile: string;
  /** The node's identity public key, 33 bytes, equal to the one the cluster file gives it. */
  readonly identity: Uint8Array;
  readonly dataDir: string;
  /** Multiaddrs to listen on. */
  readonly listen: readonly string[];
  /** Health and metrics: loopback only. Port 0 takes any free port. */
  readonly http: { readonly host: string; readonly port: number };
  readonly keystore: KeystoreConfig;
  readonly rules: RuleSet;
  /** How long a session waits for one round. */
  readonly roundTimeoutMs: number;
  /**
   * Nonces per key that are made and given to peers in advance, so that signing takes one round: refilled to `high` once
   * `low` or fewer are left. With `high` 0 there are none, as with a module: nonces betray the share that they are used
   * with, and would be in memory for as long as the node runs.
   */
  readonly nonces: { readonly low: number; readonly high: number };
  /**
   * Presignatures of ECDSA keys that are made in advance with each set of signers, so that signing takes one round. As
   * `nonces`, also with a module.
   */
  readonly presignatures: { readonly low: number; readonly high: number };
  /**
   * Threshold ECDSA: how many sets of primes are found in advance, each good for one aux ceremony. With 0 a search begins
   * when a ceremony is first asked for.
   */
  readonly ecdsa: { readonly primeSets: number };
  readonly log: { readonly level: LogLevel };
}
