import type { PolicyName } from "../../ignition/modules/Breadth.js";

/**
 * What is measured. join: a newcomer's first measurement in the classes; join another: the same by an operator that is
 * already measured in a class beside them; join afresh: a newcomer's from a failure domain that nobody served them from;
 * measure: another measurement with other values; measure of 100: one of a hundred entries
 * in one transaction (of forty under Shapley and Gairing, of which no more fit); expire: one transaction for each class; leave, claim: one transaction for all classes.
 */
export const GAS_OPERATIONS = [
  "join",
  "join another",
  "join afresh",
  "measure",
  "measure of 100",
  "expire",
  "leave",
  "claim",
] as const;

export type GasOperation = (typeof GAS_OPERATIONS)[number];

/** One row of `gas` in results/bench.json. */
export interface GasRow {
  /** The policy that is paid. */
  readonly policy: PolicyName;
  /** The policies that run beside it. */
  readonly shadows: readonly PolicyName[];
  readonly operation: GasOperation;
  /** Classes that the operator joins, is measured in, leaves or claims. */
  readonly classes: number;
  /** Operators that serve each of these classes. */
  readonly operators: number;
  /** Layers of the classes' success curves. */
  readonly layers: number;
  /**
   * Gas used, refunds taken off, by whole transactions with their 21,000: all of them for expire, one entry's part of one for
   * measure of 100.
   */
  readonly gas: number;
}
