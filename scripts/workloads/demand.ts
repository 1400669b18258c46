import type { WorkloadClass } from "./workloadClass.js";

/** Requests as columns, rows in order of time. Every batch is freshly allocated; no batch starts before the last one ended. */
export interface RequestBatch {
  /** Rows used; the columns may be longer. */
  readonly length: number;
  /** Arrival, seconds since the start of the demand, ascending. */
  readonly time: Float64Array;
  /** Index into `Demand.classes`. */
  readonly classIndex: Uint16Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
}

/** A source of requests; `batches()` starts it again from the beginning with the same rows. */
export interface Demand {
  readonly classes: readonly WorkloadClass[];
  batches(): AsyncIterable<RequestBatch> | Iterable<RequestBatch>;
}
