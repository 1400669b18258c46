import type { PricerFactory } from "./pricer.js";
import { proportionalPricer } from "./proportionalPricer.js";
import { servedRule } from "./servedRule.js";

/**
 * Pay for requests served in the last measured window, forecast where a strategy is priced (`servedRule`).
 *
 * @example servedVolume(state).pay(3) // tokens per day
 */
export const servedVolume: PricerFactory = (state, options = {}) =>
  proportionalPricer({ policy: "ServedVolume", state, options, rule: servedRule(state) });
