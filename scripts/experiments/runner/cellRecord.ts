import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TableColumn } from "../../report/tableColumn.js";
import type { Cell } from "./parameter.js";

/** `cells/ID/cell.json`: what the cell was, and the hashes of what it found. */
export interface CellRecord {
  readonly experiment: string;
  readonly cell: Cell;
  /** Of cell and environment: a cell with another one is run again. */
  readonly config: string;
  readonly tables: Readonly<Record<string, { rows: number; columns: readonly TableColumn[]; sha256: string }>>;
  /** SHA-256 by file name. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/** The folder of one cell. */
export function cellFolder(out: string, id: string): string {
  return join(out, "cells", id);
}

/** The record of a finished cell; undefined for one that is not there. */
export function readCellRecord(out: string, id: string): CellRecord | undefined {
  const file = join(cellFolder(out, id), "cell.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as CellRecord) : undefined;
}
