import type { Strategy } from "../agents/strategy.js";
import { buildNetwork } from "../network/buildNetwork.js";
import { emptyNetwork, type Network } from "../network/network.js";
import type { Catalogue } from "../workloads/catalogue.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";

/**
 * The simulator's columns with one operator per strategy: how fast each rig serves each class, tabulated once for all
 * that happens in a scenario. Staying out fits no class.
 *
 * @example strategyNetwork({ strategies, classes, domains: 5, catalogue }).slots[7]
 */
export function strategyNetwork(parameters: {
  strategies: readonly Strategy[];
  classes: readonly WorkloadClass[];
  catalogue: Catalogue;
  /** Number of failure domains. */
  domains: number;
}): Network {
  const { strategies, classes, catalogue, domains } = parameters;
  const running = strategies.flatMap(({ rig }, strategy) => (rig === undefined ? [] : [{ rig, strategy }]));
  const { network } = buildNetwork({ rigs: running.map(({ rig }) => rig), classes, catalogue });
  const table = emptyNetwork({ operators: strategies.length, classes: classes.length, domains });
  running.forEach(({ strategy }, row) => {
    table.domainOf[strategy] = strategies[strategy]?.domain ?? 0;
    copyRow({ from: network, row, to: table, at: strategy });
  });
  table.ttftTarget.set(network.ttftTarget);
  table.tpotTarget.set(network.tpotTarget);
  return table;
}

/** Copies what an operator's rig is, all but its domain, from one network to another of the same classes. */
export function copyRow(parameters: { from: Network; row: number; to: Network; at: number }): void {
  const { from, row, to, at } = parameters;
  const { classes } = from;
  to.slots[at] = from.slots[row] ?? 1;
  for (const column of ["fit", "ttftBase", "prefill", "tpot", "verify", "faulty"] as const) {
    to[column].set(from[column].subarray(row * classes, (row + 1) * classes), at * classes);
  }
}
