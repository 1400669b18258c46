import type { SweepPoint } from "./sweepPoint.js";

/**
 * The point a share of the way from low to high, everything but pay by that share.
 *
 * @example mixture({ low, high, share: 0.5, paid: (low.paid + high.paid) / 2 })
 */
export function mixture({
  low,
  high,
  share,
  paid,
}: {
  low: SweepPoint;
  high: SweepPoint;
  share: number;
  paid: number;
}): SweepPoint {
  const between = (from: number, to: number): number => from + share * (to - from);
  return {
    emission: between(low.emission, high.emission),
    paid,
    outcomes: Object.fromEntries(
      Object.entries(low.outcomes).map(([name, value]) => [name, between(value, high.outcomes[name] ?? Number.NaN)]),
    ),
  };
}
