import type { TopLevelSpec } from "vega-lite";
import type { ChartSize } from "./chartSize.js";
import { POLICY_LABEL } from "./policyLabel.js";

/** How far one domain alone covers one class under a policy at the end, mean over seeds; 0 to 1. */
export interface CoverageCell {
  readonly policy: string;
  readonly workload: string;
  readonly domain: string;
  readonly coverage: number;
}

/** Degrees by which domains' names are turned. */
const ANGLE = -60;

/** Class x domain heat maps, one per policy; classes and domains in the order given. */
export function coverageMap(parameters: {
  cells: readonly CoverageCell[];
  policies: readonly string[];
  workloads: readonly string[];
  domains: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { cells, policies, workloads, domains, size } = parameters;
  const wide = size === "wide";
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...cells] },
    columns: wide ? policies.length : 1,
    spacing: wide ? 12 : 8,
    facet: {
      field: "policy",
      type: "nominal",
      sort: [...policies],
      title: null,
      header: wide ? { labelExpr: POLICY_LABEL } : { labelAnchor: "start" },
    },
    spec: {
      width: { step: wide ? Math.floor(620 / (policies.length * domains.length)) : Math.floor(205 / domains.length) },
      height: { step: wide ? 13 : 14 },
      mark: { type: "rect" },
      encoding: {
        x: {
          field: "domain",
          type: "nominal",
          sort: [...domains],
          title: null,
          axis: {
            labelAngle: ANGLE,
            labelLimit: 0,
            ticks: false,
            labelFontSize: 10,
          },
        },
        y: {
          field: "workload",
          type: "nominal",
          sort: [...workloads],
          title: null,
          axis: {
            labelLimit: 0,
            ticks: false,
            labelFontSize: 10,
          },
        },
        color: {
          field: "coverage",
          type: "quantitative",
          scale: { scheme: "viridis", domain: [0, 1] },
          legend: {
            title: "coverage by the domain alone",
            orient: "top",
            direction: "horizontal",
            gradientLength: 220,
            format: ".0%",
          },
        },
      },
    },
  };
}
