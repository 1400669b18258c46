import type { ConvergenceResults } from "../convergenceResults.js";
import { type Html, html } from "../page.js";

/** What was expected before the first run, and what came of it. */
export function hypothesesSection({ hypotheses, verdicts }: Pick<ConvergenceResults, "hypotheses" | "verdicts">): Html {
  return html`<ul>${hypotheses.map((text, i) => {
    const verdict = verdicts[i] ?? "Not tested.";
    const kind = verdict.startsWith("Held") ? "held" : verdict.startsWith("Refuted") ? "refuted" : "open";
    return html`<li>${text} <span class="verdict ${kind}">${verdict}</span></li>\n`;
  })}</ul>
<p class="soft">Held or refuted: the 95% interval over seeds (±) lies wholly on one side, that of paired differences where rules are compared. Not settled: it reaches both, as with few seeds it often does.</p>`;
}
