import { type OutcomePanel, outcomeChart } from "../charts/outcomeChart.js";
import type { ConvergenceResults } from "../convergenceResults.js";
import { drawFigure } from "../drawFigure.js";
import { type Html, html, table } from "../page.js";
import { estimate } from "../rows.js";
import { overSeeds, policyRows } from "./policyRows.js";

/** The answer in one picture and one table. */
export async function answerSection({ outcome, policies, tables }: ConvergenceResults): Promise<Html> {
  const groups = policyRows(tables.summary, policies);
  const shares = groups.map(({ rows }) => estimate(rows, "welfareShare").mean).filter(Number.isFinite);
  const panels: (OutcomePanel & { column: string })[] = [
    {
      title: "Success",
      column: "success",
      unit: "share of requests served",
      range: [0, 1],
      format: ".0%",
    },
    {
      title: "Success in the worst outage",
      column: "worstSuccess",
      unit: "share of requests served",
      range: [0, 1],
      format: ".0%",
    },
    {
      title: "Welfare",
      column: "welfareShare",
      unit: "share of the best found",
      range: [Math.min(0, ...shares.map((share) => 1.1 * share)), Math.max(1.05, ...shares)],
      format: ".0%",
    },
  ];
  const rows = groups.flatMap((group) =>
    panels.map(({ title, column, range }) => ({
      policy: group.policy,
      panel: title,
      ...estimate(group.rows, column, range),
    })),
  );
  const chart = await drawFigure({
    spec: (size) => outcomeChart({ rows, policies, panels, size }),
    description:
      "For each rule: success, success in the worst single-domain outage, welfare as a share of the best found",
    caption: `What each rule ends with: ${overSeeds(tables.summary)}, cut off at the ends of the axes. Success is that of the requests of the last quarter of the run. Welfare is held against the best assignment that a search found; what is proved to be beyond reach stands under Money.`,
  });
  return html`${chart}
${table(outcome.head, outcome.rows)}
<p class="soft">Money in tokens a day; one token is taken to be one US dollar. Epsilon: the most that any operator could still gain a day by changing alone.</p>`;
}
