import { expect } from "chai";
import hre from "hardhat";
import { POLICY_NAMES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { GasBed } from "../../scripts/bench/GasBed.js";
import { measureGas } from "../../scripts/bench/gas.js";
import { gasAims } from "../../scripts/bench/gasAims.js";
import { GAS_OPERATIONS, type GasOperation, type GasRow } from "../../scripts/bench/gasRow.js";
import { gasTables } from "../../scripts/bench/gasTables.js";
import { spreadOf } from "../../scripts/bench/spread.js";

const row = (operation: GasOperation, classes: number, operators: number, gas: number): GasRow => ({
  policy: "MarginalCoverage",
  shadows: [],
  operation,
  classes,
  operators,
  layers: 1,
  gas,
});

/** A rule with a cost that is bounded and yet not the same in every crowd: WitnessDecay's power takes a step for each doubling. */
const DEPENDING: Readonly<Partial<Record<PolicyName, number>>> = { WitnessDecay: 1.02 };

describe("the gas benchmark", () => {
  describe("given crowds of 10 and 110", () => {
    let rows: GasRow[];
    let alone: GasRow[];

    before(async () => {
      const plan = { operators: [10, 110], othersUpTo: 110, classes: [1, 4], sideOperators: 110 };
      rows = await measureGas({ hre, plan, progress: () => {} });
      alone = rows.filter(({ shadows, layers }) => shadows.length === 0 && layers === 1);
    });

    it("measures every policy and operation over each number of classes", () => {
      const groups = spreadOf(alone).map(({ policy, operation, classes }) => `${policy} ${operation} ${classes}`);
      const expected = POLICY_NAMES.flatMap((policy) =>
        GAS_OPERATIONS.flatMap((operation) => [1, 4].map((classes) => `${policy} ${operation} ${classes}`)),
      );
      expect(groups).to.have.members(expected);
    });

    it("finds no cost that depends on the crowd by more than 1%, or by what its rule makes it depend on", () => {
      const dependent = spreadOf(alone).filter(
        ({ policy, gas, ratio }) => gas.size > 1 && ratio > (DEPENDING[policy] ?? 1.01),
      );
      const found = dependent.map(({ policy, operation, classes, ratio }) =>
        [policy, operation, classes, ratio].join(" "),
      );
      expect(found.join("; ")).to.equal("");
      const compared = spreadOf(alone).filter(({ gas }) => gas.size > 1);
      // All but batches of 100, which ten operators cannot fill.
      expect(compared.length).to.be.at.least(POLICY_NAMES.length * (GAS_OPERATIONS.length - 1) * 2);
    });

    it("finds that every further layer and shadow costs gas where a policy is told, and that a shadow costs a claim none", () => {
      const side = rows.filter(({ operators, classes }) => operators === 110 && classes === 1);
      const gasOf = (operation: GasOperation, layers: number, shadows: number): number =>
        side.find(
          (entry) =>
            entry.policy === "MarginalCoverage" &&
            entry.operation === operation &&
            entry.layers === layers &&
            entry.shadows.length === shadows,
        )?.gas ?? Number.NaN;
      for (const operation of GAS_OPERATIONS) {
        for (const layers of [2, 3, 4]) {
          expect(gasOf(operation, layers, 0), `${operation}, ${layers}`).to.be.above(gasOf(operation, layers - 1, 0));
        }
        if (operation === "claim") expect(gasOf(operation, 1, 4)).to.equal(gasOf(operation, 1, 0));
        else expect(gasOf(operation, 1, 4), operation).to.be.above(gasOf(operation, 1, 1));
      }
    });

    it("takes every figure of the aims from a measured row", () => {
      const own = new Set(alone.filter(({ policy }) => policy === "MarginalCoverage").map(({ gas }) => gas));
      const [claim, , newcomer, another, batch] = gasAims(rows);
      for (const aim of [claim, newcomer, another, batch]) expect(own.has(aim?.measured ?? 0), aim?.aim).to.equal(true);
    });

    it("prints within 120 columns", () => {
      for (const line of gasTables(rows).split("\n")) expect(line.length, line).to.be.at.most(120);
    });
  });

  describe("given a transfer of tokens", () => {
    it("measures what others measured for OpenZeppelin's ERC-20: 51,613 at first, 34,513 then, but for the compiler profile", async () => {
      const bed = await GasBed.create(hre, { paid: "EqualShare", shadows: [], classes: 1, layers: 1 });
      const stranger = `0x${"5a".repeat(20)}`;
      const data = bed.deployment.token.interface.encodeFunctionData("transfer", [stranger, 10n ** 18n]);
      const transfer = { from: bed.reporter, to: bed.addresses.token, data };
      expect((await bed.measure(transfer)) / 51_613).to.be.within(0.98, 1.02);
      expect((await bed.measure(transfer)) / 34_513).to.be.within(0.98, 1.02);
      await bed.close();
    });
  });

  describe("given rows with round numbers", () => {
    const rows = [
      row("claim", 1, 10, 70_000),
      row("claim", 1, 1_000, 70_070),
      row("claim", 4, 10, 100_070),
      row("claim", 4, 1_000, 100_000),
      row("join", 1, 10, 89_281),
      row("join another", 1, 10, 89_280),
      row("measure of 100", 1, 1_000, 31_000),
      { ...row("claim", 1, 10, 1), policy: "EqualShare" as const },
      { ...row("claim", 1, 10, 999_999), layers: 2 },
      { ...row("claim", 1, 10, 999_999), shadows: ["EqualShare"] as const },
    ];

    it("takes the worst over crowds, of MarginalCoverage with one layer and no shadows", () => {
      expect(gasAims(rows).map(({ measured, met }) => [measured, met])).to.deep.equal([
        [70_070, true],
        [10_000, true],
        [89_281, false],
        [89_280, true],
        [31_000, false],
        [70_070 / 70_000 - 1, true],
      ]);
    });

    it("says so when an aim has no measurement", () => {
      expect(() => gasAims(rows.filter(({ operation }) => operation !== "join"))).to.throw(/nothing was measured for/);
    });
  });
});
