import type { RequestBatch } from "./demand.js";

/**
 * How many rows of a batch, at least `from`, lie before a time (binary search).
 *
 * @example rowsBefore(batch, 60) // the first row that is not in the first minute
 */
export function rowsBefore({ time, length }: RequestBatch, bound: number, from = 0): number {
  let low = from;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((time[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
