import { shockGroups } from "../network/shockGroups.js";
import { activeNetwork } from "./activeNetwork.js";
import type { EpochWindow } from "./epochWindow.js";
import { tallyWithout } from "./requestOutcome.js";
import type { Scenario } from "./scenario.js";

/** What a shock does to a window's requests. */
export interface ShockOutcome {
  /** `kind:value`, e.g. `gpu:RTX-4090`. */
  readonly shock: string;
  /** Operators that it takes down, ascending. */
  readonly operators: readonly number[];
  /** Share of requests served with them down throughout, 0 to 1. */
  readonly success: number;
}

/**
 * The success of the same window under every shock that touches anyone: each provider, region, GPU type, model family
 * and the TEE vendor down throughout.
 *
 * @param windows their requests are pooled
 * @example shockOutcomes({ scenario, strategies, windows: [window], router: "uniform" })
 */
export function shockOutcomes(parameters: {
  scenario: Scenario;
  strategies: ArrayLike<number>;
  windows: readonly EpochWindow[];
  router: string;
}): ShockOutcome[] {
  const { scenario, strategies, windows, router } = parameters;
  const active = activeNetwork(scenario, strategies);
  const rigs = active.operators.flatMap((operator) => scenario.strategies[strategies[operator] ?? 0]?.rig ?? []);
  return shockGroups(rigs).map(({ kind, value, members }) => {
    const [first, ...rest] = windows.map((window) => tallyWithout({ scenario, active, window, router, down: members }));
    for (const tally of rest) first?.add(tally);
    return {
      shock: `${kind}:${value}`,
      operators: members.map((row) => active.operators[row] ?? 0),
      success: first?.successRate() ?? 1,
    };
  });
}
