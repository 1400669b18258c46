import type { Decimal } from "decimal.js";
import { Exact, ONE, ZERO } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";
import type { NetworkState, OperatorState } from "./state.js";

/** Weights of the components; those that nobody has fall to the others. */
const WEIGHTS = { compute: "0.52", invocations: "0.2", unique: "0.2", bounty: "0.08" } as const;
const ABOVE = new Exact("1.3");
const BELOW = new Exact("2.2");
/** Counts above it count as it, on chain and here. */
const MAX_COUNT = 255;
/** {request} What one service served counts up to it, on chain and here. */
const MAX_SERVED = 2n ** 48n - 1n;

/**
 * Pays for work and for the number of distinct classes, as Chutes did in October 2025 (chutesai/chutes-api
 * metasync/shared.py at commit 977ad56): 0.52 compute + 0.20 invocations + 0.20 unique + 0.08 bounty, each divided by
 * its sum over the operators; unique is (d / max)^1.3 from the median of all d on, else ^2.2. Compute units per
 * request are published as `ofPolicy.computeUnits` by class; 1 where nothing is.
 */
export const distinctBreadth: ReferenceRule = referenceRule({
  name: "DistinctBreadth",
  pays: "pays for compute, requests, the number of distinct classes served, and for opening a class (Chutes).",
  prices(state) {
    const members = [...state.operators].map(([, operator]) => operator).filter(({ services }) => services.size > 0);
    const unique = uniqueScores(members);
    const totals = {
      compute: sum(members, (operator) => computeOf(operator, state.ofPolicy)),
      invocations: sum(members, invocationsOf),
      unique: sum(members, (operator) => unique.get(countOf(operator)) ?? ZERO),
      bounty: sum(members, (operator) => new Exact(bountiesOf(operator))),
    };
    const present = (["compute", "invocations", "unique", "bounty"] as const).filter((name) => totals[name].gt(0));
    const whole = present.reduce((all, name) => all.plus(WEIGHTS[name]), ZERO);
    const prices = new Map<string, Decimal>();
    for (const name of present) {
      const price = new Exact(WEIGHTS[name]).div(whole).div(totals[name]);
      if (name !== "unique") prices.set(name, price);
      else for (const [count, score] of unique) prices.set(`classes ${count}`, price.times(score));
    }
    return prices;
  },
  holdings(operator, ofPolicy) {
    const count = countOf(operator);
    if (count === 0) return new Map();
    return new Map([
      ["compute", computeOf(operator, ofPolicy)],
      ["invocations", invocationsOf(operator)],
      [`classes ${count}`, ONE],
      ["bounty", new Exact(bountiesOf(operator))],
    ]);
  },
});

/** The unnormalised score of every count that there is: (d / max)^1.3 from the median on, else (d / max)^2.2. */
function uniqueScores(members: readonly OperatorState[]): Map<number, Decimal> {
  const counts = members.map(countOf).sort((a, b) => a - b);
  const [lower = 0, upper = 0] = [counts[(counts.length - 1) >> 1], counts[counts.length >> 1]];
  const median = (lower + upper) / 2;
  const top = counts.at(-1) ?? 1;
  return new Map([...new Set(counts)].map((count) => [count, score({ count, top, above: count >= median })]));
}

/** Powers of 60 digits are slow, and few: every one is reckoned once. */
const SCORES = new Map<string, Decimal>();

function score({ count, top, above }: { count: number; top: number; above: boolean }): Decimal {
  const key = `${count} ${top} ${above}`;
  const found = SCORES.get(key) ?? new Exact(count).div(top).pow(above ? ABOVE : BELOW);
  SCORES.set(key, found);
  return found;
}

function countOf({ services }: OperatorState): number {
  return Math.min(services.size, MAX_COUNT);
}

function bountiesOf({ services }: OperatorState): number {
  return [...services.values()].filter(({ opened }) => opened).length;
}

function invocationsOf({ services }: OperatorState): Decimal {
  return sum([...services.values()], ({ served }) => new Exact(counted(served).toString()));
}

function computeOf({ services }: OperatorState, ofPolicy: NetworkState["ofPolicy"]): Decimal {
  return sum(
    [...services],
    ([classId, { served }]) => new Exact((counted(served) * (ofPolicy.computeUnits?.get(classId) ?? 1n)).toString()),
  );
}

function counted(served: bigint): bigint {
  return served < MAX_SERVED ? served : MAX_SERVED;
}

function sum<T>(all: readonly T[], of: (each: T) => Decimal): Decimal {
  return all.reduce((total, each) => total.plus(of(each)), ZERO);
}
