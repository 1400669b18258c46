import type { Row } from "../experiment.js";
import type { ChainGame, ChainRule } from "./ChainGame.js";
import { costs, type Profile } from "./coverGame.js";
import { optimumOf } from "./solveGame.js";

/** What is known of a profile before the chain is asked. */
export interface Case {
  readonly name: string;
  readonly rule: ChainRule;
  readonly profile: Profile;
  /** Pure equilibria of the game, where all were looked for. */
  readonly equilibria: number | null;
  /** Common resources that one operator of a ring serves. */
  readonly reach: number | null;
  /** {share} How far the weights are from a tie. */
  readonly margin: number | null;
  /** {emission} Cost of the plan that varies. */
  readonly planCost: number | null;
  /** Ratio to the optimum with certain success, in closed form. */
  readonly ideal: number | null;
}

/**
 * Puts a profile on the chain and has it certified: a row of the table `cases`. Welfare is V x coverage of what the ledger has
 * recorded less costs; the optimum is over all profiles.
 *
 * @example await caseRow(chain, { name: "ring", rule: "Shapley", profile: equilibrium, ...rest })
 */
export async function caseRow(chain: ChainGame, about: Case): Promise<Row> {
  const { game } = chain;
  const { profile, name, rule, ...rest } = about;
  await chain.play(profile);
  const { gain, quotes, disagreement, paid, covered } = await chain.certify(rule);
  const welfare = game.value * covered - costs(game, profile);
  const optimum = optimumOf(game);
  return {
    case: name,
    rule,
    operators: game.plans.length,
    ...rest,
    value: game.value,
    welfare,
    optimum: optimum.welfare,
    ratio: welfare / optimum.welfare,
    serving: profile.filter((plan, i) => (game.plans[i]?.[plan]?.serves.length ?? 0) > 0).length,
    servingAtOptimum: optimum.profile.filter((plan, i) => (game.plans[i]?.[plan]?.serves.length ?? 0) > 0).length,
    paidOfValue: paid / (game.value * covered),
    gain,
    quotes,
    disagreement,
  };
}
