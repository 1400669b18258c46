import { hypothesesSection } from "./convergence/hypothesesSection.js";
import { policyRows } from "./convergence/policyRows.js";
import { heatTable } from "./heatTable.js";
import { gainsSection } from "./matrix/gainsSection.js";
import { outageSection } from "./matrix/outageSection.js";
import type { MatrixResults } from "./matrixResults.js";
import { html, list, page } from "./page.js";

/**
 * The page of the policy matrix.
 *
 * @example writeFileSync("report.html", await matrixReport(results))
 */
export async function matrixReport(results: MatrixResults): Promise<string> {
  const { columns, combinations, policies } = results;
  const tables = combinations.map(({ network, rule, rows }) => ({
    id: `${network}-${rule}`,
    title: `The matrix: ${network} network, ${rule}`,
    body: html`${[...new Set(columns.map(({ group }) => group))].map((group) =>
      heatTable({
        title: group,
        groups: policyRows(rows, policies).map(({ policy, rows: own }) => ({ name: policy, rows: own })),
        columns: columns.filter((each) => each.group === group),
      }),
    )}`,
  }));
  const sections = [
    { id: "outage", title: "Success, and what is left of it in the worst outage", body: await outageSection(results) },
    { id: "gains", title: "What manipulation gains", body: await gainsSection(results) },
    ...tables,
    { id: "columns", title: "What the columns mean", body: columnsSection(results) },
    { id: "shaky", title: "What not to lean on", body: list(results.shaky) },
    { id: "hypotheses", title: "Hypotheses, written before the results", body: hypothesesSection(results) },
    { id: "setup", title: "Set-up", body: list(results.setUp) },
  ];
  const body = html`<p class="soft">Breadth, experiment matrix</p>
<h1>${results.question}</h1>
<p class="lead">${results.answer}</p>
<nav>${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
${sections.map(({ id, title, body: content }) => html`<section id="${id}"><h2>${title}</h2>${content}</section>\n`)}
<p class="origin">${results.origin}</p>`;
  return page({ title: "Breadth: policy matrix", body });
}

/** Every column with its unit. */
function columnsSection({ columns }: MatrixResults) {
  return html`<dl>${columns.map(({ title, text }) => html`<dt>${title}</dt><dd>${text}</dd>\n`)}</dl>
<p class="soft">Means over seeds, ± half of the 95% interval (Student's t). Colours run from orange (bad) to blue (good), a gain as large as all pay being as bad as they get; columns of which neither end is better have none. – where there is no value: pay without differences has no correlation, nobody active gains nothing.</p>`;
}
