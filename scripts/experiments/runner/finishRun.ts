import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { writeParquet } from "../../report/writeParquet.js";
import type { Experiment, Row, Summary } from "../experiment.js";
import { cellId } from "./cellId.js";
import { type CellRecord, cellFolder, readCellRecord } from "./cellRecord.js";
import { HASHES, hashFiles, TIMING } from "./hashFiles.js";
import type { Manifest } from "./manifest.js";
import { mergeColumns } from "./mergeColumns.js";
import type { Cell } from "./parameter.js";
import { replaceFile } from "./replaceFile.js";
import { runResults } from "./runResults.js";

/**
 * Makes one whole of the finished cells: each table over all cells, the summary, the experiment's own files, and last the
 * hashes that say the run is complete.
 *
 * @param input.timing goes into `timing.json` with the seconds of each cell.
 * @example const summary = await finishRun({ experiment, out: "results/run", cells, manifest, timing: {} });
 */
export async function finishRun(input: {
  readonly experiment: Experiment;
  readonly out: string;
  readonly cells: readonly Cell[];
  readonly manifest: Manifest;
  readonly timing: Readonly<Record<string, unknown>>;
}): Promise<Summary> {
  const { experiment, out, cells, manifest, timing } = input;
  const ids = cells.map((cell) => cellId(experiment.parameters, cell));
  const records = ids.map((id) => recordOf(out, id));
  const results = runResults({ experiment, out, cells });
  for (const name of new Set(records.flatMap(({ tables }) => Object.keys(tables)))) {
    const columns = mergeColumns(
      name,
      records.flatMap(({ tables }) => (tables[name] === undefined ? [] : [tables[name].columns])),
    );
    const file = join(out, `${name}.parquet`);
    await writeParquet({ file: `${file}.draft`, columns, rows: complete(results.stream(name), columns) });
    renameSync(`${file}.draft`, file);
  }
  const summary = await experiment.summarise(results);
  replaceFile(join(out, "summary.json"), `${JSON.stringify(summary.json, null, 2)}\n`);
  const files = (await experiment.report?.({ results, summary, manifest: { ...manifest } })) ?? {};
  for (const [name, content] of Object.entries(files)) replaceFile(join(out, name), content);
  const seconds = ids.map((id) => [id, JSON.parse(readFileSync(join(cellFolder(out, id), TIMING), "utf8"))]);
  replaceFile(join(out, TIMING), `${JSON.stringify({ ...timing, cells: Object.fromEntries(seconds) }, null, 2)}\n`);
  replaceFile(join(out, HASHES), `${JSON.stringify(hashFiles(out), null, 2)}\n`);
  return summary;
}

function recordOf(out: string, id: string): CellRecord {
  const record = readCellRecord(out, id);
  if (record === undefined) throw new Error(`cell ${id} is not finished`);
  return record;
}

/** Rows with every column of the whole table: null where a cell does not have it. */
async function* complete(rows: AsyncIterable<Row>, columns: readonly { name: string }[]): AsyncGenerator<Row> {
  for await (const row of rows) {
    yield Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
  }
}
