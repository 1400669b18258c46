import { expect } from "chai";
import { openChain } from "../../scripts/chain/openChain.js";
import type { Row } from "../../scripts/experiments/experiment.js";
import { MANIPULATIONS } from "../../scripts/experiments/matrix/manipulations.js";
import { matrixCell } from "../../scripts/experiments/matrix/matrixCell.js";
import { MATRIX_COLUMNS } from "../../scripts/experiments/matrix/matrixColumns.js";
import type { MatrixSettings } from "../../scripts/experiments/matrix/matrixParameters.js";

const SETTINGS: MatrixSettings = {
  policy: "EqualShare",
  network: "small",
  rule: "best-response",
  epochs: 2,
  frequency: 0.5,
  emission: 1,
  windows: 1,
  quotes: 5,
  seed: 1,
};

const numberOf = (row: Row | undefined, column: string): number => {
  const value = row?.[column];
  if (typeof value !== "number") throw new Error(`${column} is ${String(value)}`);
  return value;
};

async function tablesOf(policy: string): Promise<Readonly<Record<string, readonly Row[]>>> {
  const closes: (() => Promise<void>)[] = [];
  try {
    const context = {
      connect: async () => {
        const { chain, close } = await openChain();
        closes.push(close);
        return chain;
      },
      progress: () => {},
      signal: new AbortController().signal,
      path: (value: string) => value,
    };
    return (await matrixCell({ ...SETTINGS, policy } as MatrixSettings, context)).tables;
  } finally {
    for (const close of closes) await close();
  }
}

describe("matrixCell", () => {
  for (const policy of ["EqualShare", "MarginalCoverage", "RankMultiplier"]) {
    describe(`given ${policy}`, () => {
      let summary: Row | undefined;
      let gains: readonly Row[];
      before(async () => {
        const tables = await tablesOf(policy);
        summary = tables.summary?.[0];
        gains = tables.gains ?? [];
      });
      const of = (manipulation: string): readonly Row[] => gains.filter((row) => row.manipulation === manipulation);

      it("has every column of the matrix but growth, which compares cells, and every manipulation of every active operator", () => {
        for (const { column } of MATRIX_COLUMNS) {
          if (column !== "growth") expect(summary, column).to.have.property(column);
        }
        for (const manipulation of MANIPULATIONS) expect(of(manipulation)).to.have.length(numberOf(summary, "active"));
      });

      it("the contract was asked for what it can be asked, and agreed within its bound", () => {
        expect(numberOf(summary, "manipulationsQuoted")).to.be.above(4);
        expect(numberOf(summary, "manipulationsQuoteError")).to.be.at.most(
          numberOf(summary, "manipulationsQuoteErrorBound"),
        );
        expect(numberOf(summary, "quoteError")).to.be.at.most(numberOf(summary, "quoteErrorBound"));
      });

      it("sums of the table `gains` are what the summary says", () => {
        for (const manipulation of MANIPULATIONS) {
          const known = of(manipulation).filter(({ gain }) => gain !== null);
          const [gain, pay] = ["gain", "pay"].map((column) =>
            known.reduce((sum, row) => sum + numberOf(row, column), 0),
          ) as [number, number];
          expect(numberOf(summary, `${manipulation}Share`)).to.be.within(gain / pay - 1e-12, gain / pay + 1e-12);
        }
      });

      it("gas: a claim in one class takes less than in all, a measurement in a batch less than one by itself", () => {
        expect(numberOf(summary, "claimOneGas")).to.be.at.most(numberOf(summary, "claimGas") * 1.001);
        expect(numberOf(summary, "measureGas")).to.be.within(10_000, numberOf(summary, "measureOneGas"));
        expect(numberOf(summary, "joinGas")).to.be.above(numberOf(summary, "measureGas"));
      });

      if (policy === "EqualShare") {
        it("the closed forms of equal pay: B / n a head, taking one down B / (n - 1), nothing by claiming or moving", () => {
          const n = numberOf(summary, "active");
          const emission = numberOf(summary, "valuePerDay");
          for (const row of of("takeDown")) {
            const gain = emission / (n - 1) - emission / n;
            expect(numberOf(row, "gain")).to.be.within(gain - 1e-6, gain + 1e-6);
          }
          for (const row of of("split")) {
            const k = numberOf(row, "detail");
            if (k < 2) continue;
            const gain = (k * emission) / (n + k - 1) - emission / n;
            expect(numberOf(row, "gain")).to.be.within(gain - 1e-6, gain + 1e-6);
          }
          for (const manipulation of ["answers", "forged", "fresh"]) {
            for (const row of of(manipulation)) expect(numberOf(row, "gain")).to.be.within(-1e-9, 1e-9);
          }
        });
      }
      if (policy === "RankMultiplier") {
        it("who declares another domain goes to the end of every queue: it never gains", () => {
          for (const row of of("fresh")) expect(numberOf(row, "gain")).to.be.at.most(1e-9);
        });
      }
      if (policy === "MarginalCoverage") {
        it("a fresh domain never loses, splitting with capacity divided never gains, an empty answer hardly gains", () => {
          for (const row of of("fresh")) expect(numberOf(row, "gain")).to.be.at.least(-1e-9);
          for (const row of of("split")) if (row.gain !== null) expect(numberOf(row, "gain")).to.be.at.most(1e-9);
          for (const row of of("answers")) expect(numberOf(row, "gain")).to.be.within(-1e-9, 1e-3);
        });
      }
    });
  }
});
