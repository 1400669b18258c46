import { expect } from "chai";
import { firstCombination } from "../../scripts/experiments/learning/firstCombination.js";

describe("firstCombination", () => {
  describe("given two policies at two emissions", () => {
    const rows = [0.25, 1].flatMap((emission) =>
      ["EqualShare", "ServedVolume"].map((policy) => ({ policy, emission, seed: 1 })),
    );
    it("takes both policies at the first emission, and rows of other tables alike", () => {
      const shown = firstCombination(rows, ["policy", "emission"]);
      expect(rows.filter(shown).map(({ emission }) => emission)).to.deep.equal([0.25, 0.25]);
      expect(shown({ policy: "ServedVolume", emission: 0.25, seed: 2, epoch: 7 })).to.equal(true);
      expect(shown({ policy: "ServedVolume", emission: 1, seed: 1, epoch: 7 })).to.equal(false);
    });
  });

  describe("given no rows", () => {
    it("takes none", () => expect(firstCombination([], ["policy"])({ policy: "EqualShare" })).to.equal(false));
  });
});
