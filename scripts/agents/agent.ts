/** One operator's own memory between epochs; never changed, replaced. */
export interface Agent {
  /** Index of the strategy it plays. */
  readonly strategy: number;
  /** What its learning rule remembers. */
  readonly memory: unknown;
  /** Tokens that are neither bonded nor unbonding: capital, what it was paid, less what it spent. */
  readonly free: number;
  /** Tokens on their way out of the registry, and the day from which they can be had. */
  readonly unbonding: { readonly tokens: number; readonly releaseDay: number };
}

/** A change of one operator's strategy, decided in one epoch. */
export interface Move {
  readonly operator: number;
  readonly from: number;
  readonly to: number;
}
