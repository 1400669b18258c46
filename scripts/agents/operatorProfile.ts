/** What makes one operator different from another; strategies and prices are the same for all. */
export interface OperatorProfile {
  readonly id: string;
  /** Tokens that it owns at the start: stake comes out of it, and is back only when it has finished unbonding. */
  readonly capital: number;
  /** Tokens that it bonds while it takes part. */
  readonly stake: number;
  /** Factors on the list price of a rig, around 1. */
  readonly multipliers: {
    readonly power: number;
    readonly capital: number;
    readonly region: Readonly<Record<string, number>>;
  };
}
