import { type ApproximateCycle, approximateCycle } from "./approximateCycle.js";

/** How a run of strategy profiles ends. */
export interface Convergence {
  /**
   * - `converged`: nobody moved in at least the last `quiet` epochs.
   * - `cycle`: the whole profile repeated with an exact period, at least twice over at the end of the run.
   * - `approximate cycle`: never that, but the strategies' shares come and go with a period (see `approximateCycle`).
   * - `steady shares`: operators move, yet as many as before play each strategy in the whole second half.
   * - `wandering`: none of these within the run.
   */
  readonly kind: "converged" | "cycle" | "approximate cycle" | "steady shares" | "wandering";
  /** The kind with its period, for tables: "cycle of period 3". */
  readonly name: string;
  /** First epoch from which nobody moves; -1 when not converged. */
  readonly epoch: number;
  /** Epochs: exact for `cycle`, estimated for `approximate cycle`, otherwise 0. */
  readonly period: number;
  /** Correlation of the shares with themselves one period later, for `approximate cycle`; otherwise NaN. */
  readonly correlation: number;
}

/**
 * Rounds to convergence, or the kind of motion that is left, from the strategies that operators play in each epoch.
 *
 * A claim about the run that was seen, not a proof about the dynamics: inertia can look like rest, and a cycle longer than
 * half the run cannot be seen.
 *
 * @param profiles strategy index of every operator, one profile per epoch, all of the same length
 * @param quiet epochs without a move at the end that count as convergence, at least 1, default 3; where not everybody
 *   decides in every epoch, at least as many as it takes until everybody has
 * @throws RangeError when profiles differ in length
 * @example convergence({ profiles: [[1], [2], [2], [2], [2]] }) // { kind: "converged", epoch: 1, ... }
 */
export function convergence({
  profiles,
  quiet = 3,
}: {
  profiles: readonly ArrayLike<number>[];
  quiet?: number;
}): Convergence {
  const seen = identities(profiles);
  const none = { epoch: -1, period: 0, correlation: Number.NaN };
  const last = seen.length - 1;
  let epoch = last;
  while (epoch > 0 && seen[epoch - 1] === seen[last]) epoch -= 1;
  if (last - epoch >= quiet) return { ...none, kind: "converged", name: "converged", epoch };
  const period = exactPeriod(seen);
  if (period > 0) return { ...none, kind: "cycle", name: `cycle of period ${period}`, period };
  const found: ApproximateCycle = approximateCycle(profiles);
  if (found.period > 0) {
    const name = `approximate cycle of period ${found.period}`;
    return { ...none, ...found, kind: "approximate cycle", name };
  }
  if (found.steady && epoch > last / 2) return { ...none, kind: "steady shares", name: "steady shares" };
  return { ...none, kind: "wandering", name: "wandering" };
}

/** A number for each profile, the same for the same profile: hashed by its text, so no two profiles collide. */
function identities(profiles: readonly ArrayLike<number>[]): number[] {
  const operators = profiles[0]?.length ?? 0;
  const known = new Map<string, number>();
  return profiles.map((profile) => {
    if (profile.length !== operators) throw new RangeError(`${profile.length} operators, expected ${operators}`);
    const key = Array.from(profile).join(" ");
    const identity = known.get(key) ?? known.size;
    known.set(key, identity);
    return identity;
  });
}

/** Least period, 2 or more, of which the last two are the same and not all one profile; 0 when there is none. */
function exactPeriod(seen: readonly number[]): number {
  for (let period = 2; 2 * period <= seen.length; period++) {
    const tail = seen.slice(-period);
    const before = seen.slice(-2 * period, -period);
    if (tail.some((id) => id !== tail[0]) && tail.every((id, i) => id === before[i])) return period;
  }
  return 0;
}
