import { RULES, type RuleName } from "../../reference/rules.js";
import { seriesOf } from "../charts/policyEncoding.js";
import { type Html, html } from "../page.js";

/** What the page is about: the question behind it, the rules compared, the words used. */
export function primer(policies: readonly string[]): Html {
  return html`<p>A decentralised inference network pays independent operators, in tokens and by a contract, to run AI models on
hardware of their choice. Operators go where the pay is. So the rule that pays decides what they run and where, and with it how
many users' requests succeed, and how many still succeed when a hosting provider fails. Here the same operators face the same
demand, prices and outages under each of these rules, and learn day by day what earns them most:</p>
<dl>${policies.map(
    (policy, i) =>
      html`<dt><span class="swatch" style="background: var(--series-${seriesOf(i)})"></span>${policy}</dt><dd>${paysFor(policy)}</dd>\n`,
  )}</dl>
<h3>Words</h3>
<dl>
<dt>Success</dt><dd>The share of simulated requests that are served: model there, hardware fit for it, a place free, routed to it, in time, verifiable.</dd>
<dt>Rig</dt><dd>What an operator runs: GPUs, model, and how results are verified (VANILLA: not; TEE: in trusted hardware; ZKML: with a proof).</dd>
<dt>Failure domain</dt><dd>What fails together: a hosting provider in one region. <em>Worst outage</em>: the one domain down whose loss costs most requests.</dd>
<dt>Workload class</dt><dd>Requests alike in model family, latency, verification and region, such as mid/interactive/VANILLA/APAC.</dd>
<dt>Coverage</dt><dd>The share of requests that the contract expects to succeed, from measured reliability and capacity, over outages.</dd>
<dt>Welfare</dt><dd>What the covered requests are worth at published token prices, less what all rigs cost, in tokens a day. Pay is no part of it: it only changes hands.</dd>
<dt>V</dt><dd>What a day's requests would be worth if all succeeded.</dd>
</dl>`;
}

function paysFor(policy: string): string {
  return policy in RULES ? RULES[policy as RuleName].pays : "a rule of this run.";
}
