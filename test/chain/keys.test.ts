import { expect } from "chai";
import type { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { RANDOM_SCENE, randomRun } from "./randomRun.js";
import { newDriver } from "./support.js";

async function outcome(driver: ChainDriver) {
  const paid = await randomRun(driver, { seed: 11, days: 12 });
  const balances = await Promise.all(driver.operatorAddresses.map((a) => driver.deployment.token.balanceOf(a)));
  const earned = await Promise.all(driver.operatorAddresses.map((_, i) => driver.earned(i)));
  return { paid, balances, earned, state: await driver.snapshot(), elapsed: driver.elapsed };
}

describe("ChainDriver with real keys", () => {
  describe("given the same days as with impersonated accounts", () => {
    it("ends with the same payouts, balances, earnings and state", async () => {
      const real = await newDriver({ ...RANDOM_SCENE, keys: "real" });
      const impersonated = await newDriver({ ...RANDOM_SCENE, keys: "impersonated" });
      expect(real.operatorAddresses).to.not.deep.equal(impersonated.operatorAddresses);
      const signed = await outcome(real);
      expect(signed).to.deep.equal(await outcome(impersonated));
      expect(signed.paid.flat().reduce((sum, wei) => sum + wei, 0n) > 10n ** 22n).to.equal(true);
    });
  });

  describe("given two runs of one seed", () => {
    it("sends the same transactions at the same times, with the same receipts", async () => {
      const runs = [];
      for (let run = 0; run < 2; ++run) {
        const driver = await newDriver({ ...RANDOM_SCENE, keys: "real" });
        await randomRun(driver, { seed: 5, days: 4 });
        const last = Number(await driver.rpc("eth_blockNumber"));
        const blocks = Object.values(driver.counters).reduce((sum, { blocks: mined }) => sum + mined, 0);
        expect(blocks).to.be.at.least(10);
        const headers = [];
        for (let number = last - blocks + 1; number <= last; ++number) {
          const header = await driver.rpc("eth_getBlockByNumber", [`0x${number.toString(16)}`, false]);
          const { timestamp, transactions, gasUsed, receiptsRoot } = header as Record<string, unknown>;
          headers.push({ timestamp, transactions, gasUsed, receiptsRoot });
        }
        runs.push(headers);
      }
      expect(runs[0]).to.deep.equal(runs[1]);
    });
  });
});
