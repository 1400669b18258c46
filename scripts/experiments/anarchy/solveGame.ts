import { type CoverGame, covered, type Profile, planOf, welfare } from "./coverGame.js";
import { type PaymentRule, paid, payment } from "./payment.js";

/** {emission} A gain that is rounding, not a wish to move. */
export const TIE = 1e-9;

export interface Outcome {
  readonly profile: Profile;
  /** V C minus costs, in units of the emission. */
  readonly welfare: number;
  readonly covered: number;
  /** All that operators are paid, in units of the emission. */
  readonly paid: number;
  /** Operators that serve anything. */
  readonly serving: number;
}

export interface Solution {
  /** How many pure equilibria there are. */
  readonly equilibria: number;
  readonly worst: Outcome;
  readonly best: Outcome;
}

/** Every profile of a game, the last operator's plan fastest. */
export function* profilesOf({ plans }: CoverGame): Generator<number[]> {
  const profile = plans.map(() => 0);
  for (;;) {
    yield [...profile];
    let operator = plans.length - 1;
    while (operator >= 0 && (profile[operator] ?? 0) + 1 === plans[operator]?.length) profile[operator--] = 0;
    if (operator < 0) return;
    profile[operator] = (profile[operator] ?? 0) + 1;
  }
}

/** The largest welfare there is and a profile that has it, by looking at every profile. */
export function optimumOf(game: CoverGame): { profile: Profile; welfare: number } {
  let best = { profile: [] as Profile, welfare: Number.NEGATIVE_INFINITY };
  for (const profile of profilesOf(game)) {
    const here = welfare(game, profile);
    if (here > best.welfare) best = { profile, welfare: here };
  }
  return best;
}

/**
 * {emission} What an operator gains by its best lone change of plan, negative where every change loses; 0 where it has but
 * one plan.
 */
export function bestGain(game: CoverGame, profile: Profile, operator: number, rule: PaymentRule): number {
  const net = (plan: number): number =>
    payment({ game, profile: profile.with(operator, plan), operator, rule }) - planOf(game, operator, plan).cost;
  const present = profile[operator] ?? 0;
  const others = (game.plans[operator] ?? []).flatMap((_, plan) => (plan === present ? [] : [net(plan)]));
  return others.length === 0 ? 0 : Math.max(...others) - net(present);
}

/** What a profile comes to under a rule. */
export function outcomeOf(game: CoverGame, profile: Profile, rule: PaymentRule): Outcome {
  return {
    profile,
    welfare: welfare(game, profile),
    covered: covered(game, profile),
    paid: paid(game, profile, rule),
    serving: profile.filter((plan, operator) => planOf(game, operator, plan).serves.length > 0).length,
  };
}

/**
 * All pure equilibria by looking at every profile: how many, the worst and the best by welfare. There is one always, the
 * largest potential.
 *
 * @example solveGame(game, "Shapley").worst.welfare / optimumOf(game).welfare // its price of anarchy
 */
export function solveGame(game: CoverGame, rule: PaymentRule): Solution {
  let equilibria = 0;
  let worst: Outcome | undefined;
  let best: Outcome | undefined;
  for (const profile of profilesOf(game)) {
    if (!profile.every((_, operator) => bestGain(game, profile, operator, rule) <= TIE)) continue;
    equilibria++;
    const outcome = outcomeOf(game, profile, rule);
    if (worst === undefined || outcome.welfare < worst.welfare) worst = outcome;
    if (best === undefined || outcome.welfare > best.welfare) best = outcome;
  }
  if (worst === undefined || best === undefined) throw new Error(`no equilibrium under ${rule}: it has no potential`);
  return { equilibria, worst, best };
}
