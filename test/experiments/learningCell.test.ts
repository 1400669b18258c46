import { expect } from "chai";
import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { openChain } from "../../scripts/chain/openChain.js";
import type { CellResult, Row } from "../../scripts/experiments/experiment.js";
import { learningCell } from "../../scripts/experiments/learning/learningCell.js";
import type { LearningSettings } from "../../scripts/experiments/learning/learningParameters.js";

const OPERATORS = 6;
const EPOCHS = 3;
const DOMAINS = 2;

const SETTINGS: LearningSettings = {
  policy: "MarginalCoverage",
  operators: OPERATORS,
  epochs: EPOCHS,
  domains: DOMAINS,
  rule: "best-response",
  order: "random",
  frequency: 0.5,
  start: "random",
  emission: 1,
  layers: 1,
  load: 0.7,
  weighting: "requests",
  quotes: 50,
  service: "analytic",
  router: "power-of-two",
  demand: "generated",
  keys: "impersonated",
  seed: 1,
};

/** A cell by itself, as the runner runs it. */
async function cell(settings: Partial<LearningSettings>): Promise<CellResult> {
  const closes: (() => Promise<void>)[] = [];
  try {
    return await learningCell(
      { ...SETTINGS, ...settings },
      {
        connect: async () => {
          const { chain, close } = await openChain();
          closes.push(close);
          return chain;
        },
        progress: () => {},
        signal: new AbortController().signal,
        path: (value) => value,
      },
    );
  } finally {
    for (const close of closes) await close();
  }
}

const numberOf = (row: Row | undefined, column: string): number => {
  const value = row?.[column];
  if (typeof value !== "number") throw new Error(`${column} is ${String(value)}`);
  return value;
};
const total = (rows: readonly Row[], column: string): number =>
  rows.reduce((sum, row) => sum + numberOf(row, column), 0);

describe("learningCell", () => {
  const cases: Pick<LearningSettings, "policy" | "service">[] = [
    ...POLICY_NAMES.map((policy) => ({ policy, service: "analytic" as const })),
    { policy: "MarginalCoverage", service: "request" },
  ];
  for (const settings of cases) {
    describe(`given ${settings.policy} and the ${settings.service} model`, () => {
      let tables: Readonly<Record<string, readonly Row[]>>;
      const rows = (table: string): readonly Row[] => tables[table] ?? [];
      before(async () => {
        ({ tables } = await cell(settings));
      });

      it("every table is there, each row with the columns of the first, each number finite", () => {
        expect(Object.keys(tables).sort()).to.deep.equal([
          ...["classes", "disagreement", "epochs", "heat", "operators", "shares", "shocks", "summary"],
        ]);
        for (const [name, table] of Object.entries(tables)) {
          if (name !== "shocks") expect(table.length, name).to.be.above(0);
          for (const row of table) {
            expect(Object.keys(row), name).to.deep.equal(Object.keys(table[0] ?? {}));
            for (const [column, value] of Object.entries(row)) {
              if (typeof value === "number") expect(Number.isFinite(value), `${name}.${column}`).to.equal(true);
              expect(value, `${name}.${column}`).not.to.equal(undefined);
            }
          }
        }
      });

      it("has a row per epoch, operator, and class and domain", () => {
        expect(rows("epochs").map(({ epoch }) => epoch)).to.deep.equal([0, 1, 2]);
        expect(rows("operators").map(({ operator }) => operator)).to.deep.equal([0, 1, 2, 3, 4, 5]);
        expect(rows("heat")).to.have.length(rows("classes").length * DOMAINS);
        expect(rows("summary")).to.have.length(1);
      });

      it("every request is served or fails for one reason", () => {
        for (const row of rows("classes")) {
          const causes = ["noModel", "incompatibleHardware", "noCapacity", "misrouted", "tooSlow", "unverified"];
          const failed = causes.reduce((sum, cause) => sum + numberOf(row, cause), 0);
          expect(numberOf(row, "served") + failed).to.equal(numberOf(row, "requests"));
        }
        const requests = total(rows("classes"), "requests");
        expect(requests).to.be.above(500);
        // The tail of a three-epoch run is its last epoch.
        const last = numberOf(rows("epochs").at(-1), "success");
        expect(total(rows("classes"), "served") / requests).to.be.within(last - 1e-12, last + 1e-12);
      });

      it("no more is paid than emitted, surplus and welfare follow, and operators' sums are the epoch's", () => {
        const value = numberOf(rows("summary")[0], "valuePerDay");
        for (const row of rows("epochs")) {
          const [paid, cost, coverage] = ["paid", "cost", "coverage"].map((column) => numberOf(row, column));
          expect(paid).to.be.at.most(numberOf(row, "emitted") + 1e-6);
          expect(numberOf(row, "surplus")).to.equal((paid ?? 0) - (cost ?? 0));
          const welfare = value * (coverage ?? 0) - (cost ?? 0);
          expect(numberOf(row, "welfare")).to.be.within(welfare - 1e-9, welfare + 1e-9);
          expect(numberOf(row, "worstCoverage")).to.be.at.most(coverage ?? 0);
          expect(numberOf(row, "worstSuccess")).to.be.at.most(numberOf(row, "success"));
        }
        const last = rows("epochs").at(-1);
        for (const [of, column] of [
          ["pay", "paid"],
          ["cost", "cost"],
        ] as const) {
          const sum = numberOf(last, column);
          expect(total(rows("operators"), of)).to.be.within(sum - 1e-9, sum + 1e-9);
        }
      });

      it("shares count every operator once in every epoch", () => {
        for (let epoch = 0; epoch < EPOCHS; epoch++) {
          const shares = rows("shares").filter((row) => row.epoch === epoch);
          expect(total(shares, "count")).to.equal(OPERATORS);
          const out = total(
            shares.filter(({ domain }) => domain === null),
            "count",
          );
          expect(OPERATORS - out).to.equal(numberOf(rows("epochs")[epoch], "active"));
        }
      });

      it("the certificate asked the contract for every best deviation, every present offer and as many more as asked for, within its bound", () => {
        const [summary] = rows("summary");
        // Those who do best by staying are asked about once, the others twice.
        const wanting = numberOf(summary, "wanting");
        expect(numberOf(summary, "quoted")).to.be.within(
          OPERATORS + wanting + SETTINGS.quotes,
          2 * OPERATORS + SETTINGS.quotes,
        );
        expect(numberOf(summary, "quoteError")).to.be.at.most(numberOf(summary, "quoteErrorBound"));
        expect(numberOf(summary, "nashConv")).to.be.at.least(numberOf(summary, "epsilon"));
        expect(numberOf(summary, "epsilonFree")).to.be.at.least(numberOf(summary, "epsilon"));
        expect(numberOf(summary, "welfareUpper")).to.be.at.least(numberOf(summary, "welfareLower"));
      });
    });
  }

  describe("given a start where nobody takes part, and imitators, so that nobody ever moves", () => {
    const endingAt = async (frequency: number): Promise<unknown> => {
      const { tables } = await cell({ start: "out", rule: "fermi-imitation", epochs: 5, domains: 1, frequency });
      return tables.summary?.[0]?.ending;
    };

    it("has converged when everybody has had its turn since", async () => {
      expect(await endingAt(0.5)).to.equal("converged");
    });

    it("is not called converged while some have not been asked", async () => {
      expect(await endingAt(0.1)).not.to.equal("converged");
    });
  });

  describe("given the same cell once more, with operators that sign themselves", () => {
    it("the same tables, but for gas: the same seed, the same bits", async () => {
      const withoutGas = ({ tables }: CellResult) => ({
        ...tables,
        ...Object.fromEntries(
          ["epochs", "summary"].map((name) => [name, (tables[name] ?? []).map(({ gas: _, ...row }) => row)]),
        ),
      });
      const plain = withoutGas(await cell({ epochs: 2, domains: 1 }));
      expect(withoutGas(await cell({ epochs: 2, domains: 1, keys: "real" }))).to.deep.equal(plain);
    });
  });
});
