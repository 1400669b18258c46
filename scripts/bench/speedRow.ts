/** One row of `speed` in results/bench.json. */
export interface SpeedRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is held against: an aim or a rival way of doing the same. */
  readonly reference: number;
  /** value / reference. */
  readonly ratio: number;
}
