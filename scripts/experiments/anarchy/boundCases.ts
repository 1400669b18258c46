import type { CellContext, Row } from "../experiment.js";
import { ChainGame, MOST_AVAILABLE } from "./ChainGame.js";
import { caseRow } from "./caseRow.js";
import { anarchyBound, DISTRIBUTION_RULES, type DistributionRule, distributed } from "./distributionRule.js";
import { solveGame } from "./solveGame.js";
import { ring, star } from "./worstCases.js";

/** The most reliable that the ledger takes. */
export const MOST_RELIABLE = 0.999;
/** {share} Weights at a tie, and so far from it that everyone loses by moving. */
const MARGINS = [0, 0.001] as const;
const STAR_MARGIN = 0.001;

/** Reaches of the rings that are shown: where each rule's bound is reached, and for Gairing that it is at every reach. */
function reachesOf(rule: DistributionRule, operators: number): readonly number[] {
  if (rule === "FlatMarginalCoverage") return [1];
  return rule === "Shapley" || operators === 2 ? [operators - 1] : [1, operators - 1];
}

/**
 * The known worst cases without participation cost, each a deployment of its own: rings for the price of anarchy, stars for the
 * price of stability (for leave-one-out Shapley's star). Leave-one-out twice: without failure domains, and with one of its own for
 * every operator.
 *
 * @param sizes numbers of operators, each from 2 to 16: optimum and equilibria are found by looking at every profile
 */
export async function boundCases(sizes: readonly number[], context: CellContext): Promise<Row[]> {
  const connection = await context.connect();
  const rows: Row[] = [];
  for (const operators of sizes) {
    for (const rule of [...DISTRIBUTION_RULES, "MarginalCoverage"] as const) {
      context.signal.throwIfAborted();
      const plain = rule === "MarginalCoverage" ? "FlatMarginalCoverage" : rule;
      const probability = rule === "MarginalCoverage" ? MOST_RELIABLE * MOST_AVAILABLE : MOST_RELIABLE;
      const bound = anarchyBound(plain, operators);
      for (const reach of reachesOf(plain, operators)) {
        const ideal = 1 / (1 + reach * distributed(plain, reach) - distributed(plain, reach + 1));
        for (const margin of MARGINS) {
          const { game, equilibrium: profile } = ring({ rule: plain, operators, reach, probability, margin });
          const chain = await ChainGame.create({ connection, game, rules: [rule] });
          const about = { name: "ring", rule, profile, equilibria: null, reach, margin, planCost: null, ideal };
          rows.push({ ...(await caseRow(chain, about)), bound });
        }
      }
      const of = plain === "FlatMarginalCoverage" ? "Shapley" : plain;
      const game = star({ rule: of, operators, probability, margin: STAR_MARGIN });
      const { best, equilibria } = solveGame(game, plain);
      const ideal = plain === of ? 1 / (1 + (operators - 1) * distributed(plain, operators)) : 1;
      const chain = await ChainGame.create({ connection, game, rules: [rule] });
      const { profile } = best;
      const about = {
        name: "star",
        rule,
        profile,
        equilibria,
        reach: null,
        margin: STAR_MARGIN,
        planCost: null,
        ideal,
      };
      rows.push({ ...(await caseRow(chain, about)), bound });
      context.progress(rows.length / (sizes.length * 14), `${rule}, ${operators} operators`);
    }
  }
  return rows;
}
