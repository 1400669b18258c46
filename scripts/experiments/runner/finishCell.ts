import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openChain } from "../../chain/openChain.js";
import { tableColumns } from "../../report/tableColumn.js";
import { writeParquet } from "../../report/writeParquet.js";
import type { CellResult, Experiment, Row } from "../experiment.js";
import { cellConfig } from "./cellConfig.js";
import { cellId } from "./cellId.js";
import { type CellRecord, cellFolder } from "./cellRecord.js";
import type { Cell } from "./parameter.js";
import type { RunPlan } from "./runPlan.js";
import { sha256 } from "./sha256.js";

/** Drafts begin with this; what a killed run left behind is removed by the next. */
export const DRAFT = ".draft-";

/**
 * Runs one cell and puts its folder in place all at once.
 *
 * @throws what the cell throws; nothing is left on disk then.
 * @example await finishCell({ experiment, plan, cell, signal, progress })
 */
export async function finishCell(input: {
  readonly experiment: Experiment;
  readonly plan: RunPlan;
  readonly cell: Cell;
  readonly signal: AbortSignal;
  readonly progress: (share: number, text: string) => void;
}): Promise<void> {
  const { experiment, plan, cell, signal, progress } = input;
  signal.throwIfAborted();
  const started = performance.now();
  const closing: (() => Promise<void>)[] = [];
  let result: CellResult;
  try {
    result = await experiment.runCell(cell, {
      signal,
      progress,
      connect: async () => {
        const { chain, close } = await openChain();
        closing.unshift(close);
        return chain;
      },
      path: (value) => plan.files[value] ?? value,
    });
  } finally {
    for (const close of closing) await close();
  }
  signal.throwIfAborted();
  const seconds = (performance.now() - started) / 1_000;
  const id = cellId(experiment.parameters, cell);
  const folder = cellFolder(plan.out, id);
  const draft = join(plan.out, "cells", `${DRAFT}${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    const tables: Record<string, CellRecord["tables"][string]> = {};
    for (const [name, found] of Object.entries(result.tables)) {
      const file = join(draft, `${fileName(name)}.parquet`);
      const rows = found.map((row): Row => withCell(experiment, cell, { table: name, row }));
      // A table without rows still has the cell's columns: no reader takes a file with none.
      const columns = tableColumns(
        name,
        rows.length > 0 ? rows : [withCell(experiment, cell, { table: name, row: {} })],
      );
      await writeParquet({ file, columns, rows });
      tables[name] = { rows: rows.length, columns, sha256: sha256(readFileSync(file)) };
    }
    const artifacts: Record<string, string> = {};
    for (const [name, content] of Object.entries(result.artifacts ?? {})) {
      writeFileSync(join(draft, fileName(name)), content, { flag: "wx" });
      artifacts[name] = sha256(content);
    }
    const record: CellRecord = {
      experiment: experiment.name,
      cell,
      config: cellConfig(experiment, { cell, environment: plan.environment }),
      tables,
      artifacts,
    };
    writeFileSync(join(draft, "timing.json"), `${JSON.stringify({ seconds, ...result.timing }, null, 2)}\n`, {
      flag: "wx",
    });
    writeFileSync(join(draft, "cell.json"), `${JSON.stringify(record, null, 2)}\n`, { flag: "wx" });
    // A folder of other code, or of a worker that outlived its run, gives way.
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/** A row with the cell's parameters and seed before it. */
function withCell(experiment: Experiment, cell: Cell, { table, row }: { table: string; row: Row }): Row {
  const full: Record<string, Row[string]> = {};
  for (const { name } of experiment.parameters) full[name] = cell[name] ?? null;
  full.seed = cell.seed;
  for (const [name, value] of Object.entries(row)) {
    if (name in full)
      throw new Error(`table ${table}: column ${name} has the name of a parameter; leave it to the runner`);
    full[name] = value;
  }
  return full;
}

function fileName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new Error(`"${name}" is no name for a file of a cell`);
  return name;
}
