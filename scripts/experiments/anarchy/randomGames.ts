import { mean } from "simple-statistics";
import { randomStream } from "../../common/random.js";
import type { CellContext, Row } from "../experiment.js";
import { ChainGame } from "./ChainGame.js";
import type { CoverGame } from "./coverGame.js";
import { anarchyBound, DISTRIBUTION_RULES, type DistributionRule } from "./distributionRule.js";
import { randomCoverGame } from "./randomCoverGame.js";
import { type Outcome, optimumOf, solveGame } from "./solveGame.js";

/** A random game that is worth something, and its worst and best equilibrium under a rule. */
interface Solved {
  readonly game: CoverGame;
  readonly rule: DistributionRule;
  readonly equilibria: number;
  readonly worst: Outcome;
  readonly best: Outcome;
  readonly worstRatio: number;
  readonly bestRatio: number;
  readonly servingAtOptimum: number;
}

/** {emission} A game whose best profile is worth less says nothing by a ratio. */
const WORTHLESS = 1e-6;
/** Ratios at which the distribution is read. */
const LEVELS = Array.from({ length: 21 }, (_, i) => i / 20);
/** A ratio this close to another is the same. */
const SAME = 1e-9;

/**
 * Random games, each solved by looking at every profile under every rule, and of some of them the worst equilibria
 * certified on chain: the first few and, for each rule, the game with the lowest ratio.
 *
 * @param parameters.cost {emission} the highest cost of a plan
 * @param parameters.certified how many of the first games are put on a chain
 */
export async function randomGames(
  parameters: { games: number; cost: number; certified: number; seed: number },
  context: CellContext,
): Promise<{ random: Row[]; distribution: Row[] }> {
  const { games, cost, certified, seed } = parameters;
  const stream = randomStream(seed, `anarchy/${cost}`);
  const solved: Solved[][] = [];
  for (let i = 0; i < games; i++) {
    context.signal.throwIfAborted();
    const game = randomCoverGame({ stream, cost });
    const optimum = optimumOf(game);
    if (optimum.welfare < WORTHLESS) continue;
    const servingAtOptimum = optimum.profile.filter((plan, k) => game.plans[k]?.[plan]?.serves.length !== 0).length;
    solved.push(
      DISTRIBUTION_RULES.map((rule) => {
        const solution = solveGame(game, rule);
        const [worstRatio, bestRatio] = [solution.worst, solution.best].map((each) => each.welfare / optimum.welfare);
        return { game, rule, ...solution, worstRatio: worstRatio ?? 0, bestRatio: bestRatio ?? 0, servingAtOptimum };
      }),
    );
    if (i % 100 === 0) context.progress((0.8 * i) / games, `game ${i} of ${games}`);
  }
  const checks = await certifiedOn({ solved, certified, context });
  const byRule = DISTRIBUTION_RULES.map((rule) => solved.flatMap((all) => all.filter((each) => each.rule === rule)));
  return {
    random: byRule.map((rows, i) => ({
      rule: DISTRIBUTION_RULES[i] ?? "",
      ...summaryOf(rows),
      ...(checks[i] ?? { onChain: 0, gain: 0, disagreement: 0 }),
    })),
    distribution: byRule.flatMap((rows, i) =>
      LEVELS.map((level) => ({
        rule: DISTRIBUTION_RULES[i] ?? "",
        level,
        worstBelow: rows.filter(({ worstRatio }) => worstRatio < level - SAME).length / rows.length,
        bestBelow: rows.filter(({ bestRatio }) => bestRatio < level - SAME).length / rows.length,
      })),
    ),
  };
}

function summaryOf(rows: readonly Solved[]): Row {
  const average = (of: (row: Solved) => number): number => mean(rows.map(of));
  const bound = ({ game, rule }: Solved): number => anarchyBound(rule, game.plans.length);
  return {
    solved: rows.length,
    equilibria: average(({ equilibria }) => equilibria),
    worst: average(({ worstRatio }) => worstRatio),
    lowest: Math.min(...rows.map(({ worstRatio }) => worstRatio)),
    belowBound: rows.filter((row) => row.worstRatio < bound(row) - SAME).length,
    lossy: average(({ worstRatio }) => (worstRatio < 1 - SAME ? 1 : 0)),
    best: average(({ bestRatio }) => bestRatio),
    lowestBest: Math.min(...rows.map(({ bestRatio }) => bestRatio)),
    bestLossy: average(({ bestRatio }) => (bestRatio < 1 - SAME ? 1 : 0)),
    negative: rows.filter(({ worst }) => worst.welfare < -SAME).length,
    paidOfValue: average(({ worst }) => (worst.covered > 0 ? worst.paid / worst.covered : 1)),
    least: Math.min(...rows.map(({ worst }) => (worst.covered > 0 ? worst.paid / worst.covered : 1))),
    overEntry: average(({ best, servingAtOptimum }) => best.serving - servingAtOptimum),
    overEntered: average(({ best, servingAtOptimum }) => (best.serving > servingAtOptimum ? 1 : 0)),
  };
}

/** By rule: how many equilibria were certified on chain, the largest gain of a move and the largest difference in pay. */
async function certifiedOn(parameters: {
  solved: readonly (readonly Solved[])[];
  certified: number;
  context: CellContext;
}): Promise<{ onChain: number; gain: number; disagreement: number }[]> {
  const { solved, certified, context } = parameters;
  if (certified === 0) return [];
  const lowest = DISTRIBUTION_RULES.map((_, r) =>
    solved.reduce((low, all) => ((all[r]?.worstRatio ?? 1) < (low?.[r]?.worstRatio ?? 1) ? all : low), solved[0]),
  );
  const chosen = [...new Set([...solved.slice(0, certified), ...lowest])].filter((all) => all !== undefined);
  const found = DISTRIBUTION_RULES.map(() => ({
    onChain: 0,
    gain: Number.NEGATIVE_INFINITY,
    disagreement: 0,
  }));
  const connection = await context.connect();
  for (const [done, all] of chosen.entries()) {
    context.signal.throwIfAborted();
    const [first] = all;
    if (first === undefined) continue;
    const chain = await ChainGame.create({ connection, game: first.game, rules: DISTRIBUTION_RULES });
    for (const [r, { rule, worst }] of all.entries()) {
      await chain.play(worst.profile);
      const certificate = await chain.certify(rule);
      const known = found[r];
      if (known === undefined) continue;
      known.onChain++;
      known.gain = Math.max(known.gain, certificate.gain);
      known.disagreement = Math.max(known.disagreement, certificate.disagreement);
    }
    context.progress(0.8 + (0.2 * (done + 1)) / chosen.length, `game ${done + 1} of ${chosen.length} on chain`);
  }
  return found;
}
