import { equalShare } from "./equalShare.js";
import { flatMarginalCoverage } from "./flatMarginalCoverage.js";
import { marginalCoverage } from "./marginalCoverage.js";
import type { ReferenceRule } from "./referenceRule.js";
import { servedVolume } from "./servedVolume.js";
import { stakeWeighted } from "./stakeWeighted.js";

/**
 * Every rule by the name of its contract.
 *
 * @example RULES.EqualShare.shares(state)
 */
export const RULES = {
  MarginalCoverage: marginalCoverage,
  FlatMarginalCoverage: flatMarginalCoverage,
  EqualShare: equalShare,
  StakeWeighted: stakeWeighted,
  ServedVolume: servedVolume,
} as const satisfies Record<string, ReferenceRule>;

export type RuleName = keyof typeof RULES;
