import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { OfferTable } from "../../agents/pricing/offerTable.js";
import { pricerFor } from "../../agents/pricing/pricerFor.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import { PricedMarket } from "../../simulation/pricedMarket.js";
import type { Scenario } from "../../simulation/scenario.js";
import { familyOf, familyShares } from "./familyShares.js";

/** What one step of a cut leaves of a weight, and how many steps are tried: down to a twelfth. */
const STEP = 0.95;
const STEPS = 48;

/** How operators would answer to cuts of the weight of the most used family, all at once from one state. */
export interface Thresholds {
  readonly family: string;
  /** Share of the operators on the family that would leave it after 1, 2, ... steps of 5%. */
  readonly responses: readonly number[];
  /** The first step at which anybody would who would not without a cut; null when nobody does at any. */
  readonly first: number | null;
  /** The largest difference that one step of 5% makes; 0 when nobody is on the family. */
  readonly jump: number;
}

/**
 * Asks every operator on the most used family for its best response while the weights of that family's classes are cut by 5%
 * more and more often, everything else as it is: by the rule's plain arithmetic on the state of the ledger.
 */
export function thresholds(parameters: {
  scenario: Scenario;
  policy: PolicyName;
  table: OfferTable;
  record: EpochRecord;
  horizonDays: number;
}): Thresholds {
  const { scenario, policy, table, record, horizonDays } = parameters;
  const { state, strategies, agents } = record;
  const { family } = familyShares(scenario, strategies);
  const isOn = (strategy: number): boolean => {
    const played = scenario.strategies[strategy];
    return played !== undefined && familyOf(played) === family;
  };
  const members = [...strategies.keys()].filter((operator) => isOn(strategies[operator] ?? 0));
  const leaving = (steps: number): number => {
    const weights = Float64Array.from(cutWeights(scenario, family, steps));
    const cut = { ...state, weights };
    const pricer = pricerFor(policy)(cut);
    const realised = new Float64Array(agents.length);
    const market = new PricedMarket({ scenario, pricer, coverage: pricer, agents, table, realised });
    const leavers = members.filter((operator) => {
      const from = strategies[operator] ?? 0;
      const allowed = market.allowed(operator);
      let best = from;
      let payoff = market.net(operator, from);
      for (let k = 0; k < allowed.length; k++) {
        if (allowed[k] !== 1 || k === from) continue;
        const other = market.net(operator, k) - market.switching(operator, from, k) / horizonDays;
        if (other > payoff) [best, payoff] = [k, other];
      }
      return !isOn(best);
    });
    return members.length === 0 ? 0 : leavers.length / members.length;
  };
  const uncut = leaving(0);
  const responses = Array.from({ length: STEPS }, (_, index) => leaving(index + 1));
  const at = responses.findIndex((share) => share > uncut);
  const differences = responses.map((share, index) => share - (responses[index - 1] ?? uncut));
  return { family, responses, first: at < 0 ? null : at + 1, jump: Math.max(...differences) };
}

/**
 * The scenario's demand weights with those of one model family cut by 5% so many times.
 *
 * @example cutWeights(scenario, "mid", 2) // those of "mid" at 0.9025
 */
export function cutWeights(scenario: Scenario, family: string, steps: number): number[] {
  const families = family.split("+");
  return scenario.weights.map((weight, c) => {
    const isCut = families.includes(scenario.classes[c]?.modelFamily ?? "");
    return isCut ? Math.max(1, Math.round(Number(weight) * STEP ** steps)) : Number(weight);
  });
}
