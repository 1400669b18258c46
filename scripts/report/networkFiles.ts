import { domainAvailability } from "../network/domainAvailability.js";
import { GATES } from "../network/gate.js";
import { ledgerReport } from "../network/ledgerReport.js";
import { outageCorrelation } from "../network/outageCorrelation.js";
import { serviceLevels } from "../network/serviceLevels.js";
import type { SimulatedNetwork, SimulateSettings } from "../network/simulateNetwork.js";
import type { Tally } from "../network/tally.js";
import { classDomainMap, successOverTime } from "./networkCharts.js";
import { operatorEpochRows, operatorRows } from "./operatorRows.js";
import { renderChart } from "./renderChart.js";
import { toCsv } from "./toCsv.js";

/**
 * All files of a simulated network: aggregates as CSV, the ledger's report as JSON, the charts. No clock and no path in
 * them, so the same settings give the same bytes.
 */
export async function networkFiles(
  run: SimulatedNetwork,
  settings: SimulateSettings & { demandHash: string },
): Promise<Record<string, string | Buffer>> {
  const { network, total, probes, seconds, classes, domains } = run;
  const levels = serviceLevels({ tally: total, probes, seconds });
  const availability = domainAvailability({ probes, domains: domains.length, seconds });
  const report = ledgerReport({ network, tally: total, levels, availability });
  const over = await renderChart(successOverTime(timeRows(run), GATES));
  const map = await renderChart(classDomainMap(mapRows(run)));
  const pairs = outageCorrelation({ probes, domains: domains.length, seed: settings.seed });
  const json = (value: unknown): string =>
    `${JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? item.toString() : item), 2)}\n`;
  return {
    "manifest.json": json({ command: "simulate", settings, simulatedHours: seconds / 3600 }),
    "epochs.csv": toCsv(
      run.epochs.flatMap(({ index, start, end, tally }) =>
        classes.map(({ id }, c) => ({ epoch: index, start, end, class: id, ...gateColumns(tally, c) })),
      ),
    ),
    "classes.csv": toCsv(classes.map(({ id }, c) => ({ class: id, ...gateColumns(total, c) }))),
    "operators.csv": toCsv(operatorRows(run, levels)),
    "operator-epochs.csv": toCsv(operatorEpochRows(run)),
    "able.csv": toCsv(ableRows(run)),
    "domains.csv": toCsv(
      domains.map(({ id, availability: long }, domain) => ({
        domain: id,
        measured: availability[domain] ?? 0,
        simulated: long,
      })),
    ),
    "domain-epochs.csv": toCsv(domainEpochRows(run)),
    "domain-pairs.csv": toCsv(
      pairs.map(({ first, second, correlation, pValue }) => ({
        first: domains[first]?.id ?? "",
        second: domains[second]?.id ?? "",
        correlation,
        pValue,
      })),
    ),
    "ledger.json": json(report),
    "success.svg": over.svg,
    "success.png": over.png,
    "class-domain.svg": map.svg,
    "class-domain.png": map.png,
  };
}

function gateColumns(tally: Tally, c: number): Record<string, number> {
  const requests = tally.demand[c] ?? 0;
  return { requests, ...Object.fromEntries(GATES.map((gate, index) => [gate, tally.at(c, index)])) };
}

/** In every epoch, at how many looks each domain was seen up. */
function domainEpochRows({ epochs, probes, domains }: SimulatedNetwork) {
  return epochs.flatMap(({ index, start, end }) => {
    const seen = probes.domainUp.filter((_, look) => {
      const time = probes.times[look] ?? 0;
      return time >= start && time < end;
    });
    return domains.map(({ id }, domain) => ({
      epoch: index,
      domain: id,
      looks: seen.length,
      up: seen.filter((isUp) => isUp[domain] === 1).length,
    }));
  });
}

/** How many requests of a class exactly k operators could have served, where any. */
function ableRows({ network, total, classes }: SimulatedNetwork) {
  return classes.flatMap(({ id }, c) =>
    Array.from({ length: network.operators + 1 }, (_, able) => ({
      class: id,
      able,
      requests: total.ableCount[c * (network.operators + 1) + able] ?? 0,
    })).filter(({ requests }) => requests > 0),
  );
}

function timeRows({ epochs }: SimulatedNetwork) {
  const busy = epochs.filter(({ tally }) => tally.demand.some((requests) => requests > 0));
  return busy.flatMap(({ start, end, tally }, position) => {
    const asked = tally.demand.reduce((a, b) => a + b, 0);
    // Steps: each epoch's shares from its start on, the last one's also at its end.
    return (position === busy.length - 1 ? [start, end] : [start]).flatMap((time) =>
      GATES.map((gate, index) => {
        let count = 0;
        for (let c = 0; c < tally.classes; c++) count += tally.at(c, index);
        return { hour: time / 3600, gate, share: count / asked };
      }),
    );
  });
}

function mapRows({ network, total, classes, domains }: SimulatedNetwork) {
  return classes.flatMap(({ id }, c) => {
    const asked = total.demand[c] ?? 0;
    if (asked === 0) return [];
    const served = new Float64Array(domains.length);
    for (let operator = 0; operator < network.operators; operator++) {
      const domain = network.domainOf[operator] ?? 0;
      served[domain] = (served[domain] ?? 0) + total.served(operator, c);
    }
    const all = { workload: id, domain: "all", share: total.at(c, 0) / asked };
    return [all, ...domains.map((domain, g) => ({ workload: id, domain: domain.id, share: (served[g] ?? 0) / asked }))];
  });
}
