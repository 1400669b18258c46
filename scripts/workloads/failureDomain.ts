/** What fails together: one hosting provider in one region. */
export interface FailureDomain {
  /** `provider/region`. */
  readonly id: string;
  readonly provider: string;
  readonly region: string;
  /** Long-run share of time up, mtbf / (mtbf + mttr), in (0, 1). */
  readonly availability: number;
  /** Mean time from the end of an outage to the next, hours. */
  readonly mtbfHours: number;
  /** Mean repair time, hours. */
  readonly mttrHours: number;
}
