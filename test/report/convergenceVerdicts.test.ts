import { expect } from "chai";
import { answerOf } from "../../scripts/experiments/learning/answerOf.js";
import { convergenceVerdicts } from "../../scripts/experiments/learning/convergenceVerdicts.js";
import type { Row } from "../../scripts/report/rows.js";
import { learningTables } from "./learningTables.js";

const { summary } = learningTables();
const change = (policy: string, values: (row: Row) => Row): Row[] =>
  summary.map((row) => (row.policy === policy ? { ...row, ...values(row) } : row));
const verdict = (rows: readonly Row[], hypothesis: number): string => convergenceVerdicts(rows)[hypothesis - 1] ?? "";

describe("convergenceVerdicts", () => {
  describe("H1, two effective rigs and domains under EqualShare and StakeWeighted", () => {
    it("is refuted by intervals above two", () => {
      // 6 and 7 effective rigs, seeds one apart: 4.303 / sqrt(3) = 2.48 to both sides.
      expect(verdict(summary, 1)).to.equal(
        "Refuted: EqualShare 6.0 ± 2.5 rigs, 1.5 ± 0.0 domains; StakeWeighted 7.0 ± 2.5 rigs, 1.5 ± 0.0 domains.",
      );
    });
    it("is held by intervals below two", () => {
      const low = summary.map((row) => ({ ...row, strategiesEffective: 1.5 }));
      expect(verdict(low, 1)).to.match(/^Held: /);
    });
    it("is open where an interval holds two", () => {
      const open = summary.map((row) => ({ ...row, strategiesEffective: Number(row.seed) }));
      expect(verdict(open, 1)).to.match(/^Not settled: /);
    });
  });

  describe("H2, ServedVolume loses more than half in the worst outage", () => {
    const left = (share: number) => change("ServedVolume", (row) => ({ worstSuccess: share * Number(row.success) }));
    it("is held with a quarter left", () => expect(verdict(left(0.25), 2)).to.match(/^Held: 8.0 ± 2.5 effective rigs/));
    it("is refuted with three quarters left", () => expect(verdict(left(0.75), 2)).to.match(/^Refuted: /));
  });

  describe("H3, MarginalCoverage is best in the worst outage", () => {
    it("is held when it leads in every seed by the same", () => {
      expect(verdict(summary, 3)).to.equal("Held: ahead of FlatMarginalCoverage by 5.0 ± 0.0 points.");
    });
    it("is refuted when it is behind in every seed by the same", () => {
      const behind = change("ServedVolume", (row) => ({ worstSuccess: 0.6 + 0.01 * (Number(row.seed) - 2) }));
      expect(verdict(behind, 3)).to.equal("Refuted: ahead of ServedVolume by -15.0 ± 0.0 points.");
    });
    it("is open when it leads on average alone", () => {
      const mixed = change("FlatMarginalCoverage", ({ seed }) => ({ worstSuccess: seed === 1 ? 0.6 : 0.3 }));
      expect(verdict(mixed, 3)).to.match(/^Not settled: ahead of FlatMarginalCoverage by 5.0 ± /);
    });
  });

  describe("H4, MarginalCoverage has the highest welfare", () => {
    it("is held when it leads in every seed, by either yardstick", () => {
      const lead = "Held: ahead of FlatMarginalCoverage by 100 ± 0 tokens/day.";
      expect(verdict(summary, 4)).to.equal(`${lead} By what was really served, at its prices: ${lead}`);
    });
  });

  describe("H5, FlatMarginalCoverage is equal until a domain fails", () => {
    const flat = (success: number) =>
      change("FlatMarginalCoverage", (row) => ({
        success: success + 0.02 * (Number(row.seed) - 2),
        worstSuccess: Number(row.worstSuccess) - 0.1,
      }));
    it("is held when both are so", () => expect(verdict(flat(0.9), 5)).to.match(/^Held: /));
    it("is refuted by another success", () =>
      expect(verdict(flat(0.8), 5)).to.match(/^Refuted: .* by 10.0 ± 0.0 points/));
    it("is open where seeds scatter", () => {
      const open = change("FlatMarginalCoverage", ({ seed }) => ({
        success: 0.9,
        worstSuccess: seed === 1 ? 0.6 : 0.3,
      }));
      expect(verdict(open, 5)).to.match(/^Not settled: /);
    });
  });

  describe("H6, pay follows what is saved", () => {
    const aligned = (stake: number) =>
      summary.map((row) => ({
        ...row,
        alignment: { MarginalCoverage: 0.9, StakeWeighted: stake }[String(row.policy)] ?? null,
      }));
    it("is held when it does under MarginalCoverage alone; equal pay follows nothing", () => {
      expect(verdict(aligned(0.1), 6)).to.equal(
        "Held: MarginalCoverage 0.90 ± 0.00, EqualShare none (all alike), StakeWeighted 0.10 ± 0.00.",
      );
    });
    it("is refuted when it does under StakeWeighted too", () =>
      expect(verdict(aligned(0.8), 6)).to.match(/^Refuted: /));
  });

  it("settles nothing with one seed", () => {
    const one = summary.filter(({ seed }) => seed === 1);
    for (const text of convergenceVerdicts(one))
      expect(text)
        .to.match(/^Not settled/)
        .and.not.to.contain("NaN");
  });

  it("tests nothing where rules are missing", () => {
    const alone = summary.filter(({ policy }) => policy === "ServedVolume");
    expect(convergenceVerdicts(alone).map((text) => text.startsWith("Not tested"))).to.deep.equal([
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});

describe("answerOf", () => {
  it("does not compare a rule with none", () => {
    const alone = summary.filter(({ policy }) => policy === "ServedVolume");
    expect(answerOf(alone)).to.match(
      /^Operators end with 8\.0 effective rigs in \d\.\d effective domains\. Most requests succeed under ServedVolume \(70%, for 900 tokens paid a day\)\. In/,
    );
  });

  it("says first how alike operators end, under which rule", () => {
    expect(answerOf(summary)).to.match(
      /^Operators end most alike under \w+ \(.* effective domains\) and most different under \w+/,
    );
  });

  it("names the rules that the seeds do not set apart", () => {
    const close = change("FlatMarginalCoverage", ({ seed }) => ({ success: seed === 1 ? 0.95 : 0.85 }));
    expect(answerOf(close)).to.contain("do not set it apart from FlatMarginalCoverage.");
    const all = summary.map((row): Row => (row.policy === "MarginalCoverage" ? row : { ...row, success: 0.9 }));
    expect(answerOf(all)).to.contain("do not set it apart from the others.");
  });
});
