import { expect } from "chai";
import { MATRIX_HYPOTHESES } from "../../scripts/experiments/matrix/hypotheses.js";
import { MANIPULATIONS } from "../../scripts/experiments/matrix/manipulations.js";
import { matrixAnswer } from "../../scripts/experiments/matrix/matrixAnswer.js";
import { MATRIX_COLUMNS } from "../../scripts/experiments/matrix/matrixColumns.js";
import { combinationsOf, matrixTables } from "../../scripts/experiments/matrix/matrixTables.js";
import { matrixVerdicts } from "../../scripts/experiments/matrix/matrixVerdicts.js";
import { withGrowth } from "../../scripts/experiments/matrix/withGrowth.js";
import type { Row } from "../../scripts/report/rows.js";

const COVERAGE = ["MarginalCoverage", "FlatMarginalCoverage"];

/** One row of the table `summary`, as the hypotheses say it would be; seeds differ by little. */
function rowOf(parameters: { policy: string; network: string; rule: string; seed: number; changed?: Row }): Row {
  const { policy, network, rule, seed, changed = {} } = parameters;
  const good = COVERAGE.includes(policy);
  const marginal = policy === "MarginalCoverage";
  const numbers = Object.fromEntries(MATRIX_COLUMNS.map(({ column }) => [column, 1]));
  const gains = Object.fromEntries(
    MANIPULATIONS.flatMap((name) => ["Gain", "Largest", "Share", "LargestShare"].map((end) => [`${name}${end}`, 0])),
  );
  return {
    policy,
    network,
    rule,
    seed,
    ...numbers,
    ...gains,
    success: { MarginalCoverage: 0.8, FlatMarginalCoverage: 0.9, EqualShare: 0.3, ServedVolume: 0.7 }[policy] ?? 0.2,
    worstSuccess: (marginal ? 0.5 : 0.1) + 0.001 * seed,
    welfareShare: good ? 0.97 : 0.3,
    splitShare: policy === "EqualShare" ? 2 : -0.1,
    forgedShare: good ? 40 : 0,
    freshShare: marginal ? 0.1 : 0,
    takeDownShare: marginal ? 0.5 : 0.1,
    paidPerPoint: good ? 5 : 50,
    measureOneGas: 80_000,
    claimOneGas: network === "small" ? 70_000 : 70_300,
    ...changed,
  };
}

const POLICIES = [...COVERAGE, "EqualShare", "StakeWeighted", "ServedVolume"];
function summaryOf(changed: (row: { policy: string; network: string; rule: string; seed: number }) => Row): Row[] {
  return POLICIES.flatMap((policy) =>
    ["small", "default", "skewed"].flatMap((network) =>
      ["best-response", "log-linear"].flatMap((rule) =>
        [1, 2, 3].map((seed) =>
          rowOf({ policy, network, rule, seed, changed: changed({ policy, network, rule, seed }) }),
        ),
      ),
    ),
  );
}

describe("withGrowth", () => {
  it("compares gas with the small network of the same policy, rule and seed", () => {
    const rows = withGrowth(summaryOf(() => ({})));
    expect(rows.filter(({ network }) => network === "small").every(({ growth }) => growth === null)).to.equal(true);
    for (const row of rows.filter(({ network }) => network !== "small")) expect(row.growth).to.equal(1.002);
  });

  it("is null where the small network was not run", () => {
    const rows = withGrowth(summaryOf(() => ({})).filter(({ network }) => network === "default"));
    expect(new Set(rows.map(({ growth }) => growth))).to.deep.equal(new Set([null]));
  });
});

describe("matrixVerdicts", () => {
  const verdictsOf = (rows: readonly Row[]): string[] => matrixVerdicts(withGrowth(rows));
  const word = (verdict: string | undefined): string => /^[A-Z][a-z]+( [a-z]+)?(?=[,:])/.exec(verdict ?? "")?.[0] ?? "";

  it("holds what holds, one verdict per hypothesis", () => {
    const verdicts = verdictsOf(summaryOf(() => ({})));
    expect(verdicts).to.have.length(MATRIX_HYPOTHESES.length);
    expect(verdicts.map(word)).to.deep.equal(MATRIX_HYPOTHESES.map(() => "Held"));
  });

  const cases: { hypothesis: number; policy: string; changed: Row; network?: string }[] = [
    { hypothesis: 1, policy: "ServedVolume", changed: { worstSuccess: 0.9 } },
    { hypothesis: 2, policy: "StakeWeighted", changed: { welfareShare: 0.6 } },
    { hypothesis: 3, policy: "ServedVolume", changed: { splitShare: 0.02 } },
    { hypothesis: 4, policy: "ServedVolume", changed: { answersShare: 0.02 } },
    { hypothesis: 5, policy: "StakeWeighted", changed: { forgedShare: 1.5 } },
    { hypothesis: 6, policy: "ServedVolume", changed: { freshShare: 0.02 } },
    { hypothesis: 7, policy: "EqualShare", changed: { takeDownShare: 0 } },
    { hypothesis: 8, policy: "EqualShare", changed: { claimOneGas: 75_000 } },
    { hypothesis: 9, policy: "ServedVolume", changed: { paidPerPoint: 12 } },
    { hypothesis: 10, policy: "FlatMarginalCoverage", changed: { success: 0.1 }, network: "skewed" },
  ];
  for (const { hypothesis, policy, changed, network = "default" } of cases) {
    it(`X${hypothesis} falls with ${policy}'s ${JSON.stringify(changed)}, and with nothing else`, () => {
      const verdicts = verdictsOf(
        summaryOf((row) => (row.policy === policy && row.network === network ? changed : {})),
      );
      verdicts.forEach((verdict, i) => {
        expect(word(verdict), `X${i + 1}: ${verdict}`).to.equal(i + 1 === hypothesis ? "Refuted" : "Held");
      });
      expect(verdicts[hypothesis - 1]).to.contain(hypothesis === 10 ? "skewed" : policy);
    });
  }

  it("is not settled by one seed, and not tested without rows", () => {
    const one = verdictsOf(summaryOf(() => ({})).filter(({ seed }) => seed === 1));
    expect(one.slice(0, 9).map(word)).to.deep.equal(Array(9).fill("Not settled"));
    expect(verdictsOf([]).map(word)).to.deep.equal(MATRIX_HYPOTHESES.map(() => "Not tested"));
  });
});

describe("matrixTables", () => {
  it("one set for each network and learning rule, one row per policy, every column once, means with intervals", () => {
    const combinations = combinationsOf(withGrowth(summaryOf(() => ({}))));
    expect(combinations.map(({ network, rule }) => `${network} ${rule}`)).to.deep.equal([
      "small best-response",
      "small log-linear",
      "default best-response",
      "default log-linear",
      "skewed best-response",
      "skewed log-linear",
    ]);
    for (const combination of combinations) {
      const tables = matrixTables(combination);
      for (const { head, rows } of tables) {
        expect(rows.map(([name]) => name)).to.deep.equal(POLICIES);
        for (const row of rows) expect(row).to.have.length(head.length);
      }
      const titles = tables.slice(0, -2).flatMap(({ head }) => head.slice(1));
      expect(titles).to.deep.equal(MATRIX_COLUMNS.map(({ title }) => title));
    }
    // Worst success of MarginalCoverage: 0.501, 0.502, 0.503, so 50.2% +- 4.303 x 0.1% / sqrt 3.
    expect(matrixTables(combinations[2] ?? { network: "", rule: "", rows: [] })[0]?.rows[0]?.[2]).to.equal("50.2±0.2");
  });
});

describe("matrixAnswer", () => {
  it("names who leads and what each manipulation gains where it gains most", () => {
    const rows = summaryOf(() => ({})).filter(({ network, rule }) => network === "default" && rule === "best-response");
    const answer = matrixAnswer(rows);
    expect(answer).to.contain("Most requests succeed under FlatMarginalCoverage (90%)");
    expect(answer).to.contain("in the worst single-domain outage under MarginalCoverage (50%)");
    expect(answer).to.contain("splitting gains most under EqualShare (200%)");
    expect(answer).to.contain("answering probes without capacity under no rule");
  });
});
