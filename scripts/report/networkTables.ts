import { textTable } from "../common/textTable.js";
import { GATES } from "../network/gate.js";
import type { SimulatedNetwork } from "../network/simulateNetwork.js";

/** Requests and how they ended, one count for each of `GATES`. */
interface Ended {
  requests: number;
  readonly gates: number[];
}

/**
 * Success by class and by failure cause, percent of the class's requests, for a terminal of 100 columns: the regions of
 * each family, tier and mode under their sum where they are several, the gates by number.
 */
export function networkTables({ total, classes, rigs, seconds, domains }: SimulatedNetwork): string {
  const all = emptyCount();
  const groups = new Map<string, { sum: Ended; regions: { region: string; count: Ended }[] }>();
  classes.forEach(({ id }, c) => {
    const cut = id.lastIndexOf("/");
    const [name, region] = [id.slice(0, cut), id.slice(cut + 1)];
    const count: Ended = { requests: total.demand[c] ?? 0, gates: GATES.map((_, gate) => total.at(c, gate)) };
    const group = groups.get(name) ?? { sum: emptyCount(), regions: [] };
    groups.set(name, group);
    group.regions.push({ region, count });
    for (const sum of [group.sum, all]) add(sum, count);
  });
  const table = textTable({
    head: ["class", "requests", "served", ...GATES.slice(1).map((_, index) => String(index + 1))],
    rows: [
      ...[...groups].flatMap(([name, { sum, regions }]) =>
        regions.length === 1
          ? [rowOf(`${name}/${regions[0]?.region}`, sum)]
          : [rowOf(name, sum), ...regions.map(({ region, count }) => rowOf(`  ${region}`, count))],
      ),
      rowOf("all", all),
    ],
    right: [1, ...GATES.map((_, gate) => 2 + gate)],
  });
  const causes = GATES.slice(1).map((gate, index) => `${index + 1} ${gate}`);
  return [
    `${rigs.length} operators in ${domains.length} domains, ${seconds / 3600} h, ${all.requests} requests`,
    "Percent of requests served, and stopped by each gate:",
    causes.join(", "),
    table,
  ].join("\n");
}

function emptyCount(): Ended {
  return { requests: 0, gates: GATES.map(() => 0) };
}

function add(sum: Ended, { requests, gates }: Ended): void {
  sum.requests += requests;
  gates.forEach((count, gate) => {
    sum.gates[gate] = (sum.gates[gate] ?? 0) + count;
  });
}

function rowOf(label: string, { requests, gates }: Ended): (string | number)[] {
  return [label, requests, ...gates.map((count) => percent(count, requests))];
}

/** At most five characters: two decimals, none for 100. */
function percent(count: number, of: number): string {
  if (of === 0) return "-";
  return count === of ? "100" : ((100 * count) / of).toFixed(2);
}
