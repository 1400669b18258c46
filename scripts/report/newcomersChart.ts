import type { TopLevelSpec } from "vega-lite";

/** Success against the number of operators, one line with its interval per kind of newcomer. Shares 0 to 1. */
export function newcomersChart(
  rows: readonly { operators: number; strategy: string; success: number; low: number; high: number }[],
): TopLevelSpec {
  const x = { field: "operators", type: "quantitative", title: "operators" } as const;
  const color = { field: "strategy", type: "nominal", title: "newcomers" } as const;
  const y = { type: "quantitative", title: "share of requests served", scale: { zero: false } } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "Success by number of operators, same demand (bands: 95% over seeds)",
    width: 640,
    height: 360,
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: "area", opacity: 0.2 },
        encoding: { x, color, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      { mark: { type: "line", point: true }, encoding: { x, color, y: { ...y, field: "success" } } },
    ],
  };
}
