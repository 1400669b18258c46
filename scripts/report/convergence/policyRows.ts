import { groupRows, type Row, textIn } from "../rows.js";

/** A table's rows by policy, for every policy of the run, none where it has none. */
export function policyRows(rows: readonly Row[], policies: readonly string[]): { policy: string; rows: Row[] }[] {
  const groups = groupRows(rows, (row) => textIn(row, "policy"));
  return policies.map((policy) => ({ policy, rows: groups.get(policy) ?? [] }));
}

/** How many seeds a table covers, and how to say it. */
export function overSeeds(rows: readonly Row[]): string {
  const seeds = new Set(rows.map((row) => textIn(row, "seed"))).size;
  return seeds < 2 ? "one seed, so without an interval" : `means over ${seeds} seeds with 95% intervals (Student's t)`;
}
