import { bandChart } from "./charts/bandChart.js";
import type { ChartSize } from "./charts/chartSize.js";
import { coverageMap } from "./charts/coverageMap.js";
import { outcomeChart } from "./charts/outcomeChart.js";
import { payChart } from "./charts/payChart.js";
import { shareChart } from "./charts/shareChart.js";
import { figure, type Html, html, page, table } from "./page.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "./rows.js";
import { themedChart } from "./themedChart.js";

/** What the page of a convergence run is made from. */
export interface ConvergenceResults {
  readonly question: string;
  readonly hypotheses: readonly string[];
  /** What became of each hypothesis, computed from the results. */
  readonly verdicts: readonly string[];
  /** The answer in a sentence or two, computed from the results. */
  readonly answer: string;
  /** The table of the terminal: its head and rows. */
  readonly outcome: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Figures that come from measurements, and what is assumed; each a sentence. */
  readonly measured: readonly string[];
  readonly assumed: readonly string[];
  readonly setUp: readonly string[];
  /** Rows as written to the result folder, every one with `policy` and `seed`. */
  readonly tables: Readonly<Record<"epochs" | "operators" | "shares" | "heat" | "summary" | "shocks", readonly Row[]>>;
  readonly policies: readonly string[];
  /** Where these results came from: command, commit, seeds. */
  readonly origin: string;
}

/** Rigs that a chart names; the rest is "other". */
const NAMED_RIGS = 6;

/**
 * The report page of the convergence experiment.
 *
 * @example writeFileSync("report.html", await convergenceReport(results))
 */
export async function convergenceReport(results: ConvergenceResults): Promise<string> {
  const { policies, tables } = results;
  const draw = async (
    spec: (size: ChartSize) => Parameters<typeof themedChart>[0]["spec"],
    description: string,
    caption: string,
  ): Promise<Html> =>
    figure({
      wide: await themedChart({ spec: spec("wide"), description }),
      narrow: await themedChart({ spec: spec("narrow"), description }),
      caption,
    });
  const seeds = new Set(tables.summary.map((row) => textIn(row, "seed"))).size;
  const over = `means over ${seeds} seeds, with 95% intervals`;

  const outcome = await draw(
    (size) =>
      outcomeChart({ rows: outcomeRows(tables.summary, policies), policies, measures: [...MEASURES.keys()], size }),
    "For each rule: success, success in the worst single-domain outage, and welfare as a share of the best found",
    `What each rule ends with: dots are ${over}. Success and its worst case are requests of the last quarter of the run; welfare is coverage value less cost.`,
  );
  const success = await draw(
    (size) =>
      bandChart({
        rows: bandRows(
          tables.epochs,
          new Map([
            ["all domains as they are", "success"],
            ["worst domain down", "worstSuccess"],
          ]),
        ),
        policies,
        panels: ["all domains as they are", "worst domain down"],
        unit: "requests served",
        size,
        share: true,
      }),
    "Success over epochs, one line per rule, as it is and with the worst domain down",
    `The share of requests that succeed, as the network is and with the domain down whose loss hurts most: ${over}. The same requests meet every rule.`,
  );
  const { rows: shares, strategies } = shareRows(tables.shares, policies);
  const strategy = await draw(
    (size) => shareChart({ rows: shares, policies, strategies, size }),
    "Shares of operators by rig over epochs, one panel per rule",
    `What operators run, all seeds together; the ${NAMED_RIGS} commonest rigs by name.`,
  );
  const diversity = await draw(
    (size) =>
      bandChart({
        rows: bandRows(
          tables.epochs,
          new Map([
            ["rig and domain", "strategiesEffective"],
            ["failure domain", "domainsEffective"],
          ]),
        ),
        policies,
        panels: ["rig and domain", "failure domain"],
        unit: "effective number",
        size,
        share: false,
      }),
    "Effective number of strategies and of domains over epochs, one line per rule",
    `How many equally common strategies, and failure domains, the operators amount to (exponential of Shannon's entropy): ${over}.`,
  );
  const heat = heatCells(tables.heat);
  const map = await draw(
    (size) => coverageMap({ ...heat, policies, size }),
    "Coverage of each class by each domain alone, one map per rule",
    "Who covers what at the end: rows are workload classes, largest first, columns failure domains; a class with one bright cell hangs on one infrastructure. Means over seeds.",
  );
  const points = tables.operators
    .map((row) => ({
      policy: textIn(row, "policy"),
      marginal: numberIn(row, "marginalRequests"),
      pay: numberIn(row, "pay"),
    }))
    .filter(({ marginal, pay }) => Number.isFinite(marginal) && Number.isFinite(pay));
  const pay = await draw(
    (size) => payChart({ points, policies, size }),
    "Pay against requests lost without the operator, one panel per rule",
    "Does pay follow what an operator saves? Each dot is an operator at the end; across, the share of the very same requests that fail when it alone is taken away. Where dots line up on a rising line, the rule pays for coverage.",
  );

  const body = html`<p class="soft">Breadth, experiment convergence</p>
<h1>${results.question}</h1>
<p class="lead">${results.answer}</p>
${outcome}
${table(results.outcome.head, results.outcome.rows)}
<h2>Hypotheses, written before the results</h2>
<ol>${results.hypotheses.map((text, i) => html`<li>${text} <strong>${results.verdicts[i] ?? ""}</strong></li>\n`)}</ol>
<h2>Success over time</h2>${success}
<h2>What operators run</h2>${strategy}${diversity}
<h2>Who covers what</h2>${map}
<h2>Pay against what is really saved</h2>${pay}
<h2>When something larger fails</h2>
<p>Shocks that cross the declared domains are not priced by any rule; the share of requests served under each, at the end of the run.</p>
${shockTable(tables.shocks, policies)}
<h2>How it was done</h2>
<ul>${results.setUp.map((text) => html`<li>${text}</li>\n`)}</ul>
<h3>Measured</h3><ul>${results.measured.map((text) => html`<li>${text}</li>\n`)}</ul>
<h3>Assumed</h3><ul>${results.assumed.map((text) => html`<li>${text}</li>\n`)}</ul>
<p class="soft">${results.origin}</p>`;
  return page({ title: "Breadth: convergence", body });
}

const MEASURES: ReadonlyMap<string, string> = new Map([
  ["success", "success"],
  ["success, worst domain down", "worstSuccess"],
  ["welfare, share of the best found", "welfareShare"],
]);

function outcomeRows(summary: readonly Row[], policies: readonly string[]) {
  const byPolicy = groupRows(summary, (row) => textIn(row, "policy"));
  return policies.flatMap((policy) =>
    [...MEASURES].map(([measure, column]) => ({ policy, measure, ...estimate(byPolicy.get(policy) ?? [], column) })),
  );
}

function bandRows(epochs: readonly Row[], panels: ReadonlyMap<string, string>) {
  const groups = groupRows(epochs, (row) => `${textIn(row, "policy")}|${textIn(row, "epoch")}`);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    return [...panels].map(([panel, column]) => ({
      epoch: numberIn(first, "epoch"),
      policy: textIn(first, "policy"),
      panel,
      ...estimate(rows, column),
    }));
  });
}

/** Shares of the commonest rigs; every (policy, epoch, rig) has a row, so that areas stack. */
function shareRows(rows: readonly Row[], policies: readonly string[]) {
  const totals = new Map<string, number>();
  const cells = new Map<string, number>();
  const all = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, value: number) => map.set(key, (map.get(key) ?? 0) + value);
  for (const row of rows) {
    const count = numberIn(row, "count");
    if (textIn(row, "strategy") !== "out") add(totals, textIn(row, "strategy"), count);
  }
  const named = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, NAMED_RIGS);
  const names = new Set(["out", ...named.map(([name]) => name)]);
  const epochs = new Set<number>();
  for (const row of rows) {
    const at = `${textIn(row, "policy")}|${textIn(row, "epoch")}`;
    const name = textIn(row, "strategy");
    epochs.add(numberIn(row, "epoch"));
    add(cells, `${at}|${names.has(name) ? name : "other"}`, numberIn(row, "count"));
    add(all, at, numberIn(row, "count"));
  }
  const strategies = [...named.map(([name]) => name), "other", "out"];
  const filled = policies.flatMap((policy) =>
    [...epochs].flatMap((epoch) =>
      strategies.map((strategy) => ({
        policy,
        epoch,
        strategy,
        share: (cells.get(`${policy}|${epoch}|${strategy}`) ?? 0) / (all.get(`${policy}|${epoch}`) ?? 1),
      })),
    ),
  );
  return { rows: filled, strategies };
}

function heatCells(rows: readonly Row[]) {
  const groups = groupRows(rows, (row) => ["policy", "class", "domain"].map((column) => textIn(row, column)).join("|"));
  const cells = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      policy: textIn(first, "policy"),
      workload: textIn(first, "class"),
      domain: textIn(first, "domain"),
      coverage: estimate(group, "coverage").mean,
    };
  });
  return {
    cells,
    workloads: [...new Set(cells.map(({ workload }) => workload))],
    domains: [...new Set(cells.map(({ domain }) => domain))],
  };
}

function shockTable(rows: readonly Row[], policies: readonly string[]): Html {
  const byShock = groupRows(rows, (row) => textIn(row, "shock"));
  const cell = (group: readonly Row[], policy: string): string => {
    const own = group.filter((row) => textIn(row, "policy") === policy);
    if (own.length === 0) return "nobody hit";
    const { mean, half } = estimate(own, "success");
    return `${(100 * mean).toFixed(1)}${Number.isFinite(half) ? ` ± ${(100 * half).toFixed(1)}` : ""}`;
  };
  return table(
    ["served %, all of these down", ...policies],
    [...byShock].map(([shock, group]) => [shock, ...policies.map((policy) => cell(group, policy))]),
  );
}
