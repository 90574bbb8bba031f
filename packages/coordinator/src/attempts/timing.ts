/** How long the coordinator waits for what. All in ms. */
export interface Timing {
  /** A node's answer to `authorize`, when the others cannot do without it. */
  readonly authorizeMs: number;
  /** Those that suffice are asked first: how long until the others are asked as well, if they are late. */
  readonly othersAfterMs: number;
  /** Once enough nodes are ready: for a faster or fresher one to answer. */
  readonly graceMs: number;
  /** The same, while one that has presignatures with others is waited for: five rounds take longer than that. */
  readonly presignedGraceMs: number;
  /** The same, while the best choice is one that recent requests stumbled over. */
  readonly doubtfulGraceMs: number;
  /** The same, while the best choice is one that this request stumbled over: a retry costs more than waiting. */
  readonly patienceMs: number;
  /** Without any answer to `sign`, signers are asked whether they live. Longer than a node's round deadline. */
  readonly probeAfterMs: number;
  readonly probeMs: number;
  /**
   * After a stall: for the answers of those who said that they leave, which may be megabytes of evidence. For their nodes the
   * session is over, so that no coordinator keeps anything open by it. A malicious node that leaves and then says nothing
   * delays one attempt by as much, and is doubted for it; by silence it delays a round up to its deadline, and all rounds
   * one after the other.
   */
  readonly leaverMs: number;
  /** The longest an attempt may take, arithmetic on the largest request included. */
  readonly attemptMs: number;
  /** Failed attempts of a request that are followed by the next at once, with other signers. */
  readonly immediateRetries: number;
  /** First pause, doubled from one to the next. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

export const DEFAULT_TIMING: Timing = {
  authorizeMs: 5_000,
  othersAfterMs: 50,
  graceMs: 20,
  presignedGraceMs: 500,
  doubtfulGraceMs: 150,
  patienceMs: 1_000,
  probeAfterMs: 2_500,
  probeMs: 1_000,
  leaverMs: 3_000,
  attemptMs: 60_000,
  immediateRetries: 3,
  backoffMs: 200,
  maxBackoffMs: 2_000,
};
