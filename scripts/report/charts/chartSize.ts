/** Which of a chart's two drawings: beside text on a desk, or across a telephone. */
export type ChartSize = "wide" | "narrow";
