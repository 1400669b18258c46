import type { Decimal } from "decimal.js";
import { ZERO } from "../../scripts/reference/exact.js";
import { RULES } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { EMPTY_STATE, type NetworkState, setClass } from "../../scripts/reference/state.js";

/** k identities of `each` capacity in place of one of x, beside the rest. */
export interface Split {
  readonly rest: NetworkState;
  readonly k: number;
  readonly u: bigint;
  readonly x: bigint;
  readonly each: bigint;
}

/** Paid by the rule itself: k identities of (u, each) together over one of (u, x), in class 1 and domain 1. */
export function paidGain({ rest, k, u, x, each }: Split): Decimal {
  const join = (state: NetworkState, name: string, capacity: bigint) =>
    setProfile(state, name, { stake: 0n, domain: 1n, services: new Map([[1n, { u, x: capacity, served: 0n }]]) });
  const names = Array.from({ length: k }, (_, i) => `identity ${i}`);
  const split = names.reduce((state, name) => join(state, name, each), rest);
  const together = names.reduce((sum, name) => sum.plus(RULES.MarginalCoverage.share(split, name)), ZERO);
  return together.div(RULES.MarginalCoverage.share(join(rest, "whole", x), "whole"));
}

/** A class that nobody serves, of one domain with r = 0.9. */
export function emptyClass({ kappas, alphas }: { kappas: readonly bigint[]; alphas: readonly bigint[] }): NetworkState {
  const weighted = setClass(EMPTY_STATE, 1n, { weight: 1n, kappas, alphas });
  return setClass(weighted, 1n, { availability: new Map([[1n, 900_000_000n]]) });
}
