import type { ConvergenceResults } from "../convergenceResults.js";
import { type Html, html } from "../page.js";

/** What was expected before the first run, and what came of it. */
export function hypothesesSection({ hypotheses, verdicts }: ConvergenceResults): Html {
  return html`<ul>${hypotheses.map((text, i) => {
    const verdict = verdicts[i] ?? "Not tested.";
    const kind = verdict.startsWith("Held") ? "held" : verdict.startsWith("Refuted") ? "refuted" : "open";
    return html`<li>${text} <span class="verdict ${kind}">${verdict}</span></li>\n`;
  })}</ul>
<p class="soft">Held and refuted are read off the means and, where rules are compared, off paired differences over seeds; ± is half of a 95% interval. With few seeds intervals are wide, and a verdict without one can turn.</p>`;
}
