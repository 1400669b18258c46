import { fileWriter, parquetWriteRows } from "hyparquet-writer";
import type { Row } from "../experiments/experiment.js";
import { createdBy, type TableColumn } from "./tableColumn.js";

/** Rows that are held at once. */
const GROUP = 50_000;

/**
 * Writes a table as Parquet (Snappy; numbers as DOUBLE, text as STRING, every column nullable), a row group at a time: the
 * same rows give the same bytes, however they arrive.
 *
 * @example await writeParquet({ file: "epochs.parquet", columns: tableColumns(rows), rows })
 */
export async function writeParquet(table: {
  readonly file: string;
  readonly columns: readonly TableColumn[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
}): Promise<void> {
  const columns = table.columns.map(({ name, type }) => ({ name, type, nullable: true }));
  const { rows } = table;
  await parquetWriteRows({ writer: fileWriter(table.file), rows, columns, rowGroupSize: GROUP, createdBy });
}
