import { UserError } from "../common/errors.js";
import { readLines } from "./readLines.js";

/** One data row of a CSV file; its accessors name file, line and field when a value is bad. */
export interface Row {
  /** 1 for the header. */
  readonly line: number;
  text(field: string): string;
  /** A finite number within the range, ends included. */
  number(field: string, range?: { from?: number; to?: number; integer?: boolean }): number;
  fail(field: string, problem: string): never;
}

/**
 * Rows of a CSV file with a header (comma separated, no quoting: none of the traces has any), streamed.
 *
 * @throws UserError `file:line: field NAME: what is wrong`.
 * @example for await (const row of readRows("trace.csv")) total += row.number("input_tokens", { from: 0 });
 */
export async function* readRows(path: string): AsyncGenerator<Row> {
  let columns: Map<string, number> | undefined;
  let line = 0;
  for await (const content of readLines(path)) {
    line += 1;
    if (columns === undefined) {
      columns = new Map(content.split(",").map((name, index) => [name.trim(), index]));
      continue;
    }
    if (content.trim() === "") continue;
    yield rowOf({ path, line, columns, values: content.split(",") });
  }
}

function rowOf(parameters: { path: string; line: number; columns: Map<string, number>; values: string[] }): Row {
  const { path, line, columns, values } = parameters;
  const fail = (field: string, problem: string): never => {
    throw new UserError(`${path}:${line}: field ${field}: ${problem}`);
  };
  const text = (field: string): string => {
    const index = columns.get(field);
    if (index === undefined) return fail(field, `no such column; the header has ${[...columns.keys()].join(", ")}`);
    const value = values[index];
    return value === undefined ? fail(field, `missing; the row has ${values.length} of ${columns.size} fields`) : value;
  };
  return {
    line,
    text,
    fail,
    number: (field, range = {}) => {
      const value = text(field);
      return parseNumber(value, range, (problem) => fail(field, problem));
    },
  };
}

/** A number in a range, or `fail` with what was found and what is allowed. */
export function parseNumber(
  value: unknown,
  range: { from?: number; to?: number; integer?: boolean },
  fail: (problem: string) => never,
): number {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, integer = false } = range;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const kind = integer ? "an integer" : "a number";
  if (typeof number !== "number" || !Number.isFinite(number) || (integer && !Number.isInteger(number))) {
    return fail(`${JSON.stringify(value)} is not ${kind}`);
  }
  if (number < from || number > to) return fail(`${number} is outside ${from} to ${to}`);
  return number;
}
