import { replayWithout } from "../network/replayWithout.js";
import { activeNetwork, epochOutages } from "./activeNetwork.js";
import type { EpochWindow } from "./epochWindow.js";
import type { Scenario } from "./scenario.js";

/**
 * The true marginal coverage of every operator: the share of the windows' requests that are no longer served without
 * it, the same requests meeting the same draws and outages. Each window is counted whole, warm-up included.
 *
 * @returns per operator of the scenario, 0 for those that are out; negative where its absence helps
 * @example marginalRequests({ scenario, strategies, windows, router: "power-of-two" })[3]
 */
export function marginalRequests(parameters: {
  scenario: Scenario;
  strategies: ArrayLike<number>;
  windows: readonly EpochWindow[];
  router: string;
}): Float64Array {
  const { scenario, strategies, windows, router } = parameters;
  const active = activeNetwork(scenario, strategies);
  const { network, operators } = active;
  const marginal = new Float64Array(scenario.operators.length);
  if (operators.length === 0) return marginal;
  const absentees = Int32Array.from(operators.keys());
  let requests = 0;
  for (const window of windows) {
    const { epoch, batches } = window;
    const replay = replayWithout({
      network,
      outages: epochOutages({ scenario, active, epoch }),
      router,
      seed: `${scenario.seed}/epoch/${epoch}`,
      absentees,
    });
    for (const batch of batches) {
      replay.run(batch);
      requests += batch.length;
    }
    const { lost } = replay.counts();
    operators.forEach((operator, row) => {
      for (let c = 0; c < network.classes; c++) {
        marginal[operator] = (marginal[operator] ?? 0) + (lost[row * network.classes + c] ?? 0);
      }
    });
  }
  return requests === 0 ? marginal : marginal.map((lost) => lost / requests);
}
