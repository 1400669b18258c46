import { routerNamed } from "../network/routerNamed.js";
import { Simulator } from "../network/simulator.js";
import type { Tally } from "../network/tally.js";
import { rowsBefore } from "../workloads/rowsBefore.js";
import { type ActiveNetwork, activeNetwork, epochOutages } from "./activeNetwork.js";
import type { EpochWindow } from "./epochWindow.js";
import type { Scenario } from "./scenario.js";

/** What became of a window's requests. */
export interface RequestOutcome {
  /** Share of requests served, 0 to 1; 1 when there were none. */
  readonly success: number;
  /** The same with each single domain down throughout; the success itself for a domain that nobody is in. */
  readonly successWithout: readonly number[];
  /** The least of these. */
  readonly worstSuccess: number;
  /** Requests served, index `operator * classes + class`, over all operators of the scenario. */
  readonly served: Float64Array;
  /** Counts of the window: requests, gates, tries; its rows are those of `active`. */
  readonly tally: Tally;
  readonly active: ActiveNetwork;
}

/**
 * Sends a window's requests through the operators' rigs, and again with each domain down. The same window meets the
 * same requests, routing draws and outages whatever the operators run.
 *
 * @param strategies strategy per operator, 0 for out
 * @example requestOutcome({ scenario, strategies, window: await windows.window(epoch), router: "power-of-two" }).success
 */
export function requestOutcome(parameters: {
  scenario: Scenario;
  strategies: ArrayLike<number>;
  window: EpochWindow;
  router: string;
}): RequestOutcome {
  const { scenario, strategies } = parameters;
  const active = activeNetwork(scenario, strategies);
  const { network, operators } = active;
  const tally = tallyWithout({ ...parameters, active, down: [] });
  const success = tally.successRate();
  const successWithout = scenario.domains.map((_, domain) => {
    const down = [...operators.keys()].filter((row) => network.domainOf[row] === domain);
    return down.length === 0 ? success : tallyWithout({ ...parameters, active, down }).successRate();
  });
  const classes = scenario.classes.length;
  const served = new Float64Array(scenario.operators.length * classes);
  operators.forEach((operator, row) => {
    for (let c = 0; c < classes; c++) served[operator * classes + c] = tally.served(row, c);
  });
  return { success, successWithout, worstSuccess: Math.min(...successWithout), served, tally, active };
}

/**
 * The counts of a window with some rows of the network down throughout.
 *
 * @example tallyWithout({ scenario, active, window, router: "uniform", down: [0, 4] }).successRate()
 */
export function tallyWithout(parameters: {
  scenario: Scenario;
  active: ActiveNetwork;
  window: EpochWindow;
  router: string;
  down: readonly number[];
}): Tally {
  const { scenario, active, window, router, down } = parameters;
  const { epoch } = window;
  const simulator = new Simulator({
    network: active.network,
    outages: epochOutages({ scenario, active, epoch, down }),
    router: routerNamed(router),
    seed: `${scenario.seed}/epoch/${epoch}`,
    recordsAble: false,
  });
  const counted = window.start + window.warmUp;
  let isWarm = false;
  for (const batch of window.batches) {
    const warm = isWarm ? 0 : rowsBefore(batch, counted);
    simulator.run(batch, 0, warm);
    if (!isWarm && warm < batch.length) {
      simulator.takeTally();
      isWarm = true;
    }
    simulator.run(batch, warm);
  }
  if (!isWarm) simulator.takeTally();
  return simulator.tally;
}
