import type { CellContext, Row } from "../experiment.js";
import { MOST_RELIABLE } from "./boundCases.js";
import { ChainGame } from "./ChainGame.js";
import { caseRow } from "./caseRow.js";
import type { CoverGame, Profile } from "./coverGame.js";
import { DISTRIBUTION_RULES } from "./distributionRule.js";
import type { PaymentRule } from "./payment.js";
import { solveGame } from "./solveGame.js";
import { crowd, dear, idle } from "./worstCases.js";

/** {emission} What the dear operator keeps. */
const LEFT = [0.1, 0.01, 0.001] as const;
/** {emission} Cost of the cheap one: above what Shapley and Gairing pay the second of two. */
const CHEAP = 0.6;
/** {emission} Cost of each of a crowd; none is at a tie of any rule. */
const CROWD_COSTS = [0.9, 0.6, 0.45, 0.3, 0.22, 0.15, 0.105, 0.09] as const;
const CROWD = 12;
/** Emission at and above the value: V in units of the emission. */
const OVERPAID = 0.5;

/**
 * What participation cost does to each rule, each game a deployment of its own with all rules deployed: the dear and the cheap
 * operator, crowds that need but one, and the idle that EqualShare buys.
 */
export async function costCases(context: CellContext): Promise<Row[]> {
  const games: readonly {
    readonly name: string;
    readonly game: CoverGame;
    readonly cost: number;
    readonly profile?: Profile;
    readonly rules?: readonly [PaymentRule, ...PaymentRule[]];
  }[] = [
    ...LEFT.map((left) => {
      const { game, equilibrium: profile } = dear({ probability: MOST_RELIABLE, left, cheap: CHEAP });
      return { name: "dear", game, profile, cost: MOST_RELIABLE - left };
    }),
    ...CROWD_COSTS.map((cost) => ({
      name: "crowd",
      game: crowd({ operators: CROWD, probability: MOST_RELIABLE, cost, value: 1 }),
      cost,
    })),
    ...[0.45, 0.15].map((cost) => ({
      name: "crowd, emission 2 V",
      game: crowd({ operators: CROWD, probability: MOST_RELIABLE, cost, value: OVERPAID }),
      cost,
    })),
    {
      name: "idle",
      game: idle({ probability: MOST_RELIABLE }),
      cost: 0.2,
      rules: [...DISTRIBUTION_RULES, "EqualShare"],
    },
  ];
  const connection = await context.connect();
  const rows: Row[] = [];
  for (const [done, { name, game, cost, profile, rules = DISTRIBUTION_RULES }] of games.entries()) {
    context.signal.throwIfAborted();
    const chain = await ChainGame.create({ connection, game, rules });
    for (const rule of rules) {
      const { equilibria, worst } = solveGame(game, rule);
      const about = { name, rule, profile: profile ?? worst.profile, equilibria, planCost: cost };
      rows.push({ ...(await caseRow(chain, { ...about, reach: null, margin: null, ideal: null })), bound: null });
    }
    context.progress((done + 1) / games.length, name);
  }
  return rows;
}
