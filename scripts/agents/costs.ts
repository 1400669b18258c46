import type { CostFigures } from "./costFigures.js";
import type { OperatorProfile } from "./operatorProfile.js";
import type { Strategy } from "./strategy.js";

/**
 * What each strategy costs each operator, tokens per day (1 token = 1 USD): list price x (power share x its power
 * multiplier + the rest x its capital multiplier) x its multiplier for the region.
 *
 * @returns index `operator * strategies + strategy`; 0 for staying out
 * @example operatorCosts({ operators, strategies, figures })[3 * strategies.length + 7]
 */
export function operatorCosts(parameters: {
  operators: readonly OperatorProfile[];
  strategies: readonly Strategy[];
  figures: CostFigures;
}): Float64Array {
  const { operators, strategies, figures } = parameters;
  const { powerShare } = figures;
  const costs = new Float64Array(operators.length * strategies.length);
  operators.forEach(({ multipliers }, operator) => {
    const factor = powerShare * multipliers.power + (1 - powerShare) * multipliers.capital;
    strategies.forEach(({ rig, usdPerDay }, strategy) => {
      const region = rig === undefined ? 1 : (multipliers.region[rig.domain.region] ?? 1);
      costs[operator * strategies.length + strategy] = usdPerDay * factor * region;
    });
  });
  return costs;
}

/**
 * What a change costs once, tokens, before multipliers: days of the new rig's rent, by what changes most (entering,
 * other GPUs, another domain, other models or mode). Leaving and staying cost nothing.
 *
 * @returns index `from * strategies + to`
 * @example switchingCosts({ strategies, figures })[0 * strategies.length + 7] // entering with strategy 7
 */
export function switchingCosts(parameters: { strategies: readonly Strategy[]; figures: CostFigures }): Float64Array {
  const { strategies, figures } = parameters;
  return Float64Array.from(
    strategies.flatMap((from) => strategies.map((to) => daysOf(from, to, figures.switchingDays) * to.usdPerDay)),
  );
}

function daysOf(from: Strategy, to: Strategy, days: CostFigures["switchingDays"]): number {
  if (to.rig === undefined || from === to) return 0;
  if (from.rig === undefined) return days.enter;
  if (from.rig.gpu.id !== to.rig.gpu.id || from.rig.count !== to.rig.count) return days.hardware;
  return from.domain === to.domain ? days.models : days.domain;
}
