import Table from "cli-table3";
import { GATES } from "../network/gate.js";
import type { SimulatedNetwork } from "../network/simulateNetwork.js";

/** Success by class and by failure cause, percent of the class's requests, for the terminal. */
export function networkTables({ total, classes, rigs, seconds, domains }: SimulatedNetwork): string {
  const table = new Table({
    head: ["class", "requests", ...GATES.map((gate) => `${gate} %`)],
    colAligns: ["left", "right", ...GATES.map(() => "right" as const)],
    style: { head: [], border: [], compact: true },
  });
  const percent = (count: number, of: number): string => (of === 0 ? "-" : ((100 * count) / of).toFixed(2));
  const sums = GATES.map(() => 0);
  classes.forEach(({ id }, c) => {
    const asked = total.demand[c] ?? 0;
    const counts = GATES.map((_, gate) => total.at(c, gate));
    counts.forEach((count, gate) => {
      sums[gate] = (sums[gate] ?? 0) + count;
    });
    table.push([id, String(asked), ...counts.map((count) => percent(count, asked))]);
  });
  const all = total.demand.reduce((a, b) => a + b, 0);
  table.push(["all", String(all), ...sums.map((count) => percent(count, all))]);
  const head = `${rigs.length} operators in ${domains.length} domains, ${seconds / 3600} h, ${all} requests`;
  return `${head}\n${table.toString()}`;
}
