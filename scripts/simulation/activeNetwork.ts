import { emptyNetwork, FIT, type Network } from "../network/network.js";
import { drawOutages, type OutageGroup, type Outages, type Shock } from "../network/outages.js";
import { EPOCH_SECONDS } from "./epochWindow.js";
import type { Scenario } from "./scenario.js";
import { copyRow } from "./strategyNetwork.js";

const HOUR = 3600;

/** The network of those who take part, and who they are. */
export interface ActiveNetwork {
  readonly network: Network;
  /** The operator in each row of the network; empty when nobody takes part, and then the one row fits nothing. */
  readonly operators: readonly number[];
}

/**
 * The network of operators that run these strategies. An operator lists the classes that the analytic model says it can
 * serve; where its rig would fit but is too slow or too far, it declines as too slow.
 *
 * @param strategies strategy per operator, 0 for out
 * @example activeNetwork(scenario, strategies).network.operators
 */
export function activeNetwork(scenario: Scenario, strategies: ArrayLike<number>): ActiveNetwork {
  const { network: table, service, domains } = scenario;
  const { classes } = table;
  const operators = Array.from(strategies).flatMap((strategy, operator) => (strategy > 0 ? [operator] : []));
  const rows = operators.length === 0 ? [0] : operators.map((operator) => strategies[operator] ?? 0);
  const network = emptyNetwork({ operators: rows.length, classes, domains: domains.length });
  rows.forEach((strategy, at) => {
    copyRow({ from: table, row: strategy, to: network, at });
    network.domainOf[at] = table.domainOf[strategy] ?? 0;
    for (let c = 0; c < classes; c++) {
      const isServed = (service.reliability[strategy * classes + c] ?? 0) > 0;
      const cell = at * classes + c;
      if (network.fit[cell] === FIT.fits && !isServed) network.fit[cell] = FIT.tooSlow;
    }
  });
  network.ttftTarget.set(table.ttftTarget);
  network.tpotTarget.set(table.tpotTarget);
  return { network, operators };
}

/**
 * The outages of one epoch: of each domain and each operator from a stream of its own, the same whoever else takes part
 * and whatever anyone runs, in the stationary state; and what is down throughout.
 *
 * @param down rows of the network that are down the whole epoch
 * @example epochOutages({ scenario, active, epoch: 3 })
 */
export function epochOutages(parameters: {
  scenario: Scenario;
  active: ActiveNetwork;
  epoch: number;
  down?: readonly number[];
}): Outages {
  const { scenario, active, epoch, down = [] } = parameters;
  const { network, operators } = active;
  const { mtbfHours, mttrHours } = scenario.catalogue.operator;
  const groups: OutageGroup[] = scenario.domains.map((domain, index) => ({
    id: `domain/${domain.id}`,
    members: Int32Array.from(operators.keys()).filter((row) => network.domainOf[row] === index),
    meanUp: domain.mtbfHours * HOUR,
    meanDown: domain.mttrHours * HOUR,
  }));
  operators.forEach((operator, row) => {
    groups.push({
      id: `operator/${operator}`,
      members: Int32Array.of(row),
      meanUp: mtbfHours * HOUR,
      meanDown: mttrHours * HOUR,
    });
  });
  const shocks: Shock[] =
    down.length === 0 ? [] : [{ name: "down", members: Int32Array.from(down), start: 0, duration: 2 * EPOCH_SECONDS }];
  return drawOutages({
    operators: network.operators,
    domainOf: network.domainOf,
    groups,
    shocks,
    seconds: EPOCH_SECONDS,
    seed: `${scenario.seed}/epoch/${epoch}`,
  });
}
