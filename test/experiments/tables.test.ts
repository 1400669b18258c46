import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import * as fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import type { Row } from "../../scripts/experiments/experiment.js";
import { mergeColumns } from "../../scripts/experiments/runner/mergeColumns.js";
import { readParquet } from "../../scripts/report/readParquet.js";
import { tableColumns } from "../../scripts/report/tableColumn.js";
import { writeParquet } from "../../scripts/report/writeParquet.js";

describe("result tables", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "breadth-tables-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const written = async (rows: Row[]): Promise<string> => {
    const file = join(folder, "table.parquet");
    await writeParquet({ file, columns: tableColumns("table", rows), rows });
    return file;
  };

  it("read back exactly, whatever is in them", async () => {
    const row = fc.record({
      number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      text: fc.option(fc.string({ unit: "grapheme" })),
      truth: fc.option(fc.boolean()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 50 }), async (rows) => {
        expect(await readParquet(await written(rows))).to.deep.equal(rows);
      }),
      { numRuns: 100 },
    );
  });

  it("have types that any reader of Parquet knows", async () => {
    const file = await written([{ coverage: 0.5, rule: "Hedge", active: true, alignment: null }]);
    const bytes = readFileSync(file);
    // The format's magic number at both ends (parquet.apache.org/docs/file-format).
    expect(bytes.subarray(0, 4).toString()).to.equal("PAR1");
    expect(bytes.subarray(-4).toString()).to.equal("PAR1");
    const [, ...columns] = parquetMetadata(new Uint8Array(bytes).buffer).schema;
    expect(
      columns.map(({ name, type, converted_type, repetition_type }) => [name, type, converted_type, repetition_type]),
    ).to.deep.equal([
      ["coverage", "DOUBLE", undefined, "OPTIONAL"],
      ["rule", "BYTE_ARRAY", "UTF8", "OPTIONAL"],
      ["active", "BOOLEAN", undefined, "OPTIONAL"],
      ["alignment", "DOUBLE", undefined, "OPTIONAL"],
    ]);
  });

  const refused: [string, Row[], RegExp][] = [
    ["NaN", [{ a: 1 }, { a: Number.NaN }], /table table, row 1, column a: NaN is no value; use null/],
    ["infinity", [{ a: Number.POSITIVE_INFINITY }], /row 0, column a: Infinity is no value/],
    ["two types in a column", [{ a: 1 }, { a: "x" }], /row 1, column a: a string in a column of DOUBLE/],
    ["a column that begins later", [{ a: 1 }, { a: 1, b: 2 }], /row 1, column b: the first row does not have/],
    ["a column that ends", [{ a: 1, b: 2 }, { a: 1 }], /row 1, column b: has no value; use null/],
  ];
  for (const [given, rows, message] of refused) {
    it(`refuse ${given} and say where`, () => {
      expect(() => tableColumns("table", rows)).to.throw(message);
    });
  }

  it("are merged by name, typed by the cells that have values", () => {
    const first = tableColumns("t", [{ a: 1, b: null }]);
    const second = tableColumns("t", [{ a: null, b: "x", c: true }]);
    expect(mergeColumns("t", [first, second])).to.deep.equal([
      { name: "a", type: "DOUBLE" },
      { name: "b", type: "STRING" },
      { name: "c", type: "BOOLEAN" },
    ]);
    const third = tableColumns("t", [{ b: 1 }]);
    expect(() => mergeColumns("t", [second, third])).to.throw(
      /table t, column b: STRING in one cell and DOUBLE in another/,
    );
  });
});
