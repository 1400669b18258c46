import type { TopLevelSpec } from "vega-lite";
import { INK } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { policyEncoding } from "./policyEncoding.js";
import { POLICY_LABEL } from "./policyLabel.js";

/** Operators of one or more runs at the end that stand at one spot. */
export interface PayPoint {
  readonly policy: string;
  /** Share of all requests that fail without it, by counterfactual replay. */
  readonly marginal: number;
  /** Tokens per day. */
  readonly pay: number;
  /** How many. */
  readonly operators: number;
}

/**
 * Pay against what would really be lost without the operator, one panel per policy with a scale of its own for pay, and
 * a dashed line where pay is what the saved requests are worth.
 *
 * @param valuePerDay what all requests of a day are worth, tokens
 */
export function payChart(parameters: {
  points: readonly PayPoint[];
  policies: readonly string[];
  valuePerDay: number;
  size: ChartSize;
}): TopLevelSpec {
  const { points, policies, valuePerDay, size } = parameters;
  const wide = size === "wide";
  const widest = Math.max(...points.map(({ marginal }) => marginal), 0);
  const worth = policies.flatMap((policy) => {
    const highest = Math.max(...points.filter((point) => point.policy === policy).map(({ pay }) => pay), 0);
    const end = Math.min(widest, highest / valuePerDay);
    return [
      { policy, end: 0, worth: 0 },
      { policy, end, worth: end * valuePerDay },
    ];
  });
  const x = {
    type: "quantitative",
    title: wide ? ["requests lost", "without it (share)"] : "requests lost without it (share)",
    axis: { format: ".1%", tickCount: 3 },
  } as const;
  const y = { type: "quantitative", title: "pay (tokens/day)", axis: { tickCount: 5, format: "~s" } } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...points, ...worth] },
    columns: wide ? policies.length : 1,
    spacing: wide ? 12 : 14,
    resolve: { scale: { y: "independent" } },
    facet: {
      field: "policy",
      type: "nominal",
      sort: [...policies],
      title: null,
      header: wide ? { labelExpr: POLICY_LABEL } : { labelAnchor: "start" },
    },
    spec: {
      width: wide ? Math.floor(860 / policies.length) - 54 : 275,
      height: wide ? 170 : 120,
      layer: [
        {
          transform: [{ filter: "isValid(datum.end)" }],
          mark: { type: "line", strokeDash: [4, 3], strokeWidth: 1, color: INK },
          encoding: { x: { ...x, field: "end" }, y: { ...y, field: "worth" } },
        },
        {
          transform: [{ filter: "isValid(datum.pay)" }],
          mark: { type: "circle", opacity: 0.55 },
          encoding: {
            x: { ...x, field: "marginal" },
            y: { ...y, field: "pay" },
            size: { field: "operators", type: "quantitative", scale: { range: [14, 160] }, legend: null },
            color: policyEncoding(policies),
          },
        },
      ],
    },
  };
}
