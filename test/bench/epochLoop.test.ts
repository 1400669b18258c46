import { expect } from "chai";
import hre from "hardhat";
import { epochLoopMemory, epochLoopSpeed } from "../../scripts/bench/epochLoop.js";
import { equilibriumSpeed, settle } from "../../scripts/bench/equilibrium.js";

describe("settle", () => {
  const SMALL = { hre, operators: 20, seed: 1, smallestShare: 0.2, load: 0.7 };

  it("brings 20 operators from out to a profile in which nobody wants to move, by the contract's own quotes", async () => {
    const settled = await settle(SMALL);
    expect(settled.active).to.be.within(1, 20);
    expect(settled.moves).to.be.at.least(settled.active);
    // Everybody's best deviation, which is to stay, and 500 more.
    expect(settled.quoted).to.equal(20 + 500);
    expect(settled.coverage).to.be.within(0.5, 0.999);
    expect(settled).to.include({ classes: 18, domains: 5 });
  });

  it("as rows: elapsed and processor time against 19 s", async () => {
    const rows = await equilibriumSpeed(SMALL);
    expect(rows.map(({ unit, reference }) => [unit, reference])).to.deep.equal([
      ["s", 19],
      ["s", 19],
    ]);
    for (const { name, value, ratio } of rows) {
      expect(name).to.match(
        /^20 operators to a certified equilibrium on chain at load 0.7: \d+ strategies, 18 classes, 5 /,
      );
      expect(value).to.be.above(0);
      expect(ratio).to.equal(value / 19);
    }
  });
});

describe("epochLoopSpeed", () => {
  it("replays each of two runs to the very same block, and says how long all took", async () => {
    const rows = await epochLoopSpeed({ hre, operators: 5, epochs: 2 });
    expect(rows).to.have.length(4);
    for (const { value, reference, ratio } of rows) expect(ratio).to.equal(value / reference);
    const transactions = rows.map(({ name }) => Number(/(\d+) transactions/.exec(name)?.[1]));
    // The same run with and without requests: five enter (two each), are measured and claim twice, at least.
    expect(new Set(transactions).size).to.equal(1);
    expect(transactions[0]).to.be.at.least(10 + 1 + 10);
  });
});

describe("epochLoopMemory", () => {
  it("says what the heap holds at the end and after a tenth of the run", async () => {
    const rows = await epochLoopMemory({ hre, operators: 3, epochs: 20 });
    expect(rows.map(({ name }) => name)).to.deep.equal([
      "epoch loop, 3 operators, after 20 epochs against after 2: heap",
      "epoch loop, 3 operators, after 20 epochs against after 2: whole process, the chain's blocks with it",
    ]);
    for (const { value, reference, unit } of rows) {
      expect(unit).to.equal("MB");
      expect(value).to.be.above(1);
      expect(reference).to.be.above(1);
    }
  });
});
