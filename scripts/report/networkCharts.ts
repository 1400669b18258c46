import type { TopLevelSpec } from "vega-lite";

const GATE_COLOURS = ["#2a7f62", "#7a5195", "#bc5090", "#ef5675", "#ff764a", "#ffa600", "#555555"];

/** Success over time: one line for all requests, and what stopped the others as an area. Shares 0 to 1. */
export function successOverTime(
  rows: readonly { hour: number; gate: string; share: number }[],
  gates: readonly string[],
) {
  const spec: TopLevelSpec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "What became of the requests, by hour",
    width: 720,
    height: 300,
    data: { values: [...rows] },
    mark: { type: "area", interpolate: "step-after" },
    encoding: {
      x: { field: "hour", type: "quantitative", title: "hours from the start" },
      y: { field: "share", type: "quantitative", stack: "zero", scale: { domain: [0, 1] }, title: "share of requests" },
      color: {
        field: "gate",
        type: "nominal",
        sort: [...gates],
        scale: { domain: [...gates], range: GATE_COLOURS },
        legend: { title: "served, or stopped by", titleLimit: 0, labelLimit: 0 },
      },
      order: { field: "rank", type: "quantitative" },
    },
    transform: [{ calculate: `indexof(${JSON.stringify(gates)}, datum.gate)`, as: "rank" }],
  };
  return spec;
}

/** Class x domain: the share of a class's requests that the operators of a domain served. */
export function classDomainMap(rows: readonly { workload: string; domain: string; share: number }[]) {
  const spec: TopLevelSpec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    // Axis titles would be laid over the long labels: no canvas measures text here.
    title: {
      text: "Share of a class's requests served from a failure domain (column `all`: from anywhere)",
      subtitle: "rows: workload classes, largest first; columns: failure domains",
    },
    data: { values: [...rows] },
    mark: "rect",
    width: { step: 18 },
    height: { step: 14 },
    encoding: {
      x: {
        field: "domain",
        type: "nominal",
        sort: null,
        title: null,
        axis: { labelAngle: -60, labelLimit: 0 },
      },
      y: {
        field: "workload",
        type: "nominal",
        sort: null,
        title: null,
        axis: { labelLimit: 0 },
      },
      color: {
        field: "share",
        type: "quantitative",
        scale: { type: "sqrt", scheme: "viridis", domain: [0, 1] },
        title: "share served",
      },
    },
  };
  return spec;
}
