import { functionErrorBound, quadratureErrorBound, shareErrorBound } from "../../scripts/reference/errorBound.js";
import type { RuleName } from "../../scripts/reference/rules.js";
import type { ClassId, NetworkState } from "../../scripts/reference/state.js";
import { type Bounds, type ErrorBudget, membersOf, shareOf } from "./errorBudget.js";

/** How far a rule's figures on chain may be from the exact ones; scripts/reference/errorBound.ts has the derivations. */
export interface RuleBounds {
  /** {wei} What one operator earned, claimed or not. */
  readonly earned: (budget: ErrorBudget, operator: string) => Bounds;
  /** {wei} */
  readonly liability: (budget: ErrorBudget) => Bounds;
  /** As a share of the emission, beside 1 wei/s; the offerer is one more member of the classes that it offers. */
  readonly quote: (state: NetworkState, offered: ReadonlyMap<ClassId, unknown>) => Bounds;
}

const both = (error: number): Bounds => ({ above: error, below: error });

const coverage: RuleBounds = {
  earned: (budget, operator) => both(budget.coverageBound(operator)),
  liability: (budget) => budget.liabilityBounds(),
  quote: (state, offered) => both(quoteError(state, offered)),
};

const semivalue: RuleBounds = {
  earned: (budget, operator) => budget.semivalueBounds(operator),
  liability: (budget) => budget.semivalueLiabilityBounds(),
  quote: (state, offered) => {
    const error = 2 * quoteError(state, offered);
    const unpaid = sumOver(state, offered, quadratureErrorBound);
    return { above: error, below: error + unpaid };
  },
};

/** Rules that pay out all of the emission owe it to within a wei. */
const proportional: RuleBounds = {
  earned: (budget) => both(budget.proportionalBound()),
  liability: () => both(1),
  quote: () => both(0),
};

const pooled: RuleBounds = {
  earned: (budget, operator) => budget.pooledBounds(operator),
  liability: (budget) => budget.pooledLiabilityBounds(),
  quote: () => both(0),
};

/** Rules that need other bounds than those that pay in proportion to one number per operator. */
const BOUNDS: Readonly<Partial<Record<RuleName, RuleBounds>>> = {
  MarginalCoverage: coverage,
  FlatMarginalCoverage: coverage,
  ClassWeighted: pooled,
  SignalAllocated: pooled,
  WitnessDecay: pooled,
  TargetShare: pooled,
  RankMultiplier: pooled,
  HexDensity: { ...proportional, earned: (budget, operator) => budget.densityBounds(operator) },
  QueryRebate: {
    earned: (budget) => budget.rebateBounds(),
    liability: (budget) => budget.rebateLiabilityBounds(),
    quote: () => both(functionErrorBound("QueryRebate")),
  },
  DistinctBreadth: {
    earned: (budget) => budget.breadthBounds(),
    liability: () => both(1),
    quote: () => both(functionErrorBound("DistinctBreadth")),
  },
  Shapley: semivalue,
  Gairing: semivalue,
};

/**
 * The bounds of a rule; those of the proportional ones where it has none of its own.
 *
 * @example boundsOf("EqualShare").quote(state, services) // exact but for the last wei
 */
export function boundsOf(rule: RuleName): RuleBounds {
  return BOUNDS[rule] ?? proportional;
}

/** Sum over the classes offered of the error of a share, with the offerer as one more member. */
export function quoteError(state: NetworkState, offered: ReadonlyMap<ClassId, unknown>): number {
  let sum = 0;
  for (const classId of offered.keys()) {
    const each = state.classes.get(classId);
    if (each) sum += shareOf(state, each) * shareErrorBound({ alphas: each.alphas, members: 1 + membersOf(each) });
  }
  return sum;
}

/** Sum over the classes offered of an error that depends on the number of members, the offerer among them. */
function sumOver(state: NetworkState, offered: ReadonlyMap<ClassId, unknown>, errorOf: (n: number) => number): number {
  let sum = 0;
  for (const classId of offered.keys()) {
    const each = state.classes.get(classId);
    if (each) sum += shareOf(state, each) * errorOf(1 + membersOf(each));
  }
  return sum;
}
