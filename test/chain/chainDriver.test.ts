import { expect } from "chai";
import type { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { newDriver, PLENTY } from "./support.js";

const TOKEN = 10n ** 18n;
const DAY = 86_400;

/** Operators 0 and 1 in a domain each, both in class 0 with u = 0.9 and capacity to spare. */
async function pair(driver: ChainDriver): Promise<void> {
  await driver.apply([
    { kind: "enter", operator: 0, domain: 0 },
    { kind: "enter", operator: 1, domain: 1 },
  ]);
  await driver.report({
    services: [0, 1].map((operator) => ({
      operator,
      classIndex: 0,
      reliability: 0.9,
      capacityRatio: PLENTY,
      served: 50,
    })),
  });
}

describe("ChainDriver", () => {
  describe("given two operators under EqualShare at one token a second", () => {
    it("pays each half of what is emitted since they were measured", async () => {
      const driver = await newDriver({ policy: "EqualShare" });
      await pair(driver);
      const measured = driver.elapsed;
      await driver.advance(DAY);
      const { wei, tokens } = await driver.claim([0, 1, 2]);
      const half = (BigInt(driver.elapsed - measured) * TOKEN) / 2n;
      expect(wei[0]).to.be.within(half - 1n, half);
      expect(wei[1]).to.be.within(half - 1n, half);
      expect(wei[2]).to.equal(0n);
      expect(tokens[0]).to.be.within(43_199, 43_200);
      expect(await driver.earned(0)).to.equal(0n);
    });
  });

  describe("given two operators under MarginalCoverage in domains up 99% of the time", () => {
    // q = 0.1, f = 1 - 0.99 x 0.9 = 0.109 per domain; each saves 0.109 x 0.891 of half of the demand.
    const share = (0.109 * 0.891) / 2;

    it("claims in the classes named only, and the rest later", async () => {
      const driver = await newDriver();
      await pair(driver);
      await driver.report({
        services: [{ operator: 0, classIndex: 1, reliability: 0.9, capacityRatio: PLENTY, served: 50 }],
      });
      await driver.advance(DAY);
      const earned = await driver.earned(0);
      const first = await driver.claim([0, 1], [1]);
      const second = await driver.claim([0]);
      // Alone in class 1: r u of half of the demand; class 0 is shared.
      expect(first.wei[0]).to.be.within(earned / 2n, earned);
      expect(first.wei[1]).to.equal(0n);
      expect((first.wei[0] ?? 0n) + (second.wei[0] ?? 0n)).to.be.within(earned, earned + 4n * TOKEN);
      expect(await driver.earned(0)).to.equal(0n);
    });

    it("pays each what only it saves, and quotes the same", async () => {
      const driver = await newDriver();
      await pair(driver);
      const measured = driver.elapsed;
      await driver.advance(DAY);
      const { tokens, wei } = await driver.claim([0, 1]);
      const seconds = driver.elapsed - measured;
      expect(tokens[0]).to.be.within(share * seconds * (1 - 1e-12), share * seconds * (1 + 1e-12));
      expect(wei[1]).to.equal(wei[0]);
      const offer = {
        stake: 100,
        domain: 0,
        services: [{ classIndex: 0, reliability: 0.9, capacityRatio: PLENTY, served: 50 }],
      };
      const quote = await driver.quote(0, offer);
      expect(quote.tokensPerDay).to.be.within(share * DAY * (1 - 1e-12), share * DAY * (1 + 1e-12));
      expect(quote.weiPerSecond * BigInt(seconds)).to.be.within((wei[0] ?? 0n) - 100_000n, (wei[0] ?? 0n) + 100_000n);
      expect((await driver.quote(0, { stake: 0, domain: -1, services: [] })).weiPerSecond).to.equal(0n);
    });

    it("reads the coverage 1 - f^2 of half of the demand", async () => {
      const driver = await newDriver();
      await pair(driver);
      expect(await driver.coverage()).to.be.within((1 - 0.109 ** 2) / 2 - 1e-12, (1 - 0.109 ** 2) / 2 + 1e-12);
    });

    it("shows it all in the snapshot", async () => {
      const driver = await newDriver();
      await pair(driver);
      const state = await driver.snapshot();
      expect([...state.domainOf]).to.deep.equal([0, 1, -1]);
      expect([...state.stake]).to.deep.equal([100, 200, 0]);
      expect([...state.reliability]).to.deep.equal([0.9, 0, 0.9, 0, 0, 0]);
      expect([...state.capacityRatio]).to.deep.equal([PLENTY, 0, PLENTY, 0, 0, 0]);
      expect([...state.served]).to.deep.equal([50, 0, 50, 0, 0, 0]);
      expect([...state.weights]).to.deep.equal([1, 1]);
      expect([...state.availability]).to.deep.equal([0.99, 0.99, 0.99, 0.99]);
      expect(state.emissionPerDay).to.equal(86_400);
    });
  });

  describe("given time to pass", () => {
    it("counts from one advance to the next, blocks between included", async () => {
      const driver = await newDriver();
      await pair(driver);
      await driver.advance(DAY);
      expect(driver.elapsed).to.equal(DAY);
      await driver.claim([0]);
      await driver.advance(DAY);
      expect(driver.elapsed).to.equal(2 * DAY);
    });
  });
});
