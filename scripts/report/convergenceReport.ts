import { alignmentSection } from "./convergence/alignmentSection.js";
import { answerSection } from "./convergence/answerSection.js";
import { coverageSection } from "./convergence/coverageSection.js";
import { endingSection } from "./convergence/endingSection.js";
import { hypothesesSection } from "./convergence/hypothesesSection.js";
import { moneySection } from "./convergence/moneySection.js";
import { primer } from "./convergence/primer.js";
import { requestsSection } from "./convergence/requestsSection.js";
import { serviceModelsSection } from "./convergence/serviceModelsSection.js";
import { shocksSection } from "./convergence/shocksSection.js";
import { strategiesSection } from "./convergence/strategiesSection.js";
import type { ConvergenceResults } from "./convergenceResults.js";
import { html, list, page } from "./page.js";

/**
 * The report page of the convergence experiment, for readers who have never heard of Breadth.
 *
 * @example writeFileSync("report.html", await convergenceReport(results))
 */
export async function convergenceReport(results: ConvergenceResults): Promise<string> {
  const sections = [
    { id: "about", title: "What this is about", body: primer(results.policies) },
    { id: "setup", title: "Set-up", body: list(results.setUp) },
    { id: "hypotheses", title: "Hypotheses, written before the results", body: hypothesesSection(results) },
    { id: "requests", title: "What becomes of requests", body: await requestsSection(results) },
    { id: "strategies", title: "What operators run", body: await strategiesSection(results) },
    { id: "coverage", title: "Who covers what", body: await coverageSection(results) },
    { id: "money", title: "Money", body: await moneySection(results) },
    { id: "alignment", title: "Pay against what is really saved", body: await alignmentSection(results) },
    { id: "ending", title: "Rest, cycles and equilibrium", body: endingSection(results) },
    { id: "shocks", title: "When something larger fails", body: shocksSection(results) },
    { id: "models", title: "Where the two service models disagree", body: serviceModelsSection(results) },
    {
      id: "basis",
      title: "What is measured, what is assumed",
      body: html`<h3>Measured</h3>${list(results.measured)}<h3>Assumed</h3>${list(results.assumed)}`,
    },
  ];
  const body = html`<p class="soft">Breadth, experiment convergence</p>
<h1>${results.question}</h1>
<p class="lead">${results.answer}</p>
${await answerSection(results)}
<nav>${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
${sections.map(({ id, title, body: content }) => html`<section id="${id}"><h2>${title}</h2>${content}</section>\n`)}
<p class="origin">${results.origin}</p>`;
  return page({ title: "Breadth: convergence", body });
}
