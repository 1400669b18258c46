import { randomStream } from "../common/random.js";

/** Operators that fail together by an alternating renewal process: a domain, or one operator alone. */
export interface OutageGroup {
  /** Names the random stream: the same id and seed give the same outages, whoever else is in the network. */
  readonly id: string;
  readonly members: Int32Array;
  /** Mean time from a repair to the next outage, seconds, exponential. */
  readonly meanUp: number;
  /** Mean repair time, seconds, exponential. */
  readonly meanDown: number;
}

/** A scheduled outage: a provider, a region, a GPU type, a model family, a TEE vendor. */
export interface Shock {
  readonly name: string;
  readonly members: Int32Array;
  /** Seconds from the start of the run. */
  readonly start: number;
  /** Seconds. */
  readonly duration: number;
}

/**
 * When each operator is down: disjoint intervals `[from, until)` in order of time, those of operator i at the indices
 * `first[i]` to `first[i + 1] - 1`.
 */
export interface Outages {
  readonly first: Int32Array;
  readonly from: Float64Array;
  readonly until: Float64Array;
  /** 1 where every operator of the same declared domain was down too when the interval began. */
  readonly withDomain: Uint8Array;
}

/**
 * Draws the outages of a run: each group's renewal process started in its stationary state (so that a short run sees
 * the long-run availability meanUp / (meanUp + meanDown) on average), with the shocks, merged per operator.
 *
 * @example drawOutages({ operators: 60, domainOf, groups, shocks: [], seconds: 86_400, seed: 1 })
 */
export function drawOutages(parameters: {
  operators: number;
  /** The declared domain per operator. */
  domainOf: Int32Array;
  groups: readonly OutageGroup[];
  shocks: readonly Shock[];
  seconds: number;
  seed: number | string;
}): Outages {
  const { operators, domainOf, groups, shocks, seconds, seed } = parameters;
  const raw: [number, number][][] = Array.from({ length: operators }, () => []);
  for (const group of groups) {
    const intervals = renewalIntervals(group, seconds, seed);
    for (const member of group.members) raw[member]?.push(...intervals);
  }
  for (const { members, start, duration } of shocks) {
    for (const member of members) raw[member]?.push([start, start + duration]);
  }
  const merged = raw.map(mergeIntervals);
  const first = new Int32Array(operators + 1);
  for (let operator = 0; operator < operators; operator++) {
    first[operator + 1] = (first[operator] ?? 0) + (merged[operator]?.length ?? 0);
  }
  const flat = merged.flat();
  const members = new Map<number, number[]>();
  domainOf.forEach((domain, operator) => {
    members.set(domain, [...(members.get(domain) ?? []), operator]);
  });
  const withDomain = Uint8Array.from(
    merged.flatMap((intervals, operator) =>
      intervals.map(([from]) =>
        (members.get(domainOf[operator] ?? 0) ?? []).every((other) => covers(merged[other] ?? [], from)) ? 1 : 0,
      ),
    ),
  );
  return { first, from: Float64Array.from(flat, ([a]) => a), until: Float64Array.from(flat, ([, b]) => b), withDomain };
}

/** Outage intervals of one group that end after 0 and begin before `seconds`. */
function renewalIntervals(group: OutageGroup, seconds: number, seed: number | string): [number, number][] {
  const { meanUp, meanDown } = group;
  if (!(meanUp > 0) || !(meanDown >= 0)) throw new RangeError(`group ${group.id}: mean times must be positive`);
  if (meanDown === 0 || meanUp === Number.POSITIVE_INFINITY) return [];
  const stream = randomStream(seed, `outages/${group.id}`);
  const intervals: [number, number][] = [];
  // Exponential times have no memory, so the stationary start is a coin for the state and fresh times from there.
  let now = 0;
  if (stream.next() >= meanDown / (meanUp + meanDown)) now += stream.exponential(meanUp);
  while (now < seconds) {
    const end = now + stream.exponential(meanDown);
    intervals.push([now, end]);
    now = end + stream.exponential(meanUp);
  }
  return intervals;
}

/** Union of intervals, ascending and disjoint. */
function mergeIntervals(intervals: [number, number][]): [number, number][] {
  const sorted = [...intervals].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, until] of sorted) {
    const last = merged.at(-1);
    if (until <= from) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else merged.push([from, until]);
  }
  return merged;
}

/** Whether one of the ascending disjoint intervals contains `time`. */
function covers(intervals: readonly [number, number][], time: number): boolean {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle]?.[0] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return (intervals[low - 1]?.[1] ?? Number.NEGATIVE_INFINITY) > time;
}
