import { UserError } from "../../common/errors.js";
import type { Demand } from "../demand.js";
import { familyOfModel } from "../demandFigures.js";
import { readLines } from "../readLines.js";
import type { WorkloadClass } from "../workloadClass.js";
import { AZURE_HEADER, azureRows } from "./azureRows.js";
import { BURSTGPT_HEADER, burstgptRows } from "./burstgptRows.js";
import { mooncakeRows } from "./mooncakeRows.js";
import { rowBatches } from "./rowBatches.js";
import { SERVEGEN_ROWS_HEADER, servegenRows } from "./servegenRows.js";
import { SERVEGEN_WINDOWS_HEADER, servegenWindows } from "./servegenWindows.js";
import type { TraceRow } from "./traceRow.js";
import { windowBatches } from "./windowBatches.js";

const ROW_FORMATS: { name: string; header: string; rows: (path: string) => AsyncIterable<TraceRow> }[] = [
  { name: "Azure LLM 2023", header: AZURE_HEADER, rows: azureRows },
  { name: "ServeGen rows", header: SERVEGEN_ROWS_HEADER, rows: servegenRows },
  { name: "BurstGPT", header: BURSTGPT_HEADER, rows: burstgptRows },
];

/**
 * A real trace as demand, its format told by its first line: Azure LLM 2023 CSV, ServeGen rows or client windows,
 * BurstGPT CSV, Mooncake JSONL; gzip when the name ends in `.gz`. Times and token counts are the file's; latency
 * target, verification mode and region are assigned by the class shares. A ServeGen window file is expanded at
 * `thinning` times its rates with bursts kept, and its lengths are drawn from the shipped quantiles.
 *
 * @throws UserError on an unknown format, a malformed row (file, line, field), or a thinning outside (0, 1].
 * @example const demand = await openTrace({ path: "trace.csv.gz", classes: workloadClasses(), seed: 1 });
 */
export async function openTrace(parameters: {
  path: string;
  classes: readonly WorkloadClass[];
  seed: number | string;
  /** Share of the rates of a ServeGen window file, in (0, 1]; other formats are read whole. */
  thinning?: number;
  /** Family of all rows, instead of the one that data/models.json gives to the file's models. */
  family?: string;
}): Promise<Demand> {
  const { path, classes, seed, thinning = 1, family } = parameters;
  if (!(thinning > 0 && thinning <= 1)) throw new UserError(`thinning must be above 0 and at most 1, got ${thinning}`);
  const first = await firstLine(path);
  const familyOf = family === undefined ? familyOfModel : () => family;
  if (first.startsWith(SERVEGEN_WINDOWS_HEADER)) {
    const { models, windows } = await servegenWindows(path);
    const families = models.map(familyOf);
    return { classes, batches: () => windowBatches({ classes, seed, families, windows, thinning }) };
  }
  if (thinning !== 1) throw new UserError(`${path}: thinning is only for ServeGen window files; rows are read whole`);
  const rows = first.startsWith("{") ? mooncakeRows : ROW_FORMATS.find(({ header }) => first.startsWith(header))?.rows;
  if (rows === undefined) {
    const known = [...ROW_FORMATS.map(({ name }) => name), "ServeGen windows", "Mooncake JSONL"].join(", ");
    throw new UserError(`${path}:1: not a known trace; allowed: ${known}`);
  }
  return { classes, batches: () => rowBatches({ path, rows: rows(path), classes, seed, familyOf }) };
}

async function firstLine(path: string): Promise<string> {
  for await (const line of readLines(path)) return line.trim();
  throw new UserError(`${path}: the file is empty`);
}
