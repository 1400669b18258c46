import type { Observation } from "./learningRule.js";

/** The indices of the allowed strategies, ascending. @example allowedStrategies([true, false, true]) // [0, 2] */
export function allowedStrategies(allowed: Observation["allowed"]): number[] {
  const strategies: number[] = [];
  for (let k = 0; k < allowed.length; k++) if (allowed[k]) strategies.push(k);
  return strategies;
}
