import { existsSync } from "node:fs";
import { join } from "node:path";
import { readParquet } from "../../report/readParquet.js";
import type { Experiment, Results, Row } from "../experiment.js";
import { cellId } from "./cellId.js";
import { cellFolder } from "./cellRecord.js";
import type { Cell } from "./parameter.js";

/**
 * The finished cells in a result folder, read as they are asked for.
 *
 * @example await runResults({ experiment, out: "results/run", cells }).rows("summary")
 */
export function runResults(run: {
  readonly experiment: Experiment;
  readonly out: string;
  readonly cells: readonly Cell[];
}): Results & { stream(table: string): AsyncGenerator<Row> } {
  const { experiment, out, cells } = run;
  const stream = async function* (table: string): AsyncGenerator<Row> {
    for (const cell of cells) {
      const file = join(cellFolder(out, cellId(experiment.parameters, cell)), `${table}.parquet`);
      if (existsSync(file)) yield* await readParquet(file);
    }
  };
  const rows = async (table: string): Promise<Row[]> => {
    const all: Row[] = [];
    for await (const row of stream(table)) all.push(row);
    return all;
  };
  return { cells, stream, rows };
}
