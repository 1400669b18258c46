import { risingSweep } from "./risingSweep.js";
import type { SweepPoint } from "./sweepPoint.js";

/**
 * The range of pay that every policy's sweep reached, where all can be compared; null when there is none, which has to be
 * reported: then no statement at equal pay is possible.
 *
 * @example commonPaid([equalShareSweep, marginalCoverageSweep]) // { low: 120, high: 800 }
 */
export function commonPaid(sweeps: readonly (readonly SweepPoint[])[]): { low: number; high: number } | null {
  const ranges = sweeps.map((sweep) => risingSweep(sweep));
  const low = Math.max(...ranges.map((points) => points[0]?.paid ?? Number.NaN));
  const high = Math.min(...ranges.map((points) => points.at(-1)?.paid ?? Number.NaN));
  return low <= high ? { low, high } : null;
}
