import type { GasOperation } from "./gasRow.js";

/** What a trusted contract pays for a comparable operation. */
export interface Anchor {
  contract: string;
  call: string;
  /** {gas} Whole transaction. */
  gas: number;
  /** What it is held against. */
  operation: GasOperation;
  classes: number;
}

/**
 * Gas of trusted reward contracts, measured side by side in one harness: whole transactions with their 21,000, Osaka
 * rules, cold access, OpenZeppelin 5.7 ERC-20, a repeated call unless it says first. EigenLayer's claims are of proofs for 1, 4 and 16 tokens;
 * its submission of 100 operators' earnings, which were computed off chain, is per operator.
 */
export const ANCHORS: readonly Anchor[] = [
  { contract: "StakingRewards", call: "first stake", gas: 137_736, operation: "join", classes: 1 },
  { contract: "StakingRewards", call: "stake", gas: 89_281, operation: "join another", classes: 1 },
  { contract: "StakingRewards", call: "getReward", gas: 76_432, operation: "claim", classes: 1 },
  { contract: "StakingRewards", call: "withdraw", gas: 84_584, operation: "leave", classes: 1 },
  { contract: "MasterChefV2", call: "harvest", gas: 90_784, operation: "claim", classes: 1 },
  { contract: "EigenLayer", call: "processClaim", gas: 97_516, operation: "claim", classes: 1 },
  { contract: "EigenLayer", call: "processClaim", gas: 196_120, operation: "claim", classes: 4 },
  { contract: "EigenLayer", call: "processClaim", gas: 590_442, operation: "claim", classes: 16 },
  { contract: "EigenLayer", call: "submission/100", gas: 3_825, operation: "measure of 100", classes: 1 },
];
