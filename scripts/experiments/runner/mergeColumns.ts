import type { TableColumn } from "../../report/tableColumn.js";

/**
 * The columns of a table over all cells: every name in the order of its first appearance, typed by the cells that have
 * values.
 *
 * @throws Error when two cells disagree on a type.
 * @example mergeColumns("epochs", [firstCellColumns, secondCellColumns])
 */
export function mergeColumns(table: string, cells: readonly (readonly TableColumn[])[]): TableColumn[] {
  const merged = new Map<string, TableColumn>();
  for (const column of cells.flat()) {
    const known = merged.get(column.name);
    if (known === undefined || known.empty === true) merged.set(column.name, column);
    else if (column.empty !== true && column.type !== known.type) {
      throw new Error(`table ${table}, column ${column.name}: ${known.type} in one cell and ${column.type} in another`);
    }
  }
  return [...merged.values()];
}
