import { hypothesesSection } from "./convergence/hypothesesSection.js";
import { type Html, html, list, page, table } from "./page.js";

/** What the page of a field experiment is made from. */
export interface FieldResults {
  readonly name: string;
  readonly question: string;
  /** Reproduced, refuted or only partly, and by what figures. */
  readonly answer: string;
  /** What happened in the field, with source and figure. */
  readonly field: readonly string[];
  /** How the model puts it, with what is assumed. */
  readonly model: readonly string[];
  readonly hypotheses: readonly string[];
  readonly verdicts: readonly string[];
  readonly figure: Html;
  readonly tables: readonly {
    readonly title: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
  }[];
  /** What the model cannot say. */
  readonly limits: readonly string[];
  readonly commit: string;
}

/**
 * The report page of an experiment that holds a rule against what happened to it in the field.
 *
 * @example writeFileSync("report.html", fieldReport(results))
 */
export function fieldReport(results: FieldResults): string {
  const { name, question, answer, field, model, figure, tables, limits, commit } = results;
  const body = html`<p class="soft">Breadth, experiment ${name}</p>
<h1>${question}</h1>
<p class="lead">${answer}</p>
${figure}
<section><h2>What happened in the field</h2>${list(field)}</section>
<section><h2>How the model puts it</h2>${list(model)}</section>
<section><h2>Hypotheses, written before the results</h2>${hypothesesSection(results)}</section>
${tables.map(({ title, head, rows }) => html`<section><h2>${title}</h2>${table(head, rows)}</section>\n`)}
<section><h2>What the model cannot say</h2>${list(limits)}</section>
<p class="origin">npx hardhat experiment run ${name}; commit ${commit}. Everything behind this page is in the folder it lies in; npx hardhat experiment verify re-runs and compares.</p>`;
  return page({ title: `Breadth: ${name}`, body });
}
