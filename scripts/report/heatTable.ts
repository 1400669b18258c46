import { type Html, html } from "./page.js";
import { estimate, type Row } from "./rows.js";

/** One column of a heat table. */
export interface HeatColumn {
  readonly title: string;
  /** Of the rows. */
  readonly column: string;
  /** A mean or a half-width as text. */
  readonly as: (value: number) => string;
  /**
   * Values at which a cell has the full colour of bad and of good. If left out, the column's own largest and smallest mean: the lower
   * the better. Null: no colours, neither end is better.
   */
  readonly scale?: readonly [worst: number, best: number] | null;
}

/** Share of colour in a cell at either end. */
const STRONGEST = 55;

/**
 * How good a value is, from -1 at the worst to 1 at the best, cut off there; 0 halfway, and where the two are one.
 *
 * @example goodness(0.75, [0, 1]) // 0.5
 */
export function goodness(value: number, [worst, best]: readonly [number, number]): number {
  if (worst === best) return 0;
  return Math.min(1, Math.max(-1, (2 * (value - worst)) / (best - worst) - 1));
}

/**
 * A table of means over seeds with their 95% intervals, one row per group, its cells coloured from bad (orange) to good (blue), column
 * by column; readable without the colours.
 *
 * @example heatTable({ title: "rule", groups: [{ name: "EqualShare", rows }], columns: [{ title: "success %", column: "success", as: String }] })
 */
export function heatTable(parameters: {
  /** What the groups are. */
  title: string;
  groups: readonly { readonly name: string; readonly rows: readonly Row[] }[];
  columns: readonly HeatColumn[];
}): Html {
  const { title, groups, columns } = parameters;
  const made = columns.map(({ column, as, scale }) => {
    const seen = groups.map(({ rows }) => estimate(rows, column));
    const known = seen.map(({ mean }) => mean).filter(Number.isFinite);
    const ends = scale === undefined ? ([Math.max(...known), Math.min(...known)] as const) : scale;
    return seen.map(({ mean, half }) => cell({ mean, half, as, ends }));
  });
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${title}</th>${columns.map((each) => html`<th scope="col">${each.title}</th>`)}</tr></thead>
<tbody>${groups.map(
    ({ name }, row) =>
      html`<tr><th scope="row">${breakable(name)}</th>${made.map((cells) => cells[row] ?? html`<td>–</td>`)}</tr>\n`,
  )}</tbody></table></div>`;
}

function cell(parameters: {
  mean: number;
  half: number;
  as: (value: number) => string;
  ends: readonly [number, number] | null;
}): Html {
  const { mean, half, as, ends } = parameters;
  if (!Number.isFinite(mean)) return html`<td>–</td>`;
  const good = ends === null ? 0 : goodness(mean, ends);
  const colour = good < 0 ? 2 : 1;
  const style =
    good === 0
      ? html``
      : html` style="background: color-mix(in srgb, var(--series-${colour}) ${Math.round(STRONGEST * Math.abs(good))}%, transparent)"`;
  const spread = Number.isFinite(half) ? html` <small>± ${as(half)}</small>` : html``;
  return html`<td${style}>${as(mean).replace(/^-(?=[0.]+$)/, "")}${spread}</td>`;
}

/** Names in camel case may break between words. */
function breakable(name: string): Html {
  return html`${name.split(/(?<=[a-z])(?=[A-Z])/).map((word, i) => (i === 0 ? html`${word}` : html`<wbr>${word}`))}`;
}
