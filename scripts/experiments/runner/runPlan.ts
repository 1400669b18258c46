import type { Cell } from "./parameter.js";

/** What a process needs besides a cell in order to run it: plain data, sent to workers as it is. */
export interface RunPlan {
  /** URL of the file that declares the experiment. */
  readonly module: string;
  /** Absolute path of the result folder. */
  readonly out: string;
  /** Hash of everything but the cell that a result depends on: code, libraries, contracts, data. */
  readonly environment: string;
  /** Paths of input files by their name in the cells. */
  readonly files: Readonly<Record<string, string>>;
}

/** How far one cell is. */
export interface CellProgress {
  readonly cell: Cell;
  /** 0..1 */
  readonly share: number;
  readonly text: string;
}
