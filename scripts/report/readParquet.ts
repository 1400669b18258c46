import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import type { Row } from "../experiments/experiment.js";

/**
 * The rows of a table that `writeParquet` wrote.
 *
 * @example await readParquet("results/run/epochs.parquet") // [{ seed: 1, epoch: 0, coverage: 0.5 }]
 */
export async function readParquet(file: string): Promise<Row[]> {
  return (await parquetReadObjects({ file: await asyncBufferFromFile(file) })) as Row[];
}
