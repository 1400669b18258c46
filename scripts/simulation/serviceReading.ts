/** One operator's service in one class, as it is reported to the ledger; u and x as ratios, rounded to billionths. */
export interface ServiceReading {
  readonly operator: number;
  readonly classIndex: number;
  readonly reliability: number;
  readonly capacityRatio: number;
  readonly served: number;
}
