/** Service levels per (strategy, class), index `strategy * classes + class`; all zero for staying out. */
export interface ServiceTable {
  readonly strategies: number;
  readonly classes: number;
  /** u, in [0, 0.999], whole billionths; 0 where the rig does not serve the class in time. */
  readonly reliability: Float64Array;
  /** x, in whole billionths. */
  readonly capacityRatio: Float64Array;
}
