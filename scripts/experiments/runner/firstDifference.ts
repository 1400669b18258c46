import { existsSync } from "node:fs";
import { readParquet } from "../../report/readParquet.js";

/**
 * Says in a few words how a file differs from what it should be; for a table, where it first does.
 *
 * @example await firstDifference("results/run/epochs.parquet", "again/epochs.parquet") // "row 3, coverage is 0.5, should be 0.4"
 */
export async function firstDifference(file: string, expected: string): Promise<string> {
  if (!existsSync(file)) return "missing";
  if (!existsSync(expected)) return "does not come out again";
  if (!file.endsWith(".parquet")) return "other bytes than the run gives again";
  try {
    const [rows, should] = [await readParquet(file), await readParquet(expected)];
    if (rows.length !== should.length) return `${rows.length} rows, should be ${should.length}`;
    for (const [index, row] of rows.entries()) {
      const other = should[index] ?? {};
      for (const name of new Set([...Object.keys(row), ...Object.keys(other)])) {
        if (!Object.is(row[name], other[name]))
          return `row ${index}, ${name} is ${row[name]}, should be ${other[name]}`;
      }
    }
    return "the same rows in other bytes";
  } catch {
    return "cannot be read as a table";
  }
}
