import { expect } from "chai";
import hre from "hardhat";
import { simulationSpeed } from "../../scripts/bench/simulation.js";

describe("simulationSpeed", () => {
  describe("given one run of one day", () => {
    it("replays to the very same block, and says how long both took and what gas the day used", async () => {
      const rows = await simulationSpeed({ hre, epochs: 1, runs: 1 });
      expect(rows.map(({ unit }) => unit)).to.deep.equal(["tx/s", "s", "s", "gas"]);
      for (const { value, reference, ratio } of rows) {
        expect(value).to.be.above(0);
        expect(ratio).to.equal(value / reference);
      }
      // 480 measurements at 64,155 (docs/gas.md) are 30.8 M; six moves and 60 claims come on top.
      expect(rows[3]?.value).to.be.within(45_000_000, 90_000_000);
    });
  });
});
