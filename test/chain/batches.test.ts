import { expect } from "chai";
import fc from "fast-check";
import { CORE_POLICIES } from "../../ignition/modules/Breadth.js";
import { batchesByGas } from "../../scripts/chain/batchesByGas.js";
import type { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { newDriver } from "./support.js";

/** Four layers, the dearest curve there is. */
const DEAR = {
  kappas: [500_000_000n, 1_000_000_000n, 2_000_000_000n, 4_000_000_000n],
  alphas: [250_000_000n, 250_000_000n, 250_000_000n, 250_000_000n],
};

const scene = (operators: number, classes: number) => ({
  classes: Array.from({ length: classes }, () => ({ curve: DEAR, weight: 10n })),
  domains: [0, 1, 2, 3, 4].map((i) => ({ name: `domain ${i}`, availability: 0.99 })),
  operators: Array.from({ length: operators }, () => ({ stake: 100, capital: 200 })),
});

/** {gas} Of each transaction in the last block. */
async function gasInLastBlock(driver: ChainDriver): Promise<number[]> {
  const { transactions } = (await driver.rpc("eth_getBlockByNumber", ["latest", false])) as { transactions: string[] };
  return Promise.all(
    transactions.map(async (hash) => {
      const receipt = (await driver.rpc("eth_getTransactionReceipt", [hash])) as { gasUsed: string };
      return Number(receipt.gasUsed);
    }),
  );
}

/** Everybody in every class, at levels that differ from `round` to round. */
const full = (driver: ChainDriver, round: number) =>
  driver.options.operators.flatMap((_, operator) =>
    driver.options.classes.map((_, classIndex) => ({
      operator,
      classIndex,
      reliability: (900_000_000 + operator + round) / 1e9,
      capacityRatio: (100_000_000 + classIndex + round) / 1e9,
      served: 1 + round,
    })),
  );

describe("batchesByGas", () => {
  describe("given entries of any size", () => {
    it("keeps their order and every batch within the limit", () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 100 })), (sizes) => {
          const batches = batchesByGas(sizes, (size) => size, 100);
          expect(batches.flat()).to.deep.equal(sizes);
          for (const batch of batches) {
            expect(batch.length).to.be.at.least(1);
            expect(batch.reduce((sum, size) => sum + size, 0)).to.be.at.most(100);
          }
          for (const [i, batch] of batches.slice(1).entries()) {
            const before = batches[i] ?? [];
            expect([...before, batch[0] ?? 0].reduce((sum, size) => sum + size, 0)).to.be.above(100);
          }
        }),
      );
    });
  });
});

describe("ChainDriver.report", () => {
  for (const shadows of [[], CORE_POLICIES.filter((name) => name !== "MarginalCoverage")]) {
    describe(`given 8 operators in 14 classes of four layers, beside ${shadows.length} shadows`, () => {
      it("splits joins and measurements into transactions below 16 M gas, and drops no shadow", async () => {
        const driver = await newDriver({ ...scene(8, 14), shadows });
        await driver.apply(
          driver.options.operators.map((_, operator) => ({ kind: "enter", operator, domain: operator % 5 })),
        );
        for (const round of [0, 1]) {
          await driver.report({ services: full(driver, round) });
          const gas = await gasInLastBlock(driver);
          expect(gas.length).to.be.above(1);
          expect(Math.max(...gas)).to.be.below(16_000_000);
          if (round === 0) expect(gas.reduce((sum, each) => sum + each, 0)).to.be.above(16_000_000);
          await driver.advance(86_400);
        }
        const state = await driver.snapshot();
        expect(state.reliability.filter((u) => u > 0).length).to.equal(112);
        expect((await driver.deployment.ledger.getListeners()).length).to.equal(shadows.length);
        // Everybody moves and leaves in all 14 classes at once: the bounds hold there, too.
        await driver.apply(
          driver.options.operators.map((_, operator) => ({ kind: "move", operator, domain: (operator + 1) % 5 })),
        );
        await driver.apply(driver.options.operators.map((_, operator) => ({ kind: "exit", operator })));
        expect([...(await driver.snapshot()).reliability].some((u) => u > 0)).to.equal(false);
        expect((await driver.deployment.ledger.getListeners()).length).to.equal(shadows.length);
      });
    });
  }

  describe("given a report that repeats the last one", () => {
    it("sends nothing until half of the greatest age is over, unless told to send all", async () => {
      const driver = await newDriver({ maxAgeSeconds: 4 * 86_400 });
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      const report = {
        services: [{ operator: 0, classIndex: 0, reliability: 0.9, capacityRatio: 1, served: 3 }],
        demand: [1, 1],
      };
      const sent = (): number => driver.counters.report.transactions;
      await driver.report(report);
      expect(sent()).to.equal(1);
      await driver.advance(86_400);
      await driver.report(report);
      expect(sent()).to.equal(1);
      await driver.report({ ...report, all: true });
      expect(sent()).to.equal(3);
      await driver.advance(86_400);
      await driver.advance(86_400 + 10);
      await driver.report(report);
      expect(sent()).to.equal(4);
      await driver.report({
        services: [{ operator: 0, classIndex: 0, reliability: 0.9, capacityRatio: 1, served: 4 }],
        demand: [2, 1],
      });
      expect(sent()).to.equal(6);
    });
  });

  describe("given availability and demand", () => {
    it("records them as the classes see them", async () => {
      const driver = await newDriver();
      await driver.report({
        services: [],
        demand: [7, 9],
        availability: [{ domain: 1, classIndex: 0, availability: 0.5 }],
      });
      const { weights, availability } = await driver.snapshot();
      expect([...weights]).to.deep.equal([7, 9]);
      expect([...availability]).to.deep.equal([0.99, 0.99, 0.5, 0.99]);
    });
  });

  describe("given a node whose block limit cannot be raised", () => {
    it("takes as many blocks as it needs, a second apart, and keeps to the advance", async () => {
      const driver = await newDriver(scene(8, 14));
      await driver.rpc("evm_setBlockGasLimit", ["0x1312d00"]);
      await driver.apply(
        driver.options.operators.map((_, operator) => ({ kind: "enter", operator, domain: operator % 5 })),
      );
      const before = driver.elapsed;
      await driver.report({ services: full(driver, 0) });
      expect(driver.counters.report.blocks).to.be.above(1);
      expect(driver.elapsed - before).to.equal(driver.counters.report.blocks);
      expect((await driver.snapshot()).reliability.filter((u) => u > 0).length).to.equal(112);
      await driver.advance(86_400);
      expect(driver.elapsed).to.equal(86_400);
    });
  });
});
