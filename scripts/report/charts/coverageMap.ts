import type { TopLevelSpec } from "vega-lite";
import type { ChartSize } from "./chartSize.js";

/** How far one domain alone covers one class under a policy at the end, mean over seeds; 0 to 1. */
export interface CoverageCell {
  readonly policy: string;
  readonly workload: string;
  readonly domain: string;
  readonly coverage: number;
}

/** Class x domain heat maps, one per policy; classes in the order given, largest first. */
export function coverageMap(parameters: {
  cells: readonly CoverageCell[];
  policies: readonly string[];
  workloads: readonly string[];
  domains: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { cells, policies, workloads, domains, size } = parameters;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...cells] },
    columns: size === "wide" ? policies.length : 1,
    facet: { field: "policy", type: "nominal", sort: [...policies], title: null },
    spec: {
      width: { step: 16 },
      height: { step: size === "wide" ? 11 : 10 },
      mark: { type: "rect" },
      encoding: {
        x: {
          field: "domain",
          type: "nominal",
          sort: [...domains],
          title: null,
          axis: { labelAngle: -60, labelLimit: 0 },
        },
        y: {
          field: "workload",
          type: "nominal",
          sort: [...workloads],
          title: null,
          axis: { labelLimit: 0, labelFontSize: 9 },
        },
        color: {
          field: "coverage",
          type: "quantitative",
          scale: { scheme: "viridis", domain: [0, 1] },
          legend: { title: "coverage by the domain alone", orient: "bottom", format: ".0%" },
        },
      },
    },
  };
}
