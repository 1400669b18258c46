import { mixture } from "./mixture.js";
import { risingSweep } from "./risingSweep.js";
import type { SweepPoint } from "./sweepPoint.js";

/**
 * What a policy would have come to had it paid so many tokens: its sweep over the emission read at a given pay.
 *
 * A rule that pays 1% of the budget is not comparable at equal emission with one that pays all of it. Here each policy is
 * given the emission at which it pays the same; between two emissions that were run, everything is taken as linear in what
 * was paid (exactly right for a rule that plays the two emissions in turn). Where pay fails to rise with emission, as
 * noise or an exit can make it, neighbouring points are merged (`risingSweep`), so that there is one answer. Nothing is
 * extrapolated.
 *
 * Read each seed's sweep on its own and then compare policies with `pairedInterval`.
 *
 * @param sweep in any order; each emission once
 * @param paid tokens per day
 * @returns emission and outcomes at that pay; null outside the range of pay that the sweep reached
 * @throws RangeError when the sweep is empty, an emission comes twice, or emission or pay is not finite
 * @example atEqualPaid({ sweep, paid: 500 })?.outcomes.welfare
 */
export function atEqualPaid({ sweep, paid }: { sweep: readonly SweepPoint[]; paid: number }): SweepPoint | null {
  const points = risingSweep(sweep);
  const above = points.findIndex((point) => point.paid >= paid);
  const high = points[above];
  if (high === undefined) return null;
  if (high.paid === paid) return high;
  const low = points[above - 1];
  return low === undefined ? null : mixture({ low, high, share: (paid - low.paid) / (high.paid - low.paid), paid });
}
