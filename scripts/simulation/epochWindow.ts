import type { RequestBatch } from "../workloads/demand.js";

/** Seconds of an epoch: one day on chain. */
export const EPOCH_SECONDS = 86_400;

/** How much of an epoch is simulated request by request. */
export interface WindowLength {
  /** Counted, seconds; default 60. */
  readonly seconds?: number;
  /** Before it, to fill the network with requests that are still in service, seconds, not counted; default 60. */
  readonly warmUp?: number;
}

export const DEFAULT_WINDOW = { seconds: 60, warmUp: 60 } as const;

/** The requests of one epoch's window. */
export interface EpochWindow {
  readonly epoch: number;
  /** When the warm-up begins, seconds of the day. */
  readonly start: number;
  readonly warmUp: number;
  readonly seconds: number;
  /** Times are seconds of the day, from `start` on. */
  readonly batches: readonly RequestBatch[];
}

/** A demand cut into windows; the same epoch gives the same window. */
export interface DemandWindows {
  window(epoch: number): Promise<EpochWindow>;
}

/**
 * The hour of the day at which an epoch's window lies: seven hours on with each epoch, so that any few epochs in a row see the
 * whole day, and no daily wave looks like learning.
 *
 * @example hourOf(2) // 14
 */
export function hourOf(epoch: number): number {
  return (7 * epoch) % 24;
}
