/** What one policy came to at one emission of a sweep. */
export interface SweepPoint {
  /** Tokens per day on offer. */
  readonly emission: number;
  /** Tokens per day that operators were paid. */
  readonly paid: number;
  /** Success, welfare, or whatever is compared: the same names at every point. */
  readonly outcomes: Readonly<Record<string, number>>;
}
