import { dashOf, seriesOf } from "./charts/policyEncoding.js";
import { type Html, html } from "./page.js";

const key = (mark: Html, name: string): Html =>
  html`<li><svg width="22" height="12" aria-hidden="true">${mark}</svg>${name}</li>`;

/** The colour of each policy, and its dashes where lines have them. */
export function policyLegend(policies: readonly string[], lines: boolean): Html {
  return html`<ul class="legend">${policies.map((policy, i) => {
    const dash = lines ? html` stroke-dasharray="${dashOf(i).join(" ")}"` : html``;
    return key(
      html`<line x1="0" y1="6" x2="22" y2="6" stroke="var(--series-${seriesOf(i)})" stroke-width="4"${dash}/>`,
      policy,
    );
  })}</ul>`;
}

/** Names of areas or bars with their place in `FILLS`, from 1. */
export function fillLegend(entries: readonly { name: string; fill: number }[]): Html {
  return html`<ul class="legend">${entries.map(({ name, fill }) =>
    key(html`<rect width="16" height="12" fill="var(--fill-${fill})"/>`, name),
  )}</ul>`;
}
