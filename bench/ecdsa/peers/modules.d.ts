// What we use of packages that are there only where somebody installed them.

declare module '@bitgo/sdk-lib-mpc' {
  import type { PublicKey } from 'paillier-bigint';

  export class Secp256k1Curve {
    basePointMult(scalar: bigint): bigint;
    order(): bigint;
  }

  export interface Ntilde {
    readonly ntilde: bigint;
    readonly h1: bigint;
    readonly h2: bigint;
  }
  interface Proof {
    readonly s1: bigint;
  }
  interface ProofWithCheck {
    readonly t1: bigint;
  }
  interface NtildeProof {
    readonly alpha: readonly bigint[];
  }

  export namespace EcdsaRangeProof {
    function prove(
      curve: Secp256k1Curve,
      modulusBits: number,
      publicKey: PublicKey,
      ntilde: Ntilde,
      ciphertext: bigint,
      message: bigint,
      randomizer: bigint,
    ): Promise<Proof>;
    function verify(
      curve: Secp256k1Curve,
      modulusBits: number,
      publicKey: PublicKey,
      ntilde: Ntilde,
      proof: Proof,
      ciphertext: bigint,
    ): boolean;
    function proveWithCheck(
      curve: Secp256k1Curve,
      modulusBits: number,
      publicKey: PublicKey,
      ntilde: Ntilde,
      c1: bigint,
      c2: bigint,
      x: bigint,
      y: bigint,
      randomizer: bigint,
      X: bigint,
    ): Promise<ProofWithCheck>;
    function verifyWithCheck(
      curve: Secp256k1Curve,
      modulusBits: number,
      publicKey: PublicKey,
      ntilde: Ntilde,
      proof: ProofWithCheck,
      c1: bigint,
      c2: bigint,
      X: bigint,
    ): boolean;
    function generateNtildeProof(ntilde: Ntilde, x: bigint, q1: bigint, q2: bigint): Promise<NtildeProof>;
    function verifyNtildeProof(ntilde: Ntilde, proof: NtildeProof): Promise<boolean>;
  }
}

declare module 'paillier-bigint' {
  export class PublicKey {
    constructor(n: bigint, g: bigint);
    encrypt(message: bigint, randomizer: bigint): bigint;
  }
}

declare module 'bn.js' {
  export default class BN {
    constructor(value: string, base: number);
  }
}

declare module '@safeheron/two-party-ecdsa-js' {
  import type BN from 'bn.js';

  interface Message {
    readonly toJsonObject: () => unknown;
  }
  interface KeyShare {
    toJsonObject(): unknown;
  }

  export namespace TPCEcdsaKeyGen {
    class P1Context {
      static createContext(): Promise<P1Context>;
      step1(): Message;
      step2(message: Message): Message;
      exportKeyShare(): KeyShare;
    }
    class P2Context {
      static createContext(): Promise<P2Context>;
      step1(message: Message): Message;
      step2(message: Message): void;
      exportKeyShare(): KeyShare;
    }
  }

  export namespace TPCEcdsaSign {
    class P1Context {
      static createContext(keyShare: string, message: BN): Promise<P1Context>;
      step1(): Message;
      step2(message: Message): Message;
      step3(message: Message): void;
      exportSig(): readonly [BN, BN, number];
    }
    class P2Context {
      static createContext(keyShare: string, message: BN): Promise<P2Context>;
      step1(message: Message): Message;
      step2(message: Message): Message;
    }
  }
}

declare module '@silencelaboratories/dkls-wasm-ll-node' {
  export class Message {
    readonly from_id: number;
    readonly to_id?: number;
    clone(): Message;
  }
  export class Keyshare {
    toBytes(): Uint8Array;
    static fromBytes(bytes: Uint8Array): Keyshare;
  }
  export class KeygenSession {
    constructor(participants: number, threshold: number, party: number);
    createFirstMessage(): Message;
    calculateChainCodeCommitment(): Uint8Array;
    handleMessages(messages: Message[], commitments?: Uint8Array[]): Message[];
    keyshare(): Keyshare;
  }
  export class SignSession {
    constructor(share: Keyshare, path: string);
    createFirstMessage(): Message;
    handleMessages(messages: Message[]): Message[];
    lastMessage(hash: Uint8Array): Message;
    combine(messages: Message[]): readonly [Uint8Array, Uint8Array];
  }
}
