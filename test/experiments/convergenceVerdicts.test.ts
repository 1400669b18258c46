import { expect } from "chai";
import { CORE_POLICIES } from "../../ignition/modules/Breadth.js";
import { convergenceVerdicts } from "../../scripts/experiments/learning/convergenceVerdicts.js";
import type { Row } from "../../scripts/report/rows.js";

interface Outcome {
  readonly success: number;
  readonly worstSuccess: number;
  readonly welfare: number;
  readonly strategiesEffective: number;
  readonly domainsEffective: number;
  readonly alignment: number | null;
}

const COMMON: Outcome = {
  success: 0.5,
  worstSuccess: 0.1,
  welfare: 100,
  strategiesEffective: 1,
  domainsEffective: 1,
  alignment: 0.1,
};
const BROAD = {
  success: 0.9,
  worstSuccess: 0.6,
  welfare: 900,
  strategiesEffective: 6,
  domainsEffective: 4,
  alignment: 0.9,
};

/** Three seeds of each rule as all six hypotheses want them, with a little noise, and what a test changes in them. */
function summaryOf({
  policies = CORE_POLICIES,
  seeds = 3,
  change = () => ({}),
}: {
  policies?: readonly string[];
  seeds?: number;
  change?: (policy: string, seed: number) => Partial<Outcome>;
} = {}): Row[] {
  const wanted: Record<string, Outcome> = {
    MarginalCoverage: BROAD,
    FlatMarginalCoverage: { ...BROAD, worstSuccess: 0.2, welfare: 700 },
    ServedVolume: { ...COMMON, success: 0.8, strategiesEffective: 5, alignment: 0.4 },
    EqualShare: { ...COMMON, alignment: null },
  };
  return policies.flatMap((policy) =>
    Array.from({ length: seeds }, (_, at): Row => {
      const { welfare, ...outcome } = wanted[policy] ?? COMMON;
      return {
        policy,
        seed: at + 1,
        ...outcome,
        welfare: welfare + at,
        servedWelfare: welfare + at,
        ...change(policy, at + 1),
      };
    }),
  );
}

const words = (summary: readonly Row[]): string[] =>
  convergenceVerdicts(summary).map((text) => text.split(":")[0] ?? "");
const HELD = ["Held", "Held", "Held", "Held", "Held", "Held"];
const changed = (at: number, word: string): string[] => HELD.map((held, i) => (i === at ? word : held));

describe("convergenceVerdicts", () => {
  describe("given all five rules and seeds that agree", () => {
    it("says that every hypothesis held, with the figures", () => {
      expect(words(summaryOf())).to.deep.equal(HELD);
      expect(convergenceVerdicts(summaryOf())[2]).to.equal("Held: ahead of FlatMarginalCoverage by 40.0 ± 0.0 points.");
    });
  });

  describe("given fewer than the five rules that a hypothesis names", () => {
    it("does not call the best of two the best of five", () => {
      const summary = summaryOf({ policies: ["MarginalCoverage", "EqualShare"] });
      expect(words(summary)).to.deep.equal(HELD.map(() => "Not tested"));
    });
  });

  describe("given one seed", () => {
    it("settles nothing", () => {
      expect(words(summaryOf({ seeds: 1 }))).to.deep.equal(HELD.map(() => "Not settled"));
    });
  });

  describe("given a lead that seeds do not agree on", () => {
    // Paired differences 300, -100, -260 (mean -20) and 300, 100, -100 (mean 100): the interval holds 0 either way.
    for (const gains of [
      [300, -100, -260],
      [300, 100, -100],
    ]) {
      it(`is neither held nor refuted at ${gains.join(", ")}`, () => {
        const change = (policy: string, seed: number) =>
          policy === "FlatMarginalCoverage" ? { welfare: 900 + seed - 1 - (gains[seed - 1] ?? 0) } : {};
        expect(words(summaryOf({ change }))).to.deep.equal(changed(3, "Not settled"));
      });
    }
  });

  describe("given another rule ahead in every seed", () => {
    it("refutes the lead", () => {
      const change = (policy: string) => (policy === "StakeWeighted" ? { worstSuccess: 0.7 } : {});
      expect(words(summaryOf({ change }))).to.deep.equal(changed(2, "Refuted"));
    });
  });

  describe("given success that differs widely from seed to seed", () => {
    it("does not take a wide interval for equality", () => {
      const change = (policy: string, seed: number) =>
        policy === "FlatMarginalCoverage" ? { success: [0.9, 0.5, 0.8][seed - 1] ?? 0 } : {};
      expect(words(summaryOf({ change }))).to.deep.equal(changed(4, "Not settled"));
    });
  });

  describe("given exactly two effective rigs", () => {
    it("counts them as at most two", () => {
      const change = (policy: string) => (policy === "StakeWeighted" ? { strategiesEffective: 2 } : {});
      expect(words(summaryOf({ change }))).to.deep.equal(HELD);
    });

    it("refutes more, once the interval leaves two behind", () => {
      const change = (policy: string, seed: number) =>
        policy === "StakeWeighted" ? { strategiesEffective: 3 + seed / 100 } : {};
      expect(words(summaryOf({ change }))).to.deep.equal(changed(0, "Refuted"));
    });
  });
});
