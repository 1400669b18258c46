import { expect } from "chai";
import { getAddress } from "ethers";
import type { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { ChainError } from "../../scripts/chain/chainError.js";
import { UserError } from "../../scripts/common/errors.js";
import { newDriver, PLENTY } from "./support.js";

const TOKEN = 10n ** 18n;
const DAY = 86_400;

const balance = (driver: ChainDriver, operator: number): Promise<bigint> =>
  driver.deployment.token.balanceOf(driver.operatorAddresses[operator] ?? "");

const measureIn = (driver: ChainDriver, operator: number, classes: readonly number[]): Promise<void> =>
  driver.report({
    services: classes.map((classIndex) => ({
      operator,
      classIndex,
      reliability: 0.9,
      capacityRatio: PLENTY,
      served: 1,
    })),
  });

async function failureOf(action: () => Promise<unknown>): Promise<Error> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

describe("ChainDriver.apply", () => {
  describe("given an operator that enters", () => {
    it("bonds its stake out of its capital", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 2, domain: 1 }]);
      expect(await balance(driver, 2)).to.equal(700n * TOKEN);
      const state = await driver.snapshot();
      expect(state.domainOf[2]).to.equal(1);
      expect(state.stake[2]).to.equal(300);
    });

    it("is refused when it is in already, and for a domain that does not exist", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      const twice = await failureOf(() => driver.apply([{ kind: "enter", operator: 0, domain: 1 }]));
      expect(twice).to.be.instanceOf(UserError);
      expect(twice.message).to.equal("intent enter: operator 0 is in already");
      const nowhere = await failureOf(() => driver.apply([{ kind: "enter", operator: 1, domain: 2 }]));
      expect(nowhere.message).to.equal("intent enter names domain 2; there are 2, counted from 0");
    });
  });

  describe("given an operator that changes its rig", () => {
    it("leaves the classes that the new rig does not serve, and can still claim what they earned", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      await measureIn(driver, 0, [0, 1]);
      const measured = driver.elapsed;
      await driver.advance(DAY);
      await driver.apply([{ kind: "retool", operator: 0, serves: [1] }]);
      const left = driver.elapsed;
      expect([...(await driver.snapshot()).reliability.slice(0, 2)]).to.deep.equal([0, 0.9]);
      await driver.advance(DAY);
      const { tokens } = await driver.claim([0]);
      // Half of the demand each: the class that it left earned until then.
      const earned = 0.891 * 0.5 * (left - measured + (driver.elapsed - measured));
      expect(tokens[0]).to.be.within(earned * (1 - 1e-12), earned * (1 + 1e-12));
    });

    it("keeps none when nothing is said", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      await measureIn(driver, 0, [0, 1]);
      await driver.apply([{ kind: "retool", operator: 0 }]);
      expect([...(await driver.snapshot()).reliability]).to.deep.equal([0, 0, 0, 0, 0, 0]);
    });
  });

  describe("given an operator that moves", () => {
    it("takes along what it serves there and leaves the rest", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      await measureIn(driver, 0, [0, 1]);
      await driver.apply([{ kind: "move", operator: 0, domain: 1, serves: [0] }]);
      const state = await driver.snapshot();
      expect(state.domainOf[0]).to.equal(1);
      expect([...state.reliability.slice(0, 2)]).to.deep.equal([0.9, 0]);
    });
  });

  describe("given an operator that exits", () => {
    async function exited(): Promise<ChainDriver> {
      const driver = await newDriver({ operators: [{ stake: 600, capital: 1_000 }] });
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      await measureIn(driver, 0, [0, 1]);
      await driver.apply([{ kind: "exit", operator: 0 }]);
      return driver;
    }

    it("is out of every class and domain at once", async () => {
      const state = await (await exited()).snapshot();
      expect(state.domainOf[0]).to.equal(-1);
      expect(state.stake[0]).to.equal(0);
      expect([...state.reliability]).to.deep.equal([0, 0]);
    });

    it("cannot withdraw before seven days are over: the error names the time", async () => {
      const driver = await exited();
      const releaseAt = driver.start + driver.elapsed + 7 * DAY;
      await driver.advance(6 * DAY);
      const failure = await failureOf(() => driver.apply([{ kind: "withdraw", operator: 0 }]));
      expect(failure).to.be.instanceOf(ChainError);
      const nowAt = driver.start + driver.elapsed;
      expect(failure.message).to.equal(
        `withdraw of operator 0 reverted: RegistryStillUnbonding(until: ${releaseAt}, nowAt: ${nowAt})`,
      );
    });

    it("cannot come back with capital that is unbonding", async () => {
      const driver = await exited();
      const failure = await failureOf(() => driver.apply([{ kind: "enter", operator: 0, domain: 0 }]));
      const who = getAddress(driver.operatorAddresses[0] ?? "");
      const [held, needed] = [400n * TOKEN, 600n * TOKEN];
      expect(failure.message).to.equal(
        `topUp of operator 0 reverted: ERC20InsufficientBalance(sender: ${who}, balance: ${held}, needed: ${needed})`,
      );
    });

    it("has its stake back after that, and can register in another domain in the same step", async () => {
      const driver = await exited();
      await driver.advance(8 * DAY);
      await driver.apply([
        { kind: "withdraw", operator: 0 },
        { kind: "enter", operator: 0, domain: 1 },
      ]);
      expect(await balance(driver, 0)).to.equal(400n * TOKEN);
      expect((await driver.snapshot()).domainOf[0]).to.equal(1);
    });

    it("can come back sooner with fresh capital, in another domain, and withdraw the old stake later", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 2, domain: 0 }]);
      await driver.apply([{ kind: "exit", operator: 2 }]);
      await driver.apply([{ kind: "enter", operator: 2, domain: 1 }]);
      const state = await driver.snapshot();
      expect(state.domainOf[2]).to.equal(1);
      expect(state.stake[2]).to.equal(300);
      expect(await balance(driver, 2)).to.equal(400n * TOKEN);
      await driver.advance(8 * DAY);
      await driver.apply([{ kind: "withdraw", operator: 2 }]);
      expect(await balance(driver, 2)).to.equal(700n * TOKEN);
      expect((await driver.snapshot()).domainOf[2]).to.equal(1);
    });

    it("cannot exit twice", async () => {
      const driver = await exited();
      const failure = await failureOf(() => driver.apply([{ kind: "exit", operator: 0 }]));
      expect(failure.message).to.equal("requestWithdrawal of operator 0 reverted: RegistryZeroValue()");
    });
  });

  describe("given one intent among others that the chain refuses", () => {
    it("throws, carries out the others, and leaves the node mining as before", async () => {
      const driver = await newDriver();
      const failure = await failureOf(() =>
        driver.apply([
          { kind: "enter", operator: 0, domain: 0 },
          { kind: "withdraw", operator: 1 },
          { kind: "enter", operator: 2, domain: 1 },
        ]),
      );
      expect(failure.message).to.match(/^withdraw of operator 1 reverted: RegistryNothingToWithdraw\(operator: 0x/);
      expect([...(await driver.snapshot()).domainOf]).to.deep.equal([0, -1, 1]);
      expect(await driver.rpc("hardhat_getAutomine")).to.equal(true);
      await driver.apply([{ kind: "exit", operator: 0 }]);
      expect((await driver.snapshot()).domainOf[0]).to.equal(-1);
    });
  });
});
