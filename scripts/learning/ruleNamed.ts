import { UserError } from "../common/errors.js";
import type { LearningRule } from "./learningRule.js";
import { bestResponse } from "./rules/bestResponse.js";
import { betterResponse } from "./rules/betterResponse.js";
import { exp3 } from "./rules/exp3.js";
import { fermiImitation } from "./rules/fermiImitation.js";
import { hedge } from "./rules/hedge.js";
import { logLinear } from "./rules/logLinear.js";
import { proportionalImitation } from "./rules/proportionalImitation.js";
import { regretMatching } from "./rules/regretMatching.js";

/** Every rule with its default parameters, in the order of the documentation. */
export const RULES: readonly LearningRule[] = [
  bestResponse(),
  betterResponse(),
  logLinear(),
  fermiImitation(),
  proportionalImitation(),
  hedge(),
  exp3(),
  regretMatching(),
];

/** @example ruleNamed("exp3") @throws UserError naming the allowed rules */
export function ruleNamed(id: string): LearningRule {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (!rule) throw new UserError(`unknown learning rule "${id}": use one of ${RULES.map((r) => r.id).join(", ")}`);
  return rule;
}
