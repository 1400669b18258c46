import type { Strategy } from "../agents/strategy.js";
import { countBy } from "./countBy.js";
import { hillNumber } from "./hillNumber.js";
import { rigKind } from "./rigKind.js";

/** Effective numbers (Hill) among the operators that take part. */
export interface Diversity {
  /** Operators that take part. */
  readonly active: number;
  /** Of rigs, wherever they stand: hardware, models and mode. */
  readonly strategies: number;
  /** Of failure domains. */
  readonly domains: number;
  /** Of hardware types (GPU models, however many of them). */
  readonly hardware: number;
  /** Failure domains with at least one operator. */
  readonly domainsUsed: number;
}

/**
 * Effective number of strategies, domains and hardware types among active operators. Strategies are counted without their
 * domain, so that copies of one rig in five domains are one strategy and five domains.
 *
 * @param strategies what each operator does; staying out is not counted
 * @param order of the Hill numbers, default 1; `domainsUsed` is order 0 whatever the order
 * @returns 0 everywhere when nobody is active
 * @example diversity(choices.map((choice) => scenario.strategies[choice])).domains
 */
export function diversity(strategies: readonly Strategy[], order = 1): Diversity {
  const active = strategies.filter(({ rig }) => rig !== undefined);
  const effective = (kindOf: (strategy: Strategy) => string | number | undefined): number =>
    hillNumber([...countBy(active, kindOf).values()], order);
  return {
    active: active.length,
    strategies: effective(({ rig }) => rig && rigKind(rig)),
    domains: effective(({ domain }) => domain),
    hardware: effective(({ rig }) => rig?.gpu.id),
    domainsUsed: countBy(active, ({ domain }) => domain).size,
  };
}
