import type { Chain } from "../chain/openChain.js";
import type { TextTable } from "../common/textTable.js";
import type { Cell, CellOf, Parameter, ValuesOf } from "./runner/parameter.js";

/** One row of a result table. Numbers are finite; what has no value is null. */
export type Row = Readonly<Record<string, number | string | boolean | null>>;

/** What a cell may use besides its own parameters. */
export interface CellContext {
  /** A fresh in-process chain, or the network that `--network` names; closed (or put back as it was) after the cell. */
  connect(): Promise<Chain>;
  /** How far the cell is, 0..1, and what it does now, in a few words. */
  progress(share: number, text: string): void;
  /** Aborted when the run is stopped: look at it between epochs. */
  readonly signal: AbortSignal;
  /** Where the file is that a parameter of kind `file` names. */
  path(value: string): string;
}

/** What one cell found. Only `timing` may depend on the clock. */
export interface CellResult {
  /** Rows by table; the runner puts the cell's parameters and seed before the first column. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** Text files of this cell, by name. */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Wall-clock figures: kept apart, and outside every hash. */
  readonly timing?: Readonly<Record<string, number>>;
}

/** The finished cells of a run, read back from disk. */
export interface Results {
  readonly cells: readonly Cell[];
  /** The rows of all cells in canonical order, each with its cell's parameters and seed. Empty for an unknown table. */
  rows(table: string): Promise<Row[]>;
}

/** What is printed in the terminal, and the same as data. */
export interface Summary {
  readonly tables: readonly (TextTable & { readonly title: string })[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** A question, and how it is put: a declaration that the runner turns into cells, files and a report. */
export interface Experiment<P extends readonly Parameter[] = readonly Parameter[]> {
  readonly name: string;
  readonly question: string;
  /** Written before any result. */
  readonly hypotheses: readonly string[];
  /** In the order of columns, grid and ids. */
  readonly parameters: P;
  /** How many seeds by default: 1 to this. */
  readonly seeds: number;
  /** Values in place of the defaults for `--full`: the grid that takes hours. */
  readonly full?: Partial<ValuesOf<P>>;
  /** Drops combinations of the grid that mean nothing. */
  keep?(cell: CellOf<P>): boolean;
  /** Depends on the cell alone: not on the clock, the machine or the other cells. */
  runCell(cell: CellOf<P>, context: CellContext): Promise<CellResult>;
  summarise(results: Results): Promise<Summary>;
  /** Further files of the result folder, such as `report.html`, by name. */
  report?(input: ReportInput): Promise<Readonly<Record<string, string | Uint8Array>>>;
}

export interface ReportInput {
  readonly results: Results;
  readonly summary: Summary;
  /** The content of `manifest.json`. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

/**
 * Declares an experiment, so that its cells have the types of its parameters.
 *
 * @example export default declareExperiment({ name: "toy", question: "…", hypotheses: [], parameters: [], seeds: 3, runCell, summarise })
 */
export function declareExperiment<const P extends readonly Parameter[]>(experiment: Experiment<P>): Experiment {
  return experiment as unknown as Experiment;
}
