import type { Row } from "../experiments/experiment.js";

/** A column of a result table and its type in Parquet. */
export interface TableColumn {
  readonly name: string;
  readonly type: "DOUBLE" | "STRING" | "BOOLEAN";
  /** No row has a value here: the type says nothing. */
  readonly empty?: true;
}

const TYPES: Readonly<Record<string, TableColumn["type"]>> = { number: "DOUBLE", string: "STRING", boolean: "BOOLEAN" };

export const createdBy = "breadth";

/**
 * The columns of a table: names as in the first row, types as of the first value that is not null (DOUBLE without any).
 *
 * @throws Error that names table, row and column of a number that is not finite, of a value of another type than the rows
 * above have, and of a row with other columns than the first.
 * @example tableColumns("epochs", [{ epoch: 0, rule: "Hedge" }]) // epoch DOUBLE, rule STRING
 */
export function tableColumns(table: string, rows: readonly Row[]): TableColumn[] {
  const names = Object.keys(rows[0] ?? {});
  const types = new Map<string, TableColumn["type"]>();
  for (const [index, row] of rows.entries()) {
    const wrong = (name: string, what: string) => new Error(`table ${table}, row ${index}, column ${name}: ${what}`);
    const extra = Object.keys(row).find((name) => !names.includes(name));
    if (extra !== undefined) throw wrong(extra, "the first row does not have this column");
    for (const name of names) {
      const value = row[name];
      if (value === undefined) throw wrong(name, "has no value; use null");
      if (value === null) continue;
      if (typeof value === "number" && !Number.isFinite(value)) throw wrong(name, `${value} is no value; use null`);
      const type = TYPES[typeof value];
      if (type === undefined) throw wrong(name, `a ${typeof value} cannot be written`);
      const known = types.get(name) ?? type;
      if (known !== type) throw wrong(name, `a ${typeof value} in a column of ${known}`);
      types.set(name, known);
    }
  }
  return names.map((name) => {
    const type = types.get(name);
    return type === undefined ? { name, type: "DOUBLE", empty: true } : { name, type };
  });
}
