import { expect } from "chai";
import { CORE_POLICIES } from "../../ignition/modules/Breadth.js";
import convergence from "../../scripts/experiments/convergence.js";
import { firstCombination } from "../../scripts/experiments/learning/firstCombination.js";
import { LEARNING_PARAMETERS } from "../../scripts/experiments/learning/learningParameters.js";
import type { Row } from "../../scripts/report/rows.js";

/** One seed of every rule, with so many operators; MarginalCoverage leads in welfare by 100. */
const rowsWith = (operators: number, seed: number): Row[] =>
  CORE_POLICIES.map((policy) => ({
    ...Object.fromEntries(LEARNING_PARAMETERS.map(({ name, default: [value] }) => [name, value])),
    policy,
    operators,
    seed,
    success: 0.8,
    worstSuccess: 0.4,
    strategiesEffective: 2,
    domainsEffective: 2,
    domainsUsed: 2,
    active: 10,
    emitted: 60,
    paid: 50,
    cost: 20,
    surplus: 30,
    welfare: policy === "MarginalCoverage" ? 200 + seed : 100,
    servedWelfare: policy === "MarginalCoverage" ? 200 + seed : 100,
    welfareShare: 0.5,
    epsilon: 0,
    quoteError: 0,
    alignment: 0.5,
    ending: "converged",
  }));

const resultsOf = (rows: Row[]) => ({ cells: [], rows: async () => rows });
const verdictsOf = async (rows: Row[]): Promise<unknown> =>
  (await convergence.summarise(resultsOf(rows))).json.verdicts;

describe("convergence, summarised", () => {
  describe("given a grid of 30 and 60 operators with one seed each", () => {
    const grid = [...rowsWith(30, 1), ...rowsWith(60, 1)];

    it("does not take the second combination for a second seed", async () => {
      expect(JSON.stringify(await verdictsOf(grid)))
        .to.include("Not settled")
        .and.not.include("Held");
    });

    it("says the same as the first combination alone, and that it speaks of it", async () => {
      expect(await verdictsOf(grid)).to.deep.equal(await verdictsOf(rowsWith(30, 1)));
      const { tables } = await convergence.summarise(resultsOf(grid));
      expect(tables[2]?.title).to.include("first combination");
      expect(grid.filter(firstCombination(grid))).to.have.length(CORE_POLICIES.length);
    });
  });

  describe("given one combination with three seeds", () => {
    it("takes all of them", async () => {
      const rows = [1, 2, 3].flatMap((seed) => rowsWith(30, seed));
      expect(JSON.stringify(await verdictsOf(rows))).to.include("Held: ahead of");
      expect((await convergence.summarise(resultsOf(rows))).tables[2]?.title).not.to.include("combination");
    });
  });
});
